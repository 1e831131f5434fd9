"""A store and a frontier that remember nothing, for looking without crawling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from scraper.protocols import Fetched, Known, Link, Rest, Saved, Validators


class Nowhere:
    """Implements ``SnapshotStore`` and ``Frontier``; every page is new, nothing is kept."""

    async def save(self, link: Link, fetched: Fetched, closes: str | None = None) -> Saved:
        """Keep nothing."""
        return Saved(None, True)

    async def validators(self, urls: Sequence[str]) -> list[Validators]:
        """Nothing to ask "changed since?" with."""
        return [Validators() for _ in urls]

    async def recall(self, url: str, since: datetime) -> Fetched | None:
        """No answer is remembered."""
        return None

    async def offer(self, links: Sequence[Link]) -> int:
        """Every address is new."""
        return len(links)

    async def pending(self, source_id: str) -> list[Link]:
        """Nothing waits."""
        return []

    async def known(self, source_id: str) -> list[Known]:
        """No report is known."""
        return []

    async def done(self, link: Link, outcome: str) -> None:
        """Forget it."""

    async def rest(self, host: str) -> Rest | None:
        """No host rests."""
        return None

    async def lay_to_rest(self, host: str, rest: Rest) -> None:
        """Forget it."""

    async def answered(self, host: str) -> None:
        """Forget it."""
