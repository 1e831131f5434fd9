-- One row per source and run: what came of the visit.
CREATE TABLE visits (
    visit_id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (run_id),
    source_id TEXT NOT NULL REFERENCES sources (source_id),
    visited_at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'blocked')),
    reason TEXT,
    listing_pages INTEGER NOT NULL,
    named INTEGER NOT NULL,
    fetched INTEGER NOT NULL
);
CREATE INDEX visits_source ON visits (source_id, visit_id);
CREATE INDEX visits_run ON visits (run_id);

-- The columns of a source as its last visit found them.
CREATE TABLE listings (
    source_id TEXT NOT NULL REFERENCES sources (source_id),
    url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('alive', 'gone', 'empty', 'unreachable')),
    since TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    named INTEGER NOT NULL,
    most_named INTEGER NOT NULL,
    detail TEXT,
    PRIMARY KEY (source_id, url)
);

-- What rediscovery found for a source whose column died. Never used by itself.
CREATE TABLE proposals (
    proposal_id INTEGER PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources (source_id),
    run_id INTEGER NOT NULL REFERENCES runs (run_id),
    proposed_at TEXT NOT NULL,
    home TEXT NOT NULL,
    listing TEXT,
    detail TEXT NOT NULL,
    trail TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(trail))
);
CREATE INDEX proposals_source ON proposals (source_id, proposal_id);
CREATE INDEX proposals_run ON proposals (run_id);
