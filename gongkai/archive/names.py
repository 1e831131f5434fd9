"""Names of bodies in one short form, so that the ways to write one can be told to be one.

Folded names serve matching within one division and kind; they are never shown.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

#: Raised whenever a name folds differently; the archive then folds its agencies again.
FOLD_VERSION = "2"
_TIERS = "省市县区州盟旗"
#: What makes the character of a tier the beginning of another word (市场, 市监局, 区域, 县级).
NOT_A_TIER = (
    r"(?!(?<=市)(?:场|监局|政(?!府)|容|民|直|属|级|辖|井|区)|(?<=区)(?:域|块|划|直|属|级|间)"
    r"|(?<=县)(?:域|直|级|属)|(?<=州)(?:直|级)|(?<=旗)(?:舰|直)|(?<=省)(?:直|级|属|会))"
)
_BARE_TIER = re.compile(rf"^(?:本|全)?[{_TIERS}]{NOT_A_TIER}(?=..)")
_WITH_PLACE = re.compile(rf"^[^{_TIERS}]{{1,12}}[{_TIERS}]{NOT_A_TIER}")
_SYSTEM = re.compile(r"^(?:国家税务总局(?=.+税务局$)|国家统计局(?=.+调查(?:总)?队$))")
_OFFICE = re.compile(r"(?:(?:人民)?政府|^府)(?:办公厅|办公室|办)$")
_GOVERNMENT = re.compile(r"^(?:人民政府|政府|)$")
_TOWN = re.compile(r"^(.*?(?:镇|乡|街道|苏木))(?:人民政府|政府|办事处|办)?$")
#: Of development zones; 国有资产监督管理委员会 and 城市管理委员会 are departments.
_COMMITTEE = re.compile(r"(?<!监督)(?<!城市)管理委员会$|(?<!^城)管委$")
_JOINING = re.compile(r"[和与及、]")


def normalised(name: str) -> str:
    """NFKC without any white space; a slash would break ``agency/year/scope``."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace("/", "-")


def names_place(name: str) -> bool:
    """Whether a name begins with that of a place, and not with 市 or 教育局."""
    return _WITH_PLACE.match(name) is not None


def fold(name: str, places: Sequence[str] | None = None) -> str:
    """The short form of a name whose division, with those above it, is called ``places``.

    None where the division is not known: then nothing is taken off the front.

    >>> fold("云溪市人民政府办公室", ["云溪市"]) == fold("市府办", ["云溪市"]) == "政府办"
    True
    >>> fold("拖市镇人民政府") == fold("拖市镇") == "拖市镇"
    True
    """
    short = _SYSTEM.sub("", normalised(name))
    for place in places or ():
        short = short.removeprefix(place)
    if places is not None:
        short = _BARE_TIER.sub("", short)
    return _folded(short)


def _folded(short: str) -> str:
    if _GOVERNMENT.match(short):
        return "政府"
    if office := _OFFICE.search(short):
        return f"{short[: office.start()]}政府办"
    if town := _TOWN.match(short):
        return town.group(1)
    short = re.sub(r"人民政府$", "政府", short)
    if _COMMITTEE.search(short):
        return _COMMITTEE.sub("管委会", short)
    short = _JOINING.sub("", short)
    short = re.sub(r"委员会$", "委", short)
    return _short_names().get(short, short)


@cache
def _short_names() -> dict[str, str]:
    text = files(__package__).joinpath("data", "short_names.csv").read_text(encoding="utf-8")
    return {row["short"]: row["full"] for row in csv.DictReader(text.splitlines())}
