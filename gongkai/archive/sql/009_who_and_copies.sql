-- Divisions over time. valid_* are the first and last dated list that has a name, absent_* the
-- lists around them that do not: a change lies in between. NULL valid_to: it stands today.
ALTER TABLE divisions ADD COLUMN valid_from TEXT;
ALTER TABLE divisions ADD COLUMN valid_to TEXT;
ALTER TABLE divisions ADD COLUMN absent_until TEXT;
ALTER TABLE divisions ADD COLUMN absent_from TEXT;
CREATE TABLE division_names (
    division_code TEXT NOT NULL REFERENCES divisions (division_code),
    name TEXT NOT NULL,
    is_short INTEGER NOT NULL DEFAULT 0 CHECK (is_short IN (0, 1)),
    valid_from TEXT NOT NULL DEFAULT '',
    valid_to TEXT,
    absent_until TEXT,
    absent_from TEXT,
    PRIMARY KEY (name, division_code, valid_from)
) WITHOUT ROWID;
CREATE INDEX division_names_code ON division_names (division_code);

-- The division of what stands on a site; NULL where two were seen.
CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    division_code TEXT REFERENCES divisions (division_code),
    basis TEXT NOT NULL CHECK (basis IN ('source', 'site_code'))
);

-- folded_name: the name without its place and in its short form, for matching only.
ALTER TABLE agencies ADD COLUMN folded_name TEXT;
CREATE INDEX agencies_folded ON agencies (folded_name, division_code);

-- A code that two agencies have belongs to neither.
CREATE TABLE agency_codes (
    credit_code TEXT NOT NULL,
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE ON UPDATE CASCADE,
    PRIMARY KEY (credit_code, agency_id)
) WITHOUT ROWID;
CREATE INDEX agency_codes_agency ON agency_codes (agency_id);

-- What the program could not decide, for a person.
CREATE TABLE agency_doubts (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE ON UPDATE CASCADE,
    name TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN
        ('no_place', 'place_shared', 'place_elsewhere', 'several_agencies', 'other_kind',
         'credit_code_shared')),
    candidates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(candidates)),
    year INTEGER,
    PRIMARY KEY (agency_id, name, reason)
) WITHOUT ROWID;

-- What a person decided; the reviewed file is the original, this its copy.
CREATE TABLE agency_decisions (
    division_code TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL,
    agency_id TEXT NOT NULL CHECK (agency_id <> '' AND instr(agency_id, '/') = 0),
    decided_by TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (name, division_code)
) WITHOUT ROWID;
CREATE TABLE agency_events (
    predecessor_id TEXT NOT NULL,
    successor_id TEXT NOT NULL DEFAULT '',
    year INTEGER NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('rename', 'merge', 'split', 'abolish')),
    decided_by TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id)
) WITHOUT ROWID;

-- Which body must report on which year, as loaded by a person; 0: it need not.
CREATE TABLE expectations (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE ON UPDATE CASCADE,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    expected INTEGER NOT NULL CHECK (expected IN (0, 1)),
    why TEXT,
    PRIMARY KEY (agency_id, year)
) WITHOUT ROWID;

-- Copies are held against their original by the end of their address, the address that the
-- page itself names, their numbers and their text. address: url without scheme and www.
ALTER TABLE report_versions ADD COLUMN address TEXT;
ALTER TABLE report_versions ADD COLUMN url_tail TEXT;
ALTER TABLE report_versions ADD COLUMN original_address TEXT;
ALTER TABLE report_versions ADD COLUMN mirror_basis TEXT
    CHECK (mirror_basis IN ('original_address', 'url_tail', 'agency'));
ALTER TABLE report_versions ADD COLUMN mirror_similarity REAL;
CREATE INDEX report_versions_address ON report_versions (address);
CREATE INDEX report_versions_tail ON report_versions (url_tail) WHERE url_tail IS NOT NULL;
CREATE INDEX report_versions_original ON report_versions (original_address)
    WHERE original_address IS NOT NULL;
CREATE INDEX report_versions_mirror ON report_versions (mirror_of) WHERE mirror_of IS NOT NULL;
UPDATE report_versions SET address = address_of(url), url_tail = tail_of(url);

-- Where two sources of one report differ: value in the one that speaks, other_value in the other.
CREATE TABLE source_differences (
    version_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    other_id INTEGER NOT NULL REFERENCES report_versions (version_id),
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    value,
    other_value,
    PRIMARY KEY (version_id, other_id, "table", "row", "column")
) WITHOUT ROWID;
CREATE INDEX source_differences_other ON source_differences (other_id);
