-- What comes of holding reports against others: made anew for each report that changed
-- (compared = 0), and named by versions, so that what was made of an older one shows no more.
ALTER TABLE reports ADD COLUMN compared INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1));
CREATE INDEX reports_not_compared ON reports (agency_id) WHERE compared = 0;

-- Identities between two years that do not hold.
CREATE TABLE year_differences (
    version_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    before_version_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    check_id TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "where" TEXT NOT NULL,
    left NUMERIC NOT NULL,
    right NUMERIC NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('ERROR', 'WARN', 'INFO')),
    basis TEXT NOT NULL CHECK (basis IN ('same', 'scope', 'renamed')),
    PRIMARY KEY (version_id, before_version_id, check_id, "table", "where")
) WITHOUT ROWID;
CREATE INDEX year_differences_check ON year_differences (check_id);
CREATE INDEX year_differences_before ON year_differences (before_version_id);

-- How much of a report's text outside tables stands in another report, number by number left out.
CREATE TABLE text_overlaps (
    version_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    other_version_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    relation TEXT NOT NULL CHECK (relation IN ('last_year', 'superior', 'elsewhere')),
    characters INTEGER NOT NULL,
    repeated INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    longest TEXT NOT NULL,
    PRIMARY KEY (version_id, other_version_id, relation)
) WITHOUT ROWID;
CREATE INDEX text_overlaps_other ON text_overlaps (other_version_id);

-- A sample of the sentences of every report, to find those that share some.
CREATE TABLE text_marks (
    mark INTEGER NOT NULL,
    version_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    PRIMARY KEY (mark, version_id)
) WITHOUT ROWID;
CREATE INDEX text_marks_version ON text_marks (version_id);

-- Why an expected report is not held, as the last run could tell.
CREATE TABLE report_gaps (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE ON UPDATE CASCADE,
    year INTEGER NOT NULL,
    reason TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    PRIMARY KEY (agency_id, year)
) WITHOUT ROWID;
