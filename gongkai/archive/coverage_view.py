"""``coverage``: agency by year, what is held, and why the rest is not."""

from __future__ import annotations

from gongkai.archive.view import OFFICIAL, View


def _has(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} t WHERE t.report_id = r.report_id) AS has_{table}"


COVERAGE = View(
    "coverage",
    f"""
SELECT r.agency_id, a.name AS agency, a.division_code, coalesce(a.tier, r.tier) AS tier,
    coalesce(a.kind, r.kind) AS kind, r.year, r.scope,
    CASE WHEN EXISTS (SELECT 1 FROM withdrawals w WHERE w.url = r.url AND w.restored_at IS NULL)
        THEN 'withdrawn' ELSE 'held' END AS reason,
    r.report_id, r.provenance, r.form,
    {_has("disclosure")}, {_has("requests")}, {_has("review_litigation")}, {_has("statistics")},
    (SELECT count(*) FROM sections t WHERE t.report_id = r.report_id) AS sections,
    r.cells_read, r.checks_failed, r.checks_not_assessable, r.published_on, r.url
FROM reports r JOIN agencies a ON a.agency_id = r.agency_id
WHERE {OFFICIAL}
UNION ALL
SELECT m.agency_id, m.agency, m.division_code, m.tier, m.kind, m.year, NULL, m.reason,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM missing_reports m
""",
    "哪个机关有哪一年的报告，所缺者为何：每个机关、年度和范围（scope）一行，应有而没有者也列一行"
    "（report_id 为空）。reason 为 held（在存）、withdrawn（在存，但网站已撤下），或所缺的原因，"
    "见 missing_reports；has_* 为 1 表示该表已读到；sections 为章节数，"
    "cells_read 为读到的数字个数，checks_failed 为不成立的勾稽关系数。只含官方报告。",
    "Which agency has a report for which year, and why others are missing: one row per agency, "
    "year and scope, and one for every expected report that is not held (report_id NULL). reason "
    "is held, withdrawn (held, its page is gone) or why it is missing, see missing_reports; has_* "
    "is 1 when that table was read; sections counts parts, cells_read counts numbers read, "
    "checks_failed counts identities that do not hold. Official reports only.",
)
