CREATE TABLE archive_info (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE sources (
    source_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    cms TEXT,
    division_code TEXT,
    level TEXT,
    listings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(listings)),
    notes TEXT
);

CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('crawl', 'import', 'reparse', 'demo')),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT,
    detail TEXT CHECK (detail IS NULL OR json_valid(detail))
);

CREATE TABLE snapshots (
    snapshot_id TEXT PRIMARY KEY CHECK (length(snapshot_id) = 64),
    media_type TEXT,
    size INTEGER NOT NULL CHECK (size >= 0),
    first_seen_at TEXT NOT NULL
);

CREATE TABLE fetches (
    fetch_id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (run_id),
    source_id TEXT REFERENCES sources (source_id),
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'report', 'file', 'robots')),
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER,
    snapshot_id TEXT REFERENCES snapshots (snapshot_id),
    revisit INTEGER NOT NULL DEFAULT 0 CHECK (revisit IN (0, 1)),
    error TEXT,
    etag TEXT,
    last_modified TEXT,
    headers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(headers)),
    elapsed REAL,
    CHECK (revisit = 0 OR snapshot_id IS NOT NULL)
);
CREATE INDEX fetches_url ON fetches (url, fetch_id);
CREATE INDEX fetches_snapshot ON fetches (snapshot_id, url);
CREATE INDEX fetches_source ON fetches (source_id, fetch_id);
CREATE INDEX fetches_run ON fetches (run_id);

CREATE TABLE frontier (
    url TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources (source_id),
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'report')),
    title TEXT,
    listed_on TEXT,
    found_on TEXT,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state <> ''),
    added_at TEXT NOT NULL,
    closed_at TEXT
);
CREATE INDEX frontier_source ON frontier (source_id, state);
