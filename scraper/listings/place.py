"""What a link that says nothing of itself is by its place: a cell of a table, under a heading.

Columns of annual reports are often a table of bodies and years whose links all say 查看.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import html as lxml_html

from scraper.listings.page import squeeze

_MUTE = re.compile(
    r"(?:点击|在线|立即)?(?:查看|浏览|阅读|下载|打开|进入|预览)(?:详情|详细|全文|原文|内容|附件|报告|年报)?|详情|详细|全文|链接|原文"
    r"|(?:政府信息公开)?(?:工作)?(?:年报|年度(?:工作)?报告)|报告|pdf|word|html|[√✓●◆■☆★]|有|已公开|已发布",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong", "b", "th", "p", "div", "span")
_LONGEST = 40
_CLIMB, _BACK, _MOST_CELLS, _PIECES = 6, 3, 60, 40


def says_nothing(text: str) -> bool:
    """Whether a link's text names neither a body nor a year: 查看, 年度报告, PDF."""
    return _MUTE.fullmatch(text.strip("[]【】()（）>»· ").replace(" ", "")) is not None


def told_by_place(element: lxml_html.HtmlElement) -> tuple[str, ...]:
    """The heads of a link's row and column, or the heading above it; () where none is near."""
    cell = next((one for one in _around(element) if one.tag in ("td", "th")), None)
    found = _heads(cell) if cell is not None else ()
    return found or tuple(_heading(element))


def _around(element: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    for _ in range(_CLIMB):
        yield element
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return
        element = parent


def _heads(cell: lxml_html.HtmlElement) -> tuple[str, ...]:
    row = cell.getparent()
    table = next((one for one in cell.iterancestors("table")), None)
    first = next(table.iter("tr"), None) if table is not None else None
    if row is None or first is None:
        return ()
    cells = list(row)[:_MOST_CELLS]
    at = sum(_span(one) for one in cells[: cells.index(cell)]) if cell in cells else 0
    heads = [one for one in cells if one is not cell and not _has_link(one)][:2]
    # Where a cell of a row above reaches down into this one, nothing tells which head is over it.
    is_even = sum(map(_span, row)) == sum(map(_span, first))
    above = [_over(first, at)] if is_even and first is not row else []
    return tuple(text for text in map(_short, [*heads, *above]) if text)


def _over(first: lxml_html.HtmlElement, at: int) -> lxml_html.HtmlElement | None:
    """The cell of the first row that stands over a place."""
    for one in list(first)[:_MOST_CELLS]:
        at -= _span(one)
        if at < 0:
            return one
    return None


def _span(cell: lxml_html.HtmlElement) -> int:
    written = cell.get("colspan") or "1"
    return int(written) if written.isdecimal() and len(written) < 3 else 1


def _heading(element: lxml_html.HtmlElement) -> Iterator[str]:
    for one in _around(element):
        before = one.getprevious()
        for _ in range(_BACK):
            if before is None:
                break
            is_head = before.tag in _HEADINGS and not _has_link(before)
            if is_head and (text := _short(before)):
                yield text
                return
            before = before.getprevious()


def _short(element: lxml_html.HtmlElement | None) -> str:
    """The text of a small element; "" of one that is no head: it may hold half the page."""
    if element is None:
        return ""
    pieces = [piece[: _LONGEST * 4] for piece in islice(element.itertext(), _PIECES + 1)]
    text = squeeze("".join(pieces))
    return text if len(pieces) <= _PIECES and len(text) <= _LONGEST else ""


def _has_link(element: lxml_html.HtmlElement) -> bool:
    return any(one.tag == "a" and one.get("href") for one in islice(element.iter(), _PIECES))
