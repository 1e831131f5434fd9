"""Whose numbers a sentence tells: the reporting body's own, or another's.

A name that is not understood is another's: a claim is given only for the body itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.claims.patterns import BEFORE, BEHIND, WORDS

_TIERS = "省市州盟县区旗镇乡"
_NO_TIER = re.compile("市场|乡村|城市|城乡|城镇|区域|社区|园区|辖区|灾区|市政工程|州际|地区")
_SHORTER = (
    ("管理委员会", "管委"),
    ("管委会", "管委"),
    ("人民政府", "政府"),
    ("办公厅", "办"),
    ("办公室", "办"),
    ("委员会", "委"),
    ("办事处", ""),
    ("中华人民共和国", ""),
    ("机关", ""),
)
_ALWAYS = frozenset(
    [a + b for a in "我本" for b in ("单位", "机关", "部门", "行政机关", "机构", "级")]
    + ["我们", "单位", "机关"]
)
_SELF = re.compile(r"(?:我|本|全)(?P<what>[一-龥]{1,10})")
_REGION_BODIES = (
    "政府",
    "人民政府",
    "本级",
    "行政机关",
    "各级行政机关",
    "各行政机关",
    "各地各部门",
    "各级政府",
    "政府系统",
    "各级各部门",
    "政府机关",
    "政府部门",
    "各部门",
    "级",
    "",
)
#: Characters that words of time and manner can end with; a name seldom does.
_LAST = frozenset(letter for word in WORDS["before"] for letter in word[-6:])
#: Who a sentence may open with. The longer name first: 政府办 is not 政府.
_BODY = re.compile(
    r"(?P<name>(?!根据|依据|按照)(?:(?![未没对向按将被把为的了])[一-龥]){0,18}?(?:(?:人民)?政府(?:办公室|办公厅|办)(?!理|法|事)|管委会|委员会|办公室|办公厅|街道办事处|街道办|街道"
    r"|(?:人民)?政府(?!信息|网|门户|公报|工作|职能|采购|数据|服务|规章|文件)(?:系统|部门|机关)?"
    r"|(?:各|下属|所属|直属|基层|有关|相关|其他)(?:[县市区镇乡]{1,3}|单位|部门|街道|科室|局|机构|机关)"
    r"|(?:全|我|本)(?:[省市县区州旗盟镇乡局委办厅院校处系统](?!处理|办[理结复])){1,2}|(?:我|本)[局委办厅院镇乡]|本机关|本单位|我们"
    r"|局(?!面|部|势|限)|厅|委(?!托|派|员)|镇(?!静|政府|人民|党)|乡(?!村|政府|人民|党|镇)|医院|学院|中心|总队|支队|大队|公司|法院|检察院))"
)
_UNDER = re.compile(
    r"^(?:各|下属|所属|直属|基层|有关|相关|其他|上级|下级|省直|市直|县直|区直)|各(?:单位|部门|县|区|镇|乡|街道|科室)"
)


_WITH_PARTS = re.compile("(?:人民)?政府(?:及|和|与)(?:其|各|所属|工作)*部门$")
#: In a report on all bodies below it, what the government itself received is a part.
_ONE_OF_MANY = re.compile("本级|(?:县|市|区|州|省|盟|旗)级")


@dataclass(frozen=True, slots=True)
class Reporter:
    """The reporting body, as far as it is known."""

    agency: str | None
    kind: str | None
    scope: str | None
    year: int | None

    @property
    def counts_others(self) -> bool:
        """Whether its tables may hold the numbers of the bodies below it as well."""
        return self.scope == "aggregate" or self.kind == "government"

    def owns(self, name: str) -> bool:
        """Whether ``name`` (我局, 市财政局, 全市, 本机关 …) is this body."""
        name = re.sub(r"^(?:其中有?|在|由|经|是|截至|对|因)", "", name).strip("、,:的")
        if self.kind == "government":
            name = _WITH_PARTS.sub("政府", name)
        if name in _ALWAYS or not name:
            return True
        if _UNDER.search(name):
            return False
        own = _SELF.fullmatch(name)
        if own:
            return self._is_self(name[0], own["what"])
        if self.agency is None or (self.counts_others and _ONE_OF_MANY.search(name)):
            return False
        return same_body(name, self.agency, self._is_region)

    @property
    def _is_region(self) -> bool:
        return self.kind in ("government", "dev_zone", "township")

    def _is_self(self, word: str, what: str) -> bool:
        """我局, 本委, 全镇: the word for the body must fit the body's own name."""
        if word + what in _ALWAYS:
            return True
        if what == "系统" or what.endswith(("单位", "部门")):
            return self.scope == "system" and what == "系统"
        first, rest = what[0], what[1:]
        if self.agency is None:
            return word != "全" and first not in "省市县区州旗盟"
        if first in "省市县区州旗盟":
            fits = first in tiers_of(self.agency)[-1:] or self.kind == "dev_zone"
            whole = self._is_region or self.scope in ("aggregate", "government_level")
            return fits and whole and rest in _REGION_BODIES
        name = _short(self.agency)
        return _short(what).rstrip("内") in name and (first in "镇乡街" or what[0] in name[-3:])


@lru_cache(maxsize=1024)
def same_body(name: str, agency: str, is_region: bool) -> bool:
    """Whether a name in the text is the agency's, given in full or shortened.

    The shortened name keeps the order of the characters and the ending (市发改委 for
    某某市发展和改革委员会); its level must be that of the agency: 市教育局 is not the
    education bureau of a district.
    """
    short, full = _short(name), _short(agency)
    if is_region:
        full = full.removesuffix("政府")
        for ending in (
            "政府及其部门",
            "政府系统",
            "各级行政机关",
            "各级行政",
            "各行政",
            "行政机关",
            "行政",
            "本级政府",
            "政府",
            "本级",
        ):
            short = short.removesuffix(ending)
        if not short or (short == tiers_of(agency)[-1:] and short != name):
            return True
    if short == full or short.endswith(full):
        return True
    if short[-1:] != full[-1:] or ("分局" in full) != ("分局" in short):
        return False
    levels = tiers_of(name)
    if levels and levels[-1] != tiers_of(agency)[-1:]:
        return False
    letters = iter(full)
    return len(short) >= 2 and all(letter in letters for letter in short)


def tiers_of(name: str) -> str:
    """The level words of a name in order: 云溪市东湖区教育局 gives 市区."""
    bare = _NO_TIER.sub("", name)
    return "".join(letter for letter in bare if letter in _TIERS)


def leading_body(clause: str) -> str | None:
    """The body that a clause opens with, if any."""
    start = BEFORE.match(clause)
    found = _BODY.match(clause, start.end() if start else 0)
    return found["name"] if found else None


def subject(text: str) -> str:
    """``text`` without the words that say when and how: what is left names who."""
    start = BEFORE.match(text)
    rest = text[start.end() :] if start else text
    if rest[-1:] not in _LAST:
        return rest
    behind = BEHIND.search(rest)
    return rest[: behind.start()] if behind else rest


def _short(name: str) -> str:
    for long, short in _SHORTER:
        name = name.replace(long, short)
    return name
