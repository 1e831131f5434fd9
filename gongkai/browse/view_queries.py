"""A canned query for every view of the archive, made from a short plan of its parameters.

An empty parameter sets no bound; where a view has a row for every report, an empty year with
an empty agency means the latest year. No query sorts: Datasette stops at its first rows, and
sorting would make it read all. The two views that join many selects are asked by
``agency_id``: SQLite hands only conditions without a select of their own on to each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.archive.titles import VIEW_TITLES

#: What each parameter is, Chinese and English; those with their own column are of its name.
PARAMETERS = {
    "agency": ("机关名称的一部分", "part of the agency's name"),
    "agency_id": ("机关编号", "id of the agency"),
    "report": ("报告编号的开头", "beginning of the report's id"),
    "year": ("年度", "fiscal year"),
    "tier": ("层级", "tier of government"),
    "reason": ("原因", "reason"),
    "severity": ("程度", "severity"),
    "check_id": ("勾稽关系编号", "id of the check"),
    "relation": ("与谁相比", "held against whom"),
    "link": ("是否相接", "whether the chain holds"),
    "indicator": ("指标的键，见数据字典", "key of an indicator, see the data dictionary"),
    "division": ("行政区划代码的开头", "beginning of the division's code"),
    "rows": ("最多行数", "rows at most"),
}
BEGUN = {"division": "division_code", "report": "report_id"}
#: Values to pick from where a parameter has few.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "tier": ("national", "province", "prefecture", "county", "township", "unknown"),
    "reason": (
        *("held", "withdrawn", "not_published", "blocked", "failed", "parse_failed"),
        *("not_yet_crawled", "awaited", "taken_down", "unknown"),
    ),
    "severity": ("ERROR", "WARN", "INFO"),
    "relation": ("last_year", "superior", "elsewhere"),
    "link": ("holds", "breaks", "not_assessable", "no_next_report"),
}


#: ``unknown`` finds the rows where these are empty.
MAY_BE_UNKNOWN = ("tier", "reason")


@dataclass(frozen=True, slots=True)
class Plan:
    """The parameters of a view's query; ``by_year`` when it has a row for every report.

    ``rows`` are given where the reader does not say how many: a page of them must stay small.
    """

    parameters: tuple[str, ...]
    by_year: bool = False
    rows: int = 100


PLANS = {
    "outcome_rates": Plan(("agency", "year", "tier"), by_year=True),
    "failed_checks": Plan(("agency", "year", "severity", "check_id")),
    "text_table_conflicts": Plan(("agency", "year", "check_id")),
    "coverage": Plan(("agency_id", "year", "tier", "reason")),
    "denial_mix": Plan(("agency", "year", "tier"), by_year=True),
    "remedy_rates": Plan(("agency", "year", "tier"), by_year=True),
    "carry_breaks": Plan(("agency", "year", "severity")),
    "carry_chain": Plan(("agency", "year", "link"), by_year=True),
    "year_checks": Plan(("agency", "year", "check_id", "severity")),
    "text_repeats": Plan(("agency", "year", "relation")),
    "year_over_year": Plan(("agency_id", "year", "indicator")),
    "timeliness": Plan(("agency", "year", "tier"), by_year=True),
    "late_reports": Plan(("agency", "year", "tier"), by_year=True),
    "panel": Plan(("agency", "year", "tier"), by_year=True, rows=10),
    "version_changes": Plan(("report",)),
    "withdrawn_reports": Plan(("agency", "year")),
    "expected_reports": Plan(("agency", "year", "tier"), by_year=True),
    "missing_reports": Plan(("agency", "year", "tier", "reason")),
    "division_totals": Plan(("division", "year")),
    "copies": Plan(("report",)),
    "report_sources": Plan(("agency", "year"), by_year=True),
    "source_conflicts": Plan(("agency", "year")),
    "reviewed_cells": Plan(()),
}
AGENCY = """agency_id in (
  select agency_id from agencies where :agency = '' or instr(name, :agency) > 0)"""
LATEST = """year in (
  select cast(:year as integer) where :year <> ''
  union all select distinct year from reports where :year = '' and :agency <> ''
  union all select max(year) from reports where :year = '' and :agency = '')"""
#: A count below 0 would be no bound.
ROWS = "limit case when cast(:rows as integer) > 0 then cast(:rows as integer) else {rows} end"
BEGINS = "(:{name} = '' or substr({column}, 1, length(:{name})) = :{name})"


def view_queries() -> dict[str, dict[str, object]]:
    """By name, as Datasette's metadata wants them."""
    return {f"{view}_where": _query(view, plan) for view, plan in PLANS.items() if plan.parameters}


def _query(view: str, plan: Plan) -> dict[str, object]:
    names = (*plan.parameters, "rows")
    told = "；".join(f"{name}：{PARAMETERS[name][0]}" for name in names)
    told_en = "; ".join(f"{name}: {PARAMETERS[name][1]}" for name in names)
    empty = f"空白不限，行数为 {plan.rows}"
    empty_en = f"empty: any, and {plan.rows} rows"
    if plan.by_year:
        empty += "；机关和年度都空白时取最新年度"
        empty_en += "; agency and year both empty: the latest year"
    where = "\n  and ".join(_condition(name, plan) for name in plan.parameters)
    return {
        "title": VIEW_TITLES[view],
        "description": f"{told}。{empty}。{told_en}. {empty_en}.",
        "sql": f"select * from {view}\nwhere {where}\n{ROWS.format(rows=plan.rows)}",
        "params": list(names),
        "hide_sql": True,
    }


def _condition(name: str, plan: Plan) -> str:
    if name == "agency":
        return AGENCY
    if name == "year":
        return LATEST if plan.by_year else "(:year = '' or year = cast(:year as integer))"
    if name in ("division", "report"):
        return BEGINS.format(name=name, column=BEGUN[name])
    column = f"ifnull({name}, 'unknown')" if name in MAY_BE_UNKNOWN else name
    return f"(:{name} = '' or {column} = :{name})"
