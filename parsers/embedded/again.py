"""The content of a page that ``Origin.within`` leads to, taken from the page once more."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import Document
from parsers.embedded.contents import LINES
from parsers.embedded.inside import STEP, content
from parsers.html import read_html
from parsers.text import read_text


def split_steps(within: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The steps to a document, and those from it to its content."""
    first = next((at for at, step in enumerate(within) if step.startswith(STEP)), len(within))
    return tuple(within[:first]), tuple(within[first:])


def content_of(document: Document, markup: str, steps: Sequence[str]) -> tuple[str, bool] | None:
    """Its text, and whether it is markup; None when the steps lead nowhere.

    ``markup`` is the decoded source of the document.
    """
    is_markup, inner = document.is_html, document
    for number, step in enumerate(steps):
        if number:
            inner = read_html(markup) if is_markup else read_text(markup)
        found = content(inner, markup, step)
        if found is None:
            return None
        how, markup = found
        is_markup = how != LINES
    return markup, is_markup
