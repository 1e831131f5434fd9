"""The date that a list prints beside a link."""

from __future__ import annotations

from datetime import date

from lxml import html as lxml_html

from scraper.listings.answers import dates_in

_ROW_TAGS = ("li", "tr", "dl", "p")
_PAGE_TAGS = ("body", "html", "ul", "ol", "table", "tbody")
_ROW_DEPTH = 4


def date_beside(element: lxml_html.HtmlElement) -> date | None:
    """The date that the list prints for a link: behind it, in its row, or in it."""
    row = _row(element)
    inside = element.text_content()
    texts = [element.tail or "", row.text_content().replace(inside, " ", 1)]
    following = row.getnext()
    if following is not None and isinstance(following.tag, str) and not _hrefs(following):
        texts.append(following.text_content())
    texts.append(inside)
    return next((found for text in texts for found in dates_in(text)), None)


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
