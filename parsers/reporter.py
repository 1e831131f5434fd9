"""Which of the bodies that a title names is the one that reports: the bracket rule.

``A(B)`` means that B reports (domain reference, 3.3), but brackets hold other things too:
a second name on the same door, a name that was given up, a remark.
"""

from __future__ import annotations

import re
from itertools import pairwise

from parsers.agency import kind_of

_TIERS = "省市州盟县区旗镇乡"
_BRACKET = re.compile(r"[(\[〔]([^()\[\]〔〕]*)[)\]〕]")
_BODY_END = re.compile(
    r"(?:政府|办公室|办公厅|局|厅|委|委员会|办|中心|院|处|所|站|馆|部|署|总队|支队|大队|法院|检察院|"
    r"镇|乡|街道|办事处|苏木|管委会|开发区|新区|园区|集团|公司|学校|大学|学院|医院|联合会|社|银行|分局)$"
)
_REMARK = re.compile(
    "^(?:原|加?挂|含|不含|包括|包含|各|全|及|和|与|本|我|合署|下设)|(?:网|网站|部门|牌子?|合署|机关)$"
)
#: 堃阳县财政局, but not 县财政局 and not 财政局.
_PLACED = re.compile(f"^.{{2,6}}[{_TIERS}]")
_OFFICE = re.compile(f"[{_TIERS}]?(?:人民)?(?:政府)?(办公室|办公厅|办)")
_GOVERNED = re.compile(r"(?:人民)?政府.*$")
_ONE_DOOR = frozenset(("department", "office", "vertical_system", "township", "dev_zone"))
_JOINT = re.compile("[、,;及与和]+")
#: Where the place begins again: 堃阳县教育局堃阳县体育局.
_AGAIN = re.compile(
    rf"^(?P<place>.{{2,6}}?[{_TIERS}]).*(?:局|委员会|办公室|厅|中心|政府)[^{_TIERS}]{{0,1}}(?P=place)"
)


def reporter_in(text: str) -> str | None:
    """The body in brackets that reports instead of the one before them; else None.

    A body without its place behind a department is a second name on the same door; behind
    a government it is one of that government's.
    """
    for bracket in _BRACKET.finditer(text):
        inner, outer = bracket.group(1), text[: bracket.start()]
        if _BODY_END.search(inner) and not _REMARK.search(inner):
            return _of_two(outer, inner)
    return None


def reporter_behind(agency: str | None, suffix: str) -> str | None:
    """The body in brackets behind a title's last word (…年度报告(教育局)) that reports."""
    bracket = _BRACKET.match(suffix)
    inner = bracket.group(1) if bracket else ""
    if kind_of(inner) is None or _REMARK.search(inner):
        return None
    return _of_two(agency, inner) if agency else inner


def department_of(agency: str, name: str) -> str | None:
    """The full name of a body that is named apart from its region (松岭县 … 县司法局)."""
    if kind_of(agency) != "government" or kind_of(name) not in ("department", "township"):
        return None
    if name.endswith(("部门", "单位")):  # a column of many
        return None
    region = _GOVERNED.sub("", agency)
    if name[0] == region[-1] and name[0] in _TIERS:
        return region + name[1:]
    return name if name.startswith(region) else None


def several_in(name: str) -> bool:
    """Whether a title's name is those of two bodies (甲县教育局、甲县体育局)."""
    if _AGAIN.match(name):
        return True
    parts = _JOINT.split(name)
    named = [kind_of(part) is not None and len(part) > 2 for part in parts]
    return any(one and other for one, other in pairwise(named))


def is_contested(text: str) -> bool:
    """Whether brackets hold a body that could be the reporter as well as the one before."""
    for bracket in _BRACKET.finditer(text):
        inner, outer = bracket.group(1), text[: bracket.start()]
        if inner == outer or kind_of(outer) not in _ONE_DOOR:
            continue
        two = kind_of(inner) is not None and not _REMARK.search(inner)
        if two and (_PLACED.search(inner) or inner[0] in _TIERS):
            return True
    return False


def _of_two(outer: str, inner: str) -> str | None:
    kind = kind_of(outer)
    if kind in _ONE_DOOR and not _PLACED.search(inner):
        return None
    if _PLACED.search(inner) and inner[0] not in _TIERS:
        return inner
    office = _OFFICE.fullmatch(inner)
    # (州政府办公室) behind …人民政府 is that government's office, its name cut short.
    if office and (kind == "ministry" or outer.endswith("政府")):
        return outer + office.group(1)
    region = _GOVERNED.sub("", outer)
    if kind != "government" or len(region) < 2:
        return inner
    if office:
        return f"{region}{'' if '政府' in inner else '政府'}{inner.removeprefix(region[-1])}"
    # 六盘水市(市财政局): the bracket shortens the region to its last letter.
    return region + (inner[1:] if inner[0] == region[-1] else inner)
