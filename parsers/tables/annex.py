"""Local statistical annexes: what reports show where there is no national table.

Families and their columns: domain reference, 1.1. The coded annex of 35 rows has 本期实际 and
本年累计, which that reference files as this year's and the cumulative value; others have
本年度 and 历年累计, or one column. Columns are told by their headers, never by their place.
"""

from __future__ import annotations

from parsers.document import Stream
from parsers.report import Problem
from parsers.tables.annex_grid import Found, read_table, tables_of
from parsers.tables.annex_rows import AnnexReading, belongs
from parsers.tables.annex_text import read_text_annexes

#: An annex holds one word of each line; looked for before anything else is done.
_CUES = (("公开",), ("申请", "答复", "咨询"), ("累计", "本年", "年度", "当年", "本期", "数"))


def find_annex(
    stream: Stream, *, in_report: bool = False, year: int | None = None
) -> AnnexReading | None:
    """Every local annex of a page as rows; None when there is none.

    ``in_report``: the page has the title of an annual report, so that two known rows are
    enough; else four. ``year``: the year reported on, where columns are named by years.
    Call it only for a page without a national table.
    """
    text = stream.text
    if not all(any(word in text for word in words) for words in _CUES):
        return None
    found = _of_tables(stream, year) if stream.document.is_html else []
    found = [one for one in found if belongs(one.lines, in_report=in_report)]
    if not found:
        found = list(read_text_annexes(stream, year))
        found = [one for one in found if belongs(one.lines, in_report=in_report)]
    if not any(cell.raw for one in found for line in one.lines for cell in line.cells.values()):
        return None
    return _together(found)


def _of_tables(stream: Stream, year: int | None) -> list[Found]:
    found = (read_table(stream, indexes, year) for indexes in tables_of(stream))
    return [one for one in found if one is not None]


def _together(found: list[Found]) -> AnnexReading:
    reading = AnnexReading()
    for one in found:
        reading.lines += one.lines
        reading.extents.append((one.start, one.end))
        for note in dict.fromkeys(one.notes):
            reading.problems.append(Problem("annex_columns", "info", "annex", note))
        for note in dict.fromkeys(one.year_notes):
            reading.problems.append(Problem("year_conflict", "warning", "annex", note))
    for at, line in enumerate(reading.lines):
        lost = [cell for cell in line.cells.values() if cell.is_lost]
        if lost:
            detail = f"“{lost[0].raw}” of “{line.label}” has no single reading"
            reading.problems.append(Problem("ambiguous_cells", "warning", f"annex.{at}", detail))
    return reading
