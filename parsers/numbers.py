"""What one cell says: a number, nothing, or something in between that is named.

Rules: the contract's statuses and the domain reference, 3.5. Counts are ``int``, amounts
of money ``float`` in 万元. A space inside a cell joins nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from parsers.forms import Kind
from parsers.normalise import matchable
from parsers.report import Number

_UNITS = "件宗项个条份次起人篇"
_INT = re.compile(rf"(\d+|\d{{1,3}}(?:,\d{{3}})+)(?:\.0+)?[{_UNITS}]?")
_DECIMAL = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?")
_MONEY = re.compile(r"(?:人民币|¥|￥)?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(亿元|万元|元|万|亿)")
_DASHES = frozenset(
    ("-", "--", "---", "----", "/", "//", "\\", "无", "○", "〇", "*", "N/A", "n/a", "空", "x", "X")
)
_SIGNED = re.compile(rf"(增加|增长|新增|增|↑|\+|减少|下降|减|↓|-)(\d+)[{_UNITS}]?")
_PAIR = re.compile(r"(\d+)/-?(\d+)")
_APPROXIMATE = re.compile(rf"(?:约|近|超过|超)?(\d+)(余|多)?[{_UNITS}]?(余|多)?")
_ANNOTATED = re.compile(
    rf"(\d+|\d{{1,3}}(?:,\d{{3}})+)[{_UNITS}]?(?:\(.*\)|[①-⑳⁰¹²³⁴-⁹*#※]+|\[\d+\])"
)
_OCR = re.compile(r"[\dlIOo]+")
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_NUMBER = re.compile(r"[零〇一二三四五六七八九两十百千万]+")
_SCALE = {"十": 10, "百": 100, "千": 1000}
_OCR_DIGITS = str.maketrans("lIOo", "1100")


@dataclass(frozen=True, slots=True)
class Reading:
    """``value`` with the contract's ``status`` (None for a plain number).

    ``candidate`` is what the cell would say if an identity confirmed it (a letter l for
    a 1); it is never published by itself.
    """

    value: Number | None
    status: str | None = None
    candidate: int | None = None


BLANK = Reading(None, "blank")
DASH = Reading(None, "dash")
UNREADABLE = Reading(None, "unreadable")


@lru_cache(maxsize=8192)
def read_number(raw: str, kind: Kind = "count", unit: str | None = None) -> Reading:
    """Read one cell. ``unit`` is what the column's header says (amounts only)."""
    text = matchable(raw).strip()
    if not text:
        return BLANK
    if text in _DASHES:
        return DASH
    if kind == "amount":
        return _amount(text, unit)
    if kind == "signed":
        signed = _signed(text)
        if signed is not None:
            return signed
    return _count(text)


def _count(text: str) -> Reading:
    if found := _INT.fullmatch(text):
        return Reading(_integer(found.group(1)))
    if found := re.fullmatch(rf"-(\d+)[{_UNITS}]?", text):
        return Reading(-int(found.group(1)))
    if found := _ANNOTATED.fullmatch(text):
        return Reading(_integer(found.group(1)), "annotated")
    if found := _APPROXIMATE.fullmatch(text):
        return Reading(int(found.group(1)), "approximate")
    if found := re.fullmatch(r"(\d+)万", text):
        return Reading(int(found.group(1)) * 10_000, "cn_numeral")
    han = text.rstrip(_UNITS)
    if _HAN_NUMBER.fullmatch(han):
        value = han_number(han)
        return Reading(value, "cn_numeral") if value is not None else UNREADABLE
    if _OCR.fullmatch(text) and any(c.isdigit() for c in text.translate(_OCR_DIGITS)):
        return Reading(None, "unreadable", int(text.translate(_OCR_DIGITS)))
    return UNREADABLE


def _signed(text: str) -> Reading | None:
    """增/减 columns: ``+5``, ``减3``, ``5/0`` (added / removed)."""
    if found := _SIGNED.fullmatch(text):
        negative = found.group(1) in {"减少", "下降", "减", "↓", "-"}
        return Reading(-int(found.group(2)) if negative else int(found.group(2)))
    if found := _PAIR.fullmatch(text):
        return Reading(int(found.group(1)) - int(found.group(2)), "annotated")
    return None


def _amount(text: str, unit: str | None) -> Reading:
    if found := _MONEY.fullmatch(text):
        scale = {"元": Decimal("0.0001"), "亿元": Decimal(10_000), "亿": Decimal(10_000)}
        factor = scale.get(found.group(3), Decimal(1))
        amount = _decimal(found.group(1), found.group(2))
        return Reading(_tidy(amount * factor), "unit_converted" if factor != 1 else None)
    found = _DECIMAL.fullmatch(text)
    if not found:
        annotated = re.fullmatch(r"(\d+)(?:\.(\d+))?(?:万元|元)?\(.*\)", text)
        return _count(text) if not annotated else Reading(None, "unreadable")
    amount = _decimal(found.group(1), found.group(2))
    if unit == "元":
        return Reading(_tidy(amount / 10_000), "unit_converted")
    return Reading(_tidy(amount), None if unit or amount == 0 else "unit_unknown")


def _integer(text: str) -> int:
    return int(text.replace(",", ""))


def _decimal(whole: str, fraction: str | None) -> Decimal:
    return Decimal(f"{whole.replace(',', '')}.{fraction or 0}")


def _tidy(amount: Decimal) -> Number:
    """A whole amount stays an ``int`` so that 0 prints as 0, not 0.0."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def han_number(text: str) -> int | None:
    """十二 → 12, 二〇二〇 → 2020; None when the characters make no number."""
    if len(text) > 1 and not set(text) & set("十百千万"):
        return int("".join(str(_HAN[c]) for c in text))
    total, section, digit = 0, 0, None
    for c in text:
        if c in _HAN:
            digit = _HAN[c]
        elif c == "万":
            total, section, digit = (total + section + (digit or 0)) * 10_000, 0, None
        else:
            section += (1 if digit is None else digit) * _SCALE[c]
            digit = None
    return total + section + (digit or 0)
