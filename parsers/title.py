"""Recognise the title of an annual report and take it apart.

The kinds of titles and the bracket rule (``A(B)`` means that B reports) are those of
the domain reference, 3.3. Used on page titles and on the link texts of listing pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.agency import kind_of
from parsers.lexicon import without_spam
from parsers.normalise import matchable, visible
from parsers.reporter import department_of, is_contested, reporter_behind, reporter_in, several_in

_YEAR_DIGITS = r"(?<!\d)2[0Oo][0-4]\d(?!\d)"
_YEAR_HAN = r"二[零〇○Oo0][零〇○Oo0一二三四][零〇○Oo0一二三四五六七八九]"
_YEAR = rf"(?:{_YEAR_DIGITS}|{_YEAR_HAN})(?:年年度|年度?|度)?"
_SUBJECT = r"(?:政府信息(?:和政务|与政务|及政务|、政务)?|政务信息|政务|政府|信息)公开"
_NOUN = (
    r"(?:年?度(?:工作)?(?:情况)?(?:总结)?(?:的)?报告|年度(?:工作)?总结|年报|"
    r"(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?报告|(?:工作)?总结(?:报告)?)"
)
KIND = re.compile(
    rf"{_SUBJECT}(?:工作)?(?:的)?(?:开展)?(?:情况)?(?:[(\[]?{_YEAR}[)\]]?)?(?:的)?{_NOUN}"
)
YEAR_MARK = re.compile(rf"(?:[(\[〔]{_YEAR}[)\]〕](?:年度?)?|{_YEAR})")
_YEAR_RE = re.compile(rf"({_YEAR_DIGITS}|{_YEAR_HAN})(?!年?\d{{1,2}}月)")
_DATE = re.compile(
    r"[(\[]?(?<!\d)20[0-4]\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2})(?:\d{1,2}:\d\d(?::\d\d)?)?[)\]]?"
)
#: 瑶溪市人民政府市审计局: the site, and whose report it is.
_GOVERNMENT_AND = re.compile(
    "(?P<site>[^()]{2,12}人民政府)(?P<body>[省市县区州盟旗](?![场政容域际])[^()]{2,20})$"
)
#: A year behind a title, not in brackets.
_BARE_YEAR = re.compile(rf"[-_:、]?{_YEAR}")
#: 1-12月, 5月至12月.
_MONTHS = re.compile(r"(?<!\d)1?\d月?份?[-~—至到](1?\d)月份?(?!\d)")
#: 22年, and what joins two years.
_SHORT_YEAR = re.compile(r"(?<![0-9])[0-4][0-9]年(?:度)?$")
_RANGE = re.compile(rf"{_YEAR_DIGITS}年?(?:度)?[-~—至到]+(?={_YEAR_DIGITS})")
_DERIVATIVE = re.compile(
    r"一张?图(?:读懂|看懂|解读|了解)|上半年|下半年|半年度|季度|图解|图说|图片版|超链版|视频|解读|汇总表|数据表|(?<![附含及])统计表|目录|"
    r"填[报表写](?:说明|要求|须知|指南|口径)|样表|样例|示例|范例|范本|指标解释|注意事项|编制|做好.*(?:报告|年报)|通知|的函$|方案|考核|培训|会议|评估|模板|格式|通报|新闻发布会|专栏$|栏目"
)
#: A notice that does nothing but publish the report carries it.
_PUBLISHES = re.compile(r"(?:发布|公布|印发|公开|公示)(?!会).*(?:通知|公告|通告|公示)$")
#: 编制和发布工作情况报告: some bodies so name the report itself.
_ON_ITSELF = re.compile(r"编制[和与及]?(?:发布|公布)?(?:工作)?(?:情况)?(?:的)?报告$")
_LEAD = re.compile(
    r"^(?:附件\d*[:.、]?|关于)?(?:(?:现)?(?:发布|公布|印发|公开|公示)(?:的)?)?(?:《)?"
)
_VERBS = re.compile(
    r"^(?:关于|发布|公布|印发|报送|做好|编制|编写|一张?图(?:读懂|看懂|解读|了解)|图解|图说|图文|解读|视频|(?<=解读):|(?<=图解):)+|(?:发布|公布|印发|公开|报送)$"
)
_LABEL = re.compile(
    r"[\[(\"']?(?:[A-Za-z_]{2,24}|标题|题名|名称|信息名称|文件名称|信息标题|当前位置|当前所在位置|您的位置|您当前的位置|所在位置|"
    r"您现在的位置|上一篇|下一篇|上一条|下一条|前一篇|后一篇|上篇|下篇)[\])\"']?[:=]"
)
#: Today's date and a greeting in the head of a page, which a flattener glues to the title.
_TODAY = re.compile(
    r"(?:(?:(?:今天|今日|现在|当前(?:日期|时间)|(?:系统|北京)时间)(?:是|为)?:?)?"
    r"(?:20[0-4]\d(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})\(?|(?=[(星礼周]))"
    r"(?:(?:星期|礼拜|周)[一二三四五六日天]\)?)?"
    r"(?:\(?(?:农历)?(?:\S{2}年)?[正一二三四五六七八九十冬腊]{1,2}月[初十廿三][一二三四五六七八九十]\)?)?"
    r"[,、;]?(?:\d{1,2}:\d\d(?::\d\d)?)?)?"
    r"(?:[,、;]?[您你]好[,、!。]?)?(?:欢迎[^!。,《》]{0,24}?(?:网站|平台|门户|网)[!,、。]?)?"
)
#: 【年报】 before a title, and what is left there of a row or a string: ,"
_TAG = re.compile(
    r"[\[(][^()\[\]]{0,8}(?:年报|年度报告|公开|公示|公告|原创|置顶|转载|专题|专栏)[\])](?=.)"
)
_QUOTE = re.compile("[,;=\"'`{]+")
_END_QUOTE = re.compile("[,;\"'`}]+$")
#: A key that stands before a value in front matter or JSON.
_KEY = re.compile(r"^.*[A-Za-z\"'][:=]")
_BULLET = re.compile(r"[*#•·○●◆■▪►★☆-]+")
_TRAIL = re.compile(
    r"(?:关于|的|开展|[上下]半年(?:度)?|半年度|第?[一二三四1-4]季度|(?:及其?|各)?部门|本级|(?<=海关)关区|[-_:,、.。])+$"
)
#: 我局 names no body, and neither does XX局.
_NOBODY = re.compile(
    r"(?:[我本]|[X×*]{2,})(?:局|委|办|厅|院|中心|镇|乡|县|市|区|省|街道|机关|单位|部门)+"
)
_BRACKET = re.compile(r"[(\[〔]([^()\[\]〔〕]*)[)\]〕]")
#: What sets a site's name or a column off; a hyphen only between other than letters and digits.
_BAR = re.compile(r"[|丨»›→]|>+|_+|--+|(?<![0-9A-Za-z])[-/](?![0-9A-Za-z])|(?<=\s)[-/](?=\s)")
_BARS = frozenset("|丨»›→>_-/")
_SITE = re.compile(r"^\S{2,24}(?:门户网站|政务网|政府网|网站|官网|网)\s+(?=\S)")
_CRUMBS = re.compile("首页|位置")
_FILE = re.compile(r"\.(?:docx?|pdf|wps|html?|shtml|txt|ofd)$", re.IGNORECASE)
_HAN_DIGITS = str.maketrans("零〇○Oo一二三四五六七八九", "00000123456789")
_LONGEST = 400
_NAME = 30


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart.

    ``cleaned`` is the title without injected words. ``derivative`` names what makes
    it something other than the report itself (一图读懂, 通知 …). ``contested`` when it names
    two bodies, of which either may be the one that reports. ``years`` when it names several.
    ``borrowed``: it names neither body nor year itself; what stands beside it does, as beside
    the name of a column (首页>政府信息公开年报>2020年, 政府信息公开年报 2020年).
    """

    cleaned: str
    is_report: bool
    agency: str | None
    year: int | None
    derivative: str | None
    suffix: str
    contested: bool = False
    years: tuple[int, ...] = ()
    borrowed: bool = False


def recognise(text: str) -> Title:
    """Take a title or link text apart; never raises. Only its first 400 characters count."""
    return _recognise(text[:_LONGEST])


# A page prints its title three or four times: window, meta field, breadcrumb, heading.
@lru_cache(maxsize=256)
def _recognise(text: str) -> Title:
    printed = visible(without_spam(text)).strip()
    whole = matchable(printed)
    quoted = _quoted(whole)
    if quoted is not None:
        printed, whole = _without_crumbs(printed, whole)
        core, outside = _quoted(whole) or quoted
        return _read(_bare(core), _bare(outside), re.sub(r"\s+", "", printed))
    parts = _parts(printed, whole)
    found = [_read(part, "", shown) for shown, part in parts]
    best = max(range(len(found)), key=lambda at: (*_rank(found[at]), -at))
    return _from_neighbours(found[best], parts, best)


def _without_crumbs(printed: str, whole: str) -> tuple[str, str]:
    """Without the breadcrumb before a title that quotes another (首页/年报/关于公布《…》的通知)."""
    ahead = whole[: whole.index("《")]
    bars = list(_BAR.finditer(ahead)) if _CRUMBS.search(ahead) else []
    if not bars or len(printed) != len(whole):
        return printed, whole
    return printed[bars[-1].end() :], whole[bars[-1].end() :]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _quoted(text: str) -> tuple[str, str] | None:
    """A title in 《》 that names a report, and what stands around it."""
    if "《" in text:
        for found in re.finditer(r"《([^》]*)》", text):
            if KIND.search(_bare(found.group(1))):
                return found.group(1), text[: found.start()] + text[found.end() :]
    return None


def _parts(printed: str, whole: str) -> list[tuple[str, str]]:
    """What bars separate, as printed and for matching; white space taken out."""
    if site := _SITE.match(whole):
        printed, whole = printed[site.end() :], whole[site.end() :]
    if _BARS.isdisjoint(whole):
        return [_stripped(printed, whole)]
    parts, at = [], 0
    for bar in _BAR.finditer(whole):
        parts.append((printed[at : bar.start()], whole[at : bar.start()]))
        at = bar.end()
    parts.append((printed[at:], whole[at:]))
    kept = [_without_crumb_year(*_stripped(*part)) for part in parts]
    return [part for part in kept if part[1]] or [_stripped(printed, whole)]


def _stripped(printed: str, whole: str) -> tuple[str, str]:
    """Without white space, a label before, a file's ending or a date behind, and doubling."""
    shown, text = _bare(printed), _bare(whole)
    if len(shown) != len(text):
        return text, text
    start = _lead(text)
    end = found.start() if (found := _END_QUOTE.search(text)) else len(text)
    end = found.start() if "." in text and (found := _FILE.search(text, start, end)) else end
    for date in _DATE.finditer(text, start, end):
        if date.start() == start:
            start = date.end()
        elif date.end() == end and date.group()[0] != "(":
            end = date.start()
    for times in (2, 3, 4):  # printed several times over
        length, rest = divmod(end - start, times)
        if length and not rest and text[start : start + length] * times == text[start:end]:
            end = start + length
            break
    return shown[start:end], text[start:end]


def _lead(text: str) -> int:
    """Where a title begins behind a bullet, today's date, a label, a quote, a column's tag."""
    start = 0
    for lead in (_BULLET, _QUOTE, _TODAY, _LABEL, _QUOTE, _TAG):
        if (found := lead.match(text, start)) and found.end() < len(text):
            start = found.end()
    return start


def _without_crumb_year(shown: str, text: str) -> tuple[str, str]:
    """Behind a bar, a year that the title itself names is the breadcrumb's last entry."""
    first = YEAR_MARK.match(text)
    if first is None or _year(first.group()) != _year(text[first.end() :]):
        return shown, text
    return shown[first.end() :], text[first.end() :]


def _rank(title: Title) -> tuple[int, int]:
    named = title.is_report or title.derivative is not None
    return int(named), 2 * bool(title.agency) + bool(title.year)


def _from_neighbours(title: Title, parts: list[tuple[str, str]], at: int) -> Title:
    """A department or a year that a bar sets off from its own title (某局-2020年…年报)."""
    if len(parts) == 1 or not (title.is_report or title.derivative):
        return title
    agency, year = title.agency, title.year
    beside = [parts[near][1] for near in (at - 1, at + 1) if 0 <= near < len(parts)]
    contested = title.contested
    if agency is not None and (other := _below(agency, beside)):
        agency, contested = other, True
    behind = parts[at + 1][1] if at + 1 < len(parts) else ""
    contested |= kind_of(agency) == "government" and _is_bureau(behind)
    if agency is None:
        named = (name for name in beside if kind_of(name) not in (None, "government"))
        agency = next(named, None)
    if year is None:
        others = (_year(text) for n, (_, text) in enumerate(parts) if n != at and len(text) < 10)
        year = next((found for found in others if found), None)
    borrowed = title.borrowed or (title.agency, title.year) == (None, None) != (agency, year)
    return replace(title, agency=agency, year=year, contested=contested, borrowed=borrowed)


def _below(agency: str, beside: list[str]) -> str | None:
    """县司法局 behind a bar, beside the title of its county's report: it may be the reporter."""
    return next((full for name in beside if (full := department_of(agency, name))), None)


def _read(core: str, outside: str, shown: str) -> Title:
    """``core`` is the title proper, ``outside`` what stands around a quoted one."""
    months = _MONTHS.search(core)
    core = _MONTHS.sub("", core) if months else core
    kind = KIND.search(core)
    if kind is None:
        derivative = _DERIVATIVE.search(core)
        word = derivative.group(0) if derivative else None
        return Title(shown, False, None, _year(core), word, "")
    before, suffix = core[: kind.start()], core[kind.end() :]
    named = _agency(before) or (_issuer(outside) if outside else None)
    agency = reporter_behind(named, YEAR_MARK.sub("", suffix)) or _behind(named, suffix) or named
    word = _derivative(before, suffix, outside, agency)
    if word is None and months and months.group(1) != "12":
        word = months.group()  # 1-10月: no report on the year; but 2008 began in May
    contested = is_contested(before) or is_contested(f"{named}{suffix}" if named else "")
    contested |= bool(agency and several_in(agency))
    contested |= agency == named and _is_bureau(suffix) and kind_of(agency) == "government"
    contested |= named != agency and named is not None and _BRACKET.match(suffix) is None
    years = _years(before)
    year = _year(kind.group(0)) or (years[-1] if years else None) or _year(suffix) or _year(outside)
    told = tuple(years) if len(set(years)) > 1 and not _year(kind.group(0)) else ()
    inside = years or _year(kind.group(0)) or outside
    borrowed = agency is None and not inside and _BARE_YEAR.match(suffix) is not None
    return Title(shown, word is None, agency, year, word, suffix, contested, told, borrowed)


def _is_bureau(suffix: str) -> bool:
    """Whether a bureau without its place stands behind a title (…年度报告——市场监管局)."""
    name = suffix.strip("-—_|:")
    return len(name) <= _NAME and name.endswith(("局", "委员会")) and kind_of(name) is not None


def _behind(agency: str | None, suffix: str) -> str | None:
    """A body that stands bare behind a title which names none (…年度报告——某县教育局)."""
    name = YEAR_MARK.sub("", suffix).strip("-—_|:()[]、,.")
    if len(name) > _NAME or not kind_of(name):
        return None
    return name if agency is None else department_of(agency, name)


def _derivative(before: str, suffix: str, outside: str, agency: str | None) -> str | None:
    if agency and kind_of(agency) is not None:
        # 机构编制委员会 prepares no report by being named in one.
        before = before.replace(agency, "")
    around = outside or f"{before} {suffix}"
    found = _DERIVATIVE.search(_ON_ITSELF.sub("", around))
    if found is None or (found.group(0) == "通知" and _PUBLISHES.search(around)):
        return None
    return found.group(0)


def _agency(before: str) -> str | None:
    before = re.sub(r"^1?\d月[1-3]?\d日", "", before)
    text = YEAR_MARK.sub("", _RANGE.sub("", _DATE.sub("", before)))
    text = _LEAD.sub("", _SHORT_YEAR.sub("", text).strip("\"“”'‘’《》"))
    named, _, about = text.rpartition("关于")
    # 教育部办公厅关于2016年教育部…的公告: who is reported on stands after 关于, if anybody does.
    return _named(_VERBS.sub("", about)) or _named(named.rpartition("关于")[2])


def _named(text: str) -> str | None:
    text = _KEY.sub("", text)
    site, bar, behind = text.rpartition("-")
    if bar and kind_of(site) == "government" and kind_of(behind):
        text = behind  # the site's name, a bar, and whose report it is
    if apart := _GOVERNMENT_AND.match(text):
        text = department_of(apart["site"], apart["body"]) or text
    reporter = reporter_in(text)
    text = reporter or _BRACKET.sub("", text)
    text = re.sub(r"[《》\"“”'‘’\s]", "", text).lstrip(":-.、,)")
    # 气象部门 has no other name; 财政局部门 and 海关关区 have.
    bare = _TRAIL.sub("", text)
    text = bare if kind_of(bare) or not text.endswith("部门") else text
    return None if not text or _NOBODY.fullmatch(text) else text


def _issuer(outside: str) -> str | None:
    """Who announces a report whose quoted title names nobody."""
    before = _agency(re.split("关于|发布|公布|印发|公开", outside, maxsplit=1)[0])
    if before is not None:
        return before
    # 关于公布某某局《…》的公告
    named = _agency(_LEAD.sub("", re.sub("的?(?:公告|通知|公示|通告)$", "", outside)))
    return named if kind_of(named) else None


def _years(text: str) -> list[int]:
    return [int(y.group(1).translate(_HAN_DIGITS)) for y in _YEAR_RE.finditer(text)]


def _year(text: str) -> int | None:
    found = _YEAR_RE.search(text)
    return int(found.group(1).translate(_HAN_DIGITS)) if found else None
