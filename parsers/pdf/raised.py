"""Numbers of notes set so high, or so low, that they seem to stand in lines of their own."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.pdf.glyphs import Glyph

#: A character so much smaller than the one beside it is a note's number.
SMALL = 0.8
#: Of the height of what it is a note of: how far off its base is at most, and how far it is away.
_REACH, _BESIDE = 0.65, 0.3
#: So many characters has the number of a note, brackets included.
_LONGEST = 5

Row = list[Glyph]


def with_notes(rows: list[Row]) -> list[Row]:
    """The lines with the numbers of notes in the line that they are notes of.

    ``rows`` go from the top down. Left where it is, such a number would be read before a figure.
    """
    sizes = [glyph.size for row in rows for glyph in row]
    if not sizes or min(sizes) > SMALL * max(sizes):
        return rows
    found = [list(row) for row in rows]
    for at, row in enumerate(rows):
        for run in _runs(row, max(sizes)):
            home = _home(run, rows, at)
            if home is not None:
                found[home] += run
                taken = set(map(id, run))
                found[at] = [glyph for glyph in found[at] if id(glyph) not in taken]
    return [row for row in found if row]


def _runs(row: Row, largest: float) -> list[Row]:
    """Small characters of a line that follow one another without a gap, where they are few."""
    runs: list[Row] = []
    for glyph in sorted(row, key=lambda one: one.left):
        last = runs[-1][-1] if runs else None
        if last is None or not _is_beside(last, glyph, glyph.size):
            runs.append([])
        runs[-1].append(glyph)
    return [
        run for run in runs if len(run) <= _LONGEST and all(g.size <= SMALL * largest for g in run)
    ]


def _home(run: Row, rows: Sequence[Row], at: int) -> int | None:
    """The line that a run stands beside a larger character of; no line is far off."""
    for step in (1, -1):
        other = at + step
        while 0 <= other < len(rows) and _is_near(run[0], rows[other]):
            if any(_notes(run, host) for host in rows[other]):
                return other
            other += step
    return None


def _is_near(glyph: Glyph, row: Row) -> bool:
    return any(abs(one.base - glyph.base) <= _REACH * one.size for one in row)


def _notes(run: Row, host: Glyph) -> bool:
    """Whether a run stands right beside a larger character, raised or lowered."""
    first, last = run[0], run[-1]
    is_small = all(one.size <= SMALL * host.size for one in run)
    if not is_small or abs(first.base - host.base) > _REACH * host.size:
        return False
    return _is_beside(host, first, host.size) or _is_beside(last, host, host.size)


def _is_beside(one: Glyph, other: Glyph, size: float) -> bool:
    """Whether the second stands to the right of the first, and touches it."""
    return one.middle < other.middle and other.left - one.right <= _BESIDE * size
