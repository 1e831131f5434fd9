"""What a report says of itself: its period, its year, its publication, its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from parsers.agency import kind_of
from parsers.claims import Reporter
from parsers.report import Check, Outcome, Report

_TABLE = "metadata"
#: Bodies that publish by 31 January (2019 regulations, article 49); others by 31 March.
_EARLY = frozenset(("department", "township", "ministry", "vertical_system"))
_FIRST_EARLY_YEAR = 2019
#: 政府信息公开条例 came into force on 1 May 2008.
_FIRST_YEAR = 2008
_YEAR = re.compile(r"(?<![0-9〔\[(（])(20[0-4][0-9])年(?!1?[0-9]月)")
_QUOTED = re.compile(r"《[^《》]{0,120}》")
_NAMED = re.compile(
    r"(?P<name>[一-龥（）()]{4,40})20[0-4][0-9]年(?:度)?(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_BEFORE_NAME = re.compile(r".*(?:公布|编制|发布|现将|形成|撰写|制作|公开|了|的|由)")


def document_checks(report: Report, introduction: str) -> list[Check]:
    """D-PERIOD, D-YEAR, D-PUB and D-NAME, each where both of its sides are there.

    ``introduction`` is the text before part one.
    """
    return [
        *_period(report),
        *_year(report),
        *_published(report),
        *_name(report, introduction),
    ]


def _period(report: Report) -> Iterator[Check]:
    if report.period is None or report.year is None:
        return
    start = "05-01" if report.year == _FIRST_YEAR else "01-01"
    expected = (f"{report.year}-{start}", f"{report.year}-12-31")
    holds = report.period == expected
    yield _check("D-PERIOD", "period", holds, " / ".join(report.period), " / ".join(expected))


def _year(report: Report) -> Iterator[Check]:
    """The year of the title against the period's, and the one that part one speaks of."""
    if report.year is None:
        return
    overview = next((part for part in report.sections if part.key == "overview"), None)
    text = _QUOTED.sub("", overview.narrative) if overview else ""
    named = Counter(int(year) for year in _YEAR.findall(text))
    covered = int(report.period[0][:4]) if report.period else None
    if covered is not None and covered != report.year:
        yield _check("D-YEAR", "period", False, None, None, report.year, covered)
    elif named and report.year not in named:
        year, times = named.most_common(1)[0]
        if times > 1 or text.startswith(str(year)):
            yield _check("D-YEAR", "overview", False, f"{year}年", None, report.year, year)
    elif named or covered:
        yield _check("D-YEAR", "year", True, None, None, report.year, report.year)


def _published(report: Report) -> Iterator[Check]:
    """Days after the deadline (left) against none (right)."""
    if report.published_on is None or report.year is None:
        return
    day = date.fromisoformat(report.published_on)
    if day.year <= report.year:
        return
    late = date(report.year + 1, 3, 31)
    early = report.year >= _FIRST_EARLY_YEAR and report.kind in _EARLY
    deadline = date(report.year + 1, 1, 31) if early else late
    if report.kind is None and report.year >= _FIRST_EARLY_YEAR and day <= late:
        # Which of the two deadlines is the body's is not known; the earlier one decides nothing.
        deadline = day if day <= date(report.year + 1, 1, 31) else late
    days = (day - deadline).days
    shown = (report.published_on, deadline.isoformat())
    yield _check("D-PUB", "published_on", days <= 0, *shown, max(days, 0), 0)


def _name(report: Report, introduction: str) -> Iterator[Check]:
    """The body that the introduction names, against the title's."""
    if report.agency is None:
        return
    reporter = Reporter(report.agency, report.kind, report.scope, report.year)
    for found in _NAMED.finditer(_QUOTED.sub("", introduction)):
        name = _BEFORE_NAME.sub("", found["name"])
        if len(name) < 4 or kind_of(name) is None:
            continue
        if reporter.owns(name):
            yield _check("D-NAME", "agency", True, name, report.agency)
        elif not _one_of_the_other(name, report.agency):
            yield _check("D-NAME", "agency", False, name, report.agency)
        return


def _one_of_the_other(name: str, agency: str) -> bool:
    """A government and its office report in one another's name."""
    a, b = (re.sub("(?:人民)?政府.*", "", text) for text in (name, agency))
    return a == b or a.endswith(b) or b.endswith(a) or a in agency


def _check(
    check_id: str,
    where: str,
    holds: bool,
    quote: str | None,
    against: str | None,
    left: int | None = None,
    right: int | None = None,
) -> Check:
    outcome: Outcome = "pass" if holds else "fail"
    suspect = None if holds else "source"
    return Check(check_id, _TABLE, where, outcome, left, right, suspect, "WARN", quote, against)  # type: ignore[arg-type]
