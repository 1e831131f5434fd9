-- What people decided about single cells, by the snapshot that shows them: it survives every
-- new reading of that snapshot. The reviewed YAML file is the master copy.
CREATE TABLE corrections (
    snapshot_id TEXT NOT NULL REFERENCES snapshots (snapshot_id),
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    value NUMERIC,
    who TEXT NOT NULL CHECK (who <> ''),
    why TEXT NOT NULL CHECK (why <> ''),
    decided_on TEXT NOT NULL,
    PRIMARY KEY (snapshot_id, "table", "row", "column")
) WITHOUT ROWID;

-- Random cells that somebody held against their source.
CREATE TABLE audits (
    audit_id INTEGER PRIMARY KEY,
    snapshot_id TEXT NOT NULL REFERENCES snapshots (snapshot_id),
    report_id TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    value NUMERIC,
    parser_version TEXT NOT NULL,
    is_right INTEGER NOT NULL CHECK (is_right IN (0, 1)),
    who TEXT NOT NULL CHECK (who <> ''),
    audited_at TEXT NOT NULL
);
CREATE INDEX audits_snapshot ON audits (snapshot_id);
