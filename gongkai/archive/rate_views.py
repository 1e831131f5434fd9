"""Views of why requests are denied, and of how reviews and lawsuits end."""

from __future__ import annotations

from gongkai.archive.pairs import TOTAL_FAILS, request
from gongkai.archive.view import OFFICIAL, View

GROUNDS = (
    "denied_state_secret",
    "denied_by_law",
    "denied_security_stability",
    "denied_third_party",
    "denied_internal_affairs",
    "denied_deliberative",
    "denied_enforcement_file",
    "denied_admin_lookup",
)
_DENIALS_FAIL = """EXISTS (SELECT 1 FROM checks c WHERE c.report_id = r.report_id
    AND c.outcome = 'fail' AND c.id = 'T3-ROW' AND c."where" GLOB 'denied_*')"""
_PROCESSED = """(SELECT q.total FROM requests q WHERE q.report_id = r.report_id
    AND q."row" = 'total_processed')"""
_COUNTS = ", ".join(f"{request('r.report_id', ground, 'total')} AS {ground}" for ground in GROUNDS)
_SHARES = ", ".join(
    f"round(1.0 * {ground} / nullif(denied, 0), 6) AS {ground.removeprefix('denied_')}_share"
    for ground in GROUNDS
)

DENIAL_MIX = View(
    "denial_mix",
    f"""
SELECT report_id, agency_id, agency, division_code, tier, year, scope, form, total_processed,
    denied, round(1.0 * denied / nullif(total_processed, 0), 6) AS denied_share,
    {", ".join(GROUNDS)}, {_SHARES}, url
FROM (SELECT *, {" + ".join(GROUNDS)} AS denied FROM (
    SELECT r.report_id, r.agency_id, a.name AS agency, a.division_code,
        coalesce(a.tier, r.tier) AS tier, r.year, r.scope, r.table_forms ->> '$.requests' AS form,
        {_PROCESSED} AS total_processed, {_COUNTS}, r.url
    FROM reports r JOIN agencies a ON a.agency_id = r.agency_id
    WHERE {OFFICIAL} AND r.table_forms ->> '$.requests' IS NOT NULL AND NOT {TOTAL_FAILS}
        AND NOT {_DENIALS_FAIL}))
""",
    "不予公开的八种理由，取表三“总计”列，单位：件：denied 为八项之和，"
    "denied_share = denied ÷ 总计，其余 *_share = 该项 ÷ denied（0–1，denied 为 0 时为空）。"
    "空白和短横按 0 计，有一项未读到时和数与比率为空。"
    "只含官方报告；总计或不予公开各行的勾稽关系不成立者不列入。范围不同者不可相加。",
    "The eight grounds of denial, from the total column of table 3, in requests: denied is their "
    "sum, denied_share = denied / total_processed, every other *_share = that ground / denied (0 "
    "to 1, NULL when denied is 0). Blanks and dashes count as 0; with an unread ground the sum "
    "and the shares are NULL. Official reports only, without those whose total or denied rows "
    "fail an identity. Never add reports of different scope.",
)

_GROUPS = {"review": "review", "litigation_direct": "direct", "litigation_after_review": "after"}
_RESULTS = ("upheld", "corrected", "other", "pending", "total")


def _result(group: str, column: str) -> str:
    """A cell of table 4, 0 where blank; NULL in a group without a total or whose sum fails."""
    return f"""(SELECT CASE WHEN t.total IS NULL OR EXISTS (SELECT 1 FROM checks c
            WHERE c.report_id = r.report_id AND c.id = 'T4-SUM' AND c.outcome = 'fail'
            AND c."where" IN ('{group}', '{group}.total')) THEN NULL
        WHEN t."{column}" IS NULL AND EXISTS (SELECT 1 FROM cell_notes n
            WHERE n.report_id = r.report_id AND n."table" = 'review_litigation'
            AND n."row" = '{group}' AND n."column" = '{column}'
            AND n.status IN ('blank', 'dash')) THEN 0 ELSE t."{column}" END
        FROM review_litigation t WHERE t.report_id = r.report_id AND t."row" = '{group}')"""


_CELLS = ", ".join(
    f"{_result(group, column)} AS {short}_{column}"
    for group, short in _GROUPS.items()
    for column in _RESULTS
)
_NAMES = ", ".join(f"{short}_{column}" for short in _GROUPS.values() for column in _RESULTS)
_CLOSED = "(review_upheld + review_corrected + review_other)"
_LOST = "(direct_corrected + after_corrected)"
_JUDGED = "(direct_upheld + direct_corrected + direct_other + after_upheld + after_corrected"
_JUDGED += " + after_other)"

REMEDY_RATES = View(
    "remedy_rates",
    f"""
SELECT report_id, agency_id, agency, division_code, tier, year, scope, {_NAMES},
    total_processed,
    round(1.0 * review_corrected / nullif({_CLOSED}, 0), 6) AS review_correction,
    round(1.0 * review_corrected / nullif(review_upheld + review_corrected, 0), 6)
        AS review_correction_strict,
    round(1.0 * {_LOST} / nullif({_JUDGED}, 0), 6) AS litigation_correction,
    round(100.0 * review_total / nullif(total_processed, 0), 4) AS review_per_100,
    round(100.0 * (direct_total + after_total) / nullif(total_processed, 0), 4)
        AS litigation_per_100, url
FROM (SELECT r.report_id, r.agency_id, a.name AS agency, a.division_code,
        coalesce(a.tier, r.tier) AS tier, r.year, r.scope, {_CELLS},
        CASE WHEN NOT {TOTAL_FAILS} THEN {_PROCESSED} END AS total_processed, r.url
    FROM reports r JOIN agencies a ON a.agency_id = r.agency_id
    WHERE {OFFICIAL} AND r.table_forms ->> '$.review_litigation' IS NOT NULL)
""",
    "行政复议与行政诉讼的结果，取表四，单位：件；direct 为未经复议直接起诉，after 为复议后起诉。"
    "review_correction = 纠正 ÷（维持 + 纠正 + 其他），只计已审结；"
    "review_correction_strict = 纠正 ÷（维持 + 纠正）；"
    "litigation_correction = 两类诉讼的纠正 ÷ 已审结；review_per_100、litigation_per_100 = "
    "件数 × 100 ÷ 表三总计（总计的勾稽关系不成立时为空）。"
    "空白和短横按 0 计；总计为空或勾稽关系（T4-SUM）不成立的一组为空；"
    "分母为 0 时为空。只含官方报告，范围不同者不可相加。",
    "How reviews and lawsuits ended, from table 4, in cases; direct is litigation without review, "
    "after that after a review. review_correction = corrected / (upheld + corrected + other), "
    "closed cases only; review_correction_strict = corrected / (upheld + corrected); "
    "litigation_correction = corrected of both kinds / closed; review_per_100, "
    "litigation_per_100 = cases x 100 / total_processed of table 3 (NULL where that total fails an "
    "identity). Blanks and dashes count as 0; "
    "a group without a total, or whose sum (T4-SUM) fails, is NULL; NULL when the denominator is "
    "0. Official reports only; never add reports of different scope.",
)

VIEWS = (DENIAL_MIX, REMEDY_RATES)
