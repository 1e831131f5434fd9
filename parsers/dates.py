"""Dates that a page prints: their forms, what a label makes of them, the period covered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from parsers.document import Stream

_HAN_YEAR = r"二[〇○零Oo0][〇○零Oo0一二三四][〇○零Oo0一二三四五六七八九]"
_HAN_COUNT = r"[元一二三四五六七八九十廿卅]"
_HAN_DAY = rf"({_HAN_YEAR})年({_HAN_COUNT}{{1,2}})月({_HAN_COUNT}{{1,3}})日"
#: The digit before is looked at by hand: a regex that begins with a literal is far faster.
_DATE = r"(20[0-4]\d)[-./年](\d{1,2})[-./月](\d{1,2})(?:日|(?!\d{3,}))"
_DAY = re.compile(_DATE)
_WRITTEN = re.compile(_HAN_DAY)
_COMPACT = re.compile(r"(?<!\d)(20[0-4]\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
#: Fri Jan 29 17:28:00 CST 2021
_JAVA = re.compile(r"\b([A-Z][a-z]{2}) (\d{1,2}) [\d:]{5,8} \S{3,9} (20[0-4]\d)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
#: Few Chinese pages have one, and it is found faster than a date.
_MONTH_CUE = re.compile("[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec)")
#: Jan 18, 2024 and 18 January 2024, white space left out.
_ENGLISH = (
    re.compile(
        rf"(?<![A-Za-z]){_MONTH},?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?(?P<year>20[0-4]\d)(?!\d)"
    ),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_MONTH},?(?P<year>20[0-4]\d)(?!\d)"),
)
_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九元", "000001234567891")
_PERIOD = re.compile(
    r"(20[0-4]\d)(?:[年./-]|年(?:全年|度)\(?)(\d{1,2})[月./-](\d{1,2})日?(?:0时)?(?:起|开始)?,?(?:至|到|-|—|~|～)(?:当年|同年|(20\d+)[年./-])?"
    r"(\d{1,2})[月./-](\d{1,2})(?:日|(?!\d))"
)
_WRITTEN_PERIOD = re.compile(
    rf"({_HAN_YEAR})年({_HAN_COUNT}{{1,2}})月({_HAN_COUNT}{{1,3}})日(?:起)?(?:至|到|-)(?:当年|同年|({_HAN_YEAR})年)?"
    rf"({_HAN_COUNT}{{1,2}})月({_HAN_COUNT}{{1,3}})日"
)
_PERIOD_CUE = re.compile("统计|期限|数据|时限|报告期")
_IN_URL = (
    re.compile(r"t(20\d\d)(\d\d)(\d\d)_\d"),
    re.compile(r"/(20\d\d)-(\d{1,2})-?/?(\d{1,2})(?=/)"),
    re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/(20\d\d)-(\d\d)/(\d\d)/"),
    re.compile(r"/(20\d\d)/?(\d\d)(\d\d)/"),
    re.compile(r"_(20\d\d)(\d\d)(\d\d)\d{6,}"),
)
#: Pages hold a few dozen dates; one with more is a list, or hostile.
_MOST = 400


@dataclass(frozen=True, slots=True)
class Period:
    """A statistical period as printed, ISO dates; ``valid`` is False for a misprint."""

    start: str
    end: str
    valid: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date at ``[start, end)`` of the stream; ``written`` in the style 年月日."""

    day: str
    start: int
    end: int
    written: bool


def iso(year: str, month: str, day: str) -> str | None:
    """ISO date, or None for a day that does not exist."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def days_in(stream: Stream, low: int, high: int) -> list[Day]:
    """The dates of a stretch of the stream, at most 400 of each form, in reading order."""
    found: list[Day] = []
    for match in islice(_DAY.finditer(stream.text, low, high), _MOST):
        year, month, last = match.groups()
        if stream.text[match.start() - 1 : match.start()].isdecimal():
            continue
        end = match.end()
        # "2021-1-2 9:05" runs together in the stream: the word's end is the day's end.
        if len(last) == 2 and stream.is_border(match.end(3) - 1):
            last, end = last[0], match.end(3) - 1
        if day := iso(year, month, last):
            found.append(Day(day, match.start(), end, match[0][4] == "年"))
    for match in islice(_WRITTEN.finditer(stream.text, low, high), _MOST):
        if day := _from_han(*match.groups()):
            found.append(Day(day, match.start(), match.end(), True))
    for pattern in _ENGLISH if _MONTH_CUE.search(stream.text, low, high) else ():
        for match in islice(pattern.finditer(stream.text, low, high), _MOST):
            if day := _from_english(match):
                found.append(Day(day, match.start(), match.end(), False))
    return sorted(found, key=lambda day: day.start)


def _from_english(found: re.Match[str]) -> str | None:
    month = next(name for name in found.groups() if name in _MONTHS)
    return iso(found["year"], str(_MONTHS.index(month) + 1), found["day"])


def compact_at(stream: Stream, position: int) -> Day | None:
    """The date 20210129 that stands just there."""
    match = _COMPACT.match(stream.text, position)
    day = iso(*match.groups()) if match else None
    return Day(day, position, position + 8, False) if day else None


def _from_han(year: str, month: str, day: str) -> str | None:
    return iso(
        year.translate(str.maketrans("二", "2")).translate(_DIGITS), _count(month), _count(day)
    )


def _count(text: str) -> str:
    """A number below 40 in Chinese numerals, as digits; ``0`` for none."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return text.translate(_DIGITS)
    digits = (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")
    return digits if len(digits) == 2 else "0"


def bare_date(text: str) -> str | None:
    """The first date anywhere in ``text`` (meta fields)."""
    for pattern in (_DAY, _COMPACT):
        for found in pattern.finditer(text):
            if day := iso(*found.groups()):
                return day
    java = _JAVA.search(text)
    if java and java.group(1) in _MONTHS:
        return iso(java.group(3), str(_MONTHS.index(java.group(1)) + 1), java.group(2))
    return None


def url_date(url: str) -> str | None:
    """The date that an address carries (``t20210129_``, ``/2021/1/29/``)."""
    for pattern in _IN_URL:
        found = pattern.search(url)
        if found and (day := iso(*found.groups())):
            return day
    return None


def period_in(text: str) -> Period | None:
    """The statistical period in text without white space.

    A whole calendar year comes before a stretch that the text calls a statistic's, and
    that before any other.
    """
    printed = list(islice(_PERIOD.finditer(text), _MOST))
    found = [match.groups() for match in printed]
    cued = [
        bool(_PERIOD_CUE.search(text, max(0, match.start() - 20), match.start()))
        for match in printed
    ]
    if not found:
        for match in islice(_WRITTEN_PERIOD.finditer(text), _MOST):
            found.append(tuple(_plain(part, at) for at, part in enumerate(match.groups())))
            cued.append(True)
    best: tuple[int, Period] | None = None
    for groups, cue in zip(found, cued, strict=True):
        period = _period(*groups)
        if period is None:
            continue
        rank = 2 * _is_year(period) + cue
        if best is None or rank > best[0]:
            best = (rank, period)
    return best[1] if best else None


def _plain(part: str | None, at: int) -> str | None:
    if part is None or at in (0, 3):
        return part.replace("二", "2").translate(_DIGITS) if part else None
    return _count(part)


def _is_year(period: Period) -> bool:
    return period.start[4:] == "-01-01" and period.end[4:] == "-12-31"


def _period(
    first: str, month: str, day: str, last: str | None, end_month: str, end_day: str
) -> Period | None:
    start = iso(first, month, day)
    if start is None:
        return None
    end = iso(last or first, end_month, end_day) if len(last or first) == 4 else None
    shown = end or f"{last}-{end_month}-{end_day}"
    return Period(start, shown, end is not None and end > start)
