"""Rows that a page's own scripts hold: ``document.write('<li>…')``, arrays of titles and addresses.

No script is run: only links and rows that stand there in full count, none that is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from scraper.listings.counts import without_comments
from scraper.listings.page import Page, is_path

_HOLDERS = ("script", "textarea", "template", "xmp")
_LINK = re.compile(
    r"<a\s[^<>]{0,600}>(?:(?!</?a\b).){0,400}?</a\s*>[^<]{0,20}(?:<(?:span|i|em|b)\b[^<>]*>[^<]{0,30})?",
    re.IGNORECASE | re.DOTALL,
)
_MADE = re.compile(r"[\"']\s*\+|\+\s*[\"']|\$\{|\{\{")
_OBJECT = re.compile(r"\{[^{}]{10,1500}\}")
_PAIR = re.compile(r"""["']?(\w{1,30})["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)')""")
_TITLE = re.compile(r"title$|^(?:name|subject|bt)$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:url|link|href)$", re.IGNORECASE)
_DAY = re.compile(r"date|time", re.IGNORECASE)
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})")
_MOST = 500


def written(page: Page) -> Page | None:
    """The rows in scripts and hidden fields, as a piece of the page; None where there are none."""
    if "公开" not in page.html and "\\u516c" not in page.html.lower():
        return None
    rows: list[str] = []
    for element in page.tree.iter(*_HOLDERS):
        text = element.text or ""
        if len(text) > 40 and ("公" in text or "\\u516c" in text.lower()) and len(rows) < _MOST:
            rows += _rows(_plain(text))
    return page.part("".join(f"<li>{row}</li>" for row in rows[:_MOST])) if rows else None


def _plain(code: str) -> str:
    """The text with what scripts escape undone, without its comments."""
    code = _CODED.sub(lambda found: chr(int(found[1], 16)), without_comments(code))
    return code.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")


def _rows(text: str) -> Iterator[str]:
    if "<a" in text:
        yield from (found for found in _LINK.findall(text) if not _MADE.search(found))
    for found in _OBJECT.findall(text):
        pairs = {key: double or single for key, double, single in _PAIR.findall(found)}
        title, url = (_of(pairs, wanted) for wanted in (_TITLE, _ADDRESS))
        if title and is_path(url):
            shown = escape(unescape(title))
            yield f'<a href="{escape(url)}">{shown}</a> {escape(_of(pairs, _DAY))}'


def _of(pairs: dict[str, str], wanted: re.Pattern[str]) -> str:
    return next((value for key, value in pairs.items() if value and wanted.search(key)), "")
