"""Whose site it is, as its home page says: the tags of 国办发〔2017〕47号, or the title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.hosts import host_of
from scraper.listings import Page
from scraper.listings.page import squeeze
from scraper.source_keys import Level

# 政府网站标识码: six digits of the division and a serial; bm and eight digits for ministries.
_SITE_CODE = re.compile(r"(\d{6})\d{4}|bm\d{8}", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:欢迎(?:您)?(?:访问|光临|来到|进入)?|首页\s*[-_|—–·]?)|(?:官方|门户)*(?:网站|官网)(?:首页)?$|网$|首页$"
)
_CUT = re.compile(r"\s*[-_|—–>]+\s*")
_BODY = re.compile(r"政府|局|厅|委|办|部|署|院|中心|管理区|开发区|街道|镇|乡")


@dataclass(frozen=True, slots=True)
class Site:
    """What a home page says of its owner; None where it says nothing."""

    name: str
    division: str | None = None
    level: Level | None = None


def site_of(page: Page) -> Site:
    """Read name, division and level from a home page; the host stands for a missing name."""
    metas = {
        (meta.get("name") or "").lower(): squeeze(meta.get("content"))
        for meta in page.tree.iter("meta")
    }
    name = _cleaned(metas.get("sitename", "")) or _from_title(page) or host_of(page.url)
    return Site(name, *_place(metas.get("siteidcode", "")))


def _place(code: str) -> tuple[str | None, Level | None]:
    found = _SITE_CODE.fullmatch(code.strip())
    if found is None:
        return None, None
    division = found[1]
    if division is None:
        return None, "national"
    if division.endswith("0000"):
        return division, "province"
    return division, "prefecture" if division.endswith("00") else "county"


def _from_title(page: Page) -> str:
    title = next((squeeze(one.text_content()) for one in page.tree.iter("title")), "")
    parts = [_cleaned(part) for part in _CUT.split(title)]
    return next((part for part in parts if _BODY.search(part)), "")


def _cleaned(name: str) -> str:
    while (shorter := _FURNITURE.sub("", name).strip()) != name:
        name = shorter
    return name
