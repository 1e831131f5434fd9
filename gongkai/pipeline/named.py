"""Whose report it is, where only the list that led to it says so.

A page may call its body 本机关 throughout, while the list's link is 教育局2023年…年度报告. The list
is the same site's own word: it names the body, with a warning. It never contradicts a page.
"""

from __future__ import annotations

from dataclasses import replace

from gongkai.archive import Archive
from gongkai.archive.fetches import Work
from gongkai.archive.precedence import OFFICIAL
from parsers.agency import kind_of, tier_of
from parsers.report import Problem, Report
from parsers.scope import scope_of
from parsers.title import recognise

_CODE, _BEFORE = "agency_derived", "agency_missing"


def named_by_list(archive: Archive, work: Work, report: Report) -> Report:
    """The report, with the body that its list names where the page shows none."""
    unnamed = report.is_report and not (report.agency or report.others)
    if not unnamed or work.kind != "report" or report.provenance not in OFFICIAL:
        return report
    title = archive.listed_title(work.url) or ""
    found = recognise(title)
    sure = found.is_report and not (found.derivative or found.contested or found.borrowed)
    if not sure or found.year != report.year or kind_of(found.agency) is None:
        return report
    kind = kind_of(found.agency)
    told = Problem(_CODE, "warning", "agency", f"the page shows none; its list says “{title[:80]}”")
    return replace(
        report,
        agency=found.agency,
        kind=kind,
        tier=tier_of(found.agency, kind),
        scope=report.scope or scope_of(kind, "".join(part.text for part in report.sections)),
        problems=[*(p for p in report.problems if p.code != _BEFORE), told],
    )
