"""The further pages of a listing, as far as the page itself links to them or counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from scraper.listings.page import Anchor, Page, Request

_NEXT = re.compile(r"下一?页|后一?页|下一頁|next(?: ?page)?|[>›»]{1,2}", re.IGNORECASE)
_LAST = re.compile(r"(?:尾|末|最后一)页|尾頁|last(?: ?page)?", re.IGNORECASE)
# Not number 1: that is the page that the source names.
_NUMBER = re.compile(r"\[?\s*第?\s*(?!1\D|1$)\d{1,3}\s*页?\s*\]?")
_COUNTED = re.compile(
    r"\b(?:contenpage|totalPages?|pageCount|countPage|nPageCount|page_count)\b[\"']?\s*[=:]\s*[\"']?(\d{1,4})\b"
    r"|共\s*(?:<[^>]+>\s*)*(\d{1,4})\s*(?:<[^>]+>\s*)*页"
)
# The last number of a path or of the parameter that counts pages.
_PAGE_NUMBER = re.compile(
    r"(?P<head>[?&](?:page|PageIndex|pageNo|pageNum|currPage|pn|p|cur_page)=)(?P<n>\d{1,4})(?P<tail>(?=&|$).*)"
    r"|(?P<head2>/[\w-]*?)(?P<n2>\d{1,4})(?P<tail2>(?:\.\w{2,5})?/?)$",
    re.IGNORECASE,
)
# A page count is the site's word; a wild one must not fill the memory.
MOST_PAGES = 1000


def linked_pages(page: Page) -> tuple[str, ...]:
    """Addresses behind 下一页, 尾页 and page numbers, gaps between them filled, in order.

    Without the page itself, and only those beside it or in a folder of its name: on some
    sites such a link leads to another column.
    """
    found = [a.url for a in page.anchors if _is_paging(a) and _is_beside(page.base, a.url)]
    urls = list(dict.fromkeys(found))
    return tuple(url for url in dict.fromkeys(_filled(urls)) if url not in (page.url, page.base))


def as_requests(urls: Iterable[str], page: Page) -> tuple[Request, ...]:
    """Plain requests for further pages of the column of a page."""
    return tuple(
        Request(url, column=page.request.column, notes=(("further", "1"),)) for url in urls
    )


def counted(page: Page) -> int:
    """How many pages a script or the text says there are; 0 when neither does."""
    numbers = [int(a or b) for a, b in _COUNTED.findall(page.html)]
    return min(max(numbers, default=0), MOST_PAGES)


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
        for url in _names(page.url, number)
    )
    return replace(first, otherwise=tuple(others))


def _names(url: str, number: int) -> Iterator[str]:
    """The names that further pages have, most usual first; ``number`` counts from 1."""
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


def _is_paging(anchor: Anchor) -> bool:
    texts = [text for text in (anchor.text, anchor.title) if text]
    return any(p.fullmatch(text) for text in texts for p in (_NEXT, _LAST, _NUMBER))


def _is_beside(here: str, there: str) -> bool:
    a, b = urlsplit(here), urlsplit(there)
    return a.netloc == b.netloc and b.path.startswith(a.path[: a.path.rindex("/") + 1])


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
