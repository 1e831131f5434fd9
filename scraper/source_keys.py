"""The keys of a source file, each with the reader that accepts or refuses its value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from scraper.hosts import host_of
from scraper.listings import families
from scraper.shown import shown
from scraper.tls import read_exceptions

Level = Literal["national", "province", "prefecture", "county", "township"]
LEVELS: tuple[str, ...] = get_args(Level)
#: The 31 divisions of the first level in their usual short form (GB/T 2260), in code order.
PROVINCES: tuple[str, ...] = (
    *("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江"),
    *("安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆"),
    *("四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆"),
)
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Verified:
    """When the source was seen live, and what was seen."""

    on: date
    saw: str


class InvalidKeyError(Exception):
    """A key that is unknown, missing, or has a value that it cannot have."""

    def __init__(self, key: object, detail: str) -> None:
        super().__init__(detail)
        self.key = key
        self.detail = detail


def _text(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, str) or not value.strip():
        raise InvalidKeyError(key, f"must be text, not {shown(value)}")
    return {key: value.strip()}


def _identifier(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        raise InvalidKeyError(
            key, f"must be lower-case letters, digits and . _ -, not {shown(value)}"
        )
    return {key: value}


def _address(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        raise InvalidKeyError(key, f"must be a web address (http or https), not {shown(value)}")
    if not host_of(value):
        raise InvalidKeyError(key, f"{shown(value)} has no host")
    return {key: value}


def _addresses(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, list):
        raise InvalidKeyError(key, f"must be a list of addresses, not {shown(value)}")
    for url in value:
        _address(key, url)
    if len(set(value)) < len(value):
        raise InvalidKeyError(key, "names an address twice")
    return {key: tuple(value)}


def _hosts(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, list):
        raise InvalidKeyError(key, f"must be a list of hosts, not {shown(value)}")
    for host in value:
        if not isinstance(host, str) or _HOST.fullmatch(host) is None:
            raise InvalidKeyError(key, f"must be hosts in lower case, not {shown(host)}")
    return {key: tuple(value)}


def _names(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, list):
        raise InvalidKeyError(key, f"must be a list of names, not {shown(value)}")
    for name in value:
        _text(key, name)
    return {key: tuple(name.strip() for name in value)}


def _family(key: str, value: object) -> dict[str, Any]:
    if value not in families():
        raise InvalidKeyError(
            key, f"unknown family {shown(value)}; known are {', '.join(families())}"
        )
    return {key: value}


def _province(key: str, value: object) -> dict[str, Any]:
    if value not in PROVINCES:
        raise InvalidKeyError(key, f"must be one of {', '.join(PROVINCES)}, not {shown(value)}")
    return {key: value}


def _division(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, str) or re.fullmatch(r"\d{6}", value) is None:
        raise InvalidKeyError(key, f"must be six digits in quotes, not {shown(value)}")
    return {key: value}


def _level(key: str, value: object) -> dict[str, Any]:
    if value not in LEVELS:
        raise InvalidKeyError(key, f"must be one of {', '.join(LEVELS)}, not {shown(value)}")
    return {key: value}


def _delay(key: str, value: object) -> dict[str, Any]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise InvalidKeyError(key, f"must be seconds from 0 to 3600, not {shown(value)}")
    return {key: float(value)}


def _expect(key: str, value: object) -> dict[str, Any]:
    least = _mapping(key, value, ("min_reports",)).get("min_reports")
    if isinstance(least, bool) or not isinstance(least, int) or least < 0:
        raise InvalidKeyError(f"{key}.min_reports", f"must be a whole number, not {shown(least)}")
    return {"min_reports": least}


def _tls(key: str, value: object) -> dict[str, Any]:
    try:
        return {key: read_exceptions(value)}
    except ValueError as error:
        raise InvalidKeyError(key, str(error)) from error


def _verified(key: str, value: object) -> dict[str, Any]:
    parts = _mapping(key, value, ("date", "saw"))
    day = parts.get("date")
    if type(day) is not date:
        raise InvalidKeyError(f"{key}.date", f"must be a date like 2026-01-31, not {shown(day)}")
    (saw,) = _text(f"{key}.saw", parts.get("saw")).values()
    return {key: Verified(day, saw)}


def _mapping(key: str, value: object, known: tuple[str, ...]) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise InvalidKeyError(key, f"must be a mapping, not {shown(value)}")
    for name in value:
        if name not in known:
            raise InvalidKeyError(f"{key}.{name}", f"unknown key; known is {', '.join(known)}")
    return value


READERS: dict[str, Callable[[str, object], dict[str, Any]]] = {
    "id": _identifier,
    "name": _text,
    "province": _province,
    "division": _division,
    "level": _level,
    "home": _address,
    "listings": _addresses,
    "candidates": _addresses,
    "aliases": _hosts,
    "bodies": _names,
    "cms": _family,
    "delay": _delay,
    "expect": _expect,
    "tls": _tls,
    "notes": _text,
    "verified": _verified,
}
