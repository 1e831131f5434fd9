"""The rows of a local annex that nobody could read: so that its loss is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from parsers.document import Stream
from parsers.forms.annex import annex_form, core_of
from parsers.normalise import matchable

#: Fewer known labels with a number are a list in the narrative.
_FEWEST = 5
#: Shorter labels are words of sentences, too.
_SHORTEST = 4
_UNIT = re.compile(r"\([^()]{1,6}\)$")
#: A sentence goes on behind its number.
_BEHIND = (
    r"\(?[^\s0-9,。;、()]{0,3}\)?[-—/]{0,2}[0-9][0-9,.]{0,15}+(?!(?:[^0-9]{0,3}[,。;、])|[0-9])"
)


def unread_labels(stream: Stream) -> int:
    """How many known labels stand before a number as in a table, or side by side in a row of
    cells (a table that is turned); 0 where they are too few."""
    found = {core_of(label.group(1)) for label in _labels().finditer(stream.text)}
    most = max(len(found), *map(len, _side_by_side(stream)), 0)
    return most if most >= _FEWEST else 0


def _side_by_side(stream: Stream) -> Iterable[set[str]]:
    """The known labels of each row of cells."""
    rows: dict[tuple[int, int], set[str]] = {}
    for block in stream.document.blocks:
        label = _UNIT.sub("", matchable(block.text)) if block.is_cell else ""
        if (core := core_of(label)) in annex_form().keys:
            rows.setdefault((block.table, block.row), set()).add(core)
    return rows.values()


@cache
def _labels() -> re.Pattern[str]:
    """Any known label with perhaps a unit, and a number, but not in the midst of a sentence."""
    cores = sorted((core for core in annex_form().keys if len(core) >= _SHORTEST), key=len)
    return re.compile(f"({'|'.join(map(re.escape, reversed(cores)))}){_BEHIND}")
