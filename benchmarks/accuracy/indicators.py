"""Which indicators of the 2014 table a flattened text still determines.

The text is cut at the labels that were printed, in their order. What is left between two
labels, the printed unit taken off, is one value, or nothing; white space inside it is a
hard border, so that digits which came apart determine nothing.
"""

from __future__ import annotations

import re

from benchmarks.accuracy.determined import Cells, Row, bare, lost, rows
from benchmarks.accuracy.model import Item, Place, Printed
from benchmarks.accuracy.readings import Read, Unbounded, runs, whole

UNITS = "亿元|万元|人次|元|条|件|次|篇|个|人|——"
COLUMN_UNIT = re.compile(rf"(?<![^\s|\\*_])(?:{UNITS})(?![^\s|\\*_0-9０-９/\-—无])")
GLUED_UNIT = re.compile(rf"^[\s|]*(?:{UNITS})")
BEHIND = re.compile(rf"(?:{UNITS})(?=[\s|\\*_]*$)")


def sight(printed: Printed, layout: object, text: str) -> tuple[Cells, set[Place]]:
    """``(determined, lost)`` of a report's flattened text."""
    items = [item for item in printed.items if not is_unit(item)]
    broken = printed.layout == "breaks"
    found: Cells = {}
    if not broken and drops_lines(printed, text):
        return {}, set(printed.places())
    for row in rows(text, items, broken):
        every = readings(row)
        if len(every) == 1:
            value = every[0][0]
            found[row.places[0]] = None if isinstance(value, str) else value
    return found, lost(text, items, layout)  # type: ignore[arg-type]


def drops_lines(printed: Printed, text: str) -> bool:
    """Whether the flattener leaves out repeated lines: then no value can be told from one
    that lost its label, and the text determines nothing."""
    printed_labels = [item.text for item in printed.items if item.kind in ("label", "group")]
    repeated = {text for text in printed_labels if printed_labels.count(text) > 1}
    dense = bare(text)
    return any(dense.count(bare(label)) < printed_labels.count(label) for label in repeated)


def is_unit(item: Item) -> bool:
    return item.kind == "head" and re.fullmatch(UNITS, item.text) is not None


def readings(row: Row) -> list[tuple[Read, ...]]:
    """What the text between two labels can mean; several readings determine nothing."""
    text = GLUED_UNIT.sub(" ", row.text, count=1)
    text = COLUMN_UNIT.sub(" ", text)
    try:
        found = runs(text)
        plain = whole(found, row.natures, blanks=not found)
        return plain or whole(runs(BEHIND.sub(" ", text)), row.natures, blanks=not found)
    except Unbounded:
        return []
