"""What a discovery found, how, and the source that it makes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from scraper.discovery.pointers import How
from scraper.discovery.site import Site
from scraper.hosts import host_of
from scraper.source_keys import Verified
from scraper.sources import Source


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the way: its address, the words that led there, and what carried them."""

    url: str
    words: str
    how: How


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was read: how many reports it names, or that it is a report itself."""

    url: str
    family: str
    reports: int
    is_report: bool
    trail: tuple[Step, ...]

    @property
    def seen(self) -> str:
        """What was seen, in one line."""
        what = "the page is a report itself" if self.is_report else f"{self.reports} reports"
        words = " > ".join(step.words or step.how for step in self.trail[1:])
        return f"{what} ({self.family}), found by {words or 'its address'}"


@dataclass(frozen=True, slots=True)
class Discovery:
    """What came of the search from one home page.

    ``pages`` counts the requests; ``reason`` says why no column was found, ``looked_at``
    which pages were read on the way.
    """

    home: str
    site: Site
    pages: int
    column: Column | None
    reason: str | None
    looked_at: tuple[Step, ...]

    def source(
        self,
        known: Source | None,
        verified: Verified,
        *,
        source_id: str | None = None,
        name: str | None = None,
    ) -> Source:
        """The source with the column found; ``known`` is what was known of the site.

        A source that was known keeps its id, its name and its manners; the columns that it
        had become candidates.
        """
        assert self.column is not None
        host = host_of(self.home).removeprefix("www.")
        before = known or Source(
            id=host,
            name=self.site.name,
            division=self.site.division,
            level=self.site.level,
        )
        kept = tuple(url for url in before.listings if url != self.column.url)
        return dataclasses.replace(
            before,
            id=source_id or before.id,
            name=name or before.name,
            home=self.home,
            listings=(self.column.url,),
            candidates=tuple(dict.fromkeys((*before.candidates, *kept))),
            cms=self.column.family if self.column.family != "generic" else None,
            verified=verified,
        )
