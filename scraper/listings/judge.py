"""What a link of a listing is, by its words, its address and its column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from parsers.title import Title, recognise
from scraper.hosts import host_of, registrable_domain, same_site
from scraper.listings.column import OTHER_REPORTS, spells_annual
from scraper.listings.page import Page, close_up

_SUBJECT = re.compile(r"公开|年报|年度(?:工作)?报告")
_REPORT = re.compile(r"年报|年度(?:工作)?报告")
_YEAR = r"[(（\[〔]?20[0-4]\d[)）\]〕]?(?:年度?)?"
_YEAR_ONLY = re.compile(rf"{_YEAR}(?:(?:工作)?年报|年度(?:工作)?报告|报告)?")
_MONTH = re.compile(r"20[0-4]\d(?:年|[-/.])(?:0?[1-9]|1[0-2])月?(?:份)?")
#: A body's own name, with or without the year, as lists inside such a column show it.
_BODY = re.compile(
    rf"(?:{_YEAR})?[一-鿿()（）·、]{{1,22}}?(?:局|委|委员会|办|办公室|办公厅|厅|院|中心|处|所|站|馆|队|政府"
    r"|镇|乡|街道|办事处|管委会|公司|协会|联合会|总社|署|银行|学校|医院|园区|开发区|新区|农场|苏木"
    rf"|[省县区市州盟旗])(?:{_YEAR})?"
)
_TIER = re.compile(
    r"(?:省|市|区|县|州|盟|旗)*(?:本级|直(?:属)?(?:部门|单位|机关)?|(?:政府)?(?:工作)?部门|各?(?:区县|县区|县市区?|市区))"
    r"(?:[(（].*[)）])?(?:年报|年度报告)?|各?(?:乡镇|镇街|街镇|镇乡|街道|乡镇街道|镇街道|部门街道)(?:[(（].*[)）])?(?:年报|年度报告)?"
    r"|(?:历年|往年|更多)?(?:年报|年度报告)|其他单位"
)
#: What names a column that lies elsewhere: a body (教育局) or bodies of a kind (市直部门).
_BESIDE = re.compile(
    rf"(?!(?:历年|往年|更多)?年(?:报|度报告)$)(?:{_BODY.pattern}|{_TIER.pattern})(?:年报|(?:工作)?年度(?:工作)?报告)?"
)
_NO_BODY = re.compile(
    r"指南|制度|目录|平台|专栏|申请|解读|新闻|公告|通知|地图|首页|帮助|网站|联系|会议|概况|领导|机构"
)
# An article: a serial number, a hash or a GUID at the end, or a file.
_ARTICLE = re.compile(
    r"(?:\d{4,}|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{9,})[\w-]*(?:/index)?"
    r"(?:\.(?:s?html?|jhtml|jsp|aspx?|php))?$"
    r"|/(?:\w*AnnualReport|Xxgknb)/show/\d+|/info/\d+/\d+\.htm$|\.(?:pdf|docx?|wps|ofd)$",
    re.IGNORECASE,
)
# A folder of its own for every article; scripts that are told the article's number.
_OWN_FOLDER = re.compile(
    r"/(?:\d{10,}|[0-9a-f]{16,})/index\.\w+$|/content\.s?html?$", re.IGNORECASE
)
_BY_NUMBER = re.compile(
    r"(?:^|&)(?:id|nid|aid|infoid|articleid|messagekey|yc_id)=[\w-]+", re.IGNORECASE
)
_COLUMN_PATH = re.compile(
    r"/col/col\d+/|/public/column/\d+$|/(?:index|list\w*|default)(?:_?\d+)?\.\w+$|/$", re.IGNORECASE
)


_NUMBERED = re.compile(r"/col/col\d+/|/public/column/\d+$|/XxgkContent/showList/", re.IGNORECASE)


#: Some places published before the regulation of 2008.
_FIRST_YEAR = 2004
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,})$")
_FULL = ("政府信息公开工作年度报告", "政府信息公开年度报告", "政府信息公开工作报告")
# So much of the usual words must be left of a title that was cut with an ellipsis.
_LEFT_IN_COLUMN, _LEFT = len("政府"), len("政府信息公开工")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a link is: a ``report``, another ``column`` of the listing, or left out for a reason.

    ``dated`` says that nothing else must vouch for a report: its title names the year, or
    its column does. ``full`` says that the title is a report's in all but the year, in a column
    of reports: the body's name and the usual words, on an article.
    """

    kind: Literal["report", "column"]
    title: str
    dated: bool = False
    full: bool = False
    reason: str | None = None


def judge(page: Page, url: str, titles: tuple[str, ...], *, annual: bool) -> Verdict | None:
    """What a link is; None for the many that are of no interest. ``annual``: its column is."""
    for text in titles:
        whole = _uncut(close_up(text), _LEFT_IN_COLUMN if annual else _LEFT)
        if _SUBJECT.search(whole):
            found = _by_title(page, url, text, recognise(whole), annual=annual)
            if found is not None:
                return found
    if not annual:
        return None
    if is_article(url):
        return next((found for text in titles if (found := _candidate(text))), None)
    return next((Verdict("column", text) for text in titles if _is_column(page, url, text)), None)


def judge_by_place(texts: tuple[str, ...], around: tuple[str, ...]) -> Verdict | None:
    """What a link that says nothing is in a column of reports: a body or a year stands around."""
    names = [text for text in around if _candidate(text) or recognise(text).is_report]
    return Verdict("report", " ".join((*around, *texts[:1])), dated=True) if names else None


def _uncut(text: str, least: int) -> str:
    """A title that was cut with an ellipsis within its usual words, with the rest of them."""
    cut = _CUT.search(text)
    if cut is None:
        return text
    core = text[: cut.start()]
    return next(
        (
            core + full[length:]
            for full in _FULL
            for length in range(len(full), least - 1, -1)
            if core.endswith(full[:length])
        ),
        text,
    )


def is_article(url: str) -> bool:
    """Whether the address looks like that of an article or a file, not of a list."""
    parts = urlsplit(url)
    path = parts.path
    if _OWN_FOLDER.search(path) or _BY_NUMBER.search(parts.query):
        return True
    return _COLUMN_PATH.search(path) is None and _ARTICLE.search(path) is not None


def is_below(column: str, url: str) -> bool:
    """Whether an address lies in a folder below the column's own."""
    a, b = urlsplit(column), urlsplit(url)
    folder = a.path[: a.path.rindex("/") + 1] if "/" in a.path else "/"
    return a.netloc == b.netloc and b.path.startswith(folder) and "/" in b.path[len(folder) :]


def _by_title(page: Page, url: str, text: str, title: Title, *, annual: bool) -> Verdict | None:
    if title.is_report:
        # 2022年政府信息公开年报 with nobody's name and a folder below this one is a column.
        if title.agency is None and not is_article(url) and is_below(page.base, url):
            return Verdict("column", text)
        full = annual and title.agency is not None and is_article(url)
        return Verdict("report", text, dated=title.year is not None, full=full)
    if title.derivative is not None and re.search(r"年报|报告", title.cleaned):
        dated = title.year is not None
        return Verdict("report", text, dated=dated, reason=f"derivative: {title.derivative}")
    in_column = annual and title.derivative is None and is_article(url)
    if in_column and _REPORT.search(close_up(text)) and not OTHER_REPORTS.search(text):
        return Verdict("report", text, dated=title.year is not None)
    return None


def _candidate(text: str) -> Verdict | None:
    """教育局, 2023年: in a column of annual reports the name of a body or a year is enough."""
    bare = text.replace(" ", "")
    if _YEAR_ONLY.fullmatch(bare) or (_BODY.fullmatch(bare) and not _NO_BODY.search(bare)):
        return Verdict("report", text, dated=True)
    return None


def _is_beside(column: str, url: str) -> bool:
    """A column of the same domain that its folders spell: bodies have theirs on hosts of their own.

    Not the site's own under another name, nor one that lies around this.
    """
    a, b = host_of(column), host_of(url)
    if registrable_domain(a) != registrable_domain(b) or not spells_annual(url):
        return False
    return not (same_site(column, url) and is_below(url, column)) and url != column


def _is_ahead(page: Page, bare: str) -> bool:
    """A year that nobody can have reported on: a calendar offers every year there is."""
    year = re.search(r"20\d\d", bare)
    return year is not None and not _FIRST_YEAR <= int(year[0]) <= page.today.year


def _is_same_script(page: Page, url: str) -> bool:
    """Whether the column's own script is told something else: ``list.jsp?year=2023``.

    Once: a year's page links to all bodies, and theirs to all years.
    """
    here, there = urlsplit(page.base), urlsplit(url)
    is_told = page.request.note("title") and urlsplit(page.request.url).path == there.path
    same = (here.netloc, here.path) == (there.netloc, there.path)
    return same and there.query not in ("", here.query) and not is_told


def _is_column(page: Page, url: str, text: str) -> bool:
    """A folder below the column, one elsewhere that spells it, or a year's numbered column."""
    bare = text.replace(" ", "")
    if _NUMBERED.search(urlsplit(url).path) and host_of(url) == host_of(page.base):
        return url != page.base and _YEAR_ONLY.fullmatch(bare) is not None
    if _NO_BODY.search(bare) or OTHER_REPORTS.search(bare):
        return False
    if _is_same_script(page, url):
        return not _is_ahead(page, bare) and any(
            p.fullmatch(bare) for p in (_YEAR_ONLY, _TIER, _BODY)
        )
    if not is_below(page.base, url):
        return _is_beside(page.base, url) and _BESIDE.fullmatch(bare) is not None
    return any(p.fullmatch(bare) for p in (_YEAR_ONLY, _MONTH, _TIER, _BODY)) or (
        _REPORT.search(bare) is not None and recognise(bare).derivative is None
    )
