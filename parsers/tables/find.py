"""All tables of a document, in the reading of its text that yields most of them."""

from __future__ import annotations

from dataclasses import replace

from parsers.aligned import read_aligned
from parsers.delimited import read_delimited
from parsers.document import Stream
from parsers.forms import forms_with
from parsers.identities import assess
from parsers.listed import read_listed
from parsers.tables.apart import doubt_apart
from parsers.tables.disclosure import find_disclosure
from parsers.tables.dropped import doubt_cuts
from parsers.tables.grid import TableReading
from parsers.tables.pages import doubt_pages
from parsers.tables.requests import find_requests
from parsers.tables.review import find_review
from parsers.tables.statistics import find_statistics

#: So many cells more are whole rows, not an accident.
_WHOLE_ROWS = 28
#: Fewer failing sums than this can be the source's own.
_MOST_FAILURES = 4
_GAPS = ("row_empty", "row_missing")

Tables = dict[str, TableReading]


def best_reading(stream: Stream, text: str) -> tuple[Stream, Tables]:
    """A document's tables, and the stream they stand in; ``text`` is what it was made of.

    Where cells of a flattened text are lost, it may be one that keeps columns side by side,
    one with commas between cells, or rows printed as lists; such a reading is taken when it
    shows more cells and breaks no identities by it.
    """
    tables = find_tables(stream)
    if stream.document.is_html:
        return stream, tables
    best = stream, tables
    for read in (read_aligned, read_delimited, read_listed):
        if best[1] and not losses(best[1]):
            break
        document = read(text) if best[1] or read is not read_aligned else None
        if document is not None:
            best = _better(best, Stream(document), is_aligned=read is read_aligned)
    return best


def _better(
    best: tuple[Stream, Tables], other: Stream, *, is_aligned: bool
) -> tuple[Stream, Tables]:
    """The other reading where it shows more cells and breaks no identities by it."""
    tables, found = best[1], find_tables(other)
    for table in found.values() if is_aligned else ():
        _distrust_neighbours(table)
    gain = cells_read(found) - cells_read(tables)
    # A cell that the source has wrong breaks its row and its column once they are read.
    broken = _failures(found) - _failures(tables)
    better = gain > 0 and broken <= (2 if gain >= _WHOLE_ROWS else 0)
    return (other, found) if better and found.keys() >= tables.keys() else best


def find_tables(stream: Stream) -> Tables:
    """Tables 2, 3 and 4, and that of 2014, as far as they are there, each in the form its
    labels show."""
    forms = forms_with("requests")
    found: Tables = {}
    disclosure = find_disclosure(stream, forms)
    requests = find_requests(stream, forms, disclosure)
    if disclosure is not None:
        found["disclosure"] = disclosure
    if requests is not None:
        found["requests"] = requests
    # Table 4 is the same in both forms; it is filed under the form of table 2, as the report is.
    neighbour = disclosure or requests
    form = next((f for f in forms if neighbour and f.id == neighbour.form), forms[-1])
    review = find_review(stream, form, requests.end if requests else 0)
    if review is not None:
        found["review_litigation"] = review
    if not stream.document.is_html:
        doubt_apart(found.values())
        if disclosure is not None:
            doubt_pages(stream, disclosure, found.values())
    if requests is not None and requests.drops:
        for reading in (disclosure, review):
            if reading is not None:
                doubt_cuts(reading, drops=True)
    statistics = find_statistics(stream, forms_with("statistics"))
    if statistics is not None:
        if not stream.document.is_html:
            _distrust_shifted(statistics)
        found["statistics"] = statistics
    return found


def _distrust_shifted(reading: TableReading) -> None:
    """Take back a column of which most sums fail: its values may be those of the next rows."""
    checks = assess({reading.table.key: reading}, None, None)
    judged = [c for c in checks if c.severity == "ERROR" and c.outcome != "not_assessable"]
    failed = [check for check in judged if check.outcome == "fail"]
    if len(failed) < _MOST_FAILURES or len(failed) * 2 <= len(judged):
        return
    for row, cells in reading.rows.items():
        if any(cell.value is not None for cell in cells):
            reading.rows[row] = [replace(c, value=None, status="ambiguous") for c in cells]
            reading.note("ambiguous_cells", "warning", row, "most sums of this table fail")


def losses(tables: Tables) -> int:
    """Cells of the forms that were not read."""
    size = sum(
        len(block.rows) * len(block.columns) for t in tables.values() for block in t.table.blocks
    )
    return size - cells_read(tables)


def cells_read(tables: Tables) -> int:
    """Cells of the forms that were read, empty ones included."""
    rows = [cells for table in tables.values() for cells in table.rows.values()]
    return sum(cell.status is None or not cell.is_lost for cells in rows for cell in cells)


def _distrust_neighbours(reading: TableReading) -> None:
    """Take back rows beside one without values: lines may have gone to the wrong row."""
    rows = [row.key for row in reading.table.rows]
    gaps = {p.where for p in reading.problems if p.code in _GAPS}
    empty = [at for at, row in enumerate(rows) if f"{reading.table.key}.{row}" in gaps]
    beside = {at for gap in empty for at in (gap - 1, gap, gap + 1)}
    for row in (rows[at] for at in sorted(beside) if at in range(len(rows))):
        cells = reading.rows.get(row, [])
        if not cells:
            continue
        reading.rows[row] = [replace(cell, value=None, status="unreadable") for cell in cells]
        reading.note("ambiguous_cells", "warning", row, "lines of this row and the next are mixed")


def _failures(tables: Tables) -> int:
    checks = assess(tables, None, None)
    return sum(check.outcome == "fail" and check.severity == "ERROR" for check in checks)
