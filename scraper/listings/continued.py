"""Where the rest of a page stands: its further pages, its frames, the page that it refreshes to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from scraper.listings.counts import without_comments
from scraper.listings.frames import frames
from scraper.listings.labels import is_next, numbered
from scraper.listings.page import Page
from scraper.listings.trs import CALL
from scraper.moved import script_target

#: Looked for one by one: a pattern of all would be tried at each of a page's characters.
_SIGNS = (
    *("<iframe", "<IFRAME", "<frame", "<FRAME", "refresh", "Refresh", "REFRESH", "createPage"),
    *('rel="next', "rel='next", "rel=next", "REL=", "&nbsp;页", "&nbsp;頁"),
)
_NEXT = re.compile(r"[下后]\s{0,9}一?\s{0,9}[页頁]")
_SECOND = re.compile(r"2[\]】]?\s{0,9}</[aA]")
_BEFORE_SECOND = re.compile(r">\s{0,9}[\[【]?$")
_REACH = 22
_REFRESH = re.compile(
    r"\s*(?P<wait>\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']+)", re.I
)
#: A page that waits longer than this shows something of its own.
_SOON = 5


def may_continue(html: str) -> bool:
    """A quick look: whether something of the page may stand elsewhere."""
    signs = any(sign in html for sign in _SIGNS)
    return signs or _has_next(html) or _has_second(html) or script_target(html) is not None


def _has_next(html: str) -> bool:
    """Whether 下一页 stands there, in whatever dress: 页 alone stands on every page."""
    for sign in "页頁":
        at = html.find(sign)
        while at >= 0:
            if _NEXT.search(html, max(0, at - _REACH), at + 1):
                return True
            at = html.find(sign, at + 1)
    return False


def _has_second(html: str) -> bool:
    """Whether a link is called 2."""
    return any(
        _BEFORE_SECOND.search(html, max(0, found.start() - _REACH), found.start())
        for found in _SECOND.finditer(html)
    )


def next_part(page: Page, first: str, number: int) -> str | None:
    """The address of that page of the article that begins at ``first``, as ``page`` links to it.

    Only under the first page's own name: 下一页 may lead to the next article.
    """
    names = list(_names(first, number))
    linked = {a.url for a in page.anchors if is_next(a) or numbered(a) == number}
    found = next((name for name in names if name in linked), None)
    return found or (names[0] if _counted(page, first) >= number else None)


def framed(page: Page) -> tuple[str, ...]:
    """The frames of the page on its own host that may hold its text."""
    return tuple(request.url for request in frames(page))


def refreshed(page: Page, header: str = "") -> str | None:
    """Where the page sends its visitors at once, by itself or by a script, but to itself.

    ``header`` is what its server says of it (``Refresh: 0; url=…``).
    """
    metas = page.tree.iter("meta")
    named = (m for m in metas if (m.get("http-equiv") or "").strip().lower() == "refresh")
    for told in (header, *(one.get("content") or "" for one in named)):
        found = _REFRESH.match(told)
        url = page.absolute(found["url"].strip()) if found and int(found["wait"]) <= _SOON else None
        if url is not None and url not in (page.url, page.base):
            return url
    url = page.absolute(script_target(page.html) or "")
    return None if url in (page.url, page.base) else url


def _names(first: str, number: int) -> Iterator[str]:
    """What page ``number`` may be called, counted from 1; systems count from 0 or from 1."""
    parts = urlsplit(first)
    file = parts.path.rpartition("/")[2] or "index.html"
    stem, dot, ending = file.rpartition(".")
    if stem:
        yield urljoin(first, f"{stem}_{number - 1}{dot}{ending}")
        yield urljoin(first, f"{stem}_{number}{dot}{ending}")
        yield urljoin(first, f"{stem}-{number}{dot}{ending}")
    joint = "&" if parts.query else "?"
    yield from (f"{first}{joint}{name}={number}" for name in ("page", "p", "pageNo", "pn"))


def _counted(page: Page, first: str) -> int:
    """The pages that a script of the system counts under the first page's own name."""
    call = CALL.search(without_comments(page.html))
    stem = urlsplit(first).path.rpartition("/")[2].rpartition(".")[0]
    is_own = call is not None and call["name"] == stem and call["pages"].isdigit()
    return int(call["pages"]) if call is not None and is_own else 0
