"""What the scraper must remember, as two small protocols that it defines itself.

The archive implements them; the scraper knows neither SQLite nor the archive. All
times are UTC and aware. Methods are coroutines so that an implementation may keep
its database on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

#: ``attachment``: a file of the report page that ``found_on`` names; ``part``: a further page
#: of the report there, where a site cuts one into several (flip-books).
LinkKind = Literal["listing", "report", "attachment", "part"]


@dataclass(frozen=True, slots=True)
class Link:
    """An address worth fetching, and what the page that named it said about it."""

    url: str
    kind: LinkKind
    source_id: str
    title: str | None = None
    listed_on: date | None = None
    found_on: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "changed since?" with."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One finished request, whatever came of it.

    ``status`` is None when no answer arrived; then ``error`` says why in one line.
    ``body`` is decoded from the transfer (gzip), never from its character set.
    ``not_modified`` marks a 304: the body is empty and the last snapshot still holds.
    """

    url: str
    final_url: str
    fetched_at: datetime
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    elapsed: float
    error: str | None = None
    not_modified: bool = False

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def ok(self) -> bool:
        """Whether a body came that is worth keeping (2xx and complete)."""
        return self.error is None and self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a fetch in the store."""

    digest: str | None
    is_new: bool


class SnapshotStore(Protocol):
    """Keeps raw bodies by content hash and every fetch with its provenance."""

    async def save(self, link: Link, fetched: Fetched) -> Saved:
        """Record the fetch; when it brought a body, keep the body first."""
        ...

    async def validators(self, url: str) -> Validators:
        """ETag and Last-Modified of the newest kept body of this address, if any."""
        ...


class Frontier(Protocol):
    """The addresses that are known, and which of them still wait."""

    async def offer(self, links: Sequence[Link]) -> int:
        """Remember addresses; returns how many were not known before."""
        ...

    async def pending(self, source_id: str) -> list[Link]:
        """Reports and attachments of a source that were never fetched successfully."""
        ...

    async def done(self, link: Link, outcome: str) -> None:
        """Close an address: ``fetched``, ``gone``, ``blocked``, ``failed`` …

        Of the addresses that an adapter makes from a body and a year, ``absent`` says that
        nothing is there and none is expected any more, ``empty`` that none is there yet.
        """
        ...
