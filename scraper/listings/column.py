"""What a listing page is: its column's name, and whether the page itself is a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from scraper.listings.page import Page, close_up, squeeze

_TRAIL = re.compile(
    r"position|location|crumb|weizhi|dqwz|place|site-?map|cur(?:rent)?[-_]?path|\bwz\b|\blm_?name\b",
    re.IGNORECASE,
)
_HERE = re.compile(r"^(?:您|你)?(?:现在|当前)?(?:所在|的)?(?:的)?位置\s*[:：]")
_REPORTS = r"(?:年报|年度(?:工作)?报告)"
# 政府信息公开年报 and its short names; a bare 年报 only at the end of a trail that says 公开.
_ANNUAL = re.compile(
    rf"公开(?:工作)?{_REPORTS}"
    rf"|公开 ?[>›»\-_|/·] ?(?:\S{{0,16}} ?[>›»\-_|/·] ?){{0,2}}\S{{0,8}}?{_REPORTS}"
)
#: Annual reports on something else than disclosure.
OTHER_REPORTS = re.compile(r"企业|统计|法治|决算|预算|国资|上市|财务|信用|社会责任|统战")
_PINYIN = r"(?:nb|ndbg|ndgzbg|nianbao)"
#: A folder of an address that spells such a column.
ANNUAL_FOLDER = re.compile(rf"gk(?:gz)?{_PINYIN}|^{_PINYIN}(?:zl|hz)?(?:[_\d].*)?$", re.IGNORECASE)
_LONGEST_NAME = 120
_MOST_TRAILS = 40

# Parts of the report, national forms of 2008 to 2021.
_PART = re.compile(
    r"[一二三四五六七八][、.．]\s*(总体情况|工作概述|概述|概况|基本情况|主动公开|收到和处理|依申请公开|申请"
    r"|政府信息公开行政复议|因政府信息公开|行政复议|政府信息公开的?收费|收费|(?:工作)?存在的?(?:主要)?问题"
    r"|存在问题|其他需要报告|需要说明)"
)
_PERIOD = re.compile(
    r"20\d\d年1月1日(?:0时)?(?:起|开始)?[,，、]?(?:至|到|截?止|[-—～~]{1,2})(?:同年|20\d\d年)?12月31日"
)
_MANY_PARTS = 4
_SKIPPED = {"script", "style", "noscript", "template"}


def names(page: Page) -> tuple[str, ...]:
    """What the page calls its column: handed down, meta data, title, the trail to it."""
    trails = islice(_trails(page), _MOST_TRAILS)
    found = [page.request.column, *_meta(page), *_titles(page), *trails]
    return tuple(dict.fromkeys(close_up(name) for name in map(squeeze, found) if name))


def name_of(page: Page) -> str:
    """The name that says most about the column: the one of annual reports, if any."""
    found = names(page)
    return next((name for name in found if _is_annual(name)), found[0] if found else "")


def is_annual(page: Page) -> bool:
    """Whether the page is a column of annual reports on disclosure."""
    return any(_is_annual(name) for name in names(page))


def spells_annual(url: str) -> bool:
    """Whether the last folders of an address spell a column of annual reports."""
    return any(ANNUAL_FOLDER.search(segment) for segment in folders(url)[-2:])


def folders(url: str) -> list[str]:
    """The folders of an address."""
    return [segment for segment in urlsplit(url).path.split("/")[:-1] if segment]


def report_title(page: Page) -> str | None:
    """The title of the page when it holds the text of a report itself, else None.

    A report has parts with the official headings and the sentence on its period; without
    that sentence most parts must be there.
    """
    text = "".join(_texts(page))
    text = re.sub(r"\s+", "", text)
    parts = set(_PART.findall(text))
    if len(parts) < (2 if _PERIOD.search(text) else _MANY_PARTS):
        return None
    headings = (squeeze(h.text_content()) for h in page.tree.iter("h1", "h2", "h3"))
    titles = [*_meta(page, "ArticleTitle"), *headings, *_titles(page)]
    # A column's pages are named for the column; the report's own title says the year.
    dated = (title for title in titles if re.search(r"20\d\d|二[〇○零]", title))
    return next(dated, titles[0] if titles else "")


def _is_annual(name: str) -> bool:
    found = _ANNUAL.search(name)
    return found is not None and OTHER_REPORTS.search(found.group()) is None


def _meta(page: Page, *wanted: str) -> Iterator[str]:
    keys = {name.lower() for name in wanted or ("ColumnName",)}
    for element in page.tree.iter("meta"):
        content = element.get("content")
        if (element.get("name") or "").lower() in keys and content:
            yield content


def _titles(page: Page) -> Iterator[str]:
    return (squeeze(element.text_content()) for element in page.tree.iter("title"))


def _trails(page: Page) -> Iterator[str]:
    for element in page.tree.iter("div", "p", "td", "ul", "ol", "nav", "span", "section"):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _TRAIL.search(named) is None and not _HERE.match(squeeze(element.text)):
            continue
        text = squeeze(element.text_content())
        if len(text) <= _LONGEST_NAME:
            yield text


def _texts(page: Page) -> Iterator[str]:
    for element in page.tree.iter():
        if element.tag not in _SKIPPED and isinstance(element.tag, str):
            yield element.text or ""
        yield element.tail or ""
