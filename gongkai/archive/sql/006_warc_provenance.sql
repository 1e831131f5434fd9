-- Every fetch can be written as a WARC record and taken back. record_id is the record's
-- WARC-Record-ID; revisit_of the fetch whose body a revisit repeats. For what came out of a
-- WARC file: record_type, as JSON the header fields that no other column holds, and
-- is_document 0 where it can be no report (images, scripts): that is kept, but never parsed.
ALTER TABLE fetches ADD COLUMN record_id TEXT;
ALTER TABLE fetches ADD COLUMN revisit_of INTEGER REFERENCES fetches (fetch_id);
ALTER TABLE fetches ADD COLUMN record_type TEXT
    CHECK (record_type IN ('response', 'resource', 'revisit', 'conversion', 'metadata'));
ALTER TABLE fetches ADD COLUMN warc_fields TEXT
    CHECK (warc_fields IS NULL OR json_valid(warc_fields));
ALTER TABLE fetches ADD COLUMN is_document INTEGER NOT NULL DEFAULT 1
    CHECK (is_document IN (0, 1));

UPDATE fetches SET record_id = printf('urn:uuid:%s-%s-4%s-%s%s-%s',
    lower(hex(randomblob(4))), lower(hex(randomblob(2))),
    substr(lower(hex(randomblob(2))), 2),
    substr('89ab', 1 + (random() & 3), 1), substr(lower(hex(randomblob(2))), 2),
    lower(hex(randomblob(6))));
UPDATE fetches SET revisit_of = (
    SELECT max(f.fetch_id) FROM fetches f
    WHERE f.url = fetches.url AND f.snapshot_id = fetches.snapshot_id
        AND f.revisit = 0 AND f.fetch_id < fetches.fetch_id)
WHERE revisit = 1;
CREATE UNIQUE INDEX fetches_record ON fetches (record_id);

-- What was fetched stays as it was fetched.
CREATE TRIGGER fetches_stay BEFORE UPDATE ON fetches
BEGIN SELECT raise(ABORT, 'fetches are append-only'); END;
CREATE TRIGGER fetches_remain BEFORE DELETE ON fetches
BEGIN SELECT raise(ABORT, 'fetches are append-only'); END;
CREATE TRIGGER snapshots_remain BEFORE DELETE ON snapshots
BEGIN SELECT raise(ABORT, 'snapshots are never deleted'); END;
