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
LinkKind = Literal["listing", "report", "robots", "attachment", "part"]


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
    ``blocked`` is set when something else came than the page, ``kind: detail``; the kinds
    are `scraper.outcomes.BLOCKADES`. ``form`` is what a POST sent, ``protocol`` is
    ``HTTP/1.1`` or ``HTTP/2``, ``tls`` names the exceptions that the source permits its
    host, ``notes`` are doubts about a body that was kept,
    and the parts that were fetched with it (`scraper.parts`).
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
    blocked: str | None = None
    method: str = "GET"
    form: str | None = None
    protocol: str | None = None
    tls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def ok(self) -> bool:
        """Whether the page came (2xx, complete, and nothing else in its place)."""
        return (
            self.error is None
            and self.blocked is None
            and self.status is not None
            and 200 <= self.status < 300
        )

    @property
    def outcome(self) -> str:
        """What came of the request, in one word; `scraper.outcomes.OUTCOMES` lists them."""
        if self.error is not None:
            return self.error.partition(":")[0]
        if self.blocked is not None:
            return self.blocked.partition(":")[0]
        if self.not_modified:
            return "unchanged"
        if self.ok:
            return "ok" if self.body else "empty_page"
        return _by_status(self.status or 0)


def _by_status(status: int) -> str:
    if status in (404, 410):
        return "gone"
    if status == 429:
        return "rate_limited"
    if status >= 500:
        return "server_error"
    return "odd_status"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a fetch in the store.

    ``withdrawn``: the report was there before and now is gone; ``restored``: it was
    withdrawn and is back. ``refused``: why the store must not keep what came (taken down).
    """

    digest: str | None
    is_new: bool
    withdrawn: bool = False
    restored: bool = False
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Why a host is left alone, and until when.

    ``kind`` is a fetch outcome; ``times`` counts the rests since the host last gave a page.
    """

    kind: str
    detail: str
    until: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """A report that was settled: fetched, gone or withdrawn.

    ``looked_at`` is the last look at it; ``settled_since`` is when it was first seen, last
    changed or withdrawn.
    """

    link: Link
    looked_at: datetime
    settled_since: datetime


class SnapshotStore(Protocol):
    """Keeps raw bodies by content hash and every fetch with its provenance."""

    async def save(self, link: Link, fetched: Fetched, closes: str | None = None) -> Saved:
        """Record the fetch; when it brought a body, keep the body first.

        ``closes`` is the outcome with which the address is closed in the same step, so
        that no interruption can come between the two.
        """
        ...

    async def validators(self, urls: Sequence[str]) -> list[Validators]:
        """ETag and Last-Modified of the newest kept body of each address, if any."""
        ...

    async def recall(self, url: str, since: datetime) -> Fetched | None:
        """The last answer (2xx or 4xx) of this address that is not older than ``since``."""
        ...


class Frontier(Protocol):
    """The addresses that are known, which of them still wait, and which hosts rest."""

    async def offer(self, links: Sequence[Link]) -> int:
        """Remember addresses; returns how many were not known before."""
        ...

    async def pending(self, source_id: str) -> list[Link]:
        """Reports and attachments of a source that were never fetched successfully."""
        ...

    async def known(self, source_id: str) -> list[Known]:
        """The settled reports of a source, those looked at longest ago first."""
        ...

    async def done(self, link: Link, outcome: str) -> None:
        """Close an address: ``fetched``, ``gone``, ``blocked``, ``failed`` …

        Of the addresses that an adapter makes from a body and a year, ``absent`` says that
        nothing is there and none is expected any more, ``empty`` that none is there yet.
        """
        ...

    async def rest(self, host: str) -> Rest | None:
        """Why and until when an earlier run left this host alone; None once it answered."""
        ...

    async def lay_to_rest(self, host: str, rest: Rest) -> None:
        """Remember that a host is left alone."""
        ...

    async def answered(self, host: str) -> None:
        """The host gave a page: whatever rest it had is over."""
        ...
