-- Reports before 2019 have parts that are none of the six (收费及减免, 重点领域, 附表):
-- their key is NULL. SQLite cannot drop NOT NULL, so the table is written anew; it is not
-- renamed, because views name it.
CREATE TABLE sections_kept AS SELECT * FROM sections;
DROP TABLE sections;
CREATE TABLE sections (
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT,
    number TEXT,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    table_spans TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(table_spans)),
    PRIMARY KEY (report_id, position)
);
INSERT INTO sections (report_id, position, key, number, heading, text, table_spans)
SELECT report_id, position, key, number, heading, text, table_spans
FROM sections_kept ORDER BY rowid;
DROP TABLE sections_kept;

-- The v2014 table has a unit for every row.
ALTER TABLE form_rows ADD COLUMN unit TEXT;
