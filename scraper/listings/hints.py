"""A quick look at text: can it name a document or a flip-book at all?

Resolving every link of a page costs many times what fetching it costs, and most pages
name no file. A look may say yes for nothing, but never no where a link leads to one: it
reads the text as links are read, with character references and percent signs undone.
"""

from __future__ import annotations

import re
from html import unescape

#: What the name of a document ends with.
EXTENSIONS = ("pdf", "doc", "docx", "wps", "ofd", "xls", "xlsx", "et", "rtf", "zip", "rar")
BOOK = "basic-html"
# urlsplit takes these out of an address wherever they stand.
_DROPPED = r"[\t\r\n]*"
_FILE = re.compile(
    rf"\.{_DROPPED}(?:{'|'.join(_DROPPED.join(kind) for kind in EXTENSIONS)})(?!\w)",
    re.IGNORECASE,
)
_HANDING = ("/down", "/Down", "ownload", "ownfile", "ownFile", "attach", "Attach", "file=")
#: What the text of a report says: a page that has it need not be searched for another.
_TEXT = ("总体情况", "总体要求", "年12月31日", "主动公开政府信息", "行政诉讼")
_BOOK = re.compile(_DROPPED.join(BOOK))
_ESCAPED = re.compile("%([0-7][0-9A-Fa-f])")
#: What can stand for a letter, a point or white space of an address.
_HIDES = re.compile("&(?:#|period|percnt|Tab|NewLine|fjlig)|%[0-7][0-9A-Fa-f]")


def may_name_file(text: str) -> bool:
    """Whether an address in the text may be that of a document."""
    return _FILE.search(_plain(text) if _HIDES.search(text) else text) is not None


def _has_text(text: str) -> bool:
    return any(part in text for part in _TEXT)


def may_hand_out(text: str) -> bool:
    """Whether a page without a report's text may lead to a script that hands out files."""
    return not _has_text(text) and any(sign in text for sign in _HANDING)


def may_list(text: str) -> bool:
    """Whether a page without a report's text may be a list of reports."""
    return "公开" in text and not _has_text(text) and text.count("<a ") > 1


def may_name_book(text: str) -> bool:
    """Whether an address in the text may be that of a page of a flip-book."""
    return _BOOK.search(unescape(text) if _HIDES.search(text) else text) is not None


def _plain(text: str) -> str:
    """The text with references undone, and percent signs as often as viewers undo them."""
    if "&" in text:
        text = unescape(text)
    for _ in range(3):
        if "%" not in text:
            break
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return text
