"""What a page's own style sheet does to elements of one class or id: hides, strikes, raises.

Only plain rules are believed: for one class or id, every medium and every width. What another
rule shows (the open tab among tabs) is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Dress = Literal["", "struck", "raised"]

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
#: Rules for some media or widths only; nested one deep.
_CONDITIONAL = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9]*)?([.#][\w-]+)")
_NAME = re.compile(r"[.#][\w-]+")
_GONE = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SHOWN = re.compile(r"(?<![\w-])display\s*:\s*(?!none)\w", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = re.compile(
    r"vertical-align\s*:\s*(?:super|sub|text-top|[1-9][\d.]*(?:px|pt|em|%))", re.IGNORECASE
)
_MAY_ACT = re.compile(r"none|hidden|line-through|vertical-align", re.IGNORECASE)
_LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """``gone`` and ``shown`` are names as selectors have them (``.tab``, ``#old``).

    ``text`` is the source of all style sheets of the page.
    """

    text: str = ""
    gone: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    dressed: dict[str, Dress] = field(default_factory=dict)

    def hides(self, names: Iterable[str], style: str) -> bool:
        """Whether an element of these names is out of sight; ``style`` is its own."""
        found = set(names)
        if self.gone.isdisjoint(found) or not self.shown.isdisjoint(found):
            return False
        return not _SHOWN.search(style)

    def dress(self, names: Iterable[str]) -> Dress:
        """Whether an element of these names is struck out, or raised like a note's number."""
        return next((self.dressed[name] for name in names if name in self.dressed), "")


def stylesheet(styles: str, source: str) -> Stylesheet:
    """Of the text of a page's own style sheets; names that the page does not use are left out."""
    styles = styles[:_LONGEST]
    if not _MAY_ACT.search(styles):
        return Stylesheet(styles)
    rules = _RULE.findall(_CONDITIONAL.sub(" ", _COMMENT.sub(" ", styles)))
    body = source[source.find("<body") if "<body" in source else 0 :]
    gone = {name for name in _simple(rules, _GONE) if name[1:] in body}
    shown = {
        name
        for selectors, said in rules
        if gone and _SHOWN.search(said)
        for selector in selectors.split(",")
        for name in _NAME.findall(selector.split()[-1] if selector.split() else "")
    }
    dressed: dict[str, Dress] = dict.fromkeys(_simple(rules, _STRUCK), "struck")
    dressed |= dict.fromkeys(_simple(rules, _RAISED), "raised")
    used = {name: how for name, how in dressed.items() if name[1:] in body}
    return Stylesheet(styles, frozenset(gone), frozenset(shown), used)


def _simple(rules: Iterable[tuple[str, str]], pattern: re.Pattern[str]) -> list[str]:
    """The classes and ids of which a rule of that kind speaks alone."""
    return [
        found.group(1)
        for selectors, said in rules
        if pattern.search(said)
        for selector in selectors.split(",")
        if (found := _SIMPLE.fullmatch(selector.strip()))
    ]


def names_of(classes: str | None, identity: str | None) -> list[str]:
    """The names by which selectors find an element of these attributes."""
    found = [f".{name}" for name in classes.split()] if classes else []
    return [*found, f"#{identity}"] if identity else found
