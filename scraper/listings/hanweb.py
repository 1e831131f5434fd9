"""大汉 Hanweb annual report module: one address per body and year.

``…/module/xxgk/xxgkAnnualReport.jsp?area=<code>&fbtime=<year>``; the code is the body's
unified social credit code or an internal one. The years are those that the page offers,
else every year since the regulation came into force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urljoin, urlsplit

from scraper.listings.links import read_page
from scraper.listings.page import ListedLink, ListingPage, Page, with_query

_MODULE = re.compile(r"[\w./:-]{0,200}/module/xxgk/xxgkAnnualReport\.jsp", re.IGNORECASE)
_AREA = re.compile(r"""module/xxgk/\w+\.jsp\?(?:[^"'<>\s]*&(?:amp;)?)?area=([0-9A-Za-z]{4,32})""")
_LISTS = ("jpage/dataproxy.jsp", "jpaas-publish-server")
_YEAR = re.compile(r"20[0-4]\d")
# 政府信息公开条例, in force since 1 May 2008: the first reports are on that year.
_FIRST_YEAR = 2008


def fingerprint(page: Page) -> bool:
    """The module's own address; a link to it, unless the page holds a list of its own."""
    if _MODULE.search(page.url) is not None:
        return True
    return _MODULE.search(page.html) is not None and not any(m in page.html for m in _LISTS)


def enumerated(url: str) -> bool:
    """Whether the address was made from a body and a year, so that nothing may be there."""
    return _MODULE.search(url) is not None


def read(page: Page) -> ListingPage:
    """Every body that the page names, in every year; the page's own text when it is a report."""
    found = read_page(page)
    made = {link.url: link for link in _made(page)}
    given = {_key(link.url): link for link in found.links}
    links = [link for link in given.values() if not enumerated(link.url)]
    links += [link for url, link in made.items() if _key(url) != _key(page.url)]
    if found.report is None and _key(page.url) is not None:
        # The year that the source names may hold nothing yet.
        links += [link for url, link in made.items() if _key(url) == _key(page.url)]
    return replace(found, links=tuple(links), items=found.items | set(made), columns=())


def _made(page: Page) -> Iterator[ListedLink]:
    module = _MODULE.search(page.url) or _MODULE.search(page.html)
    address = urljoin(page.url, module.group()) if module is not None else page.url
    for area, name in _areas(page).items():
        for year in _years(page):
            url = with_query(address, {"area": area, "fbtime": year})
            yield ListedLink(url, f"{name} {year}".strip(), None)


def _areas(page: Page) -> dict[str, str]:
    """Each body's code, and its name where a link says it."""
    found = dict.fromkeys(parse_qs(urlsplit(page.url).query).get("area", ()), "")
    for anchor in page.anchors:
        for area in _AREA.findall(anchor.url):
            name = anchor.title or anchor.text
            found[area] = found.get(area) or ("" if _YEAR.search(name) else name)
    return found | {area: found.get(area, "") for area in _AREA.findall(page.html)}


def _years(page: Page) -> list[int]:
    options = [o.get("value") or o.text_content() for o in page.tree.iter("option")]
    links = (parse_qs(urlsplit(a.url).query).get("fbtime", [""])[0] for a in page.anchors)
    named = {int(text) for text in [*options, *links] if _YEAR.fullmatch(text.strip())}
    # One year alone is the page's own; it does not say that there are no others.
    if len(named) > 1:
        return sorted(named, reverse=True)
    return list(range(page.today.year - 1, _FIRST_YEAR - 1, -1))


def _key(url: str) -> tuple[str, ...] | None:
    query = parse_qs(urlsplit(url).query)
    if not enumerated(url) or "area" not in query or "fbtime" not in query:
        return None
    return (query["area"][0], query["fbtime"][0])
