-- Interpretations that repeat a report's tables are looked for by the numbers, on the report's
-- own host (what stands before the first slash).
CREATE INDEX report_versions_copy_tables ON report_versions
    (tables_digest, substr(address, 1, instr(address, '/')))
    WHERE superseded = 0 AND provenance IN ('copy_linked', 'copy_unverified');

-- Another order decides which of several pages of one body and year speaks: they are read again.
INSERT INTO rereads (snapshot_id, url)
SELECT DISTINCT v.snapshot_id, v.url FROM report_versions v
WHERE v.superseded = 0 AND v.mirror_of IS NULL AND v.report_id IN (
    SELECT report_id FROM report_versions WHERE superseded = 0 AND mirror_of IS NULL
    GROUP BY report_id HAVING count(DISTINCT url) > 1)
ON CONFLICT DO NOTHING;
