"""What a crawl tells whoever watches it: for progress bars and logs, never for control."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceStarted:
    """A source's turn began."""

    source_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A listing page was read; ``links`` are the reports that it named.

    ``is_report`` tells that it is a report itself, in a folder below the source's column.
    """

    source_id: str
    url: str
    family: str
    links: int
    is_report: bool = False


@dataclass(frozen=True, slots=True)
class LinkLeftOut:
    """A link that was not taken, and why."""

    source_id: str
    url: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportsWaiting:
    """How many report pages this source will fetch now."""

    source_id: str
    count: int


@dataclass(frozen=True, slots=True)
class PageFetched:
    """One request ended; ``kind`` is that of the link.

    ``outcome`` is one of `scraper.outcomes.OUTCOMES`, ``error`` its detail; ``size`` in
    bytes, ``elapsed`` in seconds; ``change`` is ``withdrawn`` or ``restored``.
    """

    source_id: str
    kind: str
    url: str
    outcome: str
    status: int | None
    size: int
    elapsed: float
    error: str | None
    is_new: bool
    notes: tuple[str, ...] = ()
    change: str | None = None


@dataclass(frozen=True, slots=True)
class HostWaits:
    """A host asked us to come back in that many seconds."""

    source_id: str
    host: str
    seconds: float


@dataclass(frozen=True, slots=True)
class HostClosed:
    """A host takes no more requests in this run; ``kind`` is the outcome that closed it."""

    source_id: str
    host: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class SourceFinished:
    """A source's turn ended with this outcome: ``done``, ``failed`` or ``blocked``.

    ``named`` is the number of reports that its listings name.
    """

    source_id: str
    outcome: str
    reason: str | None
    named: int = 0


Event = (
    SourceStarted
    | ListingRead
    | LinkLeftOut
    | ReportsWaiting
    | PageFetched
    | HostWaits
    | HostClosed
    | SourceFinished
)
Watcher = Callable[[Event], None]
