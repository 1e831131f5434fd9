"""TRS WCM (拓尔思): pages index.html, index_1.html …, of which a script knows the number.

The HTML holds no link to page 2; ``createPageHTML(pages, current, "index", "html")`` or a
variable such as ``countPage`` says how many there are.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from scraper.listings import generic
from scraper.listings.counts import without_comments
from scraper.listings.links import read_page
from scraper.listings.page import ListingPage, Page
from scraper.listings.paging import MOST_PAGES, as_requests

#: The paging script's call, of lists and of articles. Some templates name an element first.
CALL = re.compile(
    r"""createPage(?:HTML)?\s*\(\s*(?:["'][^"']*["']\s*,\s*)?(?:["'](?=\d))?(?P<pages>\w+)["']?\s*,"""
    r"""\s*(?:["'](?=\d))?(?P<at>\w+)["']?\s*,"""
    r"""\s*["'](?P<name>[\w-]+)["']\s*,\s*["'](?P<ext>\w+)["']"""
)
_VARIABLE = re.compile(
    r"(?<![\w.-])(?:m_)?(?:countPage|pageCount|totalPage|nPageCount|contenpage)\s*=\s*[\"']?(\d+)"
)
_ARTICLE = re.compile(r"/t(?:20\d{6})?_?\d{5,}\.s?html?$")
_PAGE_NAME = re.compile(r"(?P<name>[\w-]*?)(?P<number>_\d+)?\.(?P<ext>s?html?|jsp|aspx?)")


def fingerprint(page: Page) -> bool:
    """The paging script, or articles named ``t20210129_8843764.html``."""
    if CALL.search(page.html) is not None or "countPage" in page.html:
        return True
    return any(_ARTICLE.search(urlsplit(anchor.url).path) for anchor in page.anchors)


def read(page: Page) -> ListingPage:
    """The reports on the page and every further page that its script counts."""
    # What the first page counted is asked for already; later pages call it the same way.
    counted = () if page.request.note("further") else counted_pages(page)
    return read_page(page, as_requests(counted, page)) if counted else generic.read(page)


def counted_pages(page: Page) -> tuple[str, ...]:
    """The addresses of every page but the first that the paging script counts."""
    script = without_comments(page.html)
    call, variable = CALL.search(script), _VARIABLE.search(script)
    counts = [call["pages"] if call else "", variable[1] if variable else ""]
    pages = min(next((int(count) for count in counts if count.isdigit()), 0), MOST_PAGES)
    name, extension = _file_name(page.url, call)
    first = 1 if call is not None and _counts_from_one(page.url, call) else 0
    urls = [
        urljoin(page.url, f"{name}_{number}.{extension}")
        for number in range(first + 1, first + pages)
    ]
    # The first page is the listing's own address, whichever way it is spelled.
    return tuple(url for url in urls if url != page.url)


def _counts_from_one(url: str, call: re.Match[str]) -> bool:
    """Whether page 2 is called name_2: on page 1 the script's own number of it tells."""
    file = _PAGE_NAME.fullmatch(urlsplit(url).path.rpartition("/")[2])
    return call["at"] == "1" and (file is None or file["number"] is None)


def _file_name(url: str, call: re.Match[str] | None) -> tuple[str, str]:
    if call is not None:
        return call["name"], call["ext"]
    named = _PAGE_NAME.fullmatch(urlsplit(url).path.rpartition("/")[2])
    return (named["name"] or "index", named["ext"]) if named else ("index", "html")
