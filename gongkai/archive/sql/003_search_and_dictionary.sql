CREATE TABLE indicators (
    key TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL,
    unit TEXT,
    forms TEXT NOT NULL,
    meaning TEXT
);

CREATE TABLE form_rows (
    form TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL,
    group_key TEXT,
    group_label TEXT,
    parent_group_label TEXT,
    caption TEXT,
    PRIMARY KEY (form, "table", "row")
);

CREATE TABLE form_columns (
    form TEXT NOT NULL,
    "table" TEXT NOT NULL,
    caption TEXT,
    "column" TEXT NOT NULL,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL,
    unit TEXT
);
CREATE UNIQUE INDEX form_columns_place
    ON form_columns (form, "table", ifnull(caption, ''), "column");

-- rowid = reports.version_id. The text arrives split into bigrams; every
-- non-ASCII character is part of a token, so no Unicode table can split it again.
CREATE VIRTUAL TABLE report_search USING fts5 (
    report_id UNINDEXED,
    title,
    agency,
    overview,
    proactive,
    requests,
    review_litigation,
    problems,
    other_matters,
    tokenize = 'ascii'
);
