"""Whose report a content is, by the title it goes under, and whose the page says it shows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from parsers.document import Document, Stream
from parsers.embedded.beside import names_report
from parsers.headline import same_body
from parsers.metadata import Metadata, read_metadata
from parsers.title import recognise

#: A title stands among so many first lines of a content.
_HEAD = 40


def named_within(document: Document) -> tuple[str, ...]:
    """The titles of reports before a content's first table."""
    found = [document.title or ""]
    for block in document.blocks[:_HEAD]:
        if block.is_cell:
            break
        found.append("".join(block.text.split()))
    return tuple(filter(names_report, found))


class Reporting:
    """Body and year of the report that a page shows; looked up when first asked for."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    @cached_property
    def _said(self) -> Metadata:
        return read_metadata(self._stream.document, self._stream, None)

    def contradicted(self, titles: Iterable[str]) -> str | None:
        """The first of a content's titles, when each names another body or year."""
        told = list(titles)
        return told[0] if told and not any(map(self._agrees, told)) else None

    def _agrees(self, text: str) -> bool:
        title, said = recognise(text), self._said
        if title.year and said.year and title.year != said.year:
            return False
        named = title.agency and said.agency
        return not named or same_body(title.agency or "", said.agency)
