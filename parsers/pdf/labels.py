"""What the labels of the forms are known by, without marks."""

from __future__ import annotations

import re
from functools import cache

from parsers.forms import forms_with
from parsers.normalise import matchable

_MARKS = re.compile(r"[\s()（）、.．,，]")
_SHORTEST = 2
_TABLES = ("requests", "disclosure", "review_litigation", "statistics")


def bare(text: str) -> str:
    """A text as labels are compared: without white space, brackets and stops."""
    return _MARKS.sub("", matchable(text))


@cache
def row_cores() -> frozenset[str]:
    """The cores of the labels of rows."""
    return _cores(groups=False)


@cache
def group_cores() -> frozenset[str]:
    """The cores of the labels that span rows."""
    return _cores(groups=True)


def _cores(*, groups: bool) -> frozenset[str]:
    found: set[str] = set()
    for key in _TABLES:
        for form in forms_with(key):
            for block in form.tables[key].blocks:
                labels = form.tables[key].groups if groups else block.rows
                found |= {bare(core) for label in labels for core in label.cores}
    return frozenset(core for core in found if len(core) >= _SHORTEST)
