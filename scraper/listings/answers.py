"""Pieces out of answers that are no HTML page: JSON, JSONP, records of HTML in XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape
from typing import Any

_CALLBACK = re.compile(r"^\s*[\w.$]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</record>", re.DOTALL | re.I)
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2}|元)\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?"
)
_CHINA = timezone(timedelta(hours=8))


def read_json(text: str) -> Any:  # noqa: ANN401 - whatever the server sent
    """The value of a JSON or JSONP answer; None when it is neither."""
    called = _CALLBACK.match(text)
    try:
        return json.loads(called[1] if called else text)
    except (ValueError, RecursionError):
        return None


def at(value: Any, *path: str | int) -> Any:  # noqa: ANN401 - any JSON value
    """What stands at a path of keys in a JSON value; None when the path breaks off."""
    for key in path:
        if isinstance(key, str) and isinstance(value, dict):
            value = value.get(key)
        elif isinstance(key, int) and isinstance(value, list) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def rows(value: Any, *path: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """The objects of the list at a path; an empty list when there is none."""
    found = at(value, *path)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def text_of(row: dict[str, Any], *keys: str) -> str:
    """The first of these values that is a text or a number, else an empty text."""
    values = (row.get(key) for key in keys)
    return next((str(v) for v in values if isinstance(v, str | int) and str(v).strip()), "")


def whole(value: object) -> int | None:
    """A count, sent as a number or as text."""
    text = str(value).strip()
    return int(text) if text.isdigit() and len(text) < 10 else None


def records(text: str) -> list[str]:
    """The HTML of each ``<record>`` of a ``<recordset>``, whether in CDATA or escaped."""
    return [cdata or unescape(plain) for cdata, plain in _RECORD.findall(text)]


def dates_in(text: str) -> Iterator[date]:
    """Every date printed in a text."""
    for found in _DATE.finditer(text):
        try:
            month = 1 if found[2] == "元" else int(found[2])
            yield date(int(found[1]), month, int(found[3]))
        except ValueError:
            continue


def without_dates(text: str) -> str:
    """A text without the dates printed in it."""
    return _DATE.sub("", text).strip()


def day_of(value: object) -> date | None:
    """The day of a printed date or of an epoch in seconds or milliseconds, as in China."""
    text = str(value).strip()
    if re.fullmatch(r"\d{10}|\d{13}", text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date()
    return next(dates_in(text), None)


def setting(text: str, name: str) -> str | None:
    """The value of ``name: 'value'`` or ``name = value`` in a script or attribute."""
    found = re.search(
        rf"""(?<![\w-])["']?{re.escape(name)}["']?\s*[:=]\s*(?:["']([^"']*)["']|([\w.-]+))""", text
    )
    return None if found is None else found[1] if found[1] is not None else found[2]
