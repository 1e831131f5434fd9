"""What a row of the address tables is good for: a listing, a candidate, or a home page."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

Use = Literal["home", "candidate", "listing"]

# What the notes of the tables call an address that is no annual-report column for sure.
_UNSURE = re.compile(
    r"GENERAL|OPAQUE|not the report column|guide page|platform home|old ASP portal"
    r"|catId [\w -]* unknown|list page name unknown"
)
# The home of a body's disclosure pages (61号: 政府信息公开), above the four columns.
_DISCLOSURE_HOME = re.compile(r"/(?:zfxxgk|xxgk|zwgk)(?:_\d+)?/$")
#: Why an address is only a candidate, as the source's notes put it.
REASONS = {
    "general": "holds other documents too, reports were only filed among them",
    "opaque": "its name says nothing about the column: read the title first",
    "copy": "inferred from a copy of the page on a foreign host",
    "twin": "a traditional-script twin of another address",
    "above": "lies above the annual-report column",
}
#: Listing families for the platforms that the tables name; others are detected.
FAMILIES = {
    "anhui_openness": "openness",
    "epoint": "epoint",
    "gkmlpt": "gkmlpt",
    "hanweb_jpage": "jpage",
    "hanweb_xxgk": "hanweb",
    "jpaas": "jpaas",
    "lonsun": "lonsun",
    "nfcms": "nfcms",
    "trs": "trs",
    "trs_short": "trs",
    "trs_year_column": "trs",
    "truecms": "truecms",
    "ucap": "ucap",
    "vsb": "vsb",
}


def use_of(url: str, note: str) -> Use:
    """How far an address of ``columns.csv`` may be trusted."""
    if note.startswith("HOME"):
        return "home"
    if _UNSURE.search(note) or _is_twin(url) or _DISCLOSURE_HOME.search(urlsplit(url).path):
        return "candidate"
    return "listing"


def reasons_of(url: str, note: str) -> list[str]:
    """What is to be said of an address: keys of ``REASONS``."""
    found = [name for name in ("general", "opaque") if name.upper() in note]
    if "inferred_from_copy" in note:
        found.append("copy")
    if _is_twin(url):
        found.append("twin")
    if not found and use_of(url, note) == "candidate":
        found.append("above")
    return found


def _is_twin(url: str) -> bool:
    return "/gate/big5/" in url
