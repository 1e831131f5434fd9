"""博达 VSB and webplus: static pages, of which VSB counts the older ones down.

VSB: ``name.htm`` is the newest page, then ``name/11.htm`` … ``name/1.htm``; articles
``/info/<tree>/<id>.htm``. webplus: ``list.htm``, ``list2.htm`` …, the number of pages in
``em.all_pages``; articles ``/2021/0129/c123a456/page.htm``.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from scraper.listings import generic
from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page
from scraper.listings.paging import MOST_PAGES, as_requests

_ARTICLE = re.compile(r"/info/\d+/\d+\.htm$|/c\d+a\d+/page(?:m)?\.htm$")
_LIST = re.compile(r"/list\.htm$")
_ALL_PAGES = re.compile(r"all_pages[^>]*>\s*(\d{1,4})\s*<")


def fingerprint(page: Page) -> bool:
    """Articles with the names of either system."""
    return any(_ARTICLE.search(urlsplit(anchor.url).path) for anchor in page.anchors)


def read(page: Page) -> ListingPage:
    """The reports on the page and the pages that it links to or counts."""
    count = _ALL_PAGES.search(page.html)
    if count is None or _LIST.search(urlsplit(page.url).path) is None:
        return generic.read(page)
    pages = min(int(count[1]), MOST_PAGES)
    urls = (urljoin(page.url, f"list{number}.htm") for number in range(2, pages + 1))
    return read_page(page, as_requests(urls, page))
