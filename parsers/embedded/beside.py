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
_MOST_TITLES = 200
#: Objects around a string in which its title is looked for.
_DEEPEST = 20


def names_report(text: str) -> bool:
    """Whether a text is the title of a report, and says whose or of which year."""
    if len(text) > _LONGEST or "公" not in text:
        return False
    title = recognise(text)
    return title.is_report and bool(title.agency or title.year)


def beside_field(fields: Sequence[Field], one: Field) -> tuple[tuple[str, ...], list[Field]]:
    """The titles of the object that holds a string, else of the next one around it; and all
    strings of that object and of those around it. Without a title: none, and all strings."""
    around = (0, *one.objects)
    for holder in reversed(around):
        if found := _titles(f.value for f in fields if (0, *f.objects)[-1] == holder):
            kept = (holder in (0, *f.objects) or (0, *f.objects)[-1] in around for f in fields)
            return found, [f for f, keep in zip(fields, kept, strict=True) if keep]
    return (), list(fields)


def _titles(texts: Iterable[str]) -> tuple[str, ...]:
    likely = (text for text in texts if "公" in text and len(text) <= _LONGEST)
    return tuple(filter(names_report, islice(likely, _MOST_TITLES)))


class Objects:
    """The objects of a script, the short strings of each, and which objects hold a string."""

    def __init__(self, script: str) -> None:
        self._held: dict[int, list[str]] = {0: []}
        self._around: dict[int, tuple[int, ...]] = {}
        open_ones = [0]
        for token in islice(_TOKEN.finditer(script), _MOST_TOKENS):
            text = token.group()
            if text == "{":
                open_ones.append(len(self._held))
                self._held[len(self._held)] = []
            elif text == "}":
                open_ones = open_ones[:-1] or [0]
            elif len(text) <= 6 * _LONGEST:
                self._held[open_ones[-1]].append(text[1:-1])
            elif len(self._around) < _MOST_TITLES:
                self._around[token.start()] = tuple(open_ones[-_DEEPEST:])

    def titles(self, at: int) -> tuple[str, ...]:
        """Those of the object that holds the string at ``at``, else of the next around it."""
        for one in reversed(self._around.get(at, (0,))):
            if found := _titles(map(unescaped, self._held[one])):
                return found
        return ()
