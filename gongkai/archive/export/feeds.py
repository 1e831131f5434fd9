"""The events as an Atom feed (RFC 4287) and a JSON Feed (version 1.1)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

from gongkai import __version__
from gongkai.archive.export.events import Event

ATOM_FILE, JSON_FILE = "feed.xml", "feed.json"
_ATOM = "http://www.w3.org/2005/Atom"
_JSON = "https://jsonfeed.org/version/1.1"
TITLE = "政府信息公开年度报告：新增、变动、撤下 · Annual reports: new, changed, withdrawn"
_WORDS = {
    "new": "新增 · New",
    "changed": "变动 · Changed",
    "withdrawn": "撤下 · Withdrawn",
    "restored": "撤下后恢复 · Withdrawn, then restored",
}
_CAUSES = {
    "page": "网页有改动 · The page changed",
    "parser": "网页未变，读法有变 · Same page, read differently",
    "other_page": "改以另一网页为准 · Another page counts now",
    "page_or_parser": "网页与读法皆变 · Page and parser changed",
}
#: What no XML document may hold (XML 1.0, production 2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_WEB = re.compile("https?://", re.IGNORECASE)
_URI = ";/?:@&=+$,-_.!~*'()#[]%"


@dataclass(frozen=True, slots=True)
class Feed:
    """``events`` newest first; ``updated_at`` (UTC) counts when there are none.

    ``base``: the address of the folder that the feeds will be published in, if known.
    """

    id: str
    events: list[Event]
    updated_at: str
    base: str | None = None

    def address(self, name: str) -> str | None:
        """Where a feed will be found."""
        return urljoin(self.base.rstrip("/") + "/", name) if self.base else None


def atom(feed: Feed) -> bytes:
    """The Atom document."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(root, "id", feed.id)
    _add(root, "title", TITLE)
    _add(root, "updated", feed.events[0].updated_at if feed.events else feed.updated_at)
    _add(_add(root, "author"), "name", "gongkai")
    _add(root, "generator", "gongkai", version=__version__)
    here = feed.address(ATOM_FILE)
    if here:
        _add(root, "link", rel="self", type="application/atom+xml", href=here)
    for event in feed.events:
        _entry(root, event)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(root: ElementTree.Element, event: Event) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", event.id)
    _add(entry, "title", headline(event))
    _add(entry, "published", event.happened_at)
    _add(entry, "updated", event.updated_at)
    link = http_address(event.url)
    if link:
        _add(entry, "link", rel="alternate", href=link)
    for term in _terms(event):
        _add(entry, "category", term=term)
    _add(entry, "content", _content(event), type="html")


def _add(
    parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, tag, {k: _clean(v) for k, v in attributes.items()})
    found.text = None if text is None else _clean(text)
    return found


def json_feed(feed: Feed) -> bytes:
    """The JSON Feed document."""
    about: dict[str, Any] = {"version": _JSON, "title": TITLE, "language": "zh-CN"}
    here = feed.address(JSON_FILE)
    if here:
        about["feed_url"] = here
    about["authors"] = [{"name": "gongkai"}]
    about["items"] = [_item(event) for event in feed.events]
    return (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()


def _item(event: Event) -> dict[str, Any]:
    link = http_address(event.url)
    return {
        "id": event.id,
        **({"url": link} if link else {}),
        "title": headline(event),
        "content_html": _content(event),
        "date_published": event.happened_at,
        "date_modified": event.updated_at,
        "tags": list(_terms(event)),
    }


def headline(event: Event) -> str:
    """One line: what happened to whose report."""
    word = _WORDS["restored" if event.restored else event.what]
    scope = "" if event.scope in ("own_agency", "unknown") else f" ({event.scope})"
    return _clean(" ".join(f"{word}: {event.agency} {event.year}{scope}".split()))


def http_address(url: str) -> str | None:
    """An address that a reader may follow, in ASCII; None for anything but http and https."""
    url = url.strip()
    try:
        known = bool(_WEB.match(url) and urlsplit(url).hostname)
    except ValueError:
        return None
    return quote(_BARE_PERCENT.sub("%25", url), safe=_URI) if known else None


def _terms(event: Event) -> Iterator[str]:
    yield event.what
    yield str(event.year)
    yield event.scope
    if event.cause:
        yield event.cause


def _content(event: Event) -> str:
    """HTML in which everything that came from a page is text."""
    lines: Iterable[str] = (line for line in (event.title, event.report_id) if line)
    parts = [f"<p>{_text(line)}</p>" for line in lines]
    if event.cause:
        parts.append(f"<p>{_text(_CAUSES.get(event.cause, event.cause))}</p>")
    if event.cells:
        changed = "".join(
            f"<li>{_text(cell.label)} (<code>{_text(cell.place)}</code>): "
            f"{_value(cell.before)} → {_value(cell.after)}</li>"
            for cell in event.cells
        )
        parts.append(f"<ul>{changed}</ul>")
    more = event.cell_count - len(event.cells)
    if more > 0:
        parts.append(f"<p>另有 {more} 处，见 version_changes · {more} more in version_changes</p>")
    return "".join(parts)


def _value(value: object) -> str:
    return "（空 · none）" if value is None else _text(str(value))


def _text(text: str) -> str:
    return html.escape(_clean(text))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
