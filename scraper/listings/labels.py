"""What links to further pages are called: 下一页 in all its dress, 尾页, page numbers."""

from __future__ import annotations

import re
import unicodedata

from scraper.listings.page import Anchor

_NEXT = re.compile(
    r"[向往]?[下后]一?[页頁](?:面|[(]?\d{1,4}(?:/\d{1,4})?[)]?)?|下翻|next(?:page)?"
    r"|(?:点击)?(?:加载|载入|显示)更多(?:内容|数据|信息)?"
    r"|(?:较旧|较早|更早|旧)的?(?:文章|内容|日志|信息|条目)?|older(?:posts?|entries)?",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:尾|末|最[后末]一?)[页頁]|last(?:page)?", re.IGNORECASE)
# Not number 1: that is the page that the source names.
_NUMBER = re.compile(r"第?(?!1\D|1$)\d{1,3}[页頁]?")
_BRACKETED = re.compile(r"[\[【<〔-]*(.*?)[\]】>〕-]*")
_DRESS = "[]【】〔〕()<>《》〈〉‹›«»←→⇐⇒▶►▷◀◄❯❮➡→.…|·:：,，-–—_*"
_FORWARD = re.compile(r"[>›»→⇒▶►▷❯➡〉》]{1,3}")
_NEXT_CLASS = re.compile(r"(?:^|[-_\s])next(?:[-_]?page)?(?:$|\s)|pagenext", re.IGNORECASE)


def is_next(anchor: Anchor) -> bool:
    """Whether a link says that it leads to the next or the last page."""
    texts = _texts(anchor)
    if any(names_next(text) for text in texts):
        return True
    element = anchor.element
    if "next" in (element.get("rel") or "").lower().split():
        return True
    return not texts and _NEXT_CLASS.search(element.get("class") or "") is not None


def names_next(text: str) -> bool:
    """Whether a text is that of a link to the next or the last page."""
    bare = _bare(text)
    core = bare.strip(_DRESS)
    if not core:
        return _FORWARD.fullmatch(bare) is not None
    return any(p.fullmatch(core) for p in (_NEXT, _LAST))


def is_number(anchor: Anchor) -> bool:
    """Whether a link is called by the number of a page, from 2 on."""
    return any(names_number(text) for text in _texts(anchor))


def numbered(anchor: Anchor) -> int:
    """The page number by which a link is called; 0 when it is called otherwise."""
    labels = (text for text in _texts(anchor) if names_number(text))
    digits = (re.sub(r"\D", "", unicodedata.normalize("NFKC", text)) for text in labels)
    return next((int(number) for number in digits if number), 0)


def names_number(text: str) -> bool:
    """Whether a text is the number of a page, from 2 on."""
    found = _BRACKETED.fullmatch(_bare(text))
    return found is not None and _NUMBER.fullmatch(found[1]) is not None


def _texts(anchor: Anchor) -> list[str]:
    """What a link is called, by its text, its tips and its pictures."""
    element = anchor.element
    pictures = list(element.iter("img")) if not anchor.text else []
    shown = [image.get(name) or "" for image in pictures for name in ("alt", "title")]
    found = [anchor.text, anchor.title, element.get("aria-label") or "", *shown]
    return [text for text in found if text.strip()]


def _bare(text: str) -> str:
    """A short text without blanks, full-width signs as plain ones; a long one is no label."""
    return "" if len(text) > 40 else "".join(unicodedata.normalize("NFKC", text).split())
