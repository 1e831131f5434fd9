"""The columns of table 3 by what stands over them: moved, added, left out, or turned.

Used only where the header is not the official one, or rows do not show seven values: then
each column is named by the cells over it, and a column that the form does not have (小计,
上年, 占比, 备注) keeps its numbers to itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from parsers.document import Stream
from parsers.normalise import matchable
from parsers.tables.anchors import Hit
from parsers.tables.grid import Cell, TableReading, read_cell
from parsers.tables.items import Item
from parsers.tables.spread import Placed, Spread, block_of, spread

_NAMES = (
    ("natural_person", re.compile("(?:公民|自然人).{0,6}")),
    ("business", re.compile("(?:其中)?商业企业")),
    ("research", re.compile("科研(?:机构|院所)")),
    ("public_interest", re.compile("社会公益(?:组织|机构)")),
    ("legal_service", re.compile("法律服务(?:机构|组织)")),
    ("other_org", re.compile("其[他它]")),
    ("total", re.compile("[总合]计")),
)
#: Columns that the form does not have.
FOREIGN = re.compile(
    "上年|去年|上一年|上期|往年|同期|同比|增减|增长|变化|占比|比例|比重|百分|%|备注|说明|序号|行次|"
    "编号|单位|小计|累计|平均"
)
#: Columns of this year where another year's stand beside them say nothing more.
_NEUTRAL = re.compile("本年度?|今年|本期|当年|数量|件数|\\(件\\)")
_YEAR = re.compile("(20[0-9]{2})年?度?(?:[数件]量?数?)?")
_ORGANISATIONS = re.compile("法人|其[他它]组织")
#: The official header, in one row or in two.
_OFFICIAL = re.compile(
    "自然人法人或其[他它]组织[总合]计商业企业科研机构社会公益组织法律服务机构其[他它]|"
    "自然人(?:法人或其[他它]组织)?商业企业科研机构社会公益组织法律服务机构其[他它][总合]计"
)
_FIGURE = re.compile(r"\s*[0-9０-９lIOo-]")
#: What is left of the columns' names where a header words them otherwise.
_LENIENT = ("企业", "科研", "公益", "法律", "其[他它](?!组织)", "[总合]计")
_HEAD_REACH = 300
#: The columns of the form, each by the shortest words that tell it, and all that a header says.
_TOLD = ("自然人|公民|个人", *_LENIENT)
_HEAD_WORDS = re.compile(
    "自然人|公民|个人|法人(?:[或和及]?其[他它]组织)?|商业企业|企业|科研(?:机构|院所|单位)?|"
    "(?:社会)?公益(?:组织|机构)?|法律(?:服务)?(?:机构|组织)?|其[他它](?:组织)?|[总合]计|"
    "申请人(?:情况)?|数量|件数|单位:?件?"
)
_HAN = re.compile("[\u4e00-\u9fff]")
#: A name has no fewer characters.
_SHORTEST_NAME = 2
#: With fewer names than this there is no header that could lack one.
_FEWEST_TOLD = 4
#: So many labels in one grid row: they are the columns, and the table is turned.
_FEWEST_TURNED = 6
_FEWEST_NAMED = 5
_LIKENESS = 0.6
_NEARLY_ALL = 0.8


@dataclass(slots=True)
class Heads:
    """What each grid column holds: a form column's key, or None for a foreign one."""

    grid: Spread
    keys: dict[int, str | None] = field(default_factory=dict)

    @property
    def present(self) -> set[str]:
        """The form's columns that the header names."""
        return {key for key in self.keys.values() if key}


def is_official(stream: Stream, start: int, end: int) -> bool:
    """Whether the header between two positions names the official columns and no others."""
    text = stream.text[start:end]
    return bool(_OFFICIAL.search(text)) and not FOREIGN.search(text)


def header_text(stream: Stream, start: int, end: int, after: int = 0) -> str:
    """The header from its first cell on, where it is one of cells.

    ``after`` is where the table before it ends: both may stand in one run of rows.
    """
    home = stream.block_at(start)
    blocks = stream.document.blocks
    if blocks[home].is_cell:
        while (
            home
            and blocks[home - 1].table == blocks[home].table
            and stream.begins[home - 1] >= max(after, start - _HEAD_REACH + 1)
        ):
            home -= 1
        start = min(start, stream.begins[home])
    return stream.text[start:end]


def lacks_column(text: str) -> bool:
    """Whether a header names some of the form's columns, and not all.

    A column in other words, or in pieces, is none that lacks: characters are left for it.
    """
    told = [found.start() for words in _TOLD if (found := re.search(words, text))]
    missing = len(_TOLD) - len(told)
    if not missing or len(told) < _FEWEST_TOLD:
        return False
    rest = _HEAD_WORDS.sub("|", text[min(told) :])
    return len(_HAN.findall(rest)) < missing * _SHORTEST_NAME


def is_doubtful(text: str) -> bool:
    """Whether the header names columns twice, not all seven, or some that are not the form's."""
    if FOREIGN.search(text) or text.count("自然人") > 1:
        return True
    return "自然人" in text and not all(re.search(words, text) for words in _LENIENT)


def read_heads(stream: Stream, hits: Sequence[Hit], after: int = 0) -> Heads | None:
    """The columns by the header over the table's first row; None where that is not certain.

    What stands before ``after`` is another table in the same run of rows.
    """
    home = block_of(stream, hits[0].start)
    grid = spread(stream, home)
    if grid is None:
        return None
    first = min(
        grid.of[block_of(stream, h.start)].row for h in hits if block_of(stream, h.start) in grid.of
    )
    heads = Heads(grid)
    label_end = grid.of[home].right
    width = max(placed.right for row in grid.rows.values() for placed in row)
    year = _latest_year(grid, first)
    for column in range(label_end, width):
        over = [
            placed
            for placed in grid.above(first, column)
            if placed.left >= label_end
            and placed.block.text.strip()
            and stream.begins[placed.index] >= after
        ]
        if not over and not (heads.keys and _is_filled(grid, first, column)):
            continue  # what labels span in text, or a table's blank edge
        key = _named(over, year)
        if key == "" and not any(p.left == column for row in grid.rows.values() for p in row):
            continue  # the header is wider than all that stands below it
        if key == "" or not over:
            return None
        heads.keys[column] = key
    named = [key for key in heads.keys.values() if key]
    if len(set(named)) != len(named) or len(named) < _FEWEST_NAMED:
        return None
    return heads


def _is_filled(grid: Spread, first: int, column: int) -> bool:
    """Whether anything stands in a column of the rows from ``first`` on."""
    return any(
        placed.left == column and placed.block.text.strip()
        for row, cells in grid.rows.items()
        if row >= first
        for placed in cells
    )


def _latest_year(grid: Spread, first: int) -> str:
    """The latest of the years that head columns: no report shows figures of a year to come."""
    found = (
        _YEAR.fullmatch("".join(matchable(placed.block.text).split()))
        for row, cells in grid.rows.items()
        if row < first
        for placed in cells
    )
    return max((year.group(1) for year in found if year), default="")


def _named(over: Sequence[Placed], year: str = "") -> str | None:
    """A column's key; None for one the form does not have, "" for one nobody can name.

    Beside columns of ``year`` those of other years are not the form's.
    """
    texts = ["".join(matchable(placed.block.text).split()) for placed in over]
    if any(FOREIGN.search(text) for text in texts):
        return None
    years = {text: found.group(1) for text in texts if (found := _YEAR.fullmatch(text))}
    if any(one != year for one in years.values()):
        return None
    texts = [text for text in texts if text not in years]
    plain = [text for text in (_NEUTRAL.sub("", text) for text in texts) if text]
    for text in reversed(plain):
        for key, pattern in _NAMES:
            if pattern.fullmatch(text):
                inside = any(_ORGANISATIONS.search(other) for other in plain if other != text)
                return None if key == "total" and inside else key
    return ""


def row_by_heads(
    stream: Stream, reading: TableReading, heads: Heads, mark: Hit
) -> list[Cell] | None:
    """One row's cells by their columns; None when its cells do not stand under the header's."""
    home = block_of(stream, mark.start)
    placed = heads.grid.of.get(home)
    if placed is None:
        return None
    first = min(heads.keys)
    row = heads.grid.rows[placed.row]
    if any(placed.right <= p.left < first and _FIGURE.match(p.block.text) for p in row):
        return None  # a figure before the first head: the header stands elsewhere
    cells = [p for p in row if p.left >= first]
    while cells and cells[-1].left not in heads.keys and not cells[-1].block.text.strip():
        cells.pop()
    if [p.left for p in cells] != sorted(heads.keys) or any(p.right - p.left > 1 for p in cells):
        return None
    filled = [p.block.text.split() for p in cells if p.block.text.strip()]
    if len(filled) == 1 and len(filled[0]) > 1:
        return None  # the figures of all columns in one cell
    by_key = {heads.keys[p.left]: p for p in cells}
    return _in_official_order(stream, reading, by_key, mark.end)


def _in_official_order(
    stream: Stream, reading: TableReading, by_key: Mapping[str | None, Placed], position: int
) -> list[Cell]:
    found: list[Cell] = []
    for column in reading.table.columns:
        placed = by_key.get(column.key)
        if placed is None:
            found.append(Cell(None, "unreadable", "", position))
        else:
            found.append(read_cell(as_item(stream, placed), column))
    return found


def as_item(stream: Stream, placed: Placed) -> Item:
    """A cell of the grid as a printed value."""
    raw = " ".join(placed.block.text.split())
    at = stream.block_start(placed.index)
    return Item(raw, matchable(raw), at, placed.index, True, placed.block.pieces)


def note_heads(reading: TableReading, heads: Heads) -> None:
    """Say what the header shows that is not the form's."""
    order = [key for _, key in sorted(heads.keys.items()) if key]
    official = [column.key for column in reading.table.columns]
    if order != [key for key in official if key in order]:
        reading.note("columns_moved", "info", None, "the header names the columns in another order")
    if len(order) < len(heads.keys):
        reading.note("columns_added", "info", None, "columns that the form does not have")
    note_missing(reading, set(order))


def note_missing(reading: TableReading, present: set[str]) -> None:
    """Name the form's columns that the header does not have."""
    absent = [c.label for c in reading.table.columns if c.key not in present]
    if absent:
        detail = f"the header has no column {', '.join(absent)}"
        reading.note("column_missing", "warning", None, detail)


def _add_misspelt(reading: TableReading, grid: Spread, places: dict[str, Placed]) -> None:
    """A label between two others of the form that is like the one missing there."""
    rows = reading.table.rows
    taken = {placed.index for placed in places.values()}
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        left, right = places.get(before.key), places.get(after.key)
        if row.key in places or left is None or right is None:
            continue
        between = [
            placed
            for placed in grid.rows[left.row]
            if left.left < placed.left < right.left and placed.index not in taken
        ]
        text = "".join(matchable(between[0].block.text).split()) if len(between) == 1 else ""
        likeness = max(SequenceMatcher(None, text, core).ratio() for core in row.cores)
        if likeness >= _LIKENESS:
            places[row.key] = between[0]
            reading.note("label_variant", "info", row.key, f"“{text}” read as {row.label}")


def turned(stream: Stream, reading: TableReading, hits: Sequence[Hit]) -> dict[str, list[Cell]]:
    """The rows of a table whose labels stand side by side and whose applicants are its rows.

    Empty when the table is not turned, or not every value stands where the labels say.
    """
    homes = {hit.anchor.key: block_of(stream, hit.start) for hit in hits}
    grid = spread(stream, next(iter(homes.values())))
    if grid is None or any(home not in grid.of for home in homes.values()):
        return {}
    places = {key: grid.of[home] for key, home in homes.items()}
    _add_misspelt(reading, grid, places)
    below = {placed.below for placed in places.values()}
    if len(places) < _FEWEST_TURNED or len({p.left for p in places.values()}) < len(places):
        return {}
    first = max(below)
    by_column: dict[str, dict[str | None, Placed]] = {key: {} for key in places}
    present: set[str] = set()
    for row in (row for row in sorted(grid.rows) if row >= first):
        left = min(placed.left for placed in places.values())
        beside = [p for p in grid.beside(row, left) if p.row >= first and p.block.text.strip()]
        key = _named(beside)
        if not key:
            continue
        if key in present:
            return {}
        present.add(key)
        for name, label in places.items():
            under = [p for p in grid.rows[row] if (p.left, p.right) == (label.left, label.right)]
            if len(under) != 1:
                return {}
            by_column[name][key] = under[0]
    if len(present) < _FEWEST_NAMED:
        return {}
    note_missing(reading, present)
    return {
        name: _in_official_order(stream, reading, cells, stream.block_start(places[name].index))
        for name, cells in by_column.items()
    }
