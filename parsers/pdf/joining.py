"""Tables over the ends of pages: one table again, its header once, its broken rows whole."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.normalise import matchable
from parsers.pdf.cells import Grid
from parsers.pdf.labels import bare, group_cores, row_cores
from parsers.pdf.parts import Part, Table, table_of
from parsers.pdf.seams import goes_on, sew

#: Edges of columns on two pages differ by less, in points.
_SAME = 6.0
_FIGURE = re.compile(r"[-+]?[0-9][0-9,.]*|[-/]{1,3}|无")


def continued(table: Table, grid: Grid) -> bool:
    """Put the grid at the top of the next page below the table, if its columns are the same."""
    more = table_of(grid)
    edges = _common(table.edges, more.edges)
    if edges is None:
        return False
    _fit(table, edges)
    if len(more.edges) == len(edges):
        more.edges = edges
    _fit(more, edges)
    _drop_header(table, more)
    sew(table, more)
    _mend(table, more)
    for part in more.parts:
        part.top += table.rows
        part.bottom += table.rows
    table.parts += more.parts
    table.rows += more.rows
    table.last = grid
    return True


def _common(first: list[float], second: list[float]) -> list[float] | None:
    """The edges of both; None where they are of two tables."""
    few, many = sorted((first, second), key=len)
    if all(min(abs(edge - one) for one in many) <= _SAME for edge in few):
        return many
    return first if len(first) == len(second) else None


def _fit(table: Table, edges: list[float]) -> None:
    """Count the columns of a table by other edges."""
    places = [min(range(len(edges)), key=lambda at: abs(edges[at] - old)) for old in table.edges]
    if len(set(places)) < len(places):
        places = list(range(len(places)))
    for part in table.parts:
        part.left, part.right = places[part.left], places[part.right]
    table.edges = edges


def _says(text: str) -> str:
    return "".join(matchable(text).split())


def _drop_header(table: Table, more: Table) -> None:
    """Drop the rows that say again what the table began with."""
    count = 0
    while count < min(more.rows, table.rows):
        ours = [(p.left, _says(p.text)) for p in table.starting(count)]
        theirs = [(p.left, _says(p.text)) for p in more.starting(count)]
        words = [text for _, text in theirs]
        if ours != theirs or not any(words) or any(map(_FIGURE.fullmatch, words)):
            break
        count += 1
    if count == more.rows or any(p.top < count < p.bottom for p in more.parts):
        return
    more.parts = [
        replace(part, top=part.top - count, bottom=part.bottom - count)
        for part in more.parts
        if part.top >= count
    ]
    more.rows -= count


def _mend(table: Table, more: Table) -> None:
    """Make labels whole that the end of the page broke, and the rows of such labels."""
    above = {(part.left, part.right): part for part in table.ending()}
    for part in more.starting(0):
        upper = above.get((part.left, part.right))
        if upper is None or not (upper.text and part.text):
            continue
        if _is_broken(upper.text, part.text, groups=True):
            upper.text += part.text
            part.text = ""
        elif _is_broken(upper.text, part.text, groups=False) and _may_merge(table, more):
            _merge_rows(above, more)
            return


def _may_merge(table: Table, more: Table) -> bool:
    """Whether the rows at both sides have the same cells, and no value in both."""
    below = [part for part in more.starting(0) if part.bottom == 1]
    above = {(part.left, part.right): part for part in table.ending()}
    pairs = [(above.get((part.left, part.right)), part) for part in below]
    return all(
        upper is not None and not (_is_value(upper.text) and _is_value(part.text))
        for upper, part in pairs
    )


def _is_value(text: str) -> bool:
    return _FIGURE.fullmatch(_says(text)) is not None


def _merge_rows(above: dict[tuple[int, int], Part], more: Table) -> None:
    for part in more.starting(0):
        upper = above.get((part.left, part.right))
        if part.bottom > 1 or upper is None:
            part.top += part.bottom > 1
            continue
        if part.text and not upper.text:
            upper.box, upper.page = part.box, part.page
        upper.text = goes_on(upper.text, part.text)
    more.parts = [
        replace(part, top=part.top - 1, bottom=part.bottom - 1)
        for part in more.parts
        if part.top >= 1
    ]
    more.rows -= 1


def _is_broken(upper: str, lower: str, *, groups: bool) -> bool:
    """Whether two texts are one label: a known one that neither holds, or an open bracket."""
    one, other = _says(upper), _says(lower)
    if not groups and one.count("(") > one.count(")") and other.count(")") > other.count("("):
        return True
    whole, first, second = bare(one + other), bare(one), bare(other)
    cores = group_cores() if groups else row_cores()
    return any(core in whole and core not in first and core not in second for core in cores)
