"""``outcome_rates``: how the requests of each report ended."""

from __future__ import annotations

from gongkai.archive.pairs import TOTAL_FAILS
from gongkai.archive.rate_views import GROUNDS
from gongkai.archive.view import OFFICIAL, View

_UNAVAILABLE = ("not_held", "requires_creation", "unclear")
_NOT_PROCESSED = ("petition", "repeat", "publication", "excessive", "reconfirmation")
_OTHER = ("not_supplemented", "unpaid", "misc")
_ROWS = (
    *("received", "carried_over", "granted", "partly_granted", *GROUNDS),
    *(f"unavailable_{name}" for name in _UNAVAILABLE),
    *(f"not_processed_{name}" for name in _NOT_PROCESSED),
    *("other_handling", *(f"other_{name}" for name in _OTHER)),
    *("total_processed", "carried_forward"),
)


def _cell(row: str) -> str:
    """The total column of a row: a blank or a dash counts as 0 (contract, rule 3).

    An unreadable or missing cell makes everything that needs it NULL, instead of a share
    that is too small without a warning.
    """
    return f"""coalesce(q_{row}.total, CASE WHEN q_{row}.report_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM cell_notes n WHERE n.report_id = r.report_id AND n."table" = 'requests'
            AND n."row" = '{row}' AND n."column" = 'total' AND n.status IN ('blank', 'dash'))
        THEN 0 END)"""


def _sum(*rows: str) -> str:
    return f"({' + '.join(map(_cell, rows))})"


_JOINS = " ".join(
    f"""LEFT JOIN requests q_{row} ON q_{row}.report_id = r.report_id AND q_{row}."row" = '{row}'"""
    for row in _ROWS
)
#: v2019 has one row of other handling, v2021 three.
_OTHERS = f"""CASE WHEN q_other_handling.report_id IS NOT NULL THEN {_cell("other_handling")}
    ELSE {_sum(*(f"other_{name}" for name in _OTHER))} END"""


def _share(part: str) -> str:
    return f"round(1.0 * ({part}) / nullif(total_processed, 0), 6)"


OUTCOME_RATES = View(
    "outcome_rates",
    f"""
SELECT report_id, agency_id, agency, year, scope, tier, form, received, carried_over,
    total_processed, carried_forward, granted, partly_granted, denied, unavailable,
    not_processed, other,
    {_share("granted")} AS grant_rate,
    {_share("partly_granted")} AS partly_granted_share,
    {_share("granted + partly_granted")} AS any_disclosure,
    {_share("denied")} AS denied_share,
    {_share("unavailable")} AS unavailable_share,
    {_share("not_held")} AS not_held_share,
    {_share("not_processed")} AS not_processed_share,
    {_share("other")} AS other_share,
    round(1.0 * (granted + partly_granted)
        / nullif(granted + partly_granted + denied, 0), 6) AS substantive_rate,
    round(1.0 * carried_forward / nullif(received + carried_over, 0), 6) AS backlog,
    checks_failed, url
FROM (SELECT r.report_id, r.agency_id, a.name AS agency, r.year, r.scope,
        coalesce(a.tier, r.tier) AS tier, r.table_forms ->> '$.requests' AS form,
        {_cell("received")} AS received,
        {_cell("carried_over")} AS carried_over, q_total_processed.total AS total_processed,
        {_cell("carried_forward")} AS carried_forward, {_cell("granted")} AS granted,
        {_cell("partly_granted")} AS partly_granted, {_sum(*GROUNDS)} AS denied,
        {_sum(*(f"unavailable_{name}" for name in _UNAVAILABLE))} AS unavailable,
        {_cell("unavailable_not_held")} AS not_held,
        {_sum(*(f"not_processed_{name}" for name in _NOT_PROCESSED))} AS not_processed,
        {_OTHERS} AS other, r.checks_failed, r.url
    FROM reports r JOIN agencies a ON a.agency_id = r.agency_id {_JOINS}
    WHERE {OFFICIAL} AND NOT {TOTAL_FAILS}
        AND EXISTS (SELECT 1 FROM requests q WHERE q.report_id = r.report_id))
""",
    "每份报告的申请办理结果，取表三“总计”列，单位：件；比率为 0–1 的小数。"
    "grant_rate = 予以公开 ÷ 总计；any_disclosure = (予以公开 + 部分公开) ÷ 总计；"
    "substantive_rate = (予以公开 + 部分公开) ÷ (予以公开 + 部分公开 + 不予公开)；"
    "not_held_share = 本机关不掌握 ÷ 总计；backlog = 结转下年度 ÷ (本年新收 + 上年结转)；"
    "其余 *_share 为该类 ÷ 总计。空白和短横按 0 计；分母为 0 或总计缺失时为空。"
    "只含官方报告；总计的勾稽关系（T3-BAL、T3-TOT、T3-ROW）不成立的报告不列入。"
    "scope 不同的报告不可相加。",
    "Outcomes of requests per report, from the total column of table 3; counts in requests, "
    "rates as fractions of 1. grant_rate = granted / total_processed; any_disclosure = "
    "(granted + partly_granted) / total_processed; substantive_rate = (granted + partly_granted) "
    "/ (granted + partly_granted + denied); not_held_share = unavailable_not_held / "
    "total_processed; backlog = carried_forward / (received + carried_over); every other *_share "
    "is that class / total_processed. Blanks and dashes count as 0; NULL when the denominator is "
    "0 or the total is missing. Official reports only; reports whose total fails T3-BAL, T3-TOT "
    "or T3-ROW are left out. Never add reports of different scope.",
)
