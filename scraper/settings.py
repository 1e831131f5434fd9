"""What a crawl was asked to do, and what came of each source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

from scraper.addresses import ConnectTo
from scraper.fetcher import Limits
from scraper.listings import LeftOut

Result = Literal["done", "failed", "blocked"]


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """The choices of one run; times in seconds.

    ``delay`` replaces the sources' own; a host's Crawl-delay can only lengthen it, and a
    host that answers slowly gets up to ``stretch`` times as much. ``limit`` is the most
    report pages to fetch per source. With ``dry_run`` only robots.txt and listings are
    fetched, and nothing is remembered. ``revisit`` is how old the last look at a known
    report must be for it to be asked for again; None to go by the age of the page
    (`scraper.schedule.is_stale`).

    Trouble that may pass (429, 5xx, no connection, no complete answer) is asked about
    ``tries`` times, ``patience`` and its doublings apart, or as long as Retry-After says.
    ``longest_wait`` caps what a host may make us wait (Retry-After, Crawl-delay): when it
    asks for more, its turn ends. ``failures_in_a_row`` open a host's breaker.
    ``ask_resting`` asks hosts again that an earlier run left to rest. ``roots`` is a PEM
    file of certificate authorities trusted besides the usual ones.
    """

    contact: str | None = None
    delay: float | None = None
    limit: int | None = None
    connect_to: tuple[ConnectTo, ...] = ()
    allow_private: bool = False
    dry_run: bool = False
    limits: Limits = field(default_factory=Limits)
    listing_pages: int = 60
    sources_at_once: int = 256
    tries: int = 3
    patience: float = 10.0
    longest_wait: float = 300.0
    failures_in_a_row: int = 5
    stretch: float = 10.0
    revisit: timedelta | None = None
    ask_resting: bool = False
    roots: Path | None = None


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What came of one source.

    ``done``: every listing was read and every report tried; ``failed``: something
    expected did not come; ``blocked``: the host or its robots.txt keeps us out.
    ``reason`` says which for the last two. ``links`` are the reports that the listings
    name, ``new_links`` those not known before, ``waiting`` those left for the next run.
    ``attachments`` are the files of report pages that were fetched.
    ``gone`` were never there; ``withdrawn`` were, and now answer 404 or 410.
    """

    source_id: str
    outcome: Result
    reason: str | None = None
    listing_pages: int = 0
    links: int = 0
    new_links: int = 0
    fetched: int = 0
    gone: int = 0
    withdrawn: int = 0
    failed: int = 0
    waiting: int = 0
    attachments: int = 0
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()
