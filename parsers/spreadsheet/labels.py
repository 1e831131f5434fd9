"""Which texts of a sheet are labels of a form's rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain

from parsers.forms import all_forms
from parsers.forms.annex import annex_form, core_of
from parsers.normalise import matchable

#: What begins like this begins a label of its own.
_OWN = re.compile(
    r"\s*(?:[0-9]+\s*[.、:)]|\([一二三四五六七八九十0-9]+\)|[一二三四五六七八九十]+[、.:]|"
    r"[①-⒛㈠-㈩]|其中|包括)"
)
#: Rows that are numbered like the parts of a report.
_LIKE_PARTS = re.compile("[一二三四五六七八九十]、")
#: So many of its first characters name a label.
_SHORTEST = 3


def is_row(text: str) -> bool:
    """Whether a text that is numbered like a heading is the label of a form's row."""
    return core_of(text) in _rows_like_parts()


def is_one_label(lines: Sequence[str]) -> bool:
    """Whether lines one below the other can be one label, and not several."""
    if core_of("".join(lines)) in _rows():
        return True
    if core_of(lines[0]) in _rows() and not matchable(lines[1]).lstrip().startswith("("):
        return False
    return not any(map(_begins_label, lines[1:]))


@lru_cache(maxsize=1024)
def _begins_label(line: str) -> bool:
    if _OWN.match(matchable(line)):
        return True
    core = core_of(line)
    return any(core == row or _agree(core, row) for row in _rows())


def _agree(core: str, row: str) -> bool:
    """Whether one of two goes on where the other ends."""
    shorter, longer = sorted((core, row), key=len)
    return len(shorter) >= _SHORTEST and longer.startswith(shorter)


@cache
def _rows() -> frozenset[str]:
    of_forms = chain.from_iterable(cores for _, cores in _labels())
    return frozenset(of_forms) | annex_form().keys.keys()


@cache
def _rows_like_parts() -> frozenset[str]:
    like = (cores for label, cores in _labels() if _LIKE_PARTS.match(label))
    return frozenset(chain.from_iterable(like))


def _labels() -> Iterator[tuple[str, list[str]]]:
    for form in all_forms():
        for table in form.tables.values():
            for row in table.rows:
                yield row.label, [core_of(core) for core in row.cores]
