"""Links, images and embedded files of a document, each with the block that it stands in.

Nearly every report is read without them, so they are taken from the tree only when asked
for: to say where a table is that stands on the page as an image, to tell a list of
reports from a report, to find the address that a copy was made of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal
from urllib.parse import unquote, urljoin

from parsers.document import Document

Kind = Literal["link", "image", "frame", "resource"]
_ADDRESS_OF = {
    "a": ("link", "href"),
    "img": ("image", "src"),
    "iframe": ("frame", "src"),
    "embed": ("frame", "src"),
    "object": ("frame", "data"),
    "script": ("resource", "src"),
    "link": ("resource", "href"),
}
_SUFFIXES = "docx|doc|pdf|xlsx|xls|wps|et|ofd|rtf|zip|rar|7z"
_FILE = re.compile(rf"\.(?:{_SUFFIXES})(?=$|[?#&/])", re.IGNORECASE)
_FILE_NAME = re.compile(rf"[^\s\"'<>()\[\]]{{1,200}}\.(?:{_SUFFIXES})(?![a-z0-9])", re.IGNORECASE)
_MARKDOWN_IMAGE = re.compile(r"!\[[^\]]{0,200}\]\(([^()\s]{1,500})\)")
#: Icons, counters, QR codes and banners are no scanned tables.
_DECORATION = re.compile(
    r"icon|logo|share|qrcode|ewm|erweima|weixin|wechat|weibo|banner|blank|spacer|loading|nav|"
    r"arrow|btn|button|(?:^|/)(?:top|bg|dzjg|zfwzzc|gongan|beian|jubao|print|close|red|blue)[\w-]*\.",
    re.IGNORECASE,
)
_SMALLEST = 150
_TEXT_BOUND = 300
_MOST_PIECES = 50


@dataclass(frozen=True, slots=True)
class Reference:
    """One address on the page. ``block`` is the block before or at it, -1 before the first."""

    kind: Kind
    block: int
    url: str
    text: str

    @property
    def is_file(self) -> bool:
        """Whether it leads to a document (Word, PDF, WPS …) or a packed one."""
        return bool(_FILE.search(unquote(self.url)) or _FILE.search(self.text))


@dataclass(slots=True)
class References:
    """What a page refers to, in reading order; addresses as printed."""

    links: list[Reference] = field(default_factory=list)
    images: list[Reference] = field(default_factory=list)
    frames: list[Reference] = field(default_factory=list)
    resources: list[Reference] = field(default_factory=list)

    @property
    def files(self) -> list[Reference]:
        """Attachments: links to documents, and documents shown in a frame."""
        return [one for one in (*self.links, *self.frames) if one.is_file]


def references(document: Document) -> References:
    """Every link, image, frame and resource; of a text, the files and images it names."""
    found = References()
    if document.tree is None:
        _from_text(document, found)
        return found
    elements = [block.element or 0 for block in document.own_blocks]
    lists = {
        "link": found.links,
        "image": found.images,
        "frame": found.frames,
        "resource": found.resources,
    }
    for number, node in enumerate(document.tree.iter("*"), 1):
        kind, name = _ADDRESS_OF.get(node.tag, ("", ""))
        address = (node.get(name) or "").strip() if kind else ""
        if not address or (kind == "image" and not _is_content(node, address)):
            continue
        text = node.get("alt") or node.get("title") or ""
        if kind == "link":
            shown = " ".join("".join(islice(node.itertext(), _MOST_PIECES)).split())
            # A list cuts long names off and keeps them whole in the attribute.
            text = (
                text if shown.endswith(("…", "...")) and len(text) > len(shown) else shown or text
            )
        block = bisect_right(elements, number) - 1
        lists[kind].append(Reference(kind, block, address, text[:_TEXT_BOUND]))  # type: ignore[arg-type]
    return found


def absolute(address: str, base: str | None) -> str:
    """The full address, where the document's own is known."""
    if base is None or address.startswith("data:"):
        return address[:_TEXT_BOUND]
    try:
        return urljoin(base, address)
    except ValueError:  # what a page writes between quotes need not be an address
        return address


def _is_content(node: object, address: str) -> bool:
    get = node.get  # type: ignore[attr-defined]
    for name in ("width", "height"):
        size = (get(name) or "").strip().removesuffix("px")
        if size.isdecimal() and int(size[:6]) < _SMALLEST:
            return False
    if address.startswith("data:"):
        return len(address) > 10_000
    return not _DECORATION.search(address)


def _from_text(document: Document, found: References) -> None:
    found.images += [Reference("image", at, address, "") for at, address in document.pictures]
    for index, block in enumerate(document.blocks):
        text = block.text
        if "![" in text:
            found.images += [
                Reference("image", index, match.group(1), "")
                for match in _MARKDOWN_IMAGE.finditer(text)
            ]
        if "." in text and len(text) < 2_000 and (name := _FILE_NAME.search(text)):
            found.links.append(Reference("link", index, name.group(), text.strip()[:_TEXT_BOUND]))
