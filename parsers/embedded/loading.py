"""JSON, JSON lines, and strings that keep a text's line ends as backslashes."""

from __future__ import annotations

import json
import re

from parsers.embedded.strings import Field, Number, strings_of, unescaped

#: So many line ends written with a backslash are no accident.
_FEWEST_ESCAPED = 20
_MOST_LINES = 20_000
#: ``key: "…"`` or ``key='…'``, the last perhaps cut off.
_QUOTED = re.compile(
    r"(?:[\"']?\b([A-Za-z_]\w{0,40})[\"']?\s*[:=]\s*)?"
    r"(?:\"((?:[^\"\\]|\\.)*+)(?:\"|$)|'((?:[^'\\]|\\.)*+)(?:'|$))",
    re.DOTALL,
)


def json_strings(text: str) -> list[Field]:
    """Every string of a JSON document or of JSON lines; empty when it is none."""
    loaded = load(text)
    return [] if loaded is None else strings_of(loaded)


def load(text: str) -> object:
    """What a JSON document holds, or the list of what its lines hold; None when it is none."""
    text = text.strip("\ufeff \t\r\n")
    if text[:1] not in ("{", "["):
        return None
    try:
        return _loads(text)
    except (ValueError, RecursionError):
        return _lines(text)


def _loads(text: str) -> object:
    return json.loads(text, parse_int=Number, parse_float=Number)


def _lines(text: str) -> list[object] | None:
    lines = [line for line in text.split("\n") if line.strip()]
    if not 1 < len(lines) <= _MOST_LINES:
        return None
    try:
        found = [_loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None
    return found if all(isinstance(one, dict) for one in found) else None


def quoted(text: str) -> list[tuple[str, str]] | None:
    """The strings of a text that shows them as a programme would, with their names."""
    escaped = text.count("\\n")
    if escaped < _FEWEST_ESCAPED or escaped <= text.count("\n"):
        return None
    found = [(m[1] or "", unescaped(m[2] or m[3] or "")) for m in _QUOTED.finditer(text)]
    if sum(len(value) for _, value in found) * 2 < len(text) - escaped:
        return [("", unescaped(text))]
    return found
