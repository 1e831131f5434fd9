"""Where each number of a report stands in its source, worked out when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from parsers.document import Stream
from parsers.report import Origin


class Origins(Mapping[str, Origin]):
    """``"table.row.column"`` → where that cell stands in the document.

    ``places`` are those names with positions in the stream and what was read there. All is
    kept until the first question, and given up by it; a copy, and what goes to another process,
    is a plain ``dict``.
    """

    __slots__ = ("_found", "_outside", "_waiting")

    def __init__(self, stream: Stream, places: Iterable[tuple[str, int, str]]) -> None:
        self._found: dict[str, Origin] = {}
        self._outside: tuple[str, ...] = ()
        self._waiting: tuple[Stream, Iterable[tuple[str, int, str]]] | None = (stream, places)

    def _all(self) -> dict[str, Origin]:
        if self._waiting is not None:
            stream, places = self._waiting
            found = ((name, stream.origin(at, raw)) for name, at, raw in places)
            self._found = {
                name: origin._replace(within=self._outside + origin.within)
                for name, origin in found
            }
            self._waiting = None
        return self._found

    def lie_within(self, member: str) -> None:
        """Say that the document is that member of an archive; before the first question."""
        self._outside = (member, *self._outside)

    def __getitem__(self, name: str) -> Origin:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __reduce__(self) -> tuple[type[dict[str, Origin]], tuple[dict[str, Origin]]]:
        return dict, (self._all(),)

    def __repr__(self) -> str:
        return repr(self._all())
