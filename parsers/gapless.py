"""Where a title begins and ends in a run of text that was flattened without any gap."""

from __future__ import annotations

import re

from parsers.agency import kind_of
from parsers.title import KIND, YEAR_MARK

_WINDOW = 70
SUFFIX = re.compile(
    rf"(?:[(\[〔]{YEAR_MARK.pattern}[)\]〕]|[(\[](?:[^()\[\]\d]{{1,8}})[)\]]|》的(?:公告|通知|通告|公示))"
)
#: How far the title's words are looked for once more.
_REACH = 30_000
#: The year and the words between a body's name and the report's kind.
_BODY_END = re.compile(rf"(?:关于)?(?:{YEAR_MARK.pattern})?(?:关于)?$")
#: What stands in menus right before a title when a page was flattened without any gap.
_MENU = re.compile(
    r"首页|主页|正文|公开|部门年报|年报|年度报告|指南|制度|目录|专栏|网站|门户|登录|注册|无障碍|长者模式|长者版|适老化|互动|交流|服务|资讯|新闻|中心"
    r"|当前位置|正文|动态|通知|公告|English|简体|繁体|繁體|搜索|检索|手机版|RSS|\d"
)


def borders(text: str, low: int, start: int, end: int, agency: str | None) -> tuple[int, int, bool]:
    """Begin and end of the title around its kind's words at ``[start, end)``, and whether
    something else in the text confirms the beginning. ``agency`` is the compiler's name.
    """
    suffix = SUFFIX.match(text, end)
    stop = suffix.end() if suffix else end
    floor = floor_of(text, max(low, start - _WINDOW), start)
    begin = _at_name(text, floor, start, agency) if agency else None
    if begin is None:
        begin = _repeated(text, floor, start, stop)
    sure = begin is not None
    if begin is None or is_menu(text[begin:start]):
        again = body_again(text, begin or floor, start)
        sure = again is not None
        begin = _behind_menu(text, floor, start) if again is None else again
    return after_crumb(text, begin, start), stop, sure


def _at_name(text: str, low: int, start: int, agency: str) -> int | None:
    """Where the compiler's name stands right before the year and the report's kind."""
    at = text.rfind(agency, low, start)
    behind = at + len(agency)
    if at < 0 or not _BODY_END.fullmatch(text, behind, start):
        return None
    return at if behind < start else _before_year(text, low, at)


def body_again(text: str, low: int, start: int) -> int | None:
    """Where the longest name of a body begins that the text holds elsewhere too."""
    body = _BODY_END.search(text, low, start)
    if body is None:
        return None
    for at in range(low, body.start() - 1):
        name = text[at : body.start()]
        if text.find(name, 0, _REACH) not in (at, -1) or text.find(name, at + 1, _REACH) >= 0:
            name = YEAR_MARK.sub("", name)
            if len(name) > 3 and name[0] not in "年度月日" and kind_of(name) and not is_menu(name):
                return at
    return None


def floor_of(text: str, low: int, start: int) -> int:
    """Behind the last mark that no title holds, or the end of another title."""
    marks = [m.end() for m in re.finditer(r"[>»。;:!|?{}]|20[0-4]\d-\d\d?-\d\d?", text[low:start])]
    kinds = [m.end() for m in KIND.finditer(text, low, start)]
    return low + max(marks, default=0) if not kinds else max(low + max(marks, default=0), *kinds)


def _repeated(text: str, low: int, start: int, stop: int) -> int | None:
    """Where a title begins that the page prints twice with other text before it."""
    tail = text[start:stop]
    best: int | None = None
    at = text.find(tail, 0, _REACH)
    seen = 0
    while at >= 0 and seen < 20:
        if at != start:
            length = 0
            while (
                start - length > low
                and at - length > 0
                and text[start - length - 1] == text[at - length - 1]
            ):
                length += 1
            if length and (best is None or start - length < best):
                best = start - length
        at, seen = text.find(tail, at + 1, _REACH), seen + 1
    return best


def is_menu(name: str) -> bool:
    """Whether words of a menu run into a name. Some bodies are a 服务中心, none is as long."""
    return bool(_MENU.match(name) or (len(name) > 14 and _MENU.search(name)))


def _before_year(text: str, low: int, at: int) -> int:
    """A year right before the body's name belongs to the title."""
    year = re.search(rf"(?:{YEAR_MARK.pattern})$", text[max(low, at - 12) : at])
    return at - len(year.group()) if year else at


def after_crumb(text: str, begin: int, stop: int) -> int:
    """Behind a year that the title itself names up to ``stop``: a breadcrumb's last entry."""
    first = YEAR_MARK.match(text, begin)
    if first and YEAR_MARK.search(text, first.end(), stop):
        return first.end()
    return begin


def _behind_menu(text: str, low: int, start: int) -> int:
    ends = [
        low + found.end()
        for found in _MENU.finditer(text[low:start])
        if not found.group().isdigit()
    ]
    return max(ends, default=low)
