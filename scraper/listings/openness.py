"""The disclosure platform of Anhui: annual reports by number, and by body and year.

``/OpennessAnnualReport/show/<id>.html`` (also ``XxgkAnnualReport``, ``Xxgknb``), one address
per body and year ``/OpennessAnnualReport/year/show/<body>/<year>.html``, and lists
``/XxgkContent/showList/<body>/0/page_1.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from scraper.listings import generic
from scraper.listings.page import ListedLink, ListingPage, Page

_REPORT = re.compile(
    r"/(?:\w*AnnualReport|Xxgknb)/show/\d+\.html|/openness/detail/annual_report/[0-9a-f]{24}",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"/(?P<module>\w*AnnualReport|Xxgknb)/year/show/(?P<body>\w+)/(?P<year>20\d\d)\.html",
    re.IGNORECASE,
)
_LIST = re.compile(r"/XxgkContent/showList/\w+/", re.IGNORECASE)
_FIRST_YEAR = 2008


def fingerprint(page: Page) -> bool:
    """Addresses of the platform, the page's own or those of its links."""
    urls = (page.url, *(anchor.url for anchor in page.anchors))
    return any(p.search(url) for url in urls for p in (_REPORT, _BY_YEAR, _LIST))


def enumerated(url: str) -> bool:
    """Whether the address was made from a body and a year, so that nothing may be there."""
    return _BY_YEAR.search(url) is not None


def read(page: Page) -> ListingPage:
    """The reports that the page lists, and every year of each body that it names by year."""
    found = generic.read(page)
    links = {link.url: link for link in found.links if not enumerated(link.url)}
    links |= {link.url: link for link in _made(page)}
    if found.report is not None:
        links.pop(page.url, None)
    items = found.items | set(links)
    return replace(found, links=tuple(links.values()), items=items)


def _made(page: Page) -> Iterator[ListedLink]:
    named = {anchor.url: anchor.title or anchor.text for anchor in page.anchors}
    calls = {url: m for url in (page.url, *named) if (m := _BY_YEAR.search(urlsplit(url).path))}
    years: dict[tuple[str, str], set[int]] = {}
    for found in calls.values():
        years.setdefault((found["module"], found["body"]), set()).add(int(found["year"]))
    for (module, body), linked in years.items():
        every = range(page.today.year - 1, _FIRST_YEAR - 1, -1)
        # One year alone is the page's own; it does not say that there are no others.
        for year in sorted(linked, reverse=True) if len(linked) > 1 else every:
            url = urljoin(page.url, f"/{module}/year/show/{body}/{year}.html")
            yield ListedLink(url, named.get(url) or str(year), None)
