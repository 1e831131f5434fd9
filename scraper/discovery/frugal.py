"""A session that asks for no address twice and stops at a number of requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from scraper.events import Event, ListingRead, PageFetched
from scraper.hosts import normalise
from scraper.protocols import Fetched, Link, Validators
from scraper.session import Session, Web
from scraper.sources import Source


class Frugal(Session):
    """The way to the web of one discovery.

    While a column is tried, the requests end as soon as enough reports were seen: two
    make a column, further pages would only say so again.
    """

    ENOUGH = 2

    def __init__(self, source: Source, web: Web, budget: int) -> None:
        """``budget`` is the number of requests, robots.txt not counted."""
        super().__init__(source, web)
        self.budget = budget
        self.asked = 0
        self._seen = 0
        self._trying: int | None = None
        self._remembered: dict[str, Fetched] = {}

    def try_column(self, requests: int) -> None:
        """From now on a column is tried, with that many requests at most."""
        self._seen = 0
        self._trying = self.asked + requests

    def tried(self) -> None:
        """The trial is over."""
        self._trying = None

    def see(self, event: Event) -> None:
        """Count the reports that the trial brings."""
        if isinstance(event, ListingRead):
            self._seen += event.links
        elif isinstance(event, PageFetched) and event.kind == "report" and event.outcome == "ok":
            self._seen += 1

    async def get(
        self,
        link: Link,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Fetch, from memory where possible; ``budget`` is the error when it is used up."""
        key = f"{method} {link.url} {data}"
        if key not in self._remembered:
            if not self._may_ask():
                return _refused(link.url)
            self.asked += 1
            fetched = await super().get(link, validators, method=method, data=data, headers=headers)
            # Where a redirect ended is the same page.
            self._remembered.setdefault(f"{method} {normalise(fetched.final_url)} {data}", fetched)
            self._remembered[key] = fetched
        return self._remembered[key]

    def _may_ask(self) -> bool:
        trying = self._trying
        if trying is not None and (self._seen >= self.ENOUGH or self.asked >= trying):
            return False
        return self.asked < self.budget


def _refused(url: str) -> Fetched:
    now = datetime.now(UTC)
    return Fetched(url, url, now, None, (), b"", 0.0, error="budget: no request is left")
