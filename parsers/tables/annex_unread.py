"""The rows of a local annex that nobody could read: so that its loss is told."""

from __future__ import annotations

import re
from functools import cache

from parsers.document import Stream
from parsers.forms.annex import annex_form, core_of

#: Fewer known labels with a number are a list in the narrative.
_FEWEST = 5
#: Shorter labels are words of sentences, too.
_SHORTEST = 4
#: A sentence goes on behind its number.
_BEHIND = (
    r"\(?[^\s0-9,。;、()]{0,3}\)?[-—/]{0,2}[0-9][0-9,.]{0,15}+(?!(?:[^0-9]{0,3}[,。;、])|[0-9])"
)


def unread_labels(stream: Stream) -> int:
    """How many known labels stand before a number as in a table; 0 where they are too few."""
    found = {core_of(label.group(1)) for label in _labels().finditer(stream.text)}
    return len(found) if len(found) >= _FEWEST else 0


@cache
def _labels() -> re.Pattern[str]:
    """Any known label with perhaps a unit, and a number, but not in the midst of a sentence."""
    cores = sorted((core for core in annex_form().keys if len(core) >= _SHORTEST), key=len)
    return re.compile(f"({'|'.join(map(re.escape, reversed(cores)))}){_BEHIND}")
