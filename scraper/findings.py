"""What the listings of a source gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.events import LinkLeftOut, Watcher
from scraper.hosts import HostRules, same_page
from scraper.listings import LeftOut, ListedLink, ListingPage
from scraper.listings.judge import is_article
from scraper.protocols import Fetched, Link


@dataclass(slots=True)
class Findings:
    """Reports, what was left out, and how the reading went.

    ``failures`` make the source's outcome a failure, ``problems`` are only told;
    ``blocked`` is the reason when the host takes no request at all or its lists cannot be
    read by a machine, ``refused`` counts the pages that robots.txt or the host rules keep us
    from. ``flapping`` says that a listing changed while it was read: nothing of the source may
    be stored then. ``inline`` are the columns that are reports themselves, already fetched and
    stored. ``shells`` say of listings without any text which script would fill them.
    """

    source_id: str
    rules: HostRules
    watch: Watcher
    links: dict[str, Link] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    inline: list[tuple[Link, Fetched]] = field(default_factory=list)
    pages: int = 0
    shells: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    refused: int = 0
    blocked: str | None = None
    flapping: str | None = None
    _titles: dict[str, list[Link]] = field(default_factory=dict)

    def gather(self, listing_url: str, page: ListingPage) -> None:
        """Take in what an adapter read from the page at that address."""
        for listed in page.links:
            reason = self.rules.refusal(listed.url) or self._repeated(listed)
            if reason is not None:
                self.leave_out(LeftOut(listed.url, listed.title, reason))
            else:
                self.enter(self._link(listed, listing_url))
        for left_out in page.left_out:
            self.leave_out(left_out)
        self.problems += [f"listing {listing_url}: {remark}" for remark in page.remarks]
        if page.incomplete is not None:
            self.failures.append(page.incomplete)
        self.blocked = self.blocked or page.blocked

    def enter(self, link: Link) -> None:
        """Remember a report; what the first page said about an address stays."""
        if link.url not in self.links:
            self.links[link.url] = link
            self._titles.setdefault(link.title or "", []).append(link)

    def leave_out(self, entry: LeftOut) -> None:
        """Remember a link that is not taken, once."""
        if entry.url not in self.left_out:
            self.left_out[entry.url] = entry
            self.watch(LinkLeftOut(self.source_id, entry.url, entry.title, entry.reason))

    def _repeated(self, listed: ListedLink) -> str | None:
        """Two hosts serve one site: the second address of an article adds nothing."""
        if listed.url in self.links or not is_article(listed.url):
            return None
        known = (link.url for link in self._titles.get(listed.title, ()))
        twin = next((url for url in known if same_page(url, listed.url)), None)
        return None if twin is None else f"the same page as {twin}"

    def _link(self, listed: ListedLink, listing_url: str) -> Link:
        return Link(
            url=listed.url,
            kind="report",
            source_id=self.source_id,
            title=listed.title,
            listed_on=listed.listed_on,
            found_on=listing_url,
        )
