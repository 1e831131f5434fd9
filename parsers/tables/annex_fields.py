"""Which number of a row belongs to which column of a local annex in running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from parsers.forms.annex import key_of, unit_of
from parsers.tables.annex_cuts import Field, cuts
from parsers.tables.annex_header import TextHeader
from parsers.tables.annex_items import Item
from parsers.tables.annex_rows import NUMERIC

#: Words that begin with digits: 12345热线, 2009年.
_DIGITS_BELONG = re.compile("(?:热线|年|月|日|市长|政务服务|%|万|亿)")


class Text(NamedTuple):
    """A printed field: the item it is of, its own text, and the run it was cut out of."""

    item: Item
    text: str
    run: str | None = None


@dataclass(slots=True)
class Row:
    """A row while its items come in."""

    words: list[Item]
    body: list[Item] = field(default_factory=list)
    ordinal: str = ""


class Matcher:
    """Gives the numbers of a row to the columns; ``tried`` counts the cuts of the last row.

    -1: nothing had to be cut; 0: its digits are fewer than its columns.
    """

    def __init__(self, header: TextHeader) -> None:
        self.header = header
        self.tried = -1
        self.filling = False

    def assign(
        self, row: Row, fields: list[Field], following: Item | None
    ) -> tuple[list[Field], list[Text]] | None:
        """What is printed in each field; None when the row has no single reading."""
        numbers = self._numbers(row, fields)
        if numbers is None or self.header.doubtful:
            return None
        wanted = [one for one in fields if one.kind != "unit"]
        numbers = self._without_filling(numbers, len(wanted))
        if not numbers or self._digits_belong(row, numbers, following):
            return None
        if len(numbers) == len(wanted) and self._one_each(numbers, wanted):
            texts = [Text(item, item.raw) for item in numbers]
        else:
            texts = self._cut(numbers, wanted) or []
        if not texts:
            return None
        return wanted, texts

    def _without_filling(self, numbers: list[Item], count: int) -> list[Item]:
        """Without blank cells too many: those of notes, or of white space around numbers.

        Where cells of white space fill a table, no blank of it is certainly a value.
        """
        surplus = len(numbers) - count
        if surplus <= 0:
            return numbers
        behind = numbers[count:]
        notes = self.header.kinds.count("note")
        if all(item.kind == "blank" for item in behind) and surplus <= notes:
            return numbers[:count]
        filled = [item for item in numbers if item.kind != "blank"]
        self.filling = True
        return filled if len(filled) == count else numbers

    def _numbers(self, row: Row, fields: list[Field]) -> list[Item] | None:
        """The row's numbers and blanks; digits of the label before its unit go to the label."""
        unit_at = next((at for at, i in enumerate(row.body) if i.kind == "unit"), None)
        numbers = [item for item in row.body if item.kind != "unit"]
        kinds = [one.kind for one in fields]
        if "unit" not in kinds or unit_at is None:
            plain = sum(kind != "unit" for kind in kinds)
            if "unit" in kinds and len(numbers) == plain + 1 and _is_empty(numbers[0]):
                numbers.pop(0)  # a dash or a blank stands for the unit
            return numbers
        before = kinds.index("unit")
        ahead = row.body[:unit_at]
        if self.header.glued and ahead and ahead[0].joined and len(ahead) == 1:
            return self._with_label_digits(row, fields[:before], numbers)
        filled = [item for item in ahead if item.kind != "blank"]
        if len(ahead) > before == len(filled):  # cells of white space around each number
            return [*filled, *row.body[unit_at + 1 :]]
        return numbers if len(ahead) == before else None

    def _with_label_digits(
        self, row: Row, codes: list[Field], numbers: list[Item]
    ) -> list[Item] | None:
        """免予公开范围1 and its code 25 run together before the unit: 免予公开范围125件."""
        item = numbers[0]
        code = ""
        if codes:
            endings = [c for c in codes[0].allowed or () if item.text.endswith(c)]
            code = max(endings, key=len, default="")
            if not code or (len(endings) > 1 and len(item.text) > len(code)):
                return None
        length = len(item.text) - len(code)
        last = row.words[-1]
        if length and last.end == item.position:  # not yet taken in another attempt
            last.raw, last.text = last.raw + item.raw[:length], last.text + item.text[:length]
        rest = Item("number", item.raw[length:], code, item.position + length, item.block, True)
        return [rest, *numbers[1:]] if code else numbers[1:]

    def _digits_belong(self, row: Row, numbers: list[Item], following: Item | None) -> bool:
        """Whether digits run together with words that may have digits of their own."""
        if not self.header.glued:
            return False
        if following is not None and following.joined and _DIGITS_BELONG.match(following.text):
            return True
        label = label_of(row.words)
        first = numbers[0]
        starts = first.joined and first.position == row.words[-1].end and first.text[0] != "-"
        return starts and key_of(label + first.text[0]) is not None and first.text[0] != "0"

    def _one_each(self, numbers: list[Item], fields: list[Field]) -> bool:
        if not self.header.glued:
            return all(
                one.kind != "code" or (item.text.isdecimal() and len(item.text) <= 4)
                for item, one in zip(numbers, fields, strict=True)
            )
        return all(
            one.accepts(item.text) if item.text[:1].isdecimal() else one.allowed is None
            for item, one in zip(numbers, fields, strict=True)
        )

    def _cut(self, numbers: list[Item], fields: list[Field]) -> list[Text] | None:
        """Digits run together, when they can be cut in one way only."""
        if not self.header.glued or len(numbers) >= len(fields):
            return None
        self.tried = max(self.tried, 0)
        runs = [item.text for item in numbers]
        found = cuts(runs, fields)
        self.tried = max(self.tried, len(found))
        if len(found) != 1 or _fits_fewer(runs, fields):
            return None
        parts = list(found[0])
        texts: list[Text] = []
        for item in numbers:
            taken = [parts.pop(0)]
            while len("".join(taken)) < len(item.text):
                taken.append(parts.pop(0))
            run = item.raw if len(taken) > 1 else None
            texts += [Text(item, part, run) for part in taken]
        return texts


def _fits_fewer(runs: Sequence[str], fields: Sequence[Field]) -> bool:
    """Whether the runs can also be the row's with some of its value cells blank: a blank
    leaves no trace between digits, so 125 in two columns may be 12 and 5, or one 125."""
    values = [at for at, one in enumerate(fields) if one.kind in NUMERIC]
    for count in range(1, len(values)):
        for blank in combinations(values, count):
            kept = [one for at, one in enumerate(fields) if at not in blank]
            if cuts(runs, kept):
                return True
    return False


def first_panel(kinds: Sequence[str]) -> tuple[int, int]:
    """The columns up to where the labels begin again, when two tables stand side by side."""
    labels = [at for at, kind in enumerate(kinds) if kind == "label"]
    for at in labels[1:]:
        if any(kind in NUMERIC for kind in kinds[labels[0] : at]):
            return 0, at
    return 0, len(kinds)


def around_label(kinds: Sequence[str]) -> tuple[list[str], list[str]]:
    """The kinds of columns behind the label and before it, notes left out."""
    first, after = first_panel(kinds)
    shown = [kind for kind in kinds[first:after] if kind != "note"]
    labels = [at for at, kind in enumerate(shown) if kind == "label"]
    if not labels:
        at = 1 if shown[:1] == ["code"] else 0
        return shown[at:], shown[:at]
    return shown[labels[-1] + 1 :], [k for k in shown[: labels[0]] if k == "code"]


def codes_of(code: int, width: int) -> frozenset[str]:
    """The ways to print a row's code; one where an earlier code had zeros in front."""
    if width:
        return frozenset((f"{code:0{width}}",))
    return frozenset((str(code), f"{code:02}", f"{code:03}"))


def ordinals_of(last: int | None) -> frozenset[str]:
    """What may number a label: the next number, or the first of another group."""
    return frozenset(map(str, (1, last + 1) if last is not None else range(1, 21)))


def _is_empty(item: Item) -> bool:
    return item.kind == "blank" or not any(c.isdecimal() for c in item.text)


def label_of(words: Sequence[Item]) -> str:
    """The label that the words before a number make: the last, or more where that is known."""
    last = words[-1].raw
    if key_of(last) is None:
        for count in range(min(4, len(words)), 1, -1):
            joined = "".join(word.raw for word in words[-count:])
            if key_of(joined) is not None:
                return joined
    return last


def values_of(row: Row, kinds: Sequence[str]) -> list[Item]:
    """The numbers of a row; where a unit stands before its values, those behind the unit."""
    numbers = [item for item in row.body if item.kind != "unit"]
    at = next((at for at, item in enumerate(row.body) if item.kind == "unit"), None)
    leads = "unit" in kinds and not any(k in NUMERIC for k in kinds[: kinds.index("unit")])
    return row.body[at + 1 :] if leads and at is not None else numbers


def unit_in(row: Row) -> str | None:
    """The unit that a row prints in a place of its own."""
    return next((unit_of(item.text) for item in row.body if item.kind == "unit"), None)
