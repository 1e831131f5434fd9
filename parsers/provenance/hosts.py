"""Host names: the government's, a bare address, anybody else's (M-HOST).

``hosts.json`` holds the suffixes of the government (gov.cn, 政务), the official hosts
outside them (kept by hand, each with the body it belongs to), public platforms that any
office may name, and national sites to which every page links.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Literal
from urllib.parse import unquote

Kind = Literal["official", "address", "foreign", "none"]

_DATA = json.loads(files(__package__).joinpath("hosts.json").read_text(encoding="utf-8"))
_SUFFIXES = (*_DATA["suffixes"], *_DATA["official"])
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_SCHEME = re.compile(r"^(?:(https?|ftp):)?/{2,}", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"^[a-z][a-z0-9+-]*:(?![0-9]{1,5}(?:[/?#]|$))", re.IGNORECASE)
#: What can stand before the first slash of an address that was given without a scheme.
_BARE_HOST = re.compile(r"^[\w.-]+\.[a-z政务]{2,12}(?::[0-9]{1,5})?\.?$", re.IGNORECASE)
_FILE = re.compile(r"\.(?:[sx]?html?|txt|pdf|docx?|jspx?|aspx?|php)$", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]{1,253}")
_ADDRESS = re.compile(r"[0-9.]+|0x[0-9a-f]+|\[?[0-9a-f]*:[0-9a-f:.]*\]?")


@lru_cache(maxsize=1024)
def host_of(url: str | None) -> str | None:
    """The host that a browser would ask, in lower case without port and trailing dot.

    None for local files, other schemes, and names that are none. What stands before ``@``
    is no host, a backslash is a slash, and full-width dots are dots.
    """
    text = _CONTROL.sub("", url or "").replace("\\", "/")
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :] if scheme else text
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if scheme is None and (
        _OTHER_SCHEME.match(text) or not _BARE_HOST.match(authority) or _FILE.search(authority)
    ):
        return None
    name = authority.rpartition("@")[2]
    if name.startswith("["):
        return name.partition("]")[0].strip("[") or None
    name = unicodedata.normalize("NFKC", unquote(name).partition(":")[0]).replace("。", ".").lower()
    name = name.rstrip(".")
    return name if _HOST.fullmatch(name) and ".." not in name else None


def path_of(url: str) -> str:
    """Path and query of an address, ``/`` where it has none; the fragment left out."""
    text = _CONTROL.sub("", url).replace("\\", "/")
    scheme = _SCHEME.match(text)
    rest = (text[scheme.end() :] if scheme else text).partition("#")[0]
    at = min((rest.find(mark) for mark in "/?" if mark in rest), default=-1)
    return rest[at:] if at >= 0 else "/"


def kind_of(host: str | None) -> Kind:
    """Whose a host is: by its name alone, and a bare address is nobody's."""
    if not host:
        return "none"
    if _ADDRESS.fullmatch(host):
        return "address"
    if ends_in(host, _SUFFIXES):
        return "official"
    return "foreign" if "." in host else "none"


def is_official_host(host: str | None) -> bool:
    """Whether a host name belongs to the government (M-HOST)."""
    return kind_of(host.lower().rstrip(".") if host else None) == "official"


def is_public(host: str) -> bool:
    """A platform that any office may name (its WeChat account, a news agency)."""
    return ends_in(host, _DATA["public"])


def is_everywhere(host: str) -> bool:
    """A national site to which every government page links; says nothing of its origin."""
    return host == "gov.cn" or ends_in(host, _DATA["everywhere"])


def ends_in(host: str, names: list[str] | tuple[str, ...]) -> bool:
    """Whether a host is one of the names or stands below one of them."""
    return any(host == name or host.endswith(f".{name}") for name in names)


def provenance_of_address(url: str | None) -> str:
    """``official``, ``copy_unverified`` or ``unknown``, by the address alone."""
    kinds = {"official": "official", "foreign": "copy_unverified"}
    return kinds.get(kind_of(host_of(url)), "unknown")
