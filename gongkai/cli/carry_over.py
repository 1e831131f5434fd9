"""The carry-over of a report held against the report of the year before (X-CARRY, X-CARRY-COL)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.archive import Archive
from gongkai.cli.findings import Finding
from parsers.forms import forms_with
from parsers.report import Report


def carry_over(report: Report, archive: Archive) -> Iterator[Finding]:
    """What does not come back as it was carried forward; why it could not be held against it."""
    now = report.tables.get("requests", {}).get("carried_over")
    if now is None or report.year is None or report.agency is None:
        yield _unchecked(
            "报告的机关、年度或“上年结转”未读出", "agency, year or the row was not read"
        )
        return
    year = report.year - 1
    rows = archive.carried_forward(report.agency, year, report.scope)
    if len(rows) != 1:
        zh = f"存档中该机关该口径 {year} 年的官方报告有 {len(rows)} 份"
        yield _unchecked(zh, f"the archive holds {len(rows)} official reports on {year} like this")
        return
    form = next(f for f in forms_with("requests") if f.id == report.table_forms["requests"])
    for column in form.tables["requests"].columns:
        back, before = now.get(column.key), rows[0][column.key]
        # A blank may be a zero that nobody wrote: only numbers contradict one another.
        if back is None or before is None or back == before:
            continue
        total = column.key == "total"
        yield Finding(
            "error" if total else "warning",
            "X-CARRY" if total else "X-CARRY-COL",
            f"requests.carried_over.{column.key}",
            f"“{column.label}”上年结转 {back}，而 {year} 年报告结转下年度 {before}",
            f"{column.label_en}: carried over {back}, but the report on {year} carried {before}",
        )


def _unchecked(zh: str, en: str) -> Finding:
    place = "requests.carried_over"
    return Finding("hint", "X-CARRY", place, f"未核对上年结转：{zh}", f"carry-over unchecked: {en}")
