"""Which government host a copy without any trace of it was most likely made of.

A copy keeps two things: its path, and whose report it is. ``sites.json`` holds hosts on which
official reports were seen: of places (with the code of GB/T 2260), of single bodies, and of
columns whose number is one site's own. What follows from it is a guess to be checked: sites
move, and a province's portal may hold its cities' reports.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parsers.agency import kind_of
from parsers.document import Document, Stream
from parsers.provenance import hosts

#: Paths as the government's systems make them; a wiki's or a library's names no original.
SYSTEM_PATH = re.compile(
    r"/t(?:20\d{6})?_?\d{5,}\.s?html?|/art/20\d\d/|/(?:post|content)_\d|/[0-9a-f]{32}\b|/c\d{5,}/"
    r"|/c\d{2}_\d+|/[a-z]*(?:zwgk|xxgk|gknb|ndbg|gkml)[a-z0-9_]*/|/info/\d+/\d+|/i\d{7,}\.|/public/|/module/",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[^/?=&.]+")
_LONG_NUMBER = re.compile(r"\d{9,}")
_SITE_CODE = re.compile(r"网站标识码[:]?(\d{10})(?!\d)")
_SPONSOR = re.compile(
    r"主办(?:单位)?[:]?([一-龥]{2,20}?(?:人民政府(?:办公室|办公厅)?|委员会|局|厅))"
)
_SPONSOR_REACH = 3_000
_WHOLE_PLACE = ("government", "office")
_IN_COUNTY = (*_WHOLE_PLACE, "department", "township")
_TIERS = "省市州盟县区旗"
#: A place within the place: its reports may stand on a site of its own.
_BELOW_COUNTY = re.compile("[县区旗]|市(?![场政容民])")
_BELOW_CITY = re.compile("[县区旗镇乡]|街道|市(?![场政容民])")


@dataclass(frozen=True, slots=True)
class Guess:
    """A host, and what points to it."""

    host: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    code: str
    host: str

    @property
    def is_county(self) -> bool:
        return not self.code.endswith("00")


@cache
def _data() -> tuple[tuple[_Place, ...], dict[str, str], dict[str, str]]:
    data = json.loads(files(__package__).joinpath("sites.json").read_text(encoding="utf-8"))
    places = tuple(_Place(name, *entry) for name, entry in data["places"].items())
    return places, data["bodies"], data["columns"]


def guess(
    agency: str | None, document: Document, stream: Stream, url: str, site: str | None = None
) -> tuple[str, str] | None:
    """The address that the copy at ``url`` may have been made of, and why; None when nothing
    points to a host, the path is none of a government's system, or the host none of ``site``'s.
    """
    path = hosts.path_of(url)
    found = host_for(agency, document, stream, path)
    if found and site and not hosts.ends_in(found.host, (site,)):
        return None
    return (f"http://{found.host}{path}", found.reason) if found else None


def host_for(agency: str | None, document: Document, stream: Stream, path: str) -> Guess | None:
    """The host on which ``path`` may have stood; None also when two differ."""
    found = [one for one in (_by_column(path), _by_body(agency), _by_sponsor(stream)) if one]
    column = found[0] if found and found[0].reason.startswith("column") else None
    if column is not None:
        return column
    if not SYSTEM_PATH.search(path) or len({one.host for one in found}) != 1:
        return None
    return found[0] if _fits_site_code(found[0].host, document, stream) else None


def _by_column(path: str) -> Guess | None:
    columns = _data()[2]
    for segment in _SEGMENT.findall(path):
        for key in (segment, *_LONG_NUMBER.findall(segment)):
            if host := columns.get(key):
                return Guess(host, f"column {key} is that host's")
    return None


def _by_body(agency: str | None) -> Guess | None:
    if not agency:
        return None
    places, bodies, _ = _data()
    if host := bodies.get(agency):
        return Guess(host, f"reports of {agency} stand there")
    found = [(at, one) for one in places if (at := _place_at(agency, one.name)) is not None]
    if not found:
        return None
    end, place = max(found, key=lambda pair: (pair[0], len(pair[1].name)))
    rest, kind = agency[end:], kind_of(agency)
    below = _BELOW_COUNTY if place.is_county else _BELOW_CITY
    if kind not in (_IN_COUNTY if place.is_county else _WHOLE_PLACE) or below.search(rest):
        return None
    return Guess(place.host, f"reports of {place.name} stand there")


def _place_at(agency: str, name: str) -> int | None:
    """Where a place's name ends in a body's, if it stands at the head or behind a place."""
    at = agency.find(name)
    if at < 0 or (at and agency[at - 1] not in _TIERS):
        return None
    return at + len(name)


def _by_sponsor(stream: Stream) -> Guess | None:
    """主办单位 in the foot of a site: the body whose site it is."""
    low = max(0, len(stream.text) - _SPONSOR_REACH)
    sponsor = _SPONSOR.search(stream.text, low)
    return _by_body(sponsor.group(1)) if sponsor else None


def _fits_site_code(host: str, document: Document, stream: Stream) -> bool:
    """Whether the site's code, if the page shows one, is one of the host's place."""
    shown = _SITE_CODE.search(stream.text)
    code = shown.group(1) if shown else document.meta.get("siteidcode", "")
    own = {place.code for place in _data()[0] if place.host == host}
    return not own or not re.fullmatch(r"\d{10}", code) or code[:6] in own
