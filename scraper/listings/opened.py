"""Addresses that a page opens by script: ``onclick``, ``javascript:``, ``data-url``.

Nothing is run: only an address that stands in the mark-up as it is counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import html as lxml_html

_MOVED = re.compile(
    r"""(?:window\.open|location\.(?:assign|replace))\s*\(\s*(?P<q>["'])(?P<a>[^"']+)(?P=q)"""
    r"""|\blocation(?:\.href)?\s*=\s*(?P<q2>["'])(?P<b>[^"']+)(?P=q2)"""
)
#: ``openNews('/nb/2001.html')``: whatever the function, its argument is an address.
_QUOTED = re.compile(
    r"""["']((?:https?:/)?\.{0,2}/[^"'\s+]+|[\w./-]+\.(?:s?html?|jsp|aspx?)(?:\?[^"'\s+]*)?)["']"""
)
_DATA = ("data-url", "data-href", "data-link", "data-src-url")
_MARKS = re.compile(r"onclick|data-(?:url|href|link)", re.IGNORECASE)
#: A row is small.
_MOST_INSIDE = 60
#: Elements that hold a whole page or a form, not a row.
_WHOLE = {"html", "body", "table", "tbody", "ul", "ol", "form", "input", "script", "iframe"}


def is_script(href: str) -> bool:
    """Whether a link has no address of its own."""
    return not href or href.startswith("#") or href.lower().startswith("javascript:")


def opened(element: lxml_html.HtmlElement) -> str | None:
    """The address that an element opens by script, as written; None where none is printed."""
    for script in scripts(element):
        found = _MOVED.search(script)
        if found is not None:
            return str(found["a"] or found["b"])
        quoted = _QUOTED.search(script)
        if quoted is not None:
            return quoted[1]
    return next((value for name in _DATA if (value := (element.get(name) or "").strip())), None)


def scripts(element: lxml_html.HtmlElement) -> Iterator[str]:
    """What an element does when it is clicked."""
    yield element.get("onclick") or ""
    href = (element.get("href") or "").strip()
    if href.lower().startswith("javascript:"):
        yield href


def may_open(html: str) -> bool:
    """A quick look: whether elements other than links may open something."""
    return _MARKS.search(html) is not None


def is_row(element: lxml_html.HtmlElement) -> bool:
    """Whether an element that is no link acts as one: it opens something and holds no link."""
    if element.tag in _WHOLE or not (element.get("onclick") or any(map(element.get, _DATA))):
        return False
    inside = list(islice(element.iter(), _MOST_INSIDE + 1))
    links = (one for one in inside if one.tag == "a")
    return len(inside) <= _MOST_INSIDE and all(
        is_script((link.get("href") or "").strip()) for link in links
    )
