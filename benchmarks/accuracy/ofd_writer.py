"""Generated reports laid out on pages of OFD (GB/T 33190-2016), in the ways of several writers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from benchmarks.accuracy.model import Cell, Grid, Heading, Printed

#: Runs with repeated ways; a way for each character; an object for each; frames, not lines.
HABITS = ("runs", "ways", "characters", "frames")
_WIDTH, _HEIGHT, _MARGIN = 210.0, 297.0, 15.0
#: Sizes of letters, in millimetres, and of the lines of a cell.
_BODY, _CELL, _LINE, _PAD = 4.2, 2.6, 3.4, 0.8
_SPACE = "http://www.ofdspec.org/2016"


def ofd_file(printed: Printed, habit: str) -> bytes:
    """The report as an .ofd."""
    pages = _Pages(habit)
    pages.text(printed.title, 5.5)
    pages.text(f"发布时间：{printed.published} 来源：{printed.agency}", _BODY)
    for block in printed.blocks:
        if isinstance(block, Grid):
            pages.table(block)
        else:
            pages.text(block.text, _BODY, indent=0 if isinstance(block, Heading) else 2)
    return package(pages.pages)


def package(pages: Sequence[Sequence[str]]) -> bytes:
    """An .ofd of pages that hold these objects."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        made.writestr("OFD.xml", _element("OFD", root))
        listed = "".join(
            f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
            for at in range(len(pages))
        )
        box = f"<ofd:PhysicalBox>0 0 {_WIDTH:g} {_HEIGHT:g}</ofd:PhysicalBox>"
        common = f"<ofd:CommonData><ofd:PageArea>{box}</ofd:PageArea></ofd:CommonData>"
        document = _element("Document", f"{common}<ofd:Pages>{listed}</ofd:Pages>")
        made.writestr("Doc_0/Document.xml", document)
        for at, objects in enumerate(pages):
            layer = f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>"
            made.writestr(f"Doc_0/Pages/Page_{at}/Content.xml", _element("Page", layer))
    return out.getvalue()


def _element(name: str, inner: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<ofd:{name} xmlns:ofd="{_SPACE}">{inner}</ofd:{name}>'


def words(x: float, y: float, text: str, size: float, habit: str = "runs") -> Iterator[str]:
    """Objects that print a line whose letters stand on ``y``; all in millimetres."""
    ways = [_way(sign, size) for sign in text]
    if habit == "characters":
        for sign, way in zip(text, ways, strict=True):
            yield _object(x, y, sign, size, "")
            x += way
    elif text:
        yield _object(x, y, text, size, _deltas(ways[:-1], habit))


def _way(sign: str, size: float) -> float:
    return size if ord(sign) > 0xFF else size / 2


def _deltas(ways: Sequence[float], habit: str) -> str:
    if not ways:
        return ""
    if habit == "ways":
        return f' DeltaX="{" ".join(f"{way:g}" for way in ways)}"'
    parts: list[str] = []
    at = 0
    while at < len(ways):
        count = next((n for n in range(at, len(ways)) if ways[n] != ways[at]), len(ways)) - at
        parts.append(f"g {count} {ways[at]:g}" if count > 1 else f"{ways[at]:g}")
        at += count
    return f' DeltaX="{" ".join(parts)}"'


def _object(x: float, y: float, text: str, size: float, deltas: str) -> str:
    boundary = f"{x:g} {y - size:g} {size * len(text):g} {size * 1.2:g}"
    code = f'<ofd:TextCode X="0" Y="{size:g}"{deltas}>{escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{boundary}" Size="{size:g}">{code}</ofd:TextObject>'


def line(x: float, y: float, to_x: float, to_y: float) -> str:
    """An object that draws a rule."""
    wide, high = max(to_x - x, 0.2), max(to_y - y, 0.2)
    data = f"M 0 0 L {to_x - x:g} {to_y - y:g}"
    return _path(f"{x:g} {y:g} {wide:g} {high:g}", data)


def _frame(x: float, y: float, wide: float, high: float) -> str:
    data = f"M 0 0 L {wide:g} 0 L {wide:g} {high:g} L 0 {high:g} C"
    return _path(f"{x:g} {y:g} {wide:g} {high:g}", data)


def _path(boundary: str, data: str) -> str:
    return (
        f'<ofd:PathObject Boundary="{boundary}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


class _Pages:
    """Pages filled from the top down."""

    def __init__(self, habit: str) -> None:
        self.habit = habit
        self.pages: list[list[str]] = [[]]
        self.y = _MARGIN

    def text(self, text: str, size: float, indent: int = 0) -> None:
        """A paragraph, its first line indented by so many letters."""
        lines = _wrapped("\u3000" * indent + text, size, _WIDTH - 2 * _MARGIN)
        for one in lines:
            self._room(size * 1.6)
            self.y += size * 1.6
            bare = one.lstrip("\u3000")
            x = _MARGIN + size * (len(one) - len(bare))
            self.pages[-1] += words(x, self.y, bare, size, self.habit)

    def table(self, grid: Grid) -> None:
        """A table; it goes on over the page where no cell is cut."""
        self.y += _PAD * 2
        places, heights, columns = _laid(grid)
        width = (_WIDTH - 2 * _MARGIN) / columns
        at = 0
        while at < len(heights):
            end = _whole(places, at)
            self._room(sum(heights[at:end]))
            tops = [self.y + sum(heights[at:row]) for row in range(at, end + 1)]
            for cell, row, column in places:
                if at <= row < end:
                    bottom = tops[min(row + cell.rows, end) - at]
                    self._cell(cell, column * width, tops[row - at], width * cell.cols, bottom)
            self.y = tops[-1]
            at = end
        self.y += _PAD * 2

    def _cell(self, cell: Cell, left: float, top: float, width: float, bottom: float) -> None:
        x, right = _MARGIN + left, _MARGIN + left + width
        page = self.pages[-1]
        if self.habit == "frames":
            page.append(_frame(x, top, width, bottom - top))
        else:
            page += [line(x, top, right, top), line(x, bottom, right, bottom)]
            page += [line(x, top, x, bottom), line(right, top, right, bottom)]
        for number, one in enumerate(_wrapped(cell.text, _CELL, width - 2 * _PAD), 1):
            page += words(x + _PAD, top + number * _LINE, one, _CELL, self.habit)

    def _room(self, height: float) -> None:
        if self.y + height > _HEIGHT - _MARGIN:
            self.pages.append([])
            self.y = _MARGIN


def _laid(grid: Grid) -> tuple[list[tuple[Cell, int, int]], list[float], int]:
    """The cells with row and column, the heights of the rows, and how many columns there are."""
    taken: set[tuple[int, int]] = set()
    places: list[tuple[Cell, int, int]] = []
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            rows, columns = range(row, row + cell.rows), range(column, column + cell.cols)
            taken.update((r, c) for r in rows for c in columns)
            places.append((cell, row, column))
            column += cell.cols
    count = max(column for _, column in taken) + 1
    width = (_WIDTH - 2 * _MARGIN) / count
    heights = [_LINE + 2 * _PAD] * (max(row for row, _ in taken) + 1)
    for cell, row, _ in sorted(places, key=lambda one: one[0].rows):
        lines = len(_wrapped(cell.text, _CELL, width * cell.cols - 2 * _PAD))
        lacks = lines * _LINE + 2 * _PAD - sum(heights[row : row + cell.rows])
        heights[row] += max(0.0, lacks)
    return places, heights, count


def _whole(places: Sequence[tuple[Cell, int, int]], at: int) -> int:
    """The row behind the last that a cell which begins in row ``at`` reaches, and so on."""
    end = at + 1
    row = at
    while row < end:
        end = max([end, *(r + cell.rows for cell, r, _ in places if r == row)])
        row += 1
    return end


def _wrapped(text: str, size: float, width: float) -> list[str]:
    lines, used = [""], 0.0
    for sign in text:
        way = _way(sign, size)
        if (
            used + way > width
            and lines[-1]
            and not (sign.isdecimal() and lines[-1][-1].isdecimal())
        ):
            lines.append("")
            used = 0.0
        lines[-1] += sign
        used += way
    return lines if text else []
