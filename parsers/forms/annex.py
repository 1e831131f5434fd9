"""What a local statistical annex is recognised by, as data.

Before 2014 there was no national table: local governments appended their own, of a few
families (domain reference, 1.1). ``annex_v2008.json`` holds the wordings of their column
headers, their units, and the labels that are known, with a key where an identity needs it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from parsers.normalise import matchable

_UNIT_BRACKET = re.compile(r"\([^()]{0,20}\)$")
_NUMBERING = re.compile(
    r"(?:\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[).、:]|\))|[①-⒛]|[㈠-㈩])[.、]?"
)
_AMONG = re.compile(r"(?:其中|包括|含)[:,、]?")
_BRACKETED = re.compile(r"\([^()]{0,60}\)")
_PUNCTUATION = str.maketrans("", "", "“”\"'《》「」、,:;.- *")


@dataclass(frozen=True, slots=True)
class AnnexForm:
    """``columns`` maps a kind of column to a pattern of its header; order matters.

    ``keys`` maps a known label's core to its key; ``subject`` are words of which at least
    one stands in nearly every label of such an annex.
    """

    id: str
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    sources: tuple[tuple[str, str], ...]
    units: frozenset[str]
    keys: dict[str, str]
    subject: re.Pattern[str]

    def __hash__(self) -> int:
        return hash(self.id)


@cache
def annex_form() -> AnnexForm:
    """The only annex form there is: ``v2008``."""
    text = files(__package__).joinpath("annex_v2008.json").read_text(encoding="utf-8")
    data = json.loads(text)
    sources = tuple((kind, "|".join(words)) for kind, words in data["columns"].items())
    return AnnexForm(
        data["id"],
        tuple((kind, re.compile(source)) for kind, source in sources),
        sources,
        frozenset(data["units"]),
        {core_of(core): row["key"] for row in data["rows"] for core in row["cores"]},
        re.compile("|".join(data["subject"])),
    )


@lru_cache(maxsize=2048)
def column_kind(header: str) -> str | None:
    """What a column holds by the wording of its header; None for any other text."""
    text = "".join(matchable(header).split())
    if not 0 < len(text) <= 40:
        return None
    for shown in (text, _UNIT_BRACKET.sub("", text)):
        for kind, pattern in annex_form().columns:
            if pattern.fullmatch(shown):
                return kind
    return None


@lru_cache(maxsize=4096)
def core_of(label: str) -> str:
    """A label without numbering, 其中, brackets, quotes and white space."""
    text = "".join(matchable(label).split()).replace("其它", "其他").replace("免于", "免予")
    for _ in range(3):
        for pattern in (_NUMBERING, _AMONG):
            if found := pattern.match(text):
                text = text[found.end() :]
    bare = _BRACKETED.sub("", text)
    return (bare or text).translate(_PUNCTUATION)


def key_of(label: str) -> str | None:
    """The key of a known label; None for a label that the data file does not have."""
    return annex_form().keys.get(core_of(label))


@lru_cache(maxsize=512)
def unit_of(text: str) -> str | None:
    """A unit as printed, brackets taken off; None for any other text."""
    bare = "".join(matchable(text).split()).strip("()")
    return bare if bare in annex_form().units else None
