"""The archive on a thread of its own: what the scraper's protocols ask for, without blocking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from gongkai.archive import Archive
from gongkai.archive.runs import RunKind
from gongkai.pipeline.together import Together
from scraper.protocols import Fetched, Known, Link, Rest, Saved, Validators
from scraper.sources import Source

Result = TypeVar("Result")


class Keeper:
    """Implements ``SnapshotStore`` and ``Frontier`` over an archive with one writer thread.

    SQLite connections stay on the thread that opened them, so the archive is opened,
    used and closed there. What is only read is read on a second thread, which need not wait
    for a commit. ``stored`` is set whenever a new snapshot may wait for a parse.
    """

    def __init__(self, path: Path, kind: RunKind) -> None:
        self._path = path
        self._kind: RunKind = kind
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self._archive: Archive | None = None
        self._reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")
        self._reader: Archive | None = None
        self._together = Together(self._thread)
        self.run_id = 0
        self.new_snapshots = 0
        self.stored = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._archive = await _on(self._thread, lambda: Archive.open(self._path))
        self._reader = await _on(self._reading, lambda: Archive.open(self._path, read_only=True))
        self.run_id = await self.do(lambda archive: archive.start_run(self._kind))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Shielded: a second Ctrl-C must not leave the write-ahead log behind.
        await asyncio.shield(self._close())

    async def _close(self) -> None:
        """Who writes closes last, for only it can empty the write-ahead log."""
        for thread, archive in ((self._reading, self._reader), (self._thread, self._archive)):
            if archive is not None:
                await _on(thread, archive.close)
            thread.shutdown(wait=True)

    async def do(self, work: Callable[[Archive], Result]) -> Result:
        """Run ``work`` on the archive's thread."""
        assert self._archive is not None
        archive = self._archive
        return await _on(self._thread, lambda: work(archive))

    async def read(self, look: Callable[[Archive], Result]) -> Result:
        """Run ``look``, which writes nothing, beside the archive's thread.

        It sees what was committed before it began: all that ``save`` and ``do`` returned from.
        """
        assert self._reader is not None
        archive = self._reader
        return await _on(self._reading, lambda: look(archive))

    async def enter_sources(self, sources: Sequence[Source]) -> None:
        """Make the sources known, so that fetches can cite them."""
        await self.do(lambda archive: _put_all(archive, sources))

    async def copies_set_aside(self) -> int:
        """Copies for which an official report speaks; a copy may come before its original."""
        return await self.read(lambda archive: archive.summary().copies_set_aside)

    async def save(self, link: Link, fetched: Fetched, closes: str | None = None) -> Saved:
        """Record a fetch, and close its address with it (``SnapshotStore``).

        What waits for the thread is committed together; this returns after the commit.
        """
        assert self._archive is not None
        archive = self._archive
        saved = await self._together.do(
            archive, lambda: archive.save_fetch(self.run_id, link, fetched, closes)
        )
        if link.kind == "report" and saved.digest is not None:
            self.new_snapshots += saved.is_new
            self.stored.set()
        return saved

    async def recall(self, url: str, since: datetime) -> Fetched | None:
        """The last answer of a robots.txt (``SnapshotStore``)."""
        return await self.read(lambda archive: archive.recall(url, since))

    async def validators(self, urls: Sequence[str]) -> list[Validators]:
        """ETag and Last-Modified of the newest kept bodies (``SnapshotStore``)."""
        return await self.read(lambda archive: [archive.validators(url) for url in urls])

    async def offer(self, links: Sequence[Link]) -> int:
        """Remember addresses (``Frontier``)."""
        return await self.do(lambda archive: archive.offer(links))

    async def pending(self, source_id: str) -> list[Link]:
        """Addresses that still wait (``Frontier``)."""
        return await self.read(lambda archive: archive.pending(source_id))

    async def known(self, source_id: str) -> list[Known]:
        """Settled reports and the last look at each (``Frontier``)."""
        return await self.read(lambda archive: archive.known(source_id))

    async def done(self, link: Link, outcome: str) -> None:
        """Close an address (``Frontier``)."""
        await self.do(lambda archive: archive.done(link, outcome))

    async def rest(self, host: str) -> Rest | None:
        """The rest that a host was laid to (``Frontier``)."""
        return await self.read(lambda archive: archive.rest(host))

    async def lay_to_rest(self, host: str, rest: Rest) -> None:
        """Leave a host alone (``Frontier``)."""
        await self.do(lambda archive: archive.lay_to_rest(host, rest))

    async def answered(self, host: str) -> None:
        """A host gave a page (``Frontier``)."""
        await self.do(lambda archive: archive.answered(host))


async def _on(thread: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(thread, work)


def _put_all(archive: Archive, sources: Sequence[Source]) -> None:
    with archive.batch():
        for source in sources:
            _put(archive, source)


def _put(archive: Archive, source: Source) -> None:
    archive.put_source(
        source.id,
        source.name,
        cms=source.cms,
        division_code=source.division,
        level=source.level,
        listings=source.listings,
        notes=source.notes,
    )
