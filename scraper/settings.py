"""What a crawl was asked to do, and what came of each source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from scraper.addresses import ConnectTo
from scraper.fetcher import Limits
from scraper.listings import LeftOut

Result = Literal["done", "failed", "blocked"]


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """The choices of one run; times in seconds.

    ``delay`` replaces the sources' own; a host's Crawl-delay can only lengthen it.
    ``limit`` is the most report pages to fetch per source. With ``dry_run`` only
    robots.txt and listings are fetched, and nothing is remembered. ``longest_wait``
    caps what a host may make us wait (Retry-After, Crawl-delay): when it asks for
    more, its turn ends. ``patience`` is the wait when a host is busy and names no time.
    """

    contact: str | None = None
    delay: float | None = None
    limit: int | None = None
    connect_to: tuple[ConnectTo, ...] = ()
    allow_private: bool = False
    dry_run: bool = False
    limits: Limits = field(default_factory=Limits)
    listing_pages: int = 60
    sources_at_once: int = 64
    tries: int = 2
    patience: float = 30.0
    longest_wait: float = 300.0
    failures_in_a_row: int = 5


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What came of one source.

    ``done``: every listing was read and every report tried; ``failed``: something
    expected did not come; ``blocked``: the host or its robots.txt keeps us out.
    ``reason`` says which for the last two. ``links`` are the reports that the listings
    name, ``new_links`` those not known before, ``waiting`` those left for the next run.
    ``attachments`` are the files of report pages that were fetched.
    """

    source_id: str
    outcome: Result
    reason: str | None = None
    listing_pages: int = 0
    links: int = 0
    new_links: int = 0
    fetched: int = 0
    gone: int = 0
    failed: int = 0
    waiting: int = 0
    attachments: int = 0
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()
