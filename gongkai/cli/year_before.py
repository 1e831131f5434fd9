"""A report held against last year's in the archive: carry-over, items, amounts, a table copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gongkai.archive import Archive, differences_between
from gongkai.cli.findings import Desk, Finding
from parsers.report import Check, CheckSeverity, Number, Report

#: Two years of so many requests are never alike in every cell; those of a small office may be.
_NEVER_ALIKE = 20
_TABLE = "requests"
#: Documents expire without being repealed, and some count items at the end of the year: worth
#: a look before publishing, but no reason to stop.
_LAWFUL = frozenset(("X-ITEMS", "X-NORM"))


def year_before(desk: Desk, report: Report, archive: Archive) -> Iterator[Finding]:
    """What does not fit last year's official report; why it could not be held against it."""
    if report.year is None or report.agency is None:
        yield _unchecked("报告的机关或年度未读出", "agency or year was not read")
        return
    year = report.year - 1
    found = archive.official_on(report.agency, year, report.scope)
    if len(found) != 1:
        zh = f"存档中该机关该口径 {year} 年的官方报告有 {len(found)} 份"
        yield _unchecked(zh, f"the archive holds {len(found)} official reports on {year} like this")
        return
    differences = archive.differences(report, found[0])
    yield from _told(desk, report, differences, archive.request_table(found[0]))


def beside_it(desk: Desk, report: Report, before: Report) -> Iterator[Finding]:
    """What does not fit the report of the year before that was given with it."""
    table = before.tables.get(_TABLE, {})
    yield from _told(desk, report, differences_between(report, before), table)


def precedes(before: Report, report: Report) -> bool:
    """Whether it is the same body's report on the year before, of the same scope."""
    known = before.is_report and report.year is not None and report.agency is not None
    same = (before.agency, before.scope) == (report.agency, report.scope)
    return known and same and before.year == (report.year or 0) - 1


def _told(
    desk: Desk,
    report: Report,
    differences: Iterable[Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Number | None]],
) -> Iterator[Finding]:
    yield from (desk.spelled(report, _check(row)) for row in differences)
    if _is_copied(report.tables.get(_TABLE, {}), before):
        yield _copied((report.year or 0) - 1)


def _check(row: Mapping[str, Any]) -> Check:
    severity: CheckSeverity = "INFO" if row["check_id"] in _LAWFUL else row["severity"]
    sides = row["left"], row["right"]
    return Check(row["check_id"], row["table"], row["where"], "fail", *sides, "source", severity)


def _is_copied(now: Mapping[str, Any], before: Mapping[str, Mapping[str, Number | None]]) -> bool:
    """Whether table 3 is last year's, figure for figure."""
    received = now.get("received", {}).get("total") or 0
    return received >= _NEVER_ALIKE and all(before.get(row) == cells for row, cells in now.items())


def _copied(year: int) -> Finding:
    return Finding(
        "warning",
        "X-SAME",
        _TABLE,
        f"表三与 {year} 年报告的表三每一格都相同：疑为误用上年的表",
        f"table 3 is that of {year} in every cell: perhaps last year's table was pasted",
    )


def _unchecked(zh: str, en: str) -> Finding:
    place = "requests.carried_over"
    return Finding(
        "hint", "X-CARRY", place, f"未与上年报告核对：{zh}", f"carry-over unchecked: {en}"
    )
