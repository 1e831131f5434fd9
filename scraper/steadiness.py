"""Does a listing stand still while it is read? Flapping pagination loses and doubles entries.

Some servers sort equal dates anew with every request, or answer from caches that differ: the
pages then overlap, and for every report that two of them name another is named by none. Pages
that overlap are therefore asked for once more. When one of them names other reports than
before, nothing of the listing can be trusted; when all stand still, the overlap is the site's
furniture (a pinned entry, a box of news).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scraper.listings import ListingPage, Request

#: Pages asked for a second time at most, for each series.
_MOST_SECOND_LOOKS = 3


@dataclass(slots=True)
class _Seen:
    request: Request
    reports: frozenset[str]


@dataclass(slots=True)
class Steadiness:
    """What the pages of one listing named, series by series."""

    _series: dict[str, list[_Seen]] = field(default_factory=dict)

    def note(self, request: Request, page: ListingPage) -> None:
        """Remember what a page names."""
        self._series.setdefault(request.series, []).append(_Seen(request, reports_of(page)))

    def second_looks(self) -> list[tuple[Request, frozenset[str]]]:
        """The pages to be asked for once more, each with the reports that it named."""
        return [look for seen in self._series.values() for look in _overlapping(seen)]


def _overlapping(seen: list[_Seen]) -> list[tuple[Request, frozenset[str]]]:
    counts = Counter(url for page in seen for url in page.reports)
    shared = {url for url, times in counts.items() if times > 1}
    # What every page of three or more names is furniture for sure.
    shared -= {url for url, times in counts.items() if times == len(seen) > 2}
    pages = [(page.request, page.reports) for page in seen if page.reports & shared]
    return pages[:_MOST_SECOND_LOOKS]


def reports_of(page: ListingPage) -> frozenset[str]:
    """The addresses of the reports that a page names."""
    return frozenset(link.url for link in page.links)


def difference(url: str, before: frozenset[str], after: frozenset[str]) -> str | None:
    """What changed between two looks at one page, in one line; None when nothing did."""
    if before == after:
        return None
    gone, new = len(before - after), len(after - before)
    return f"flapping pagination: {url} named {gone} other and {new} new reports a moment later"
