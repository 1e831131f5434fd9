"""Which links of a listing page are annual reports, and the date beside each."""

from __future__ import annotations

import re
from datetime import date

from lxml import html as lxml_html

from parsers.title import Title, recognise
from scraper.listings.page import Anchor, LeftOut, ListedLink, ListingPage, Page

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?"
)
_SUBJECT = re.compile(r"公开|年报|年度报告")
_ROW_TAGS = ("li", "tr", "dl", "p")
_PAGE_TAGS = ("body", "html", "ul", "ol", "table", "tbody")
_ROW_DEPTH = 4
_ITEM_LENGTH = 6


def read_page(page: Page, next_urls: tuple[str, ...]) -> ListingPage:
    """Sort the links of a page into reports, left-out ones and the rest."""
    links: dict[str, ListedLink] = {}
    left_out: dict[str, LeftOut] = {}
    paging = {page.url, *next_urls}
    for anchor in page.anchors:
        if anchor.url in paging or anchor.url in links:
            continue
        found = _judge(anchor)
        if isinstance(found, ListedLink):
            links[anchor.url] = found
        elif found is not None:
            left_out.setdefault(anchor.url, found)
    return ListingPage(
        links=tuple(links.values()),
        left_out=tuple(entry for url, entry in left_out.items() if url not in links),
        next_urls=next_urls,
        items=frozenset(a.url for a in page.anchors if _is_item(a) and a.url not in paging),
    )


def _judge(anchor: Anchor) -> ListedLink | LeftOut | None:
    # The title attribute comes first: the text on the page is often cut off with an ellipsis.
    texts = [text for text in (anchor.title, _DATE.sub("", anchor.text).strip()) if text]
    titles = [(text, recognise(text)) for text in texts if _SUBJECT.search(text)]
    if not titles:
        return None
    listed_on = date_beside(anchor)
    for text, title in titles:
        # A column's own name (政府信息公开年报) reads like a report but has neither.
        if title.year is None and listed_on is None:
            continue
        if title.is_report:
            return ListedLink(anchor.url, text, listed_on)
        if title.derivative is not None and _about_report(title):
            return LeftOut(anchor.url, text, f"derivative: {title.derivative}")
    return None


def _about_report(title: Title) -> bool:
    return re.search(r"年报|报告", title.cleaned) is not None


def date_beside(anchor: Anchor) -> date | None:
    """The date that the list prints for a link: behind it, in its row, or in it."""
    row = _row(anchor.element)
    inside = anchor.element.text_content()
    texts = [anchor.element.tail or "", row.text_content().replace(inside, " ", 1)]
    following = row.getnext()
    if following is not None and isinstance(following.tag, str) and not _hrefs(following):
        texts.append(following.text_content())
    texts.append(inside)
    return next((found for text in texts if (found := _first_date(text)) is not None), None)


def _row(element: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The largest element around a link that holds no other link and is still a row."""
    row = element
    for _ in range(_ROW_DEPTH):
        parent = row.getparent()
        if parent is None or parent.tag in _PAGE_TAGS or len(_hrefs(parent)) > 1:
            break
        row = parent
        if row.tag in _ROW_TAGS:
            break
    return row


def _hrefs(element: lxml_html.HtmlElement) -> set[str]:
    found: set[str] = set()
    for anchor in element.iter("a"):
        found.add(anchor.get("href") or "")
        if len(found) > 1:
            break
    return found - {""}


def _first_date(text: str) -> date | None:
    for found in _DATE.finditer(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def _is_item(anchor: Anchor) -> bool:
    return max(len(anchor.text), len(anchor.title)) >= _ITEM_LENGTH
