"""Guangdong NFCMS: articles ``<column>/content/post_<id>.html`` beside static list pages.

The column's index page may show the newest report itself.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.listings import generic
from scraper.listings.page import ListingPage, Page

_ARTICLE = re.compile(r"/content/m?post_\d+\.html$")


def fingerprint(page: Page) -> bool:
    """The system's own variables, or articles with its names."""
    if "NFCMS_" in page.html:
        return True
    return any(_ARTICLE.search(urlsplit(anchor.url).path) for anchor in page.anchors)


def read(page: Page) -> ListingPage:
    """The reports on the page and the pages that it links to."""
    return generic.read(page)
