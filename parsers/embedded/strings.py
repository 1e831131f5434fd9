"""String literals of scripts and JSON that hold an article's markup."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

#: A literal in double or single quotes or in backticks, escapes passed over.
_LITERAL = re.compile(
    r'"((?:[^"\\\n]|\\.|\\\n){200,})"'
    r"|'((?:[^'\\\n]|\\.|\\\n){200,})'"
    r"|`((?:[^`\\]|\\.){200,})`",
    re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{200,}={0,2}")
_LAST_CODE = 0x10FFFF
_MOST_LITERALS = 200
_MOST_VALUES = 20_000


class Number(str):
    """A number of a JSON document as it is written there."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A string of a JSON document: its key, and the objects that hold it, the inmost last."""

    key: str
    value: str
    objects: tuple[int, ...] = ()


def literals(script: str) -> Iterator[tuple[int, str]]:
    """The long string literals of a script, as the script would see them, and where they are."""
    for number, found in enumerate(_LITERAL.finditer(script)):
        if number > _MOST_LITERALS:
            return
        yield found.start(), decoded(unescaped(found.group(found.lastindex or 1)))


def unescaped(text: str) -> str:
    """What a script or JSON writes with backslashes, as it reads."""
    return _ESCAPE.sub(_character, text)


def decoded(text: str) -> str:
    """Text behind ``encodeURIComponent`` or base64, when it is that and nothing else."""
    if "%3C" in text[:4096] or "%3c" in text[:4096]:
        return unquote(text)
    if _BASE64.fullmatch(text):
        try:
            return base64.b64decode(text, validate=False).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return text
    return text


def strings_of(loaded: object) -> list[Field]:
    """Every string within lists and objects, in their order."""
    found: list[Field] = []
    waiting: list[tuple[str, object, tuple[int, ...]]] = [("", loaded, ())]
    objects = 0
    while waiting and len(found) < _MOST_VALUES:
        key, value, within = waiting.pop()
        if isinstance(value, str) and not isinstance(value, Number):
            found.append(Field(key, value, within))
        elif isinstance(value, dict):
            objects += 1
            inside = (*within, objects)
            waiting += [(str(name), one, inside) for name, one in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(key, one, within) for one in reversed(value)]
    return found


def _character(found: re.Match[str]) -> str:
    code = found.group(1) or found.group(2) or found.group(3)
    if code is None:
        return _SIMPLE.get(found.group(4), found.group(4))
    number = int(code, 16)
    return chr(number) if number <= _LAST_CODE and not 0xD800 <= number < 0xE000 else "\ufffd"
