-- The index alone: the words are in sections, and were kept here a second time.
-- agency_name is what the report calls its agency; the index holds it.
ALTER TABLE reports ADD COLUMN agency_name TEXT;
UPDATE reports SET agency_name = (
    SELECT a.name FROM agencies a WHERE a.agency_id = reports.agency_id);

DROP TABLE report_search;
CREATE VIRTUAL TABLE report_search USING fts5 (
    title,
    agency,
    overview,
    proactive,
    requests,
    review_litigation,
    problems,
    other_matters,
    content = '',
    tokenize = 'ascii'
);
DELETE FROM archive_info WHERE key = 'search_version';
