"""How one report prints its words and numbers: official, but for the variants drawn."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from benchmarks.accuracy.labels import variants
from benchmarks.accuracy.model import Number

#: Every kind of deviation; a report draws ``variety`` of them.
KINDS = (
    "headings",
    "heading_prefix",
    "radicals",
    "labels",
    "columns",
    "captions",
    "ordinals",
    "quotes",
    "half_brackets",
    "other_character",
    "procurement_amount",
    "extra_rows",
    "dashes",
    "thousands",
    "full_width",
    "suffixes",
    "signs",
    "amount_units",
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
HALF_BRACKETS = str.maketrans("（）：", "():")


@dataclass(slots=True)
class Style:
    """The choices of one report; every choice is made once, by ``draw``."""

    kinds: frozenset[str]
    rng: random.Random
    blank_zeros: bool = False
    #: share of the zeros that are printed as a dash or left blank
    emptied: float = 1.0
    #: whether totals stay printed where other zeros are left blank
    totals_stay: bool = False
    chosen: dict[str, Any] = field(default_factory=dict)

    def one(self, kind: str, options: list[Any], key: str = "") -> Any:
        """The report's choice among options, the same each time it is asked."""
        name = f"{kind}:{key}"
        if name not in self.chosen:
            self.chosen[name] = self.rng.choice(options)
        return self.chosen[name]

    def label(self, key: str, text: str, source: str = "labels") -> str:
        """A row's or column's label as this report prints it."""
        options = variants()[source].get(key)
        if source in self.kinds and options and self.one("use", [True, False], source + key):
            text = self.one(source, options, key)
        return self.words(text)

    def words(self, text: str) -> str:
        """Spelling habits that run through a whole report."""
        if "ordinals" in self.kinds:
            text = re.sub(r"^(\d)\.", lambda m: self.ordinal(m[1]), text)
        if "quotes" in self.kinds:
            text = text.replace("“三安全一稳定”", self.one("quotes", variants()["quotes"]))
        if "other_character" in self.kinds:
            text = text.replace("其他", "其它")
        if "half_brackets" in self.kinds:
            text = text.translate(HALF_BRACKETS)
        return text

    def ordinal(self, number: str) -> str:
        pattern: str = self.one("ordinals", variants()["ordinals"])
        return pattern.format(number)

    def caption(self, text: str) -> str:
        if "captions" in self.kinds:
            number = re.findall("（(.)）", text)[0]
            text = self.one("captions", variants()["captions"]).format(number)
        return self.words(text)

    def heading(self, key: str, number: str, title: str) -> str:
        if "headings" in self.kinds:
            title = self.one("headings", variants()["headings"][key], key)
        prefix = "{}、"
        if "heading_prefix" in self.kinds:
            prefix = self.one("heading_prefix", variants()["heading_prefix"])
        text = prefix.format(number) + title
        if "radicals" in self.kinds:
            text = "".join(variants()["radicals"].get(char, char) for char in text)
        return text

    def zero(self, total: bool) -> str | None:
        """What stands for a zero: None for the digit itself."""
        if self.blank_zeros and not (total and self.totals_stay):
            return "" if self.rng.random() < self.emptied else None
        if "dashes" in self.kinds and self.rng.random() < self.emptied:
            dash: str = self.one("dashes", variants()["dashes"])
            return dash
        return None

    def number(self, value: int | Decimal, nature: str) -> str:
        """A number that is not printed as a blank or dash."""
        natures: dict[str, Callable[[Any], str]] = {"signed": self.signed, "amount": self.amount}
        text = natures.get(nature, self.count)(value)
        return text.translate(FULL_WIDTH) if "full_width" in self.kinds else text

    def count(self, value: int) -> str:
        text = self.grouped(f"{value}")
        if "suffixes" in self.kinds:
            text += self.one("suffixes", variants()["suffixes"])
        return text

    def grouped(self, digits: str) -> str:
        if "thousands" not in self.kinds:
            return digits
        whole, dot, rest = digits.partition(".")
        mark: str = self.one("thousands", variants()["thousands"])
        return f"{int(whole):,}".replace(",", mark) + dot + rest

    def signed(self, value: int) -> str:
        signs = ["", "-"]
        if "signs" in self.kinds:
            signs = self.one("signs", variants()["signs"])
        sign = "" if not value else signs[value < 0]
        return f"{sign}{abs(value)}"

    def amount(self, value: Decimal) -> str:
        """``value`` is in 万元."""
        unit = ""
        if "amount_units" in self.kinds:
            unit = self.one("amount_units", variants()["amount_units"])
        if unit == "元":
            value = Decimal(value) * 10_000
        return self.grouped(plain(value)) + unit


def plain(value: int | Decimal) -> str:
    """Digits without exponent or trailing zeros."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_number(value: int | Decimal) -> Number:
    return int(value) if value == int(value) else float(value)


def draw(rng: random.Random, variety: int) -> Style:
    return Style(
        frozenset(rng.sample(KINDS, variety)),
        rng,
        emptied=rng.choice((1.0, 0.5)),
        totals_stay=rng.random() < 0.5,
    )
