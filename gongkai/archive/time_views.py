"""Views of when reports came out, by the legal deadlines."""

from __future__ import annotations

from gongkai.archive.view import OFFICIAL, View

# Regulation of 2019, art. 49: departments by 31 January, the department in charge of
# disclosure (and with it the government's own report) by 31 March; of 2007, art. 31: all by
# 31 March. For a township, a body under vertical leadership, and one of unknown kind, only the
# later day is certain.
_RULE = """CASE WHEN r.year < 2019 THEN 'all_31_march'
    WHEN r.scope IN ('aggregate', 'government_level') OR k.kind = 'government'
        THEN 'government_31_march'
    WHEN k.kind IN ('department', 'office', 'ministry')
        THEN 'department_31_january'
    ELSE 'latest_31_march' END"""
_DATED = f"""
SELECT r.report_id, r.agency_id, k.name AS agency, k.division_code,
    coalesce(k.tier, r.tier) AS tier, k.kind, r.year, r.scope, r.published_on,
    {_RULE} AS rule, r.url,
    EXISTS (SELECT 1 FROM problems p WHERE p.report_id = r.report_id
        AND p.code IN ('date_derived', 'date_late', 'date_conflict')) AS date_doubted
FROM reports r JOIN (SELECT agency_id, name, division_code, tier, kind FROM agencies) k
    ON k.agency_id = r.agency_id
WHERE {OFFICIAL}
"""
_DUE = """
SELECT d.report_id, d.agency_id, d.agency, d.division_code, d.tier, d.kind, d.year, d.scope,
    d.published_on, (d.year + 1) || CASE d.rule WHEN 'department_31_january' THEN '-01-31'
        ELSE '-03-31' END AS due_on, d.rule, d.date_doubted, d.url
"""
_DAYS = "CAST(julianday(published_on) - julianday(due_on) AS INTEGER)"
_RULES = (
    "rule 为所依期限：department_31_january（部门，2019 年条例第四十九条）、government_31_march"
    "（政府及汇总报告）、all_31_march（2018 年度及以前，2007 年条例第三十一条）、latest_31_march"
    "（乡镇、垂直管理机构或性质不明者，只按最晚的期限）。"
    "date_doubted 为 1 表示公布日期存疑（推定、各处不一，或晚一年以上，可能是迁站后重发）。"
)
_RULES_EN = (
    "rule is the deadline: department_31_january (departments, art. 49 of 2019), "
    "government_31_march (governments and aggregate reports), all_31_march (reports on 2018 and "
    "before, art. 31 of 2007), latest_31_march (townships, vertical systems, unknown "
    "kinds: the latest day only). date_doubted is 1 where the date of publication is derived, "
    "told differently, or more than a year late (perhaps posted again after a move of the site)."
)

TIMELINESS = View(
    "timeliness",
    f"SELECT *, {_DAYS} AS days_late FROM ({_DUE} FROM ({_DATED}) d)",
    "每份报告的公布是否按期：days_late 为公布日减期限日（天，负数为提前；无公布日期时为空）。"
    + _RULES
    + "只含官方报告。",
    "Whether each report came out in time: days_late is the date of publication less the "
    "deadline (days, negative when early, NULL without a date). "
    + _RULES_EN
    + " Official reports only.",
)

LATE_REPORTS = View(
    "late_reports",
    f"SELECT *, {_DAYS} AS days_late FROM ({_DUE} FROM ({_DATED}) d) WHERE published_on > due_on",
    "逾期公布的报告，每份一行：days_late 为逾期天数。" + _RULES + "只含官方报告。",
    "Reports that came out after the legal deadline, one row each: days_late is by how many "
    "days. " + _RULES_EN + " Official reports only.",
)

VIEWS = (TIMELINESS, LATE_REPORTS)
