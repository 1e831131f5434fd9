CREATE TABLE divisions (
    division_code TEXT PRIMARY KEY,
    name TEXT,
    parent_code TEXT REFERENCES divisions (division_code),
    tier TEXT
);
CREATE INDEX divisions_parent ON divisions (parent_code);

CREATE TABLE agencies (
    agency_id TEXT PRIMARY KEY CHECK (agency_id <> '' AND instr(agency_id, '/') = 0),
    name TEXT NOT NULL,
    kind TEXT,
    tier TEXT,
    division_code TEXT REFERENCES divisions (division_code),
    parent_id TEXT REFERENCES agencies (agency_id)
);
CREATE INDEX agencies_division ON agencies (division_code);
CREATE INDEX agencies_parent ON agencies (parent_id);

CREATE TABLE agency_names (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    name TEXT NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    PRIMARY KEY (agency_id, name)
);
CREATE INDEX agency_names_name ON agency_names (name);

CREATE TABLE parses (
    snapshot_id TEXT NOT NULL REFERENCES snapshots (snapshot_id),
    url TEXT NOT NULL,
    parser_version TEXT NOT NULL,
    parsed_at TEXT NOT NULL,
    outcome TEXT NOT NULL
        CHECK (outcome IN ('report', 'not_a_report', 'no_agency', 'no_year', 'failed')),
    detail TEXT,
    PRIMARY KEY (snapshot_id, url, parser_version)
) WITHOUT ROWID;
CREATE INDEX parses_outcome ON parses (outcome);

CREATE TABLE report_versions (
    version_id INTEGER PRIMARY KEY,
    report_id TEXT NOT NULL,
    snapshot_id TEXT NOT NULL REFERENCES snapshots (snapshot_id),
    url TEXT NOT NULL,
    source_id TEXT REFERENCES sources (source_id),
    parser_version TEXT NOT NULL,
    parsed_at TEXT NOT NULL,
    provenance TEXT NOT NULL CHECK (provenance IN
        ('official', 'official_injected', 'unknown', 'copy_linked', 'copy_unverified')),
    title TEXT,
    mirror_of TEXT,
    is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1)),
    superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),
    content_digest TEXT NOT NULL,
    tables_digest TEXT,
    checks_failed INTEGER NOT NULL DEFAULT 0,
    CHECK (is_current = 0 OR (superseded = 0 AND mirror_of IS NULL))
);
CREATE INDEX report_versions_report ON report_versions (report_id);
CREATE UNIQUE INDEX report_versions_current ON report_versions (report_id) WHERE is_current = 1;
CREATE INDEX report_versions_snapshot ON report_versions (snapshot_id, url);
CREATE INDEX report_versions_url ON report_versions (url);

CREATE TABLE reports (
    report_id TEXT PRIMARY KEY,
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    scope TEXT NOT NULL CHECK (scope IN
        ('own_agency', 'office_only', 'government_level', 'aggregate', 'system', 'unknown')),
    version_id INTEGER NOT NULL UNIQUE REFERENCES report_versions (version_id),
    snapshot_id TEXT NOT NULL REFERENCES snapshots (snapshot_id),
    source_id TEXT REFERENCES sources (source_id),
    url TEXT NOT NULL,
    title TEXT,
    kind TEXT,
    tier TEXT,
    period_start TEXT,
    period_end TEXT,
    published_on TEXT,
    provenance TEXT NOT NULL CHECK (provenance IN
        ('official', 'official_injected', 'unknown', 'copy_linked', 'copy_unverified')),
    form TEXT,
    table_forms TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(table_forms)),
    cells_read INTEGER NOT NULL,
    checks_passed INTEGER NOT NULL,
    checks_failed INTEGER NOT NULL,
    checks_not_assessable INTEGER NOT NULL,
    UNIQUE (agency_id, year, scope)
);
CREATE INDEX reports_year ON reports (year);
CREATE INDEX reports_url ON reports (url);
CREATE INDEX reports_source ON reports (source_id);
CREATE INDEX reports_snapshot ON reports (snapshot_id);

CREATE TABLE sections (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    number TEXT,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    table_spans TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(table_spans)),
    PRIMARY KEY (report_id, position)
);

CREATE TABLE disclosure (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    value NUMERIC,
    unit TEXT,
    PRIMARY KEY (report_id, "row", "column")
) WITHOUT ROWID;

CREATE TABLE requests (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    "row" TEXT NOT NULL,
    natural_person INTEGER,
    business INTEGER,
    research INTEGER,
    public_interest INTEGER,
    legal_service INTEGER,
    other_org INTEGER,
    total INTEGER,
    PRIMARY KEY (report_id, "row")
) WITHOUT ROWID;

CREATE TABLE review_litigation (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    "row" TEXT NOT NULL,
    upheld INTEGER,
    corrected INTEGER,
    other INTEGER,
    pending INTEGER,
    total INTEGER,
    PRIMARY KEY (report_id, "row")
) WITHOUT ROWID;

CREATE TABLE statistics (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value NUMERIC,
    unit TEXT,
    PRIMARY KEY (report_id, key)
) WITHOUT ROWID;

CREATE TABLE annex_rows (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    unit TEXT,
    this_year NUMERIC,
    cumulative NUMERIC,
    PRIMARY KEY (report_id, position)
);

CREATE TABLE cell_notes (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    raw TEXT NOT NULL,
    status TEXT NOT NULL,
    value NUMERIC
);
CREATE INDEX cell_notes_cell ON cell_notes (report_id, "table", "row", "column");

CREATE TABLE checks (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "where" TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('fail', 'not_assessable')),
    left NUMERIC,
    right NUMERIC,
    suspect TEXT CHECK (suspect IN ('parse', 'source', 'unknown')),
    severity TEXT NOT NULL CHECK (severity IN ('ERROR', 'WARN', 'INFO'))
);
CREATE INDEX checks_report ON checks (report_id, outcome);
CREATE INDEX checks_outcome ON checks (outcome, id);

CREATE TABLE problems (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    "where" TEXT,
    detail TEXT NOT NULL
);
CREATE INDEX problems_report ON problems (report_id);
CREATE INDEX problems_code ON problems (code);
