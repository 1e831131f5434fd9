"""What every format offers: one table after the other goes in, files come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from gongkai.archive.export.rows import Value
from gongkai.archive.export.tables import Table

Rows = Iterable[tuple[Value, ...]]


class Sink(Protocol):
    """A format; writes into a folder that is only its own."""

    notes: list[str]

    def add(self, table: Table, rows: Rows) -> dict[str, Any]:
        """Write a table; returns what its resource says of the file (``path``, ``format`` …)."""
        ...

    def close(self) -> None:
        """Finish; the files are whole then."""
        ...

    def abandon(self) -> None:
        """Let go of what is open, when the files will not be wanted."""
        ...


class Counted:
    """Passes rows on and counts them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        for row in self._rows:
            self.count += 1
            yield row
