-- Copies are looked for by the end of their address, which many official reports may share:
-- without this each report stored would go through all of those.
CREATE INDEX report_versions_copy_tail ON report_versions (url_tail)
    WHERE superseded = 0 AND provenance IN ('copy_linked', 'copy_unverified');
CREATE INDEX report_versions_copy_report ON report_versions (report_id)
    WHERE superseded = 0 AND provenance IN ('copy_linked', 'copy_unverified');
