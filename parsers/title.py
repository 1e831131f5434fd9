"""Recognise the title of an annual report and take it apart.

The kinds of titles and the bracket rule (``A(B)`` means that B reports) are those of
the domain reference, 3.3. Used on page titles and on the link texts of listing pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.lexicon import without_spam
from parsers.normalise import matchable, visible

_YEAR_DIGITS = r"20[0-4]\d"
_YEAR_HAN = r"二[零〇○Oo0][零〇○Oo0一二三四][零〇○Oo0一二三四五六七八九]"
_YEAR = rf"(?:{_YEAR_DIGITS}|{_YEAR_HAN})(?:年度?|年年度|度)?"
_SUBJECT = r"(?:政府信息(?:和政务|与政务|及政务|、政务)?|政务信息|政务|政府|信息)公开"
_NOUN = (
    r"(?:年度(?:工作)?(?:情况)?(?:总结)?(?:的)?报告|年度(?:工作)?总结|年报|"
    r"(?:工作)?(?:情况)?(?:的)?(?:年度)?报告|(?:工作)?总结(?:报告)?)"
)
_KIND = re.compile(rf"{_SUBJECT}(?:工作)?(?:的)?(?:情况)?(?:[（(]?{_YEAR}[)）]?)?(?:的)?{_NOUN}")
_YEAR_RE = re.compile(_YEAR)
_DERIVATIVE = re.compile(
    r"一图(?:读懂|看懂|解读|了解)|图解|图说|图片版|超链版|视频|解读|汇总表|数据表|统计表|目录|"
    r"编制|做好.*(?:报告|年报)|通知|的函$|方案|考核|培训|会议|评估|模板|格式|通报|新闻发布会|专栏$|栏目"
)
_LEAD = re.compile(r"^(?:附件\d*[:：]?|关于)?(?:(?:发布|公布|印发|公开)(?:的)?)?(?:《)?")
_TRAIL = re.compile(r"(?:关于|的|开展|部门|本级|[-—_:：,，、.。])+$")
_BRACKET = re.compile(r"[（(\[【〔]([^（）()\[\]【】〔〕]*)[）)\]】〕]")
_AGENCY_END = re.compile(
    r"(?:政府|办公室|办公厅|局|厅|委|委员会|办|中心|院|处|所|站|馆|部|署|总队|支队|大队|法院|检察院|"
    r"镇|乡|街道|办事处|苏木|管委会|开发区|新区|园区|集团|公司|学校|大学|学院|医院|联合会|社|银行|分局)$"
)
_HAN_DIGITS = str.maketrans("零〇○Oo一二三四五六七八九", "00000123456789")
_TIERS = "省市州盟县区旗镇乡"


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart.

    ``cleaned`` is the title without injected words. ``derivative`` names what makes
    it something other than the report itself (一图读懂, 通知 …).
    """

    cleaned: str
    is_report: bool
    agency: str | None
    year: int | None
    derivative: str | None
    suffix: str


def recognise(text: str) -> Title:
    """Take a title or link text apart; never raises."""
    printed = re.sub(r"[\s_]+", "", visible(without_spam(text)))
    whole = matchable(printed)
    core, outside = _core(whole)
    kind = _KIND.search(core)
    derivative = _DERIVATIVE.search(outside if outside else _around(core, kind))
    word = derivative.group(0) if derivative else None
    # Widths are unified one for one, so a place in ``whole`` is a place in ``printed``.
    at = whole.find(core) if not outside else 0
    shown = printed[at : at + len(core)] if not outside else printed
    if kind is None:
        return Title(shown, False, None, _year(core), None, "")
    agency = _agency(core[: kind.start()]) or (_issuer(outside) if outside else None)
    suffix = core[kind.end() :]
    year = _year(kind.group(0)) or _year(core[: kind.start()]) or _year(suffix) or _year(outside)
    return Title(shown, word is None, agency, year, word, suffix)


def _core(text: str) -> tuple[str, str]:
    """The title proper, and what stands around it when it is quoted in 《》."""
    for quoted in re.finditer(r"《([^》]*)》", text):
        if _KIND.search(quoted.group(1)):
            return quoted.group(1), text[: quoted.start()] + text[quoted.end() :]
    parts = re.split(r"[|丨]|--+|>>|>", text)
    return next((part for part in parts if _KIND.search(part)), parts[0]), ""


def _around(core: str, kind: re.Match[str] | None) -> str:
    return core if kind is None else f"{core[: kind.start()]} {core[kind.end() :]}"


def _agency(before: str) -> str | None:
    text = _LEAD.sub("", _YEAR_RE.sub("", before))
    # 教育部办公厅关于2016年教育部…的公告: who is reported on stands after 关于.
    text = re.sub(r"^(?:关于|发布|公布|印发)+", "", text.rpartition("关于")[2] or text)
    reporter = _reporter(text)
    text = reporter or _BRACKET.sub("", text)
    text = _TRAIL.sub("", re.sub(r"[《》\"“”'\s]", "", text)).lstrip(":：-—.、,，)）")
    return text or None


def _issuer(outside: str) -> str | None:
    """Who announces a report whose quoted title names nobody."""
    return _agency(re.split("关于|发布|公布|印发|公开", outside, maxsplit=1)[0])


def _reporter(text: str) -> str | None:
    """The bracket rule: the body in brackets reports, if the brackets hold a body."""
    for bracket in _BRACKET.finditer(text):
        inner, outer = bracket.group(1), text[: bracket.start()]
        if not _AGENCY_END.search(inner):
            continue
        region = re.sub(r"(?:人民)?政府.*$", "", outer)
        # 六盘水市人民政府(市人民政府办公室): the bracket shortens the region to its last letter.
        if inner[0] in _TIERS and region.endswith(inner[0]) and len(region) > 1:
            return region + inner[1:]
        return inner
    return None


def _year(text: str) -> int | None:
    found = re.search(rf"({_YEAR_DIGITS}|{_YEAR_HAN})", text)
    return int(found.group(1).translate(_HAN_DIGITS)) if found else None
