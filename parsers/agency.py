"""What body an agency is, by its name, and at which tier.

Rules of the domain reference, 3.3. A tier is given only where the name itself shows it:
市 may be a prefecture or a county, 区 a district or a zone. Whose figures a report holds
is the business of ``scope.py``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.places import tier_of_place

_GOVERNED = r"(?:人民)?政府"
_ZONE_NOUN = (
    r"(?:开发区|经开区|高新区|高新技术产业园|高新技术产业区|新区|园区|工业园|产业园|科技园|软件园|物流园|农业园|"
    r"试验区|实验区|示范区|保税区|保税港区|综保区|港区|合作区|度假区|景区|风景区|名胜区|旅游区|保护区|"
    r"自贸区|自由贸易区|功能区|集聚区|集中区|管理区|示范园|先行区|引领区|城际区|片区|新城|空港|自贸港)"
)
_COMMITTEE = r"(?:党工委)?管(?:理)?委(?:员)?会"
_TOWNSHIP = re.compile(
    rf"(?:镇|乡|街道|苏木)(?:{_GOVERNED}|办|办事处)?$"
    r"|(?:师|兵团).{0,8}团(?:场)?(?:\(.{1,8}\))?$|第?[一二三四五六七八九十百零〇\d]{1,6}团(?:场)?$"
)
_OFFICE = re.compile(
    rf"{_GOVERNED}(?:办公室|办公厅|办)$|(?:行署|行政公署)(?:办公室|办公厅|办)$"
    rf"|(?:{_ZONE_NOUN}{_COMMITTEE})(?:党政|综合)?办公室$"
)
_GOVERNMENT = re.compile(
    r"(?<!信息)政府$|[省市县区州盟旗]$|地区$|行政公署$|行署$|生产建设兵团$|兵团第?\S{1,4}师$"
)
_ZONE = re.compile(rf"{_ZONE_NOUN}(?:{_COMMITTEE})?$|[区园城港岛]{_COMMITTEE}$|自贸.{{0,4}}管委会$")
_MINISTRY = re.compile(
    r"^(?:中华人民共和国)(?!.*(?:海关|海事局)$)"
    r"|^国务院|^国家(?!税务总局.|统计局.+(?:队)$).{1,20}(?:局|委员会|委|总署|办公室|署|院)$"
    r"|^中国(?!.*(?:分行|监管局|分局|公司|学校|大学|学院|医院|海关|支行)$).{2,16}(?:局|委员会|银行|科学院|工程院|会)$"
    r"|^(?:海关总署|审计署|最高人民.{2,4}院|全国.{2,20}(?:基金会|办公室))(?:\(.{2,6}\))?$"
)
_PLACES = "省市县区州盟旗镇乡委师"
_BUREAU_OF_STATE = re.compile(rf"^[^{_PLACES}]{{2,10}}部(?:办公厅)?$")
_PARTY = re.compile(r"(?:宣传|组织|统战|武装|人武|项目|俱乐|指挥|机关)部$")
_VERTICAL = re.compile(
    r"国家税务总局.+|税务局$|(?<!驻)海关$|(?:证监|银保监|银监|保监|金融监管|能源监管)(?:局|分局|办)$"
    r"|(?:委员会|管理总局|总局|能源局|财政部).{1,20}监管(?:局|分局|办公室|办)$"
    r"|海事局$|(?<!国家)邮政管理局$|.+(?<!中国)气象局$|调查(?:总)?队$|通信管理局$|边检(?:总)?站$|出入境边防检查(?:总)?站$"
    r"|(?<!国家)烟草(?:专卖)?局$|消防救援(?:总队|支队|大队|局)$|矿山安全监察局.+|煤矿安全监察局?.{0,4}局$"
    r"|民航.{1,8}(?:管理局|监管局)$|(?:沈阳|上海|广州|成都|武汉|西安|兰州)铁路监督管理局$"
    r"|人民银行.{1,12}(?:分行|支行|营业管理部)$|外汇管理局.{1,12}(?:分局|支局|中心支局)$"
    r"|审计署驻.+特派员办事处$|省地震局$"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|办公室|办公厅|办|中心|部|处|总队|支队|大队|站|所|署|社|联合会|协会|总会|研究会|红十字会|"
    r"残联|妇联|文联|科协|侨联|工商联|工会|部门|档案馆|图书馆|博物馆|文化馆|馆|法院|检察院|院|队|党校|公署)$"
)
_BRACKET = re.compile(r"(?<=.)\([^()]*\)$")
_NOT_PUBLIC = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|医院|卫生院|公司|集团|厂|银行)$")

_MUNICIPALITY = re.compile(r"^(?:北京|天津|上海|重庆)市")
#: What makes 区 something other than a district.
_ZONE_WORDS = re.compile(
    rf"(?:{_ZONE_NOUN}|自治区|社区|小区|灌区|林区|矿区|库区|牧区|军区|校区|(?<![市州盟].)(?<![市州盟]..)山区)"
)
_COUNTY = re.compile(r"(?:[^自]|自治)县(?!级)|旗(?!舰)|^.{1,4}(?:特区|林区)")
_DISTRICT = re.compile(r"[市州盟].{1,6}(?<!自治)区|(?<!自治)区(?=人民政府)")
_PREFECTURE = re.compile(r"自治州|^.{2,5}地区|^.{1,6}盟(?!市)|行署|行政公署")
_STATE = re.compile(
    r"^.{1,6}州(?=人民政府|政府|$|.{2,12}(?:局|委|委员会|办公室)$)(?!市|县|区|镇|乡)"
)
_BELOW = re.compile(
    r"(?:州|盟|地区)[^市县区州盟旗]{1,5}市|市[^市县区州盟旗]{1,5}(?<!城)市(?![场政容])"
)


@lru_cache(maxsize=4096)
def kind_of(agency: str | None) -> str | None:
    """``government``, ``office``, ``department``, ``township``, ``dev_zone``, ``ministry`` …"""
    if not agency or (_NOT_PUBLIC.search(agency) and not agency.startswith("中国人民银行")):
        return None
    rules = (
        ("office", _OFFICE),
        ("vertical_system", _VERTICAL),
        ("ministry", _MINISTRY),
        ("township", _TOWNSHIP),
        ("dev_zone", _ZONE),
        ("government", _GOVERNMENT),
    )
    for kind, rule in rules:
        if rule.search(agency):
            return kind
    if _BUREAU_OF_STATE.search(agency) and not _PARTY.search(agency):
        return "ministry"
    if _DEPARTMENT.search(agency):
        return "department"
    # 某某综合开发区(某某街道): one body under two names.
    return kind_of(agency[: bracket.start()]) if (bracket := _BRACKET.search(agency)) else None


def tier_of(agency: str | None, kind: str | None) -> str | None:
    """``national`` … ``township``, or None where the name does not show it."""
    if not agency:
        return None
    if kind in ("ministry", "township"):
        return "national" if kind == "ministry" else "township"
    return _tier(agency, kind)


@lru_cache(maxsize=4096)
def _tier(agency: str, kind: str | None) -> str | None:
    # The system's own name (国家税务总局…) says nothing of the place behind it.
    name = re.sub(
        r"^(?:国家税务总局|国家统计局|国家金融监督管理总局|中国人民银行|中华人民共和国)", "", agency
    )
    # 景德镇市: a city whose name ends like a town's.
    if re.search(
        rf"(?:镇(?!市)|乡|街道)(?:{_GOVERNED}.+|(?!村|建|规|企).{{2,8}}(?:所|站|中心))$", name
    ):
        return "township"
    place = _ZONE_WORDS.sub(lambda found: found.group() if _keeps(found.group()) else "_", name)
    if _COUNTY.search(place) or _DISTRICT.search(place) or _BELOW.search(place):
        return "county"
    if kind == "dev_zone":
        return None
    if listed := tier_of_place(name):
        return listed
    if "_" in place:
        return None
    if re.search(r"调查总队$|^新疆生产建设兵团$", agency) or _is_province(name):
        return "province"
    if _PREFECTURE.search(name):
        return "prefecture"
    return "prefecture" if kind != "vertical_system" and _STATE.search(name) else None


def _keeps(word: str) -> bool:
    return word in ("自治区", "林区", "矿区")


def _is_province(name: str) -> bool:
    """A province by its name, a municipality by being one of the four, a 厅 by its rank."""
    if _MUNICIPALITY.search(name):
        return True
    if re.search(r"^[^市县盟]{1,7}?(?:省|自治区)[^市县州盟旗]*$", name):
        return True
    return name.endswith("厅") and not name.endswith("办公厅")
