"""A store and a frontier that remember nothing, for looking without crawling."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.protocols import Fetched, Link, Saved, Validators


class Nowhere:
    """Implements ``SnapshotStore`` and ``Frontier``; every page is new, nothing is kept."""

    async def save(self, link: Link, fetched: Fetched) -> Saved:
        """Keep nothing."""
        return Saved(None, True)

    async def validators(self, url: str) -> Validators:
        """Nothing to ask "changed since?" with."""
        return Validators()

    async def offer(self, links: Sequence[Link]) -> int:
        """Every address is new."""
        return len(links)

    async def pending(self, source_id: str) -> list[Link]:
        """Nothing waits."""
        return []

    async def done(self, link: Link, outcome: str) -> None:
        """Forget it."""
