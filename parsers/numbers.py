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
_INT = re.compile(rf"([0-9]+|[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.0+)?[{_UNITS}]?")
_MONEY = re.compile(
    r"(约)?(?:人民币|RMB)? ?[¥￥]?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?"
    r"(?: ?(?:人民币)?\(?(百万元|十万元|亿元|[千仟]元|[百佰]元|万元|元|万|亿)\)?)?"
)
#: Units of money in 万元.
_IN_WAN = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "佰元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "仟元": Decimal("0.1"),
    "十万元": Decimal(10),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "万": Decimal(1),
    "亿元": Decimal(10_000),
    "亿": Decimal(10_000),
}
MONEY_UNITS = frozenset(_IN_WAN)
#: More digits than any count or amount has; nothing longer is converted.
_LONGEST = 18
_DASHES = frozenset(
    ("-", "--", "---", "----", "/", "//", "\\", "无", "○", "〇", "*", "N/A", "n/a", "空", "x", "X")
)
_SIGNED = re.compile(rf"(增加|增长|新增|增|↑|\+|减少|下降|减|↓|-)[:]? ?([0-9]+)[{_UNITS}]?")
_PAIR = re.compile(r"([0-9]+)/-?([0-9]+)")
_APPROXIMATE = re.compile(rf"(?:约|近|超过|超)?([0-9]+)(余|多)?[{_UNITS}]?(余|多)?")
_ANNOTATED = re.compile(
    rf"([0-9]+|[0-9]{{1,3}}(?:,[0-9]{{3}})+)[{_UNITS}]? ?(?:\(.*\)|[①-⑳⁰¹²³⁴-⁹*#※]+|\[[0-9]+\])"
)
_STRUCK = re.compile(r"~~[^~]+~~")
_OCR = re.compile(r"[0-9lIOo]+")
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
#: The numerals of cheques and forms.
_FORMAL = str.maketrans("壹贰貳叁肆伍陆陸柒捌玖拾佰仟", "一二二三四五六六七八九十百千")
_HAN_NUMBER = re.compile(r"[零〇一二三四五六七八九两十百千万]+")
_HAN_GROUP = re.compile(
    "(?:([一二三四五六七八九两])千)?(?:零?([一二三四五六七八九两])百)?"
    "(?:零?([一二三四五六七八九]?十))?(零?)([一二三四五六七八九两])?"
)
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_OCR_DIGITS = str.maketrans("lIOo", "1100")


@dataclass(frozen=True, slots=True)
class Reading:
    """``value`` with the contract's ``status`` (None for a plain number).

    ``candidate`` is what the cell would say if an identity confirmed it (a letter l for
    a 1, digits with a gap between); it is never published by itself.
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
    text = " ".join(matchable(raw).split())
    if not text:
        return BLANK
    if len(text) > _LONGEST and len(text.translate(_NO_DIGITS)) < len(text) - _LONGEST:
        return UNREADABLE
    if text in _DASHES:
        return DASH
    if "~~" in text:
        return _struck(text, kind, unit)
    if kind == "amount":
        return _amount(text, unit)
    if kind == "signed":
        signed = _signed(text)
        if signed is not None:
            return signed
    return _count(text)


def _struck(text: str, kind: Kind, unit: str | None) -> Reading:
    """A correction: what is struck out (``~~45~~2``) does not count, the rest is annotated."""
    rest = _STRUCK.sub(" ", text).strip()
    reading = read_number(rest, kind, unit) if rest and "~" not in rest else UNREADABLE
    return (
        Reading(reading.value, reading.status or "annotated")
        if reading.value is not None
        else UNREADABLE
    )


def _count(text: str) -> Reading:
    if found := _INT.fullmatch(text):
        return Reading(_integer(found.group(1)))
    if found := re.fullmatch(rf"-([0-9]+)[{_UNITS}]?", text):
        return Reading(-int(found.group(1)))
    if found := _ANNOTATED.fullmatch(text):
        return Reading(_integer(found.group(1)), "annotated")
    if found := _APPROXIMATE.fullmatch(text):
        return Reading(int(found.group(1)), "approximate")
    if found := re.fullmatch(r"([0-9]+)万", text):
        return Reading(int(found.group(1)) * 10_000, "cn_numeral")
    han = text.rstrip(_UNITS).translate(_FORMAL)
    if _HAN_NUMBER.fullmatch(han):
        value = han_number(han)
        return Reading(value, "cn_numeral") if value is not None else UNREADABLE
    joined = text.replace(" ", "").translate(_OCR_DIGITS)
    if _OCR.fullmatch(text.replace(" ", "")) and _INT.fullmatch(joined) and _is_one(text):
        return Reading(None, "unreadable", int(joined))
    return UNREADABLE


def _is_one(text: str) -> bool:
    """Whether digits with a gap can be one number: not two values, nor one shown twice."""
    parts = text.split()
    if len(parts) == 1:
        return True
    return len(parts) == 2 and parts[0][0] not in "0Oo" and parts[0] != parts[1]


def _signed(text: str) -> Reading | None:
    """增/减 columns: ``+5``, ``减3``, ``5/0`` (added / removed)."""
    if found := _SIGNED.fullmatch(text):
        negative = found.group(1) in {"减少", "下降", "减", "↓", "-"}
        return Reading(-int(found.group(2)) if negative else int(found.group(2)))
    if found := _PAIR.fullmatch(text):
        return Reading(int(found.group(1)) - int(found.group(2)), "annotated")
    return None


def _amount(text: str, unit: str | None) -> Reading:
    found = _MONEY.fullmatch(text)
    if not found:
        return UNREADABLE
    about, whole, fraction, printed = found.groups()
    unit = printed or unit
    amount = _decimal(whole, fraction)
    factor = _IN_WAN.get(unit or "万元", Decimal(1))
    told = None if unit or amount == 0 else "unit_unknown"
    told = "unit_converted" if factor != 1 else told
    return Reading(_tidy(amount * factor), "approximate" if about and told is None else told)


def _integer(text: str) -> int:
    return int(text.replace(",", ""))


def _decimal(whole: str, fraction: str | None) -> Decimal:
    return Decimal(f"{whole.replace(',', '')}.{fraction or 0}")


def _tidy(amount: Decimal) -> Number:
    """A whole amount stays an ``int`` so that 0 prints as 0, not 0.0."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def han_number(text: str) -> int | None:
    """十二 → 12, 一百零五 → 105, 二〇二〇 → 2020; None when the characters make no number."""
    if not set(text) & set("十百千万"):
        return int("".join(str(_HAN[c]) for c in text))
    upper, mark, lower = text.rpartition("万")
    parts = [_under_ten_thousand(part) for part in ((upper, lower) if mark else (lower,)) if part]
    if None in parts or (mark and not upper):
        return None
    numbers = [part for part in parts if part is not None]
    return numbers[0] if not mark else numbers[0] * 10_000 + (numbers[1] if lower else 0)


def _under_ten_thousand(text: str) -> int | None:
    found = _HAN_GROUP.fullmatch(text)
    if found is None:
        return None
    thousands, hundreds, tens, zero, ones = found.groups()
    # 二百五 means 250 in speech: without 零 the last digit's place is not certain.
    if ones and (hundreds or thousands) and not zero and tens is None:
        return None
    ten = 0 if tens is None else 10 * _HAN.get(tens[:-1], 1)
    places = (thousands, 1000), (hundreds, 100), (ones, 1)
    return ten + sum(_HAN[digit] * scale for digit, scale in places if digit)
