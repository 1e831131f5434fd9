"""When a report was published: what meta fields, the page, its signature and its address say.

Rules of the domain reference, 3.4: a date that the page labels beats any other date on it;
among the sources the earliest after the year's end is taken, since moving a site makes
dates late, never early. A date before the year's end is a template's, not the report's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from parsers import dates
from parsers.agency import kind_of
from parsers.dates import Day
from parsers.document import Document, Stream
from parsers.report import Problem
from parsers.title import KIND

_META = (
    "pubdate", "publishdate", "publish_date", "publishtime", "publish_time", "firstpublishedtime",
    "article:published_time", "og:release_date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.issued", "date", "createdate", "contentdate", "releasedate", "others",
)  # fmt: skip
_HAN = "一-龥"
_OPEN = r"[:]?[\[(|\"']?$"
#: What front matter, JSON and English pages call a date, white space left out.
_KEY = r"(?<![A-Za-z_-])(?i:{})[\"']?[:=][\"']?$"
_ISSUED_KEY = _KEY.format(
    "(?:date_?)?pub(?:lish(?:ed|ing)?)?(?:_?-?(?:date|time|at|on))?|(?:article:)?published_time"
    "|posted(?:_?on)?|release[ds]?(?:_?(?:date|on|at))?|issued?(?:_?(?:date|on))?|date(?:_?time)?"
    "|created?(?:_?(?:date|time|at|on))?|time"
)
_RENEWED_KEY = _KEY.format("(?:last_?-?)?(?:modified|mod|updated?)(?:_?(?:date|time|at|on))?")
_OTHER_KEY = (
    "|(?i:fetched|crawled|accessed|retrieved|scraped|downloaded|saved|until|expires?|deadline)"
)
_BARE_LABEL = re.compile(rf"(?:时间|日期){_OPEN}")
_ISSUED = re.compile(
    r"(?:(?:发布|公布|公开|发表|信息|上网|上传|录入|添加|创建|刊登|推送|发稿)(?:的)?(?:时间|日期)"
    rf"|发布于|发表于){_OPEN}|(?:发布|公布|发表|上传|上网|刊发|刊登):[\[(|]?$|{_ISSUED_KEY}"
)
_WRITTEN = re.compile(rf"(?:成文|发文|生成|印发|制发|签发|制作|形成|产生|编制)(?:时间|日期){_OPEN}")
_RENEWED = re.compile(rf"(?:更新|修改|编辑|修订|变更)(?:时间|日期){_OPEN}|{_RENEWED_KEY}")
#: 最后更新 without 时间; in a site's foot it is the site that was renewed.
_RENEWED_BARE = re.compile(rf"(?:最后|最近|上次)?(?:更新|修改)(?:于)?{_OPEN}")
_SITE_RENEWED = re.compile(
    "(?:网站|本站|站点|栏目)(?:内容|信息|数据)?(?:最后|最近|上次)?(?:更新|修改)"
)
#: Dates of something else: today's, a validity's, a visit's.
_OTHER = re.compile(
    r"(?:今天|今日|现在|当前|目前|北京时间|系统|本地|有效|截至|截止|失效|废止|实施|施行|生效|执行|下载|登录|登陆|访问|打印|"
    r"抓取|采集|收录|统计|申请|会议|活动|报名|开始|结束|办理|办公|受理|注册|浏览|服务|版权|Copyright|copyright|&copy;|©|"
    rf"上一篇|下一篇|上一条|下一条{_OTHER_KEY})"
    rf"(?:_?(?:at|on|date|time))?(?:期限|期|性|所有|办|信息|次数)?(?:至|到|为|的|于|是)?(?:时间|日期)?(?:至|到|为|是)?{_OPEN}"
)
_LABEL_NAME = re.compile("(?:发布|公开|公布|成文|生成|发文)(?:日期|时间)")
_GOES_ON = re.compile(
    r"[)\]]?(?:日)?(?:星期|礼拜|周[一二三四五六日]|至|起|前|止|以前|之前|~|-\d{4}|农历)"
)
_BESIDE = re.compile(
    r"[)\]|]{0,2}(?:\d{1,2}:\d\d(?::\d\d)?)?[|\[(]?(?:来源|信息来源|文章来源|字号|字体|浏览|点击|阅读|作者|访问|打印|编辑|责任编辑|人气|发布机构|发布者|大中小|发表于|发布于)"
)
_AFTER = re.compile(
    r"(?:来源|作者|字号|字体|发布者|发布机构|编辑|供稿|浏览)[^。;]{0,30}$|大\]?\[?中\]?\[?小[\])】]{0,2}$"
)
_TITLE_END = re.compile(r"(?:报告|年报|总结|公告|通知|[)\]》])$")
_CLOCK = re.compile(r"[)\]】]?日?(?:\d{1,2}:\d\d(?::\d\d)?)?[)\]】]?")
_LIST = re.compile("上一篇|下一篇|上一条|下一条|前一篇|后一篇|相关|链接")
_CONTEXT = 24
_TAIL = 6_000
#: A signature as much older than the page's date shows that the page was posted again.
_REPOSTED_DAYS = 60


@dataclass(slots=True)
class Publication:
    """The day chosen, what each source said, who signed, and what is odd about it."""

    day: str | None = None
    said: dict[str, str] = field(default_factory=dict)
    signer: str | None = None
    problems: list[Problem] = field(default_factory=list)


def published(
    stream: Stream, head: tuple[int, int], opening: int, url: str | None, year: int | None
) -> Publication:
    """``head`` is where the title stands in the stream, ``opening`` where the text begins."""
    found = Publication()
    meta = _in_meta(stream.document)
    page = _on_page(stream, head, opening, year)
    signature, found.signer = _signature(stream, opening)
    address = dates.url_date(url) if url else None
    sources = {"meta": meta, "page": page, "address": address, "signature": signature}
    found.said = {where: day for where, day in sources.items() if day}
    _choose(found, year)
    return found


def _choose(found: Publication, year: int | None) -> None:
    said = found.said
    fits = {k: day for k, day in said.items() if year is None or int(day[:4]) > year}
    posted = {k: day for k, day in fits.items() if k != "signature"}
    found.day = min(posted.values(), default=fits.get("signature"))
    signed = fits.get("signature")
    if signed and found.day and _days(signed, found.day) > _REPOSTED_DAYS:
        found.day = signed
    elif signed and found.day == signed and not posted:
        detail = f"taken from the signature, {signed}"
        found.problems.append(Problem("date_derived", "warning", "published_on", detail))
    shown = {k: day for k, day in said.items() if k != "signature" or day == found.day}
    if len(set(shown.values())) > 1:
        detail = ", ".join(f"{where} {day}" for where, day in shown.items())
        found.problems.append(Problem("date_conflict", "info", "published_on", detail))
    if said and found.day is None:
        detail = ", ".join(f"{where} {day}" for where, day in said.items())
        detail = f"no date after the end of {year}: {detail}"
        found.problems.append(Problem("date_implausible", "warning", "published_on", detail))
    elif found.day and year is not None and int(found.day[:4]) > year + 1:
        detail = f"{found.day} is more than a year after the end of {year}: perhaps posted again"
        found.problems.append(Problem("date_late", "warning", "published_on", detail))


def _days(early: str, late: str) -> int:
    return (date.fromisoformat(late) - date.fromisoformat(early)).days


def _in_meta(document: Document) -> str | None:
    meta = document.meta
    values = (meta[name] for name in _META if name in meta)
    return next((day for value in values if (day := dates.bare_date(value))), None)


def _on_page(stream: Stream, head: tuple[int, int], opening: int, year: int | None) -> str | None:
    """The best labelled date; of equals the first behind the title, then the last before it."""
    ranked: list[tuple[int, int, str]] = []
    title, behind = head
    for day in _candidates(stream, opening):
        rank = _rank(stream, day, behind if behind else 0, opening)
        if not rank or (year is not None and int(day.day[:4]) <= year and rank < 3):
            continue
        # A label's date that comes too early counts only where there is no other.
        fits = year is None or int(day.day[:4]) > year
        place = 2 if title <= day.start <= opening else 1
        near = -day.start if day.start >= title else day.start - len(stream.text)
        ranked.append((10 * fits + 3 * rank + place, near, day.day))
    return max(ranked)[2] if ranked else None


def _candidates(stream: Stream, opening: int) -> list[Day]:
    tail = max(opening, len(stream.text) - _TAIL)
    found = [*dates.days_in(stream, 0, opening), *dates.days_in(stream, tail, len(stream.text))]
    for label in re.finditer(r"(?:时间|日期):?(?=20\d{6}(?!\d))", stream.text[:opening]):
        if day := dates.compact_at(stream, label.end()):
            found.append(day)
    return found


def _rank(stream: Stream, day: Day, behind: int, opening: int) -> int:
    """4 a date of publication by its label, 3 of writing or beside 来源, 2 alone below the
    title, 1 of renewal, which is never earlier, 0 something else."""
    text = stream.text
    before = text[max(0, day.start - _CONTEXT) : day.start]
    after = text[day.end : day.end + _CONTEXT]
    if _GOES_ON.match(after):
        return 0
    bare = _BARE_LABEL.search(before)
    if bare and not _OTHER.search(before):
        ahead = before[: bare.start()]
        if stream.is_border(day.start - len(bare.group())) or _TITLE_END.search(ahead):
            return 4
    rank = _by_label(before) or (None if _OTHER.search(before) else _by_label(_above(stream, day)))
    if rank is not None:
        return rank
    if day.start < opening and _RENEWED_BARE.search(before):
        return 0 if _SITE_RENEWED.search(before) else 1
    if _row_of_labels(text, day):
        return 3
    if _OTHER.search(before) or day.start >= opening:
        return 0
    block = stream.block_at(day.start)
    line = text[stream.block_start(block) : stream.block_start(block + 1)]
    if KIND.search(line) or _LIST.search(line):
        return 0
    if _BESIDE.match(after) or _AFTER.search(before):
        return 3 if day.start >= behind or len(line) < 200 else 0
    if behind <= day.start <= behind + 2 and stream.is_border(day.start):
        return 2  # right below the title, whatever follows on its line
    return 2 * (_is_alone(stream, day) and behind <= day.start <= behind + 80)


def _by_label(before: str) -> int | None:
    if before.endswith(("时间", "日期", ":", "[", "(", "|", "于", '"', "'", "=")):
        if _OTHER.search(before):
            return None
        if _SITE_RENEWED.search(before):
            return 0
        for rank, label in ((4, _ISSUED), (3, _WRITTEN), (1, _RENEWED)):
            if label.search(before):
                return rank
    return None


def _above(stream: Stream, day: Day) -> str:
    """The text of the cell above a date's cell: a table of labels over values."""
    at = stream.block_at(day.start)
    blocks = stream.document.blocks
    cell = blocks[at]
    if not cell.is_cell or cell.row < 1:
        return ""
    for other in reversed(blocks[max(0, at - 40) : at]):
        if other.table != cell.table or other.row < cell.row - 1:
            break
        if other.row == cell.row - 1 and other.column == cell.column:
            return "".join(other.text.split())
    return ""


def _row_of_labels(text: str, day: Day) -> bool:
    """Whether a date follows the labels of a 索引号 table that was flattened row by row."""
    low = max(0, day.start - 120)
    at = text.rfind("索引号", low, day.start)
    if at < 0 or dates.bare_date(text[at : day.start]):
        return False
    label = _LABEL_NAME.search(text, at, day.start)
    return label is not None and text[label.end() : label.end() + 1] != ":"


def _is_alone(stream: Stream, day: Day) -> bool:
    """Whether a date, its brackets and its time are all of a line or of a word."""
    text = stream.text
    end = day.end
    if clock := _CLOCK.match(text, end):
        end = clock.end()
    start = day.start - (text[day.start - 1 : day.start] in ("[", "(", "【"))
    return stream.is_border(start) and stream.is_border(end)


def _signature(stream: Stream, opening: int) -> tuple[str | None, str | None]:
    """The last date below a body's name, or alone on its line, behind the text."""
    text = stream.text
    low = max(opening, len(text) - _TAIL)
    for day in reversed(dates.days_in(stream, low, len(text))):
        if not day.written or day.start <= opening or _GOES_ON.match(text[day.end : day.end + 8]):
            continue
        signed, signer = _signed(stream, day)
        if signed:
            return day.day, signer
    return None, None


def _signed(stream: Stream, day: Day) -> tuple[bool, str | None]:
    text = stream.text
    block = stream.block_at(day.start)
    begin, stop = stream.block_start(block), stream.block_start(block + 1)
    if stream.document.blocks[block].link:
        return False, None
    line = text[begin : day.start].strip("()[]")
    if stop - day.end <= 1 and day.start - begin <= 40:
        if line:
            return (True, line) if kind_of(line) else (False, None)
        above = text[stream.block_start(block - 1) : begin] if block else ""
        if KIND.search(above) or _LIST.search(above):
            return False, None
        return True, above if len(above) <= 40 and kind_of(above) else None
    word = stream.word_at(day.start)
    if word and stream.starts[word] == day.start and stream.is_border(day.end):
        above = text[stream.starts[word - 1] : day.start]
        if len(above) <= 40 and kind_of(above):
            return True, above
    # One long line: …。某某县财政局2021年1月20日
    behind = re.search(r"[。;](.{4,40})$", text[max(begin, day.start - 60) : day.start])
    if behind and kind_of(behind.group(1)) and "," not in behind.group(1):
        return True, behind.group(1)
    return False, None
