"""How many pages a listing has, as far as its text or its scripts say so."""

from __future__ import annotations

import re
from html import unescape

from scraper.listings.answers import setting
from scraper.listings.labels import names_next, names_number
from scraper.listings.opened import scripts
from scraper.listings.page import Page

#: A page count is the site's word; a wild one must not fill the memory.
MOST_PAGES = 1000
_VARIABLE = re.compile(
    r"(?<![\w.-])(?:m_)?(?:contenpage|totalPages?|pageCount|countPages?|nPageCount|page_count|pageTotal|total_pages?)\b"
    r"[\"']?\s*[=:]\s*[\"']?(\d{1,4})\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\bcreatePage(?:HTML|Nav|Link)?\s*\(\s*(?:[\"'][^\"'\d][^\"']*[\"']\s*,\s*)?[\"']?(\d{1,4})[\"']?\s*,",
    re.IGNORECASE,
)
#: ``Pager({size: 2, current: 0, prefix: 'list', suffix: 'html'})``
_PAGER = re.compile(r"\bPager\s*\(\s*\{([^{}]*)\}")
_SIZE = re.compile(r"[\"']?\bsize[\"']?\s*:\s*[\"']?(\d{1,4})\b")
_TEXTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[共总](?:计|共|有)?(\d{1,4})[页頁]",
        r"(?:总|共有?)[页頁]数?[:为]?(\d{1,4})(?!\d)",
        r"第\d{1,4}[页頁]?/[共总]?(\d{1,4})[页頁]",
        r"(?:页次|页码|页数|当前页?)[:]?第?\d{1,4}[页頁]?/[共总]?(\d{1,4})(?!\d)",
        r"[Pp]age\d{1,4}of(\d{1,4})(?!\d)",
    )
)
#: As scripts write it, with tags in between.
_WRITTEN = re.compile(r"共\s*(?:<[^>]+>\s*)*(\d{1,4})\s*(?:<[^>]+>\s*)*页")
_FURTHER = re.compile(r"[下后]一?[页頁]|[尾末][页頁]|next", re.IGNORECASE)
_EACH = re.compile(r"每[页頁](?:显示)?(\d{1,3})(?:条|行|项|个|篇)")
_ROWS = re.compile(
    r"[共总](?:计|共|有|数)?:?(\d{1,6})(?:条|项|篇|个)?(?:记录|信息|数据|结果|文章)?"
)
_ANNOUNCED = re.compile(r"共(?:计|有)?(\d{1,6})(?:条|项|篇)(?:记录|信息|数据|文章)?")
_PAGER_WORDS = re.compile(r"[上下首尾末]一?[页頁]|每[页頁]|[页頁]次|条/[页頁]|第\d+[页頁]")
_OF = re.compile(r"\s*(\d{1,4})\s*/\s*(\d{1,4})\s*")
_CELLS = ("td", "span", "div", "em", "i", "b", "strong", "p", "li", "a", "label")
# An element that never ends takes the rest, or many of them cost its length each.
_HIDDEN = re.compile(
    r"<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
# Templates keep old calls in comments. The // of an address follows a colon or a quote.
_COMMENT = re.compile(r"(^|[\s;>{}])//[^\n]*", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_STEP = re.compile(r"""[(,]\s*["']?(\d{1,3})["']?\s*[),]""")


def counted(page: Page) -> int:
    """How many pages a script, the text or a 下一页's step says there are; 0 when none does."""
    return min(max(printed(page), *_steps(page), 0), MOST_PAGES)


def printed(page: Page) -> int:
    """How many pages a script or the text says there are; 0 when neither does."""
    text, code = shown(page), without_comments(page.html)
    numbers = [int(number) for p in (_VARIABLE, _CALL, _WRITTEN) for number in p.findall(code)]
    numbers += [int(n) for call in _PAGER.findall(code) for n in _SIZE.findall(call)]
    numbers += [int(number) for pattern in _TEXTS for number in pattern.findall(text)]
    numbers.append(_by_rows(text))
    numbers += _of(page) if _FURTHER.search(text) else []
    return min(max(numbers, default=0), MOST_PAGES)


def file_names(page: Page) -> tuple[str, str] | None:
    """The stem and the ending of the further pages' names, where a pager's script says them."""
    for call in _PAGER.findall(page.html):
        stem, ending = setting(call, "prefix"), setting(call, "suffix")
        if stem and ending:
            return stem.rstrip("_"), f".{ending.lstrip('.')}"
    return None


def announced_rows(page: Page) -> tuple[int, bool]:
    """How many rows the text says that the list has, and whether its pager says so."""
    text = shown(page)
    found = _ANNOUNCED.search(text)
    if found is None:
        return 0, False
    around = text[max(0, found.start() - 60) : found.end() + 60]
    return int(found[1]), _PAGER_WORDS.search(around) is not None


def without_comments(code: str) -> str:
    """A page without the comments that end with the line in its scripts."""
    return _COMMENT.sub(r"\1", code)


def shown(page: Page) -> str:
    """The text of the page, without blanks; full-width signs as plain ones."""
    text = unescape(_TAG.sub("", _HIDDEN.sub("", page.html)))
    return "".join(text.split()).replace("：", ":").replace("／", "/")


def _by_rows(text: str) -> int:
    """每页 3 条 共 5 条: two pages."""
    each = _EACH.search(text)
    if each is None or not int(each[1]):
        return 0
    around = text[max(0, each.start() - 30) : each.start()] + text[each.end() : each.end() + 30]
    rows = _ROWS.search(around)
    return 0 if rows is None else -(-int(rows[1]) // int(each[1]))


def _steps(page: Page) -> list[int]:
    """What a 下一页 without an address does: go(2)."""
    return [
        int(number)
        for element in page.clicked
        if names_next(text := element.text_content()) or names_number(text)
        for script in (*scripts(element), f"({element.get('data-page') or ''})")
        for number in _STEP.findall(script)
        if int(number) > 1
    ]


def _of(page: Page) -> list[int]:
    """1/2 in an element of its own; several of them are days of a month in a column."""
    cells = [
        (int(found[1]), int(found[2]))
        for element in page.tree.iter(*_CELLS)
        if not len(element) and (found := _OF.fullmatch(element.text or ""))
    ]
    return [last for at, last in cells if at == 1 <= last] if len(cells) == 1 else []
