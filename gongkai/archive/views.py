"""The questions that people bring, as SQL views; each says its formula and units.

Views are no part of the migrations: ``ensure`` makes them anew when their text changed.
All hold official reports only (``official`` and ``official_injected``).
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.db import quote_identifier

from gongkai.archive import (
    copy_views,
    coverage_view,
    outcome_view,
    panel_view,
    rate_views,
    time_views,
    who_views,
    year_views,
)
from gongkai.archive.connect import writing
from gongkai.archive.people_views import REVIEWED_CELLS
from gongkai.archive.version_views import VERSION_CHANGES, WITHDRAWN_REPORTS
from gongkai.archive.view import OFFICIAL, View

# Where a check stands: 'row.column', a row or a column; and the total that an identity
# of sums is about, so that the cell can be named.
_FAILED = f"""
SELECT r.report_id, r.agency_id, r.year, r.scope, r.url, c.id, c."table", c."where",
    c.left, c.right, c.suspect, c.severity,
    coalesce(r.table_forms ->> ('$.' || c."table"), r.form) AS form,
    CASE WHEN instr(c."where", '.') THEN substr(c."where", 1, instr(c."where", '.') - 1)
         WHEN EXISTS (SELECT 1 FROM form_rows f WHERE f."table" = c."table"
             AND f."row" = c."where") THEN c."where"
         WHEN c.id = 'T3-TOT' THEN 'total_processed' END AS "row",
    CASE WHEN instr(c."where", '.') THEN substr(c."where", instr(c."where", '.') + 1)
         WHEN EXISTS (SELECT 1 FROM form_columns f WHERE f."table" = c."table"
             AND f."column" = c."where") THEN c."where"
         WHEN c.id IN ('T3-ROW', 'T4-SUM') THEN 'total' END AS "column"
FROM checks c JOIN reports r ON r.report_id = c.report_id
WHERE c.outcome = 'fail' AND {OFFICIAL}
"""

# A single wrong cell of table 3 breaks one row sum and one column sum: it stands where
# they cross. With more failures than that nothing can be said of any one cell.
_LIKELY = """
SELECT max(x."where") || '.' || max(y."where") FROM checks x JOIN checks y
    ON y.report_id = x.report_id AND y.id IN ('T3-TOT', 'T3-BAL') AND y.outcome = 'fail'
WHERE x.report_id = f.report_id AND x.id = 'T3-ROW' AND x.outcome = 'fail'
    AND f.id IN ('T3-ROW', 'T3-TOT', 'T3-BAL')
HAVING count(DISTINCT x."where") = 1 AND count(DISTINCT y."where") = 1
"""

FAILED_CHECKS = View(
    "failed_checks",
    f"""
SELECT f.report_id, f.agency_id, a.name AS agency, f.year, f.scope, f.id AS check_id, f."table",
    f."where", f."row", f."column",
    CASE WHEN f."row" IS NOT NULL AND rl."row" IS NULL THEN f."where"
        ELSE coalesce(rl.label || ' · ' || cl.label, rl.label, cl.label, f."where") END AS label,
    f.left, f.right,
    CASE typeof(f.left - f.right) WHEN 'real' THEN round(f.left - f.right, 4)
        ELSE f.left - f.right END AS difference,
    f.suspect, f.severity, ({_LIKELY}) AS likely_cell, f.url
FROM ({_FAILED}) f JOIN agencies a ON a.agency_id = f.agency_id
LEFT JOIN form_rows rl ON rl.form = f.form AND rl."table" = f."table" AND rl."row" = f."row"
LEFT JOIN form_columns cl ON cl.form = f.form AND cl."table" = f."table"
    AND cl."column" = f."column" AND (rl."row" IS NULL OR cl.caption IS rl.caption)
    AND (rl."row" IS NOT NULL OR cl.caption IS NULL)
""",
    "勾稽关系不成立之处，每处一行：left 与 right 为等式两边，difference = left − right"
    "（件，金额为万元）；"
    "label 为所涉行与列的名称；suspect 为 parse（疑为读取有误）、source（疑为原文有误）或 unknown；"
    "severity 为 ERROR（算术上不可能成立）、WARN 或 INFO。"
    "likely_cell 为不符的行与列相交之处（row.column），仅在各只有一处不符时给出。"
    "只含官方报告。公布的数字从不改动。",
    "Every identity that does not hold, one row a place: left and right are its two sides, "
    "difference = left - right (requests or cases; amounts in 10,000 yuan); label names the row "
    "and the column; severity is ERROR (cannot hold), WARN (probably wrong) or INFO (an anomaly); "
    "suspect is parse, source or unknown; likely_cell is where the failing row and column cross, "
    "given only when there is one of each. Official reports only. Published numbers are never "
    "changed.",
)


TEXT_TABLE_CONFLICTS = View(
    "text_table_conflicts",
    f"""
SELECT r.report_id, r.agency_id, a.name AS agency, r.year, r.scope, c.id AS check_id,
    c."where" AS section, c.quote, c.left AS text_value, c.against, c.right AS table_value,
    c.left - c.right AS difference, c.suspect, r.url
FROM checks c JOIN reports r ON r.report_id = c.report_id
JOIN agencies a ON a.agency_id = r.agency_id
WHERE c.outcome = 'fail' AND substr(c.id, 1, 2) = 'N-' AND c.left IS NOT NULL
    AND c.right IS NOT NULL AND {OFFICIAL}
""",
    "正文所述与表中数字不一致之处，每处一行，单位：件：text_value 为正文一句（quote）所说的数，"
    "table_value 为表中相应各格（against）之和，difference = text_value − table_value。"
    "“收到”数含不含上年结转均算相符，约数不列入；正文各处说法不一且无从判断的不列入。"
    "只含官方报告。公布的数字从不改动。",
    "Where the text and the tables differ, one row a place, in requests or cases: text_value is "
    "what the clause (quote) says, table_value the sum of the cells it was held against "
    "(against), difference = text_value - table_value. Requests received may be told with or "
    "without those carried over; approximate numbers, and matters on which the text contradicts "
    "itself, are left out. Official reports only. Published numbers are never changed.",
)

VIEWS = (
    outcome_view.OUTCOME_RATES,
    FAILED_CHECKS,
    TEXT_TABLE_CONFLICTS,
    coverage_view.COVERAGE,
    *rate_views.VIEWS,
    *year_views.VIEWS,
    *time_views.VIEWS,
    *panel_view.VIEWS,
    VERSION_CHANGES,
    WITHDRAWN_REPORTS,
    *who_views.VIEWS,
    *copy_views.VIEWS,
    REVIEWED_CELLS,
)


def ensure(db: Database) -> bool:
    """Make the views anew when one of them differs; returns whether any did."""
    wanted = {v.name: f"CREATE VIEW {quote_identifier(v.name)} AS {v.sql.strip()}" for v in VIEWS}
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'view'"
    present = dict(db.execute(sql).fetchall())
    if present == wanted:
        return False
    with writing(db):
        for name in present:
            db.execute(f"DROP VIEW {quote_identifier(name)}")
        for statement in wanted.values():
            db.execute(statement)
    return True
