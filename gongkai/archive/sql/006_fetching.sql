-- What came of a request, by name, and how it was made.
ALTER TABLE fetches ADD COLUMN outcome TEXT;
ALTER TABLE fetches ADD COLUMN method TEXT NOT NULL DEFAULT 'GET';
ALTER TABLE fetches ADD COLUMN form TEXT;
ALTER TABLE fetches ADD COLUMN protocol TEXT;
ALTER TABLE fetches ADD COLUMN tls TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tls));
ALTER TABLE fetches ADD COLUMN notes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes));
CREATE INDEX fetches_outcome ON fetches (outcome, source_id);

-- What the last try at an address brought, also when it changed nothing.
ALTER TABLE frontier ADD COLUMN outcome TEXT;
ALTER TABLE frontier ADD COLUMN tried_at TEXT;

-- Reports that were there and then were not; restored_at when they came back.
CREATE TABLE withdrawals (
    url TEXT NOT NULL,
    source_id TEXT REFERENCES sources (source_id),
    status INTEGER NOT NULL,
    withdrawn_at TEXT NOT NULL,
    restored_at TEXT,
    PRIMARY KEY (url, withdrawn_at)
);
CREATE UNIQUE INDEX withdrawals_open ON withdrawals (url) WHERE restored_at IS NULL;

-- Hosts that are left alone: why, since when, until when, for the how-manieth time in a row.
CREATE TABLE resting_hosts (
    host TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0),
    since TEXT NOT NULL,
    until TEXT NOT NULL
);
