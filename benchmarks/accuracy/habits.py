"""Two ways of printing tables that older extractors have and no installed library shows.

Both drop an empty cell without a trace. One ends each cell with a bar, keeps the line break
of a paragraph in the cell, and fills rows up with bars (all but a table's last); the other
puts a bar on both sides of every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import html as lxml_html

_BLOCKS = frozenset(("p", "div", "h1", "h2", "h3", "li", "td", "th", "body", "br"))
Table = list[list[tuple[str, bool]]]


def filled_rows(page: str) -> str:
    return _printed(page, _filled)


def barred_cells(page: str) -> str:
    return _printed(page, _barred)


def _printed(page: str, printer: Callable[[Table, int], Iterator[str]]) -> str:
    lines: list[str] = []
    body = lxml_html.document_fromstring(page).find("body")
    for node in body if body is not None else ():
        _walk(node, lines, printer)
    return "\n".join(lines)


def _walk(
    node: lxml_html.HtmlElement, lines: list[str], printer: Callable[[Table, int], Iterator[str]]
) -> None:
    if not isinstance(node.tag, str) or node.tag in ("script", "style"):
        return
    if node.tag == "table" and node.find(".//table") is None:
        rows = [[_cell(cell) for cell in row.iter("td", "th")] for row in node.iter("tr")]
        width = max(
            (sum(_span(c) for c in row.iter("td", "th")) for row in node.iter("tr")), default=0
        )
        lines.extend(printer(rows, width))
        return
    if any(child.tag in _BLOCKS or child.tag == "table" for child in node.iterdescendants()):
        for child in node:
            _walk(child, lines, printer)
        return
    text = " ".join(node.text_content().split())
    if text:
        lines.append(text)


def _span(cell: lxml_html.HtmlElement) -> int:
    return int(cell.get("colspan") or 1)


def _cell(cell: lxml_html.HtmlElement) -> tuple[str, bool]:
    """Its words, and whether they end with a paragraph."""
    return " ".join(cell.text_content().split()), cell.find(".//p") is not None


def _filled(rows: Table, width: int) -> Iterator[str]:
    for number, row in enumerate(rows):
        shown = [(text, ends) for text, ends in row if text]
        printed = "".join(f"{text} |\n" if ends else f"{text} | " for text, ends in shown)
        missing = "|" * (width - len(shown)) if number < len(rows) - 1 else ""
        yield from (line.strip() for line in f"{printed.rstrip(chr(10))}{missing}".split("\n"))


def _barred(rows: Table, width: int) -> Iterator[str]:
    for row in rows:
        shown = "||".join(text for text, _ in row if text)
        yield f"|{shown}|"
