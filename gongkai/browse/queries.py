"""The canned queries: SQL that a reader can open, change and cite.

An empty parameter has a meaning of its own, told in the description: Datasette passes a
missing parameter as an empty string.
"""

from __future__ import annotations

from gongkai.browse.view_queries import view_queries

SEARCH = """
select r.report_id, a.name as agency, r.year, r.title, r.published_on, r.provenance, r.url
from reports r join agencies a using (agency_id)
where :words = '' or r.version_id in (
  select rowid from report_search where report_search match gongkai_match(:words))
order by r.year desc, a.name, r.scope
"""

OUTCOMES = """
select * from outcome_rates
where (:agency = '' or instr(agency, :agency) > 0)
  and case
    when :year <> '' then year = cast(:year as integer)
    when :agency <> '' then 1
    else year = (select max(year) from outcome_rates)
  end
order by year desc, agency
"""

FAILED = """
select * from failed_checks
where year = case
    when :year <> '' then cast(:year as integer)
    else (select max(year) from failed_checks)
  end
order by agency, severity <> 'ERROR', check_id
"""

QUERIES: dict[str, dict[str, object]] = {
    "search": {
        "title": "检索报告 · Search reports",
        "description": (
            "words：词语，以空格分开，须同时出现；空白时列出全部。"
            "Words that must all occur in title or text; empty lists every report."
        ),
        "sql": SEARCH.strip(),
        "params": ["words"],
        "hide_sql": True,
    },
    "outcome_rates_by_agency": {
        "title": "答复结果比例 · Outcome rates by year and agency",
        "description": (
            "year：年度；agency：机关名称的一部分。都空白时取最新年度，只填机关时取其全部年度。"
            "Both empty: the latest year; agency alone: all its years. "
            "Only official reports; each rate's formula is in the view outcome_rates."
        ),
        "sql": OUTCOMES.strip(),
        "params": ["year", "agency"],
        "hide_sql": True,
    },
    "failed_checks_of_year": {
        "title": "勾稽不符 · Failed checks of a year",
        "description": (
            "year：年度；空白时取有不符的最新年度。"
            "Every identity that fails, with its cell and both sides; "
            "empty takes the latest year that has one."
        ),
        "sql": FAILED.strip(),
        "params": ["year"],
        "hide_sql": True,
    },
    **view_queries(),
}
