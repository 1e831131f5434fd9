"""The view of cells that a person reviewed, beside what was parsed."""

from __future__ import annotations

from gongkai.archive.content import APPLICANTS, RESULTS
from gongkai.archive.view import View

_AT = 't.report_id = r.report_id AND t."row" = c."row"'


def _wide(table: str, columns: tuple[str, ...]) -> str:
    picked = " ".join(f"WHEN '{column}' THEN t.{column}" for column in columns)
    chosen = f"""CASE c."column" {picked} END"""
    return f"WHEN '{table}' THEN (SELECT {chosen} FROM {table} t WHERE {_AT})"


_PARSED = f"""CASE c."table"
    {_wide("requests", APPLICANTS)}
    {_wide("review_litigation", RESULTS)}
    WHEN 'disclosure' THEN (SELECT t.value FROM disclosure t
        WHERE {_AT} AND t."column" = c."column")
    WHEN 'statistics' THEN (SELECT t.value FROM statistics t
        WHERE t.report_id = r.report_id AND t.key = c."row")
    WHEN 'annex' THEN (SELECT CASE c."column" WHEN 'this_year' THEN t.this_year
        WHEN 'cumulative' THEN t.cumulative END FROM annex_rows t
        WHERE t.report_id = r.report_id AND t.position = CAST(c."row" AS INTEGER)) END"""

REVIEWED_CELLS = View(
    "reviewed_cells",
    f"""
SELECT r.report_id, c."table", c."row", c."column", {_PARSED} AS parsed,
    c.value AS reviewed, 'reviewed' AS status, c.who, c.why, c.decided_on, r.url, c.snapshot_id
FROM corrections c CROSS JOIN reports r ON r.snapshot_id = c.snapshot_id
""",
    "人工复核过的单元格，每格一行：parsed 为程序读出的值，reviewed 为复核人所见的值"
    "（原文无数字时为空），who、why、decided_on 为何人、因何、何日。"
    "程序读出的值从不改动，各表仍存原值；复核以快照摘要为准，重新解析后仍有效。",
    "Cells that a person reviewed, one row each: parsed is what the program read, reviewed what "
    "the person sees in the source (empty where it shows no number); who, why and when. The "
    "parsed value is never changed; a review belongs to the snapshot, so it survives reparsing.",
)
