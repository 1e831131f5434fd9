"""Tables drawn with lines: ``w3m -dump``, grid tables of Markdown and reStructuredText.

A rule ends the cells above it, all of them or (beside a cell that spans rows) some; what
stands between two rules in one column is one cell, however many lines it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.columns import display_width
from parsers.document import Block
from parsers.normalise import matchable

_JOINTS = "┤├┼┌┐└┘┬┴┝┥┠┨╋┏┓┗┛┳┻┣┫╂╔╗╚╝╠╣╦╩╬╒╕╘╛╤╧╪╞╡╟╢╫╥╨╭╮╰╯+"
_BARS = "│┃║|" + _JOINTS
_RULED = frozenset(_JOINTS + "-─━═=")
#: A plus sign is a corner only where a rule meets it; elsewhere it is a number's.
_CUT = re.compile(rf"[{re.escape(_BARS[:-1])}]|\+(?=[-=]{{3}})|(?<=[-=]{{3}})\+")
#: One or two hyphens in a narrow column are a value that is not there.
_RULE = re.compile("[─━═]+|[-=]{3,}")
_STARTS = re.compile(f"^\\s*[{re.escape(_BARS)}]")
#: Words beside a table that is drawn in the middle of the page.
_BESIDE = re.compile(r"^([^│┃║├]*[^\s│┃║├][^│┃║├]*)(?=[│┃║├].*[│┃║┤]\s*$)")
_WRAPPED = re.compile(r"[0-9][0-9,.]*")
#: Fewer rules than this frame a table, but do not divide its rows.
_FEWEST_RULES = 3
#: Above the head, below it and at the end: these divide no rows.
_HEAD_RULES = 3
#: So many lines with figures between two rules are rows, not the lines of one.
_MOST_LINES = 6
_FIGURES = re.compile(r"(?:^|[│┃║|])\s*[0-9][0-9,.]*\s*(?=[│┃║|])")
_LONGEST_LINE = 1_000
_MOST_BARS = 60


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    row: int
    line: int
    parts: list[str] = field(default_factory=list)

    def shares(self, start: int, end: int) -> int:
        """How many columns this cell has in common with a piece of a line."""
        return min(self.end, end) - max(self.start, start)

    @property
    def text(self) -> str:
        """The cell's lines put together; a number only if its lines are full."""
        parts = [part.strip() for part in self.parts if part.strip()]
        shown = [matchable(part) for part in parts]
        if not all(_WRAPPED.fullmatch(part) for part in shown):
            return "".join(parts)
        full = all(
            part.endswith(",") or display_width(raw) >= self.end - self.start - 1
            for raw, part in zip(parts[:-1], shown[:-1], strict=True)
        )
        return ("" if full else " ").join(parts)


def ruled_tables(lines: list[str]) -> dict[int, tuple[int, list[Block]]]:
    """Where ruled tables begin: line index → (index after the table, its cells as blocks)."""
    if sum(is_rule(line) for line in lines) < _FEWEST_RULES:
        return {}
    drawn = list(_drawn(lines))
    # A tool draws all tables of a text alike: one that lists rows tells of the short ones too.
    listed = any(_lists_rows(lines[at:end]) for at, end, rules in drawn if rules <= _HEAD_RULES)
    found: dict[int, tuple[int, list[Block]]] = {}
    for at, end, rules in drawn:
        if listed and rules <= _HEAD_RULES:
            continue
        beside = [(n, _BESIDE.match(lines[n])) for n in range(at, end)]
        outside = [Block(words.group(1).strip(), line=n + 1) for n, words in beside if words]
        found[at] = (end, [*outside, *_blocks(lines, at, end)])
    return found


def _drawn(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Where drawn tables begin and end, and how many rules each has."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_part(lines[end]):
            end += 1
        rules = sum(is_rule(line) for line in lines[at:end])
        if rules >= _FEWEST_RULES:
            yield at, end, rules
        at = max(end, at + 1)


def _is_part(line: str) -> bool:
    if len(line) > _LONGEST_LINE or not (_STARTS.match(line) or _BESIDE.match(line)):
        return False
    return sum(map(line.count, _BARS)) <= _MOST_BARS


def is_rule(line: str) -> bool:
    """Whether a line rules off every column."""
    shown = line.strip()
    return len(shown) > 2 and _RULED.issuperset(shown) and {shown[0], shown[-1]} <= set(_JOINTS)


def _lists_rows(lines: list[str]) -> bool:
    """Whether rules set off no more than the head of a table whose every line is a row."""
    run = 0
    for line in lines:
        ruled = _RULE.search(line) is not None  # if only beside a cell that spans rows
        run = 0 if ruled else run + (len(_FIGURES.findall(line)) > 1)
        if run > _MOST_LINES:
            return True
    return False


def _blocks(lines: list[str], first: int, after: int) -> Iterator[Block]:
    cells = sorted(_cells(lines, first, after), key=lambda cell: (cell.row, cell.start))
    column, last = 0, -1
    for cell in cells:
        column = column + 1 if cell.row == last else 0
        last = cell.row
        pieces = max(1, sum(bool(part.strip()) for part in cell.parts))
        yield Block(cell.text, None, cell.line, first, cell.row, column, pieces)


def _cells(lines: list[str], first: int, after: int) -> Iterator[_Cell]:
    opened: list[_Cell] = []
    row = 0
    for number in range(first, after):
        segments = list(_segments(lines[number]))
        if any(rule for _, _, _, rule in segments):
            row += 1
        for start, end, text, rule in segments:
            home = [cell for cell in opened if cell.shares(start, end) > 0]
            if rule:
                yield from home
                opened = [cell for cell in opened if cell not in home]
            elif home:
                max(home, key=lambda cell: cell.shares(start, end)).parts.append(text)
            else:
                opened.append(_Cell(start, end, row, number + 1, [text]))
    yield from opened


def _segments(line: str) -> Iterator[tuple[int, int, str, bool]]:
    """What stands between two bars: columns from and to, words, whether it is a rule."""
    bars = [match.start() for match in _CUT.finditer(line)]
    for left, right in pairwise(bars):
        text = line[left + 1 : right]
        start = display_width(line[:left]) + 1
        yield start, start + display_width(text), text, _RULE.fullmatch(text) is not None
