"""Whose figures a report holds: one body's own, its office's, or many bodies' together.

Cues of the domain reference, 3.3. Figures of different scope must never be added up, so
a scope is given only where the kind of body or the text shows it.
"""

from __future__ import annotations

import re

_BELOW = "(?:各[县区市旗镇乡级]|各部门|各街道|各单位|[省市县区]政府部门|政府各部门|所属)"
_COMPILED = re.compile(
    rf"(?:综合|汇总|根据)[^。]{{0,40}}{_BELOW}[^。]{{0,60}}(?:编制|而成|形成|汇总)|汇总了[^。]{{0,20}}{_BELOW}"
    rf"|由{_BELOW}[^。]{{0,20}}(?:报告|数据|材料|情况)[^。,]{{0,8}}(?:汇总|综合)(?:形成|而成|编制|编写|整理)"
)
#: 数据包括县政府及42个县直部门、15个乡镇.
_COVERS = re.compile(
    "(?:数据|统计范围|本报告)[^。,;]{0,10}(?:包括|涵盖|包含)[^。;,]{0,24}[0-9一二三四五六七八九十]个?(?:乡镇|镇街|镇|街道|县[(市区])"
)
_TOGETHER = re.compile(
    r"全[省市县区旗州盟](?:各级)?(?:行政机关|政府系统|政府部门|各部门)?[^。,;]{0,12}?(?:共|累计|新)?(?:收到|受理|接收|新收)"
    r"[^。,;]{0,12}申请"
)
_LEVEL = re.compile(
    r"本级(?:人民)?政府(?:及|和|与|部门|各)|(?:人民)?政府本级|[省市县区]级行政机关"
    r"|[省市县区]政府及(?:其|[省市县区]政府)?(?:各)?(?:工作)?部门[^。]{0,6}(?:的)?(?:数据|情况)"
)
_SYSTEM = re.compile(
    r"(?:全系统|全[省市县区旗州].{2,6}系统)[^。,;]{0,16}?(?:收到|受理|接收|新收)"
    r"|(?:汇总|综合|包含|包括|含)[^。]{0,30}(?:所属|各[省市县区(]{1,4})[^。]{0,10}(?:局|海关|分局|支局|机构)"
)


def scope_of(kind: str | None, text: str) -> str | None:
    """A value of the contract's ``scope``; None where neither kind nor text shows it.

    ``text`` is the report without white space, normalised for matching.
    """
    if kind == "vertical_system":
        return "system" if _SYSTEM.search(text) else "own_agency"
    if kind == "office":
        return "aggregate" if _is_compiled(text) else "office_only"
    if kind in ("government", "dev_zone"):
        if _is_compiled(text) or _TOGETHER.search(text):
            return "aggregate"
        if kind == "dev_zone":
            return "own_agency"
        return "government_level" if _LEVEL.search(text) else None
    return "own_agency" if kind in ("department", "township", "ministry") else None


def _is_compiled(text: str) -> bool:
    """Whether the report says that it was put together from those of other bodies."""
    if ("汇总" in text or "综合" in text) and _COMPILED.search(text) is not None:
        return True
    return _COVERS.search(text) is not None
