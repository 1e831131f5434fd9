"""Dates that a page prints: when it was published, which period it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_DATE = r"(20[0-4]\d)[-./年](\d{1,2})[-./月](\d{1,2})"
_LABELLED = re.compile(
    r"(?:发布时间|发布日期|发文日期|信息时间|成文日期|生成日期|公开日期|公布日期|公布时间|更新时间|更新日期|日期|时间)"
    rf"[:：]?{_DATE}"
)
_BESIDE_SOURCE = re.compile(rf"(?:{_DATE}.{{0,16}}?来源|来源.{{0,40}}?{_DATE})")
_BARE = re.compile(_DATE)
_PERIOD = re.compile(
    r"(20[0-4]\d)年(\d{1,2})月(\d{1,2})日(?:0时)?(?:起)?(?:至|到|-|~)(?:当年|同年|(20\d+)年)?(\d{1,2})月(\d{1,2})日"
)
_IN_URL = (
    re.compile(r"t(20\d\d)(\d\d)(\d\d)_\d"),
    re.compile(r"/(20\d\d)-(\d\d)-(\d\d)/"),
    re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/(20\d\d)(\d\d)(\d\d)/"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A statistical period as printed, ISO dates; ``valid`` is False for a misprint."""

    start: str
    end: str
    valid: bool


def iso(year: str, month: str, day: str) -> str | None:
    """ISO date, or None for a day that does not exist."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def labelled_date(text: str) -> str | None:
    """The date behind 发布时间 and its like, or beside 来源, in text without white space."""
    for pattern in (_LABELLED, _BESIDE_SOURCE):
        for found in pattern.finditer(text):
            groups = [group for group in found.groups() if group]
            if day := iso(*groups[:3]):
                return day
    return None


def bare_date(text: str) -> str | None:
    """The first date anywhere in ``text`` (meta fields, lists)."""
    found = _BARE.search(text)
    return iso(*found.groups()) if found else None


def url_date(url: str) -> str | None:
    """The date that an address carries (``t20210129_``, ``/2021/1/29/``)."""
    for pattern in _IN_URL:
        found = pattern.search(url)
        if found and (day := iso(*found.groups())):
            return day
    return None


def period_in(text: str) -> Period | None:
    """The first statistical period in text without white space."""
    for found in _PERIOD.finditer(text):
        first, month, day, last, end_month, end_day = found.groups()
        start = iso(first, month, day)
        if start is None:
            continue
        end = iso(last or first, end_month, end_day) if len(last or first) == 4 else None
        return Period(
            start, end or f"{last}-{end_month}-{end_day}", end is not None and end > start
        )
    return None
