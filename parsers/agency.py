"""What body an agency is, by its name, and whose figures its report holds.

Rules of the domain reference, 3.3. A tier is given only where the name itself shows it;
市 and 区 do not say whether they are prefecture or county level.
"""

from __future__ import annotations

import re

_TOWNSHIP = re.compile(r"(?:镇|乡|街道|街道办|街道办事处|苏木|(?:镇|乡)(?:人民)?政府)$")
_OFFICE = re.compile(r"(?:人民)?政府(?:办公室|办公厅|办)$|^(?:省|市|县|区)?政府办(?:公室|公厅)?$")
_GOVERNMENT = re.compile(r"(?:人民政府|(?<!信息)政府|[省市县区州盟旗]|自治区|兵团)$")
_ZONE = re.compile(r"(?:管理?委员会|管委会|开发区|高新区|新区|园区|实验区|示范区|保税区|合作区)$")
_MINISTRY = re.compile(
    r"^(?:中华人民共和国|国家(?!税务总局.)|国务院)|^(?:中国)?[^省市县区州]{2,8}部$"
)
_VERTICAL = re.compile(
    r"国家税务总局.+|.*(?:海关|证监局|监管局.*分局|海事局|邮政管理局|气象局|调查(?:总)?队|通信管理局|出入境边防)$"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|办公室|办公厅|办|中心|部|处|院|总队|支队|大队|站|所|署|社|会|馆)$"
)
_AGGREGATE = re.compile(
    r"(?:综合|汇总)[^。]{0,40}(?:各县|各区|各镇|各乡|各部门|各街道|市政府部门|县政府部门)[^。]{0,60}(?:编制|而成|形成)"
    r"|(?:全省|全市|全县|全区|全旗|全州)(?:各级)?(?:行政机关|政府系统)?[^。,]{0,12}?(?:共|累计|新)?(?:收到|受理|接收)"
)
_LEVEL = re.compile(
    r"本级(?:人民)?政府(?:及|和|与|部门|各)|(?:人民)?政府本级|市级行政机关|县级行政机关|区级行政机关"
)


def kind_of(agency: str | None) -> str | None:
    """``government``, ``office``, ``department``, ``township``, ``dev_zone``, ``ministry`` …"""
    if not agency:
        return None
    rules = (
        ("office", _OFFICE),
        ("vertical_system", _VERTICAL),
        ("ministry", _MINISTRY),
        ("township", _TOWNSHIP),
        ("dev_zone", _ZONE),
        ("government", _GOVERNMENT),
        ("department", _DEPARTMENT),
    )
    return next((kind for kind, rule in rules if rule.search(agency)), None)


def tier_of(agency: str | None, kind: str | None) -> str | None:
    """``national`` … ``township``, or None where the name does not show it."""
    if not agency:
        return None
    if kind in ("ministry", "township"):
        return "national" if kind == "ministry" else "township"
    body = re.sub(r"(?:人民)?政府.*$", "", agency)
    if re.search(r"^[^市县州盟]{1,6}(?:省|自治区)[^市县区州盟旗]*$", body):
        return "province"
    if re.search(r"[县旗](?!级)", body) or re.search(r"市.{1,6}区", body):
        return "county"
    if re.search(r"(?:自治州|地区|盟)", body):
        return "prefecture"
    return None


def scope_of(kind: str | None, text: str) -> str | None:
    """Whose figures: one body's own, its office's, or all bodies below it together."""
    if kind == "office":
        return "office_only"
    if kind in ("government", "dev_zone") and _AGGREGATE.search(text):
        return "aggregate"
    if kind == "government" and _LEVEL.search(text):
        return "government_level"
    if kind in ("department", "township", "ministry", "dev_zone", "vertical_system"):
        return "own_agency"
    return None
