"""The title that stands beside a content: in the same object of a JSON document or script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from parsers.embedded.strings import Field, unescaped
from parsers.title import recognise

#: Strings and braces of a script; what stands in a string opens nothing.
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`|[{}]', re.DOTALL)
_LONGEST = 150
_MOST_TOKENS = 20_000


def names_report(text: str) -> bool:
    """Whether a text is the title of a report, and says whose or of which year."""
    if len(text) > _LONGEST or "公" not in text:
        return False
    title = recognise(text)
    return title.is_report and bool(title.agency or title.year)


def beside_field(fields: Sequence[Field], one: Field) -> tuple[tuple[str, ...], list[Field]]:
    """The titles of the object that holds a string, else of the next one around it; and all
    strings of that object and of those around it. Without a title: none, and all strings."""
    for holder in reversed((0, *one.objects)):
        own = (f.value for f in fields if (0, *f.objects)[-1] == holder)
        if found := tuple(filter(names_report, own)):
            around = (0, *one.objects)
            kept = (holder in (0, *f.objects) or (0, *f.objects)[-1] in around for f in fields)
            return found, [f for f, keep in zip(fields, kept, strict=True) if keep]
    return (), list(fields)


def titles_of_script(script: str, at: int) -> tuple[str, ...]:
    """Those of the object that holds the string at ``at``, else of the next object around it."""
    objects, count = [0], 0
    held: dict[int, list[str]] = {0: []}
    around: tuple[int, ...] = (0,)
    for token in islice(_TOKEN.finditer(script), _MOST_TOKENS):
        text = token.group()
        if text == "{":
            count += 1
            objects.append(count)
            held[count] = []
        elif text == "}":
            objects = objects[:-1] or [0]
        elif token.start() == at:
            around = tuple(objects)
        elif token.end() - token.start() <= 6 * _LONGEST:
            held[objects[-1]].append(text[1:-1])
    return _first(held[one] for one in reversed(around))


def _first(groups: Iterable[list[str]]) -> tuple[str, ...]:
    for group in groups:
        if found := tuple(filter(names_report, map(unescaped, group))):
            return found
    return ()
