"""Which cells a flattened text still determines, by exhaustive search.

The text is cut at the labels that the generator printed, in their order. Between two
labels stand runs of value characters; white space, bars and line ends are hard borders,
one run may be several cells, and a blank may have left no trace. A cell is determined
when every reading that satisfies the official identities agrees on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from benchmarks.accuracy import joint
from benchmarks.accuracy.labels import item_rows, review_columns, review_groups
from benchmarks.accuracy.model import Item, Number, Place
from benchmarks.accuracy.readings import (
    At,
    Read,
    Unbounded,
    balanced,
    cuts,
    read,
    runs,
    settled,
    whole,
)

Cells = dict[Place, Number | None]
IGNORED = re.compile(r"[\s|\\*_#\u200b\ufeff]")
RULE = re.compile(r"(?m)^[ |:-]*---[ |:-]*$")
#: How far an item may stand behind the last one that was found, long texts excepted.
NEAR = 400
LONG = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """What a reader of the text may take for granted."""

    form: str
    #: a cell may be empty
    blanks: bool
    #: bars or tabs keep one field a cell, empty ones too: ``open``, or ``closed`` by a last bar
    fields: str | None
    #: labels are broken into pieces of these sizes, with other cells between the pieces
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the text has it: its cells' places and natures, and what stands there."""

    places: tuple[Place, ...]
    natures: tuple[str, ...]
    text: str

    def fields(self, style: str) -> list[str] | None:
        """One field a cell, where bars or tabs part them and none is left over."""
        for part in [self.text] if "\t" in self.text else self.text.split("\n"):
            fields = [field.strip() for field in re.split(r"[|\t]", part)]
            kept = self._kept(fields[:-1] if style == "closed" else fields)
            if kept and sum(map(bool, kept)) == len(runs(self.text)):
                return kept
        return None

    def _kept(self, fields: list[str]) -> list[str] | None:
        """Without the label's own field and the empty ones of a wide cell."""
        count, table = len(self.places), self.places[0].table
        if table != "review_litigation" or len(fields) > count:
            if not fields or fields[0]:
                return None
            fields = fields[1:]
        split = count if table == "disclosure" else len(fields) - count
        first, last = fields[:split], fields[split:]
        kept, extra = (first, last) if table == "disclosure" else (last, first)
        return kept if len(fields) >= count and not any(extra) else None


def determined(text: str, items: list[Item], layout: Layout) -> Cells:
    """The cells that the text determines, with their values; None is a blank or dash."""
    found = rows(RULE.sub("", text) if layout.fields else text, items, layout.broken)
    tables = {key: list(group) for key, group in groupby(found, lambda row: row.places[0].table)}
    cells: Cells = {}
    for row in tables.get("disclosure", ()):
        cells |= _agreed(row, _layout_readings(row, layout))
    cells |= _requests(tables.get("requests", []), layout)
    for row in tables.get("review_litigation", ()):
        cells |= _review(row, layout)
    return cells


def rows(text: str, items: list[Item], broken: bool) -> list[Row]:
    """Every row whose label (or, in table 4, head) is found, with the text up to the next item."""
    dense = [(at, char) for at, char in enumerate(text) if not IGNORED.match(char)]
    letters = "".join(char for _, char in dense)
    spots: list[tuple[int, int] | None] = []
    at = 0
    for item in items:
        spot = None
        if item.place is None and item.kind != "stray":
            spot = _find(letters, item, at, broken)
        spots.append(spot)
        at = spot[1] if spot else at
    found: list[Row] = []
    for first, last in _value_spans(items):
        lead, follow = _around(items, spots, first, last)
        if lead is not None:
            begin = dense[lead[0] - 1][0] + 1 if lead[0] else 0
            end = dense[follow][0] if follow is not None else len(text)
            values = items[first:last]
            found.append(
                Row(
                    tuple(item.place for item in values if item.place),
                    tuple(item.nature for item in values),
                    text[begin:end],
                )
            )
    return found


def _find(letters: str, item: Item, at: int, broken: bool) -> tuple[int, int] | None:
    """``(where values may begin, end)`` of an item in the dense text."""
    words = IGNORED.sub("", item.text)
    reach = len(letters) if len(words) >= LONG else at + NEAR + len(words)
    hit = letters.find(words, at, reach)
    if hit >= 0:
        return hit + len(words), hit + len(words)
    if not broken or item.kind != "label":
        return None
    size = 8 if len(item.text) > 9 else 4
    first, *pieces = [IGNORED.sub("", piece) for piece in re.findall(f".{{1,{size}}}", item.text)]
    hit = letters.find(first, at, at + NEAR)
    if hit < 0 or not pieces:
        return None
    begin = end = hit + len(first)
    for piece in pieces:
        hit = letters.find(piece, end, end + 80)
        if hit < 0:
            return None
        end = hit + len(piece)
    return begin, end


def _value_spans(items: list[Item]) -> list[tuple[int, int]]:
    """Where the value cells of each row stand among the items."""
    spans: list[tuple[int, int]] = []
    for is_value, group in groupby(range(len(items)), lambda n: items[n].place is not None):
        numbers = list(group)
        if is_value:
            spans.append((numbers[0], numbers[-1] + 1))
    return spans


def _around(
    items: list[Item], spots: list[tuple[int, int] | None], first: int, last: int
) -> tuple[tuple[int, int] | None, int | None]:
    """The row's own label, and the start of the next item; no label where either is lost."""
    lead = spots[first - 1] if first else None
    if items[first].place is not None and items[first].place.table == "review_litigation":
        heads = (spots[n] for n in range(first - 1, max(first - 19, -1), -1))
        lead = next((spot for spot in heads if spot), None)
    for n in range(last, len(items)):
        spot = spots[n]
        if spot is not None:
            start = spot[1] - len(IGNORED.sub("", items[n].text))
            if spot[0] != spot[1]:
                start = spot[0] - (8 if len(items[n].text) > 9 else 4)
            return lead, start
        if items[n].kind == "label":
            return None, None
    return lead, None


def _layout_readings(row: Row, layout: Layout) -> list[tuple[Read, ...]]:
    """Every reading that the layout allows, identities left aside; none where unbounded."""
    fields = row.fields(layout.fields) if layout.fields else None
    if fields is not None:
        read_out = [
            (None,) if not field else _whole_field(field, nature)
            for field, nature in zip(fields, row.natures, strict=True)
        ]
        if all(read_out):
            return [tuple(values[0] for values in read_out)]
    try:
        return whole(runs(row.text), row.natures, layout.blanks)
    except Unbounded:
        return []


def _whole_field(field: str, nature: str) -> tuple[Read, ...]:
    found = runs(field)
    return read(found[0], nature) if len(found) == 1 else ()


def _agreed(row: Row, every: list[tuple[Read, ...]]) -> Cells:
    """The cells on which all readings agree."""
    if not every:
        return {}
    return {
        place: None if isinstance(value, str) else value
        for place, value, sure in zip(row.places, every[0], settled(every), strict=True)
        if sure
    }


def _requests(found: list[Row], layout: Layout) -> Cells:
    laid_out = {row.places[0].row: _layout_readings(row, layout) for row in found}
    domains = {name: [r for r in every if balanced(r)] for name, every in laid_out.items()}
    unread = {name for name, every in laid_out.items() if not every}
    fitting: joint.Domains = {}
    if all(domains[name] for name in domains.keys() - unread):
        known = {name: every for name, every in domains.items() if name not in unread}
        try:
            fitting = joint.fit(known, item_rows(layout.form))
        except Unbounded:
            fitting = {name: every for name, every in known.items() if len(every) == 1}
    if not fitting or not all(fitting.values()):
        fitting = {name: every for name, every in laid_out.items() if len(every) == 1}
    cells: Cells = {}
    for row in found:
        cells |= _agreed(row, fitting.get(row.places[0].row, []))
    return cells


def _review(row: Row, layout: Layout) -> Cells:
    """Table 4: three groups of five, each with its own sum."""
    fields = row.fields(layout.fields) if layout.fields else None
    if fields is not None:
        return _agreed(row, _layout_readings(row, layout))
    found, size = runs(row.text), len(review_columns())
    groups = len(review_groups())
    try:
        readings = _chain(found, groups, size, layout.blanks)
    except Unbounded:
        readings = []
    if not readings or not all(readings):
        plain = _layout_readings(row, layout)
        return _agreed(row, plain) if len(plain) == 1 else {}
    cells: Cells = {}
    for number, every in enumerate(readings):
        places = row.places[number * size : (number + 1) * size]
        cells |= _agreed(Row(places, row.natures[:size], ""), every)
    return cells


def _chain(found: list[str], groups: int, size: int, blanks: bool) -> list[list[tuple[Read, ...]]]:
    """Group by group, the readings that some reading of the other groups completes."""
    layers: list[dict[At, list[tuple[tuple[Read, ...], At]]]] = []
    starts: set[At] = {(0, 0)}
    for number in range(groups):
        after = (groups - 1 - number) * size
        layer = {
            start: [
                (cells, end)
                for cells, end in cuts(
                    found, ("count",) * size, blanks=blanks, start=start, after=after
                )
                if balanced(cells)
            ]
            for start in starts
        }
        layers.append(layer)
        starts = {end for options in layer.values() for _, end in options}
    alive: set[At] = {(len(found), 0)}
    kept: list[list[tuple[Read, ...]]] = []
    for layer in reversed(layers):
        good = [
            (start, cells) for start, opts in layer.items() for cells, end in opts if end in alive
        ]
        kept.insert(0, [cells for _, cells in good])
        alive = {start for start, _ in good}
    return kept
