"""The further pages of a listing, as far as the page itself links to them or counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from scraper.hosts import same_page, same_site
from scraper.listings.counts import MOST_PAGES, counted, file_names
from scraper.listings.labels import is_next, is_number, names_next, names_number
from scraper.listings.opened import opened, scripts
from scraper.listings.page import Anchor, Page, Request, is_path

__all__ = ["MOST_PAGES", "as_requests", "counted", "guessed_pages", "linked_pages", "strays"]

# The last number of a path or of the parameter that counts pages.
_PAGE_NUMBER = re.compile(
    r"(?P<head>[?&](?:page|PageIndex|pageNo|pageNum|currPage|pn|p|cur_page)=)(?P<n>\d{1,4})(?P<tail>(?=&|$).*)"
    r"|(?P<head2>/[\w-]*?)(?P<n2>\d{1,4})(?P<tail2>(?:\.\w{2,5})?/?)$",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:点击)?查看更多|更多")
_COUNTS = re.compile(
    r"[?&](?:page|page_?(?:no|num|index)|curr?page|pn|p)=(?!1(?:&|$))\d+", re.IGNORECASE
)
#: A script that does something: not ``void(0)``, ``;`` or ``return false``.
_CALLED = re.compile(r"(?<!\w)(?!void|return|alert)[A-Za-z_$][\w.$]*\s*\(")


def linked_pages(page: Page) -> tuple[str, ...]:
    """Addresses behind 下一页, 尾页 and page numbers, gaps between them filled, in order.

    Without the page itself. On some sites such a link leads to another column: those beside
    the page or in a folder of its name count; without any, a 下一页 elsewhere on the site
    whose address counts pages.
    """
    found = [a.url for a in page.anchors if is_next(a) or is_number(a) or _is_more(a)]
    found += _chosen(page)
    beside = [url for url in found if _is_beside(page.base, url) and not _is_itself(page, url)]
    urls = list(dict.fromkeys(beside or _elsewhere(page)))
    return tuple(url for url in dict.fromkeys(_filled(urls)) if not _is_itself(page, url))


def _is_more(anchor: Anchor) -> bool:
    """查看更多 leads to another column, unless its address counts pages."""
    text = anchor.text.strip(" >›»…")
    return _MORE.fullmatch(text) is not None and _COUNTS.search(anchor.url) is not None


def strays(page: Page) -> tuple[str, ...]:
    """Remarks on a 下一页 that leads where no page of this list can be, or that is a script."""
    ways = [a.url for a in page.anchors if is_next(a) and not _is_itself(page, a.url)]
    ways += [
        script
        for element in page.clicked
        if names_next(element.text_content()) and opened(element) is None
        for script in scripts(element)
        if _CALLED.search(script)
    ]
    return tuple(
        f"a link to a next page was not followed: {way[:200]}"
        for way in list(dict.fromkeys(ways))[:3]
    )


def _elsewhere(page: Page) -> list[str]:
    found = (anchor.url for anchor in page.anchors if is_next(anchor))
    return [url for url in found if same_site(page.base, url) and _PAGE_NUMBER.search(url)]


def _is_itself(page: Page, url: str) -> bool:
    return url in (page.url, page.base) or same_page(url, page.base)


def _chosen(page: Page) -> Iterator[str]:
    """The pages of a list to choose from, whose script goes to what is chosen."""
    for select in page.tree.iter("select"):
        for option in select.iter("option") if select.get("onchange") else ():
            value = (option.get("value") or "").strip()
            url = page.absolute(value) if is_path(value) else None
            if url is not None and names_number(option.text_content()):
                yield url


def as_requests(urls: Iterable[str], page: Page) -> tuple[Request, ...]:
    """Plain requests for further pages of the column of a page."""
    return tuple(
        Request(url, column=page.request.column, notes=(("further", "1"),)) for url in urls
    )


def guessed_pages(page: Page, pages: int) -> tuple[Request, ...]:
    """Requests for page 2 to ``pages`` of a list that links to none of them.

    Each tries the usual names in order; what comes counts only if it lists something new
    below the column's folder (see `generic.read`).
    """
    rest = range(2, pages + 1)
    if not rest or "/" not in urlsplit(page.url).path:
        return ()
    return tuple(_guess(page, number) for number in rest)


def _guess(page: Page, number: int) -> Request:
    folder = urlsplit(page.url).path.rpartition("/")[0] + "/"
    first, *others = (
        Request(url, column=page.request.column, notes=(("guessed", folder),), probe=True)
        for url in dict.fromkeys(_names(page, number))
    )
    return replace(first, otherwise=tuple(others))


def _names(page: Page, number: int) -> Iterator[str]:
    """The names that further pages have, most usual first; ``number`` counts from 1."""
    url, told = page.url, file_names(page)
    if told is not None:
        yield urljoin(url, f"{told[0]}_{number - 1}{told[1]}")
        yield urljoin(url, f"{told[0]}_{number}{told[1]}")
    file = urlsplit(url).path.rpartition("/")[2]
    stem, dot, extension = file.partition(".")
    stem, extension = stem or "index", f".{extension}" if dot else ".html"
    yield urljoin(url, f"{stem}_{number - 1}{extension}")
    yield urljoin(url, f"{stem}_{number}{extension}")
    yield urljoin(url, f"{stem}{number}{extension}")
    yield urljoin(url, f"column-index-{number}.shtml")
    yield urljoin(url, f"{number}.html")
    yield f"{url}{'&' if '?' in url else '?'}page={number}"
    if not dot:
        yield f"{url.rstrip('/')}/{number}"


def _is_beside(here: str, there: str) -> bool:
    """Whether an address lies in the folder of the list or below, with or without ``www``."""
    a, b = urlsplit(here), urlsplit(there)
    return same_site(here, there) and b.path.startswith(a.path[: a.path.rindex("/") + 1])


def _filled(urls: list[str]) -> Iterator[str]:
    """The addresses, and those that lie between two that differ in their number only."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for url in urls:
        found = _PAGE_NUMBER.search(url)
        if found is None:
            yield url
            continue
        head = found["head"] or found["head2"]
        tail = found["tail"] if found["head"] else found["tail2"]
        key = (url[: found.start()] + head, tail)
        numbers.setdefault(key, []).append(int(found["n"] or found["n2"]))
    for (head, tail), seen in numbers.items():
        low, high = min(seen), min(max(seen), min(seen) + MOST_PAGES)
        # Down as the site counts: the first link named is the page that comes next.
        down = len(seen) > 1 and seen[0] > seen[-1]
        for number in range(high, low - 1, -1) if down else range(low, high + 1):
            yield f"{head}{number}{tail}"
