"""A PDF as a document: paragraphs and table cells in reading order, each with page and box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import pypdfium2

from parsers.document import Block, Document
from parsers.pdf.glyphs import Box, Overfull, Sheet
from parsers.pdf.items import PageItems, Strip, drop_furniture, items_of
from parsers.pdf.joining import continued
from parsers.pdf.opening import MOST_PAGES, has_end, opened
from parsers.pdf.paragraphs import paragraphs, words_of
from parsers.pdf.parts import Table, table_of
from parsers.pdf.sheets import MOST_GLYPHS as MOST_ON_PAGE
from parsers.pdf.sheets import sheet
from parsers.pdf.unruled import doubt_lines
from parsers.pdf.words import box_of
from parsers.plain_cells import CELL_TEXT
from parsers.stacked import is_stacked, unstack
from parsers.unreadable import Unreadable

#: Of all pages together; a compilation of a county's reports has 300,000.
MOST_GLYPHS = 1_000_000
#: A page with fewer characters and a picture is a scan.
_FEWEST_GLYPHS = 20
#: A picture that fills so much of a page.
_FULL_PAGE = 0.5
#: A picture of a table is no smaller, in points.
_TABLE = (150, 60)


def read_pdf(data: bytes) -> Document:
    """The blocks of a PDF. Raises ``Unreadable``; what is lost of a document is in its notes.

    Text that cannot be seen is not read, and so is what a recognition laid over a scan.
    """
    document = opened(data)
    try:
        found = Document([])
        sheets = list(_sheets(document, found))
        # Its title in the file's properties is left alone: it is often that of an older file.
    finally:
        document.close()
    if not has_end(data):
        found.notes.append(("truncated", "the PDF lacks its end; what is there was read"))
    fill(found, sheets)
    return found


def fill(found: Document, sheets: Sequence[Sheet]) -> None:
    """The blocks of pages, whatever format they were laid out in. Raises ``Unreadable``."""
    _look_for_scans(sheets, found)
    pages = [items_of(one) for one in sheets]
    drop_furniture(pages)
    doubt_lines([item for page in pages for item in page.items if isinstance(item, Strip)])
    _fill(found, pages)
    found.pictures = [one for page in sheets for one in _pictures(page, found.blocks)]
    found.hidden = " ".join(one.hidden for one in sheets if one.hidden)


def _sheets(document: pypdfium2.PdfDocument, found: Document) -> Iterator[Sheet]:
    left = MOST_GLYPHS
    for index in range(len(document)):
        if index >= MOST_PAGES or left < 0:
            detail = f"only the first {index} of {len(document)} pages were read"
            found.notes.append(("truncated", detail))
            return
        try:
            one = sheet(document, index)
        except pypdfium2.PdfiumError:
            found.notes.append(("page_unread", f"page {index + 1} cannot be loaded"))
            continue
        except Overfull as why:
            found.notes.append(("page_unread", f"page {index + 1}: {why}"))
            left -= MOST_ON_PAGE
            continue
        if one.is_cut:
            detail = f"page {one.number}: more is drawn on it than was looked at"
            found.notes.append(("truncated", detail))
        left -= len(one.glyphs)
        yield one


def _look_for_scans(sheets: Sequence[Sheet], found: Document) -> None:
    """Name the pages that are pictures; raises ``Unreadable`` when there is nothing else."""
    scans = [one for one in sheets if _is_scan(one)]
    for one in scans:
        one.glyphs = []
    if not any(one.glyphs for one in sheets):
        if scans:
            which = f"{len(scans)} of {len(sheets)} pages are pictures (scans)"
            raise Unreadable("image_only", f"{which}; no text to read")
        unread = [f": {detail}" for code, detail in found.notes if code == "page_unread"]
        raise Unreadable("empty_document", "its pages show no text" + "".join(unread[:1]))
    found.notes += [("page_as_image", f"page {one.number} is a picture (a scan)") for one in scans]
    lost = sum(one.lost for one in sheets)
    if lost:
        detail = f"{lost} characters have no text behind them"
        found.notes.append(("encoding_damage", detail))


def _is_scan(one: Sheet) -> bool:
    is_full = any(_fills(one, box) for box in one.pictures)
    return is_full and (one.is_covered or len(one.glyphs) < _FEWEST_GLYPHS)


def _fills(one: Sheet, box: Box) -> bool:
    left, bottom, right, top = box
    return (right - left) * (top - bottom) >= one.width * one.height * _FULL_PAGE


def _pictures(one: Sheet, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """The pictures of a page that may show a table, each with the block above it."""
    for box in one.pictures:
        left, bottom, right, top = one.printed(box)
        is_ground = bool(one.glyphs) and _fills(one, box)
        if is_ground or right - left < _TABLE[0] or top - bottom < _TABLE[1]:
            continue
        above = (b.place for b in blocks if b.place is not None)
        before = sum(page < one.number or (page == one.number and b[1] >= top) for page, b in above)
        view = ",".join(f"{n:g}" for n in (left, top, right - left, top - bottom))
        yield before - 1, f"#page={one.number}&viewrect={view}"


def _fill(found: Document, pages: Sequence[PageItems]) -> None:
    parts = list(_joined(pages))
    sizes = [w.size for p in parts if not isinstance(p, Table) for line in p for w in line.words]
    usual = median(sizes) if sizes else 0.0
    tables = 0
    for part in parts:
        if isinstance(part, Table):
            found.blocks += _cells(part, tables)
            tables += 1
        else:
            found.blocks += _text(part, usual)
    if any("\n" in b.text and is_stacked(b.text) for b in found.blocks if b.is_cell):
        found.blocks = unstack(found.blocks)
    # Ruled cells are as certain as those of markup: a blank one is seen to be blank.
    found.is_html = any(block.is_cell for block in found.blocks)


def _joined(pages: Sequence[PageItems]) -> Iterator[Table | list[Strip]]:
    """Runs of lines, and tables that are whole again."""
    table: Table | None = None
    strips: list[Strip] = []
    for page in pages:
        for item in page.items:
            if isinstance(item, Strip):
                if table is not None:
                    yield table
                    table = None
                strips.append(item)
                continue
            if strips:
                yield strips
                strips = []
            if table is not None and table.last.sheet is not item.sheet and continued(table, item):
                continue
            if table is not None:
                yield table
            table = table_of(item)
    if table is not None:
        yield table
    if strips:
        yield strips


def _text(strips: list[Strip], usual: float) -> Iterator[Block]:
    left = min(strip.box[0] for strip in strips)
    right = max(strip.box[2] for strip in strips)
    for lines in paragraphs(strips, left, right, usual):
        first = lines[0].sheet
        box = box_of([w for line in lines if line.sheet is first for w in line.words])
        yield Block(words_of(lines), place=(first.number, first.printed(box)))


def _cells(table: Table, number: int) -> Iterator[Block]:
    counts: dict[int, int] = {}
    for part in sorted(table.parts, key=lambda one: (one.top, one.left)):
        place = (part.page, part.box)
        if len(part.text) > CELL_TEXT:
            yield Block(part.text, place=place)
            continue
        column = counts.get(part.top, 0)
        counts[part.top] = column + 1
        yield Block(
            part.text,
            table=number,
            row=part.top,
            column=column,
            pieces=part.pieces,
            across=part.right - part.left,
            down=part.bottom - part.top,
            place=place,
        )
