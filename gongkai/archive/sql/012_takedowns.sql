-- What must not be kept: the reviewed YAML file is the original, this its copy. An entry that
-- was applied stays in force.
CREATE TABLE takedowns (
    takedown_id INTEGER PRIMARY KEY,
    target TEXT NOT NULL CHECK (target IN ('snapshot', 'url', 'report')),
    name TEXT NOT NULL CHECK (name <> ''),
    who TEXT NOT NULL CHECK (who <> ''),
    why TEXT NOT NULL CHECK (why <> ''),
    decided_on TEXT NOT NULL,
    applied_at TEXT NOT NULL,
    UNIQUE (target, name)
);

-- The tombstones: digests (also of bodies that never came), addresses without scheme and www,
-- and the reports that had a version there.
CREATE TABLE removed_snapshots (
    snapshot_id TEXT PRIMARY KEY CHECK (length(snapshot_id) = 64),
    takedown_id INTEGER NOT NULL REFERENCES takedowns (takedown_id)
) WITHOUT ROWID;
CREATE TABLE removed_addresses (
    address TEXT PRIMARY KEY,
    takedown_id INTEGER NOT NULL REFERENCES takedowns (takedown_id)
) WITHOUT ROWID;
CREATE TABLE removed_reports (
    report_id TEXT NOT NULL,
    takedown_id INTEGER NOT NULL REFERENCES takedowns (takedown_id),
    agency_id TEXT NOT NULL,
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    PRIMARY KEY (report_id, takedown_id)
) WITHOUT ROWID;
