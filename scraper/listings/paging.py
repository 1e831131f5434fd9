"""The further pages of a listing, as far as the page itself links to them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.listings.page import Anchor, Page

_NEXT = re.compile(r"下一?页|后一?页|下一頁|next(?: ?page)?|[>›»]{1,2}", re.IGNORECASE)
# Not number 1: that is the page that the source names.
_NUMBER = re.compile(r"\[?\s*第?\s*(?!1\D|1$)\d{1,3}\s*页?\s*\]?")


def linked_pages(page: Page) -> tuple[str, ...]:
    """Addresses behind 下一页 and page numbers, in order, without the page itself.

    Only those beside the page count: on some sites such a link leads to another column.
    """
    found = [a.url for a in page.anchors if _is_paging(a) and _is_beside(page.url, a.url)]
    return tuple(url for url in dict.fromkeys(found) if url != page.url)


def _is_paging(anchor: Anchor) -> bool:
    texts = [text for text in (anchor.text, anchor.title) if text]
    return any(_NEXT.fullmatch(text) or _NUMBER.fullmatch(text) for text in texts)


def _is_beside(here: str, there: str) -> bool:
    a, b = urlsplit(here), urlsplit(there)
    return a.netloc == b.netloc and b.path.startswith(a.path[: a.path.rindex("/") + 1])
