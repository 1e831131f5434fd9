"""Labels that a page broke over lines, pasted into a workbook: each line became a row.

Excel, WPS and LibreOffice then stretch the other cells of that row over as many rows. Where
figures reach over exactly the rows of a label's lines, the lines are one label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.seen import OBJECT
from parsers.spreadsheet.labels import is_one_label

FIGURE = re.compile(r"\s*(?:[-－—/]{1,2}|无|[-+]?[0-9][0-9,.]*)\s*[件宗项个条份次起]?\s*")
_NUMBER = re.compile(r"(?=.*[0-9])" + FIGURE.pattern)
_WORD = re.compile("[\u4e00-\u9fff]{2}")
#: No label has more lines.
_MOST_LINES = 8


@dataclass(slots=True)
class Cell:
    """A cell as it is seen: where it begins, how far it reaches, its name in the file."""

    text: str
    name: str
    row: int
    column: int
    down: int = 1
    across: int = 1


def joined(rows: dict[int, list[Cell]]) -> dict[int, list[Cell]]:
    """The rows with such labels put together, each in the first of its rows.

    A figure that reaches over rows of several labels is nobody's.
    """
    for row in sorted(rows):
        high = {cell.down for cell in rows.get(row, []) if FIGURE.fullmatch(cell.text)}
        if len(high) == 1 and 1 < (lines := high.pop()) <= _MOST_LINES:
            _join(rows, row, lines)
    for row in rows:
        _doubt(rows, row)
    return rows


def _join(rows: dict[int, list[Cell]], row: int, lines: int) -> None:
    below = [cell for at in range(row + 1, row + lines) for cell in rows.get(at, [])]
    labels = [cell for cell in rows[row] if cell.down == 1 and cell.text.strip()]
    if len(labels) != 1 or not below:
        return
    label = labels[0]
    others = [cell for cell in rows[row] if cell is not label]
    if any(cell.down < lines for cell in others) or not all(_goes_on(c, label) for c in below):
        return
    texts = [label.text, *(cell.text for cell in below if cell.text.strip())]
    if len(texts) > 1 and not is_one_label(texts):
        return
    label.text = "\n".join(texts)
    label.down = lines
    for at in range(row + 1, row + lines):
        rows[at] = []


def _goes_on(cell: Cell, label: Cell) -> bool:
    """Whether a cell is a further line of a label above it."""
    is_below = (cell.column, cell.across, cell.down) == (label.column, label.across, 1)
    return is_below and not FIGURE.fullmatch(cell.text)


def _doubt(rows: dict[int, list[Cell]], row: int) -> None:
    tall = [cell for cell in rows[row] if cell.down > 1 and _NUMBER.fullmatch(cell.text)]
    for down in {cell.down for cell in tall}:
        first = _several_labels(rows, row, down)
        for cell in tall:
            if cell.down == down and first is not None and cell.column > first:
                cell.text += OBJECT


def _several_labels(rows: dict[int, list[Cell]], row: int, down: int) -> int | None:
    """The first column in which rows have labels of their own; None when there is none."""
    labels: dict[int, list[str]] = {}
    for at in range(row, row + min(down, _MOST_LINES)):
        for cell in rows.get(at, []):
            if cell.down < down and _WORD.search(cell.text):
                labels.setdefault(cell.column, []).append(cell.text)
    several = (at for at, texts in labels.items() if len(texts) > 1 and not is_one_label(texts))
    return min(several, default=None)
