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
_REPORT = re.compile(
    r"20[0-4][0-9]年(?:度)?(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_BODY_BEFORE = re.compile(r"[一-龥（）()]{4,40}$")
_MAKES = re.compile(
    r"(?:组织)?(?:编制|编写|形成|撰写|制作|公布|发布)(?:完成)?(?:了)?(?:本机关|本单位)?$"
)
_BEFORE_NAME = re.compile(
    r".*(?:公布|编制|编写|发布|现将|形成|撰写|制作|公开|年报|报告|要求|规定|了|的|由)"
)
#: 某局编制本报告; offices compile for one another, so the name alone proves little. The verb is
#: looked for first: a name may begin anywhere.
_COMPILES = re.compile(
    r"(?:组织|负责)?(?:编制|编写|撰写)(?:完成|形成)?了?(?:本|该)(?:年度)?(?:报告|年报)"
)
_NAME_BEFORE = re.compile(r"[一-龥（）()]{4,40}$")
_PLACED = re.compile(r"(?P<place>[一-龥]{2,6}?)(?P<rest>[省市县区州旗盟][一-龥（）()]*)")


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
    text = overview.narrative if overview else ""
    # Most often part one names the year, and nothing has to be counted.
    as_it_should = f"{report.year}年" in text
    text = "" if as_it_should else _QUOTED.sub("", text)
    named = Counter(int(year) for year in _YEAR.findall(text))
    covered = int(report.period[0][:4]) if report.period else None
    if covered is not None and covered != report.year:
        yield _check("D-YEAR", "period", False, None, None, report.year, covered)
    elif named:
        year, times = named.most_common(1)[0]
        if times > 1 or text.startswith(str(year)):
            yield _check("D-YEAR", "overview", False, f"{year}年", None, report.year, year)
    elif as_it_should or covered:
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
    unknown = report.kind is None and report.year >= _FIRST_EARLY_YEAR
    if unknown and date(report.year + 1, 1, 31) < day <= late:
        return  # late for a department, in time for a government
    days = (day - deadline).days
    shown = (report.published_on, deadline.isoformat())
    yield _check("D-PUB", "published_on", days <= 0, *shown, max(days, 0), 0)


def _name(report: Report, introduction: str) -> Iterator[Check]:
    """The body that the introduction names, against the title's."""
    if report.agency is None:
        return
    reporter = Reporter(report.agency, report.kind, report.scope, report.year)
    text = _QUOTED.sub("", introduction)
    for report_ in _REPORT.finditer(text):
        found = _BODY_BEFORE.search(text, max(0, report_.start() - 40), report_.start())
        if found is None:
            continue
        name = _BEFORE_NAME.sub("", _MAKES.sub("", found.group()))
        if len(name) < 4 or kind_of(name) is None:
            continue
        if reporter.owns(name):
            yield _check("D-NAME", "agency", True, name, report.agency)
        elif not _one_of_the_other(name, report.agency):
            yield _check("D-NAME", "agency", False, name, report.agency)
        return
    name = _compiler(text)
    if _is_sibling(name, report.agency):
        yield _check("D-NAME", "agency", False, name, report.agency)


def _compiler(text: str) -> str:
    """Who is said to have compiled the report; nothing where nobody is."""
    verb = _COMPILES.search(text)
    found = verb and _NAME_BEFORE.search(text, max(0, verb.start() - 40), verb.start())
    return _BEFORE_NAME.sub("", found.group()) if found else ""


def _is_sibling(name: str, agency: str) -> bool:
    """Whether two bodies are the same office of two places: a template was copied."""
    one, other = _PLACED.fullmatch(name), _PLACED.fullmatch(agency)
    if one is None or other is None or one["rest"] != other["rest"]:
        return False
    return one["place"] != other["place"] and not _one_of_the_other(name, agency)


def _one_of_the_other(name: str, agency: str) -> bool:
    """A government and its office report in one another's name; names are shortened."""
    a, b = (re.sub("(?:人民)?政府.*", "", text) for text in (name, agency))
    if a == b or a.endswith(b) or b.endswith(a) or a in agency:
        return True
    shorter, longer = sorted((a, b), key=len)
    letters = iter(longer)
    return all(letter in letters for letter in shorter)


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
