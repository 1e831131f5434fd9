"""A reader beside the writer: whatever it sees must be whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.archive import Archive, ArchiveError, MissingArchiveError
from gongkai.archive.connect import reading
from gongkai.archive.invariants import INVARIANTS


class Reader:
    """Asks for every invariant in one read transaction, over and over; ``looks`` counts."""

    def __init__(self, archive: Path) -> None:
        self.looks = 0
        self.wrong: list[str] = []
        self._archive = archive

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Read until the block ends."""
        over = threading.Event()
        thread = threading.Thread(target=self._look_until, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _look_until(self, over: threading.Event) -> None:
        while not over.wait(0.05):
            try:
                self._look()
            except MissingArchiveError:
                continue  # the crawl has not made it yet
            except ArchiveError as error:
                # A file that is being made is no archive yet; one that was one must stay one.
                if self.looks:
                    self.wrong.append(f"a reader: {error}")
            except Exception as error:
                # Whatever the crawler suffers, a full disk too, no query of a reader may fail;
                # rows are damaged when nobody reads. A thread that just ended would look sound.
                self.wrong.append(f"a reader: {type(error).__name__}: {error}")
                return

    def _look(self) -> None:
        with Archive.open(self._archive, read_only=True) as opened, reading(opened.db):
            for sql in INVARIANTS:
                self.wrong += [f"a reader saw: {row[0]}" for row in opened.db.execute(sql)]
        self.looks += 1
