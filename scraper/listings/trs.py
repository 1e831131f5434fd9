"""TRS WCM (拓尔思): pages index.html, index_1.html …, of which a script knows the number.

The HTML holds no link to page 2; ``createPageHTML(pages, current, "index", "html")`` or a
variable such as ``countPage`` says how many there are.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page
from scraper.listings.paging import linked_pages

# Some templates name an element before the numbers.
_CALL = re.compile(
    r"""createPageHTML\s*\(\s*(?:["'][^"']*["']\s*,\s*)?(?P<pages>\w+)\s*,\s*\w+\s*,"""
    r"""\s*["'](?P<name>[\w-]+)["']\s*,\s*["'](?P<ext>\w+)["']"""
)
_VARIABLE = re.compile(r"\b(?:countPage|pageCount|totalPage|nPageCount)\s*=\s*[\"']?(\d+)")
# Templates keep old calls in comments. The // of an address follows a colon or a quote.
_COMMENT = re.compile(r"(^|[\s;>{}])//[^\n]*", re.MULTILINE)
_ARTICLE = re.compile(r"/t(?:20\d{6})?_?\d{5,}\.s?html?$")
_PAGE_NAME = re.compile(r"(?P<name>[\w-]*?)(?:_\d+)?\.(?P<ext>s?html?|jsp|aspx?)")
# A page count is the site's word; a wild one must not fill the memory.
_MOST_PAGES = 1000


def fingerprint(page: Page) -> bool:
    """The paging script, or articles named ``t20210129_8843764.html``."""
    if _CALL.search(page.html) is not None or "countPage" in page.html:
        return True
    return any(_ARTICLE.search(urlsplit(anchor.url).path) for anchor in page.anchors)


def read(page: Page) -> ListingPage:
    """The reports on the page and every further page that its script counts."""
    return read_page(page, _counted_pages(page) or linked_pages(page))


def _counted_pages(page: Page) -> tuple[str, ...]:
    script = _COMMENT.sub(r"\1", page.html)
    call, variable = _CALL.search(script), _VARIABLE.search(script)
    counts = [call["pages"] if call else "", variable[1] if variable else ""]
    pages = next((int(count) for count in counts if count.isdigit()), 0)
    name, extension = _file_name(page.url, call)
    urls = [
        urljoin(page.url, f"{name}_{number}.{extension}" if number else f"{name}.{extension}")
        for number in range(min(pages, _MOST_PAGES))
    ]
    # The first page is the listing's own address, whichever way it is spelled.
    return tuple(url for url in urls[1:] if url != page.url)


def _file_name(url: str, call: re.Match[str] | None) -> tuple[str, str]:
    if call is not None:
        return call["name"], call["ext"]
    named = _PAGE_NAME.fullmatch(urlsplit(url).path.rpartition("/")[2])
    return (named["name"] or "index", named["ext"]) if named else ("index", "html")
