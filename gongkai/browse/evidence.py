"""Where a number stands in its source: asked of whoever can read snapshots again.

This room reads no raw bytes. Who starts it may hand it an ``Evidence``; without one the pages
say what they say, and nothing leads into the snapshots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar
from weakref import WeakKeyDictionary

from gongkai.archive.errors import ArchiveBusyError
from gongkai.browse.datasette_types import Datasette

T = TypeVar("T")


class Piece(Protocol):
    """Of a snapshot: ``kind`` is ``open``, ``close`` (``text`` is the tag) or ``text``.

    ``told`` is a link's address or the words in place of a picture. All of it is hostile.
    """

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def told(self) -> str: ...
    @property
    def across(self) -> int: ...
    @property
    def down(self) -> int: ...
    @property
    def marked(self) -> bool: ...


class Shown(Protocol):
    """A snapshot taken apart; ``form`` is ``page``, ``text`` or ``other`` (a PDF, a picture).

    ``is_found``: the number that was asked for is marked, and printed there; ``hidden`` counts
    elements that the page keeps out of sight; ``is_cut``: the snapshot goes on.
    """

    @property
    def form(self) -> str: ...
    @property
    def pieces(self) -> Sequence[Piece]: ...
    @property
    def is_found(self) -> bool: ...
    @property
    def hidden(self) -> int: ...
    @property
    def is_cut(self) -> bool: ...


class Found(Protocol):
    """``raw`` is what is printed in the cell, None where the source does not show it.

    ``value`` is what today's parser reads there; ``is_whole`` tells whether the snapshot holds
    all pages of the report; ``page`` is that of a PDF, counted from 1.
    """

    @property
    def shown(self) -> Shown: ...
    @property
    def raw(self) -> str | None: ...
    @property
    def value(self) -> int | float | str | None: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def page(self) -> int | None: ...


class Evidence(Protocol):
    """Reads snapshots; both methods block, and raise ``ArchiveError`` with the reason."""

    def view(self, report_id: str, cell: str | None = None) -> Found:
        """The snapshot behind a report, with ``table.row.column`` marked."""
        ...

    def body(self, report_id: str) -> bytes:
        """Its raw bytes."""
        ...

    def close(self) -> None:
        """Nobody asks any more."""
        ...


#: The evidence of the archive at a path; None where nobody can read its snapshots.
EvidenceFor = Callable[[Path], Evidence | None]


class Pinned:
    """Evidence of the very file that is served, not of another that took its place meanwhile."""

    def __init__(self, evidence: Evidence, is_same: Callable[[], bool]) -> None:
        self._evidence = evidence
        self._is_same = is_same

    def view(self, report_id: str, cell: str | None = None) -> Found:
        """As ``Evidence.view``; raises ``ArchiveBusyError`` where the file was replaced."""
        return self._checked(self._evidence.view(report_id, cell))

    def body(self, report_id: str) -> bytes:
        """As ``Evidence.body``; raises ``ArchiveBusyError`` where the file was replaced."""
        return self._checked(self._evidence.body(report_id))

    def close(self) -> None:
        """Nobody asks any more."""
        self._evidence.close()

    def _checked(self, found: T) -> T:
        # Whoever reads snapshots opens the path anew; looked at afterwards, nothing slips by.
        if not self._is_same():
            raise ArchiveBusyError("the archive has just been replaced; load the page again")
        return found


_attached: WeakKeyDictionary[Datasette, Evidence] = WeakKeyDictionary()


def attach(datasette: Datasette, evidence: Evidence | None) -> None:
    """Have the pages of this instance lead into the snapshots."""
    if evidence is not None:
        _attached[datasette] = evidence


def evidence_of(datasette: Datasette) -> Evidence | None:
    """None where nobody can read snapshots."""
    return _attached.get(datasette)
