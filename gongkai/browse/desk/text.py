"""Paragraphs of a report in which the clauses that contradict its tables are marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Clauses:
    """``quotes``: the clause by the finding's number; ``prefix`` of the page's anchors."""

    quotes: Mapping[int, str]
    prefix: str

    def marked(self, line: str) -> Markup:
        """The line, escaped, each clause with the number of what it contradicts."""
        by_clause: dict[str, list[int]] = {}
        for number, quote in self.quotes.items():
            by_clause.setdefault(quote, []).append(number)
        if not by_clause:
            return Markup.escape(line)
        # Of two that begin together the longer one: the shorter stands in it.
        listed = sorted(by_clause, key=len, reverse=True)
        pieces = re.split(f"({'|'.join(map(re.escape, listed))})", line)
        return Markup().join(
            self._clause(piece, by_clause[piece]) if piece in by_clause else piece
            for piece in pieces
        )

    def _clause(self, clause: str, numbers: list[int]) -> Markup:
        links = Markup(" ").join(
            Markup('<a class="check" href="#{0}finding-{1}">✗{1}</a>').format(self.prefix, number)
            for number in numbers
        )
        return Markup("<mark>{} <sup>{}</sup></mark>").format(clause, links)
