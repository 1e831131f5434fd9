"""What stands behind a label of table 2 as one cell a column: glued digits cut, copies left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from parsers import solver
from parsers.forms import Column
from parsers.numbers import Reading, read_number
from parsers.tables.grid import Cell
from parsers.tables.items import Item, Slot

_NOTHING = "--?|[/无○〇]"
#: Two of them are what was added, and what was removed: 5/0.
_WHOLE = "(?:0|[1-9][0-9]{0,7})"
#: What one value of a column can look like; no leading zeros.
_PARTS = {
    "count": re.compile(rf"0|[1-9][0-9]{{0,7}}|{_NOTHING}"),
    "signed": re.compile(rf"{_WHOLE}/{_WHOLE}|0|[+-]?[1-9][0-9]{{0,7}}|[+-]0|{_NOTHING}"),
    "amount": re.compile(rf"(?:0|[1-9][0-9]{{0,9}})(?:\.[0-9]{{1,6}})?(?:万元|元)?|{_NOTHING}"),
}
_SIGNS = re.compile("[-/无○〇]")
#: Digits that can be cut in this many ways are given up.
_MOST_CUTS = 2_000
_LONGEST_ROW = 60
_COUNTED = "件宗项个条份次起"
_WITH_UNIT = re.compile(f"[0-9]+[{_COUNTED}]?")


def unrepeated(items: tuple[Item, ...], columns: Sequence[Column]) -> tuple[Item, ...]:
    """One cell where it is repeated over the columns that it spans."""
    same = {item.text for item in items if item.whole}
    is_one = len(columns) == len(same) == 1 and all(item.whole for item in items)
    return items[:1] if is_one else items


def printed(slot: Slot) -> str:
    """All that stands behind the label, run together."""
    return "".join(item.text for item in slot.items)


def cut_cells(slot: Slot, columns: tuple[Column, ...]) -> list[Cell] | None:
    """Glued digits, cell by cell where all ways to cut them agree; table 2 has no identity.

    Values that stand apart are never cut: where there are too few, blanks were lost, and
    nothing tells which.
    """
    if not slot.glued:
        return None
    text = printed(slot)
    if len(text) > _LONGEST_ROW:
        return None
    if len(slot.items) == 1 and (_SIGNS.search(text) or any(c.kind != "count" for c in columns)):
        cuts: Sequence[Sequence[str]] = list(islice(_cuts(text, columns), _MOST_CUTS))
    elif all(_WITH_UNIT.fullmatch(item.text) for item in slot.items):
        budget = solver.Budget(solver.ROW_STEPS)
        runs = [item.text.rstrip(_COUNTED) for item in slot.items]
        cuts = [list(map(str, cut)) for cut in solver.splits(runs, len(columns), budget)]
        cuts = [] if budget.spent else cuts
    else:
        return None
    if not cuts or len(cuts) == _MOST_CUTS or any(_may_be_signed(cut, columns) for cut in cuts):
        return None
    raw, place = " ".join(item.raw for item in slot.items), slot.items[0].position
    return [
        Cell(value.value, value.status or "solved", raw, place)
        if all(other == value for other in others)
        else Cell(None, "ambiguous", raw, place)
        for value, *others in zip(*(_values(cut, columns) for cut in cuts), strict=True)
    ]


def _may_be_signed(cut: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a dash for nothing may be the sign of the number behind it: 0-8, or 0, -8 and a
    blank that left no trace."""
    steps = zip(cut, cut[1:], columns, columns[1:], strict=False)
    return any(
        one == "-" and then[0].isdigit() and "signed" in (column.kind, following.kind)
        for one, then, column, following in steps
    )


def _values(parts: Sequence[str], columns: Sequence[Column]) -> Iterator[Reading]:
    return (read_number(p, c.kind, c.unit) for p, c in zip(parts, columns, strict=True))


def _cuts(text: str, columns: tuple[Column, ...]) -> Iterator[list[str]]:
    """Every way to cut ``text`` into one value a column, signs and decimals where they fit."""
    pattern = _PARTS[columns[0].kind]
    for end in range(1, len(text) + 1):
        if not pattern.fullmatch(text, 0, end):
            continue
        if len(columns) == 1:
            if end == len(text):
                yield [text]
        else:
            yield from ([text[:end], *rest] for rest in _cuts(text[end:], columns[1:]))
