"""Rows, or columns, that a sheet hides: places in the file and places as they are seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Hidden:
    """The hidden ones, counted from 0; a sheet may hide thousands, and every cell asks."""

    __slots__ = ("_all", "_seen_before", "_sorted")

    def __init__(self, hidden: Iterable[int] = ()) -> None:
        self._all = frozenset(hidden)
        self._sorted = sorted(self._all)
        self._seen_before = [one - at for at, one in enumerate(self._sorted)]

    def __contains__(self, at: int) -> bool:
        return at in self._all

    def seen_at(self, at: int) -> int:
        """Which of those that are seen a place of the file is."""
        return at - bisect_left(self._sorted, at)

    def in_file(self, at: int) -> int:
        """The place in the file of what is the ``at``-th to be seen."""
        return at + bisect_right(self._seen_before, at)
