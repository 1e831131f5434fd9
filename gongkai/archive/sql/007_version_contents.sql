-- The whole of every parse, by the digest of its JSON (docs/archive.md says how it is packed).
CREATE TABLE packing_dictionaries (
    dictionary_id INTEGER PRIMARY KEY,
    parser_version TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL
);
CREATE TABLE version_contents (
    content_digest TEXT PRIMARY KEY CHECK (length(content_digest) = 64),
    dictionary_id INTEGER REFERENCES packing_dictionaries (dictionary_id),
    body BLOB NOT NULL
);

-- What differs between a version and the one that it followed; before and after are numbers,
-- for metadata and sections text.
CREATE TABLE cell_changes (
    version_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    previous_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    before,
    after,
    PRIMARY KEY (version_id, previous_id, "table", "row", "column")
) WITHOUT ROWID;
CREATE INDEX cell_changes_previous ON cell_changes (previous_id);

ALTER TABLE report_versions ADD COLUMN edition TEXT CHECK (edition IN ('corrected'));
ALTER TABLE reports ADD COLUMN edition TEXT CHECK (edition IN ('corrected'));

-- Snapshots that must be parsed again although this parser version has read them.
CREATE TABLE rereads (
    snapshot_id TEXT NOT NULL REFERENCES snapshots (snapshot_id),
    url TEXT NOT NULL,
    PRIMARY KEY (snapshot_id, url)
) WITHOUT ROWID;

-- Versions up to this one were entered before their contents were kept.
INSERT INTO archive_info (key, value)
SELECT 'last_version_without_content', coalesce(max(version_id), 0) FROM report_versions;
