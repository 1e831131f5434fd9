"""Second addresses of a page: barrier-free and traditional-script twins, proxies, flip-books."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

# big5.mot.gov.cn/gate/big5/www.mot.gov.cn/<path>: the page behind a converter of the script.
_GATE = re.compile(r"/gate/(?:big5|gb)/(?P<host>[\w.-]+\.[a-z]{2,}(?::\d+)?)(?P<path>/.*)?$")
_SCRIPT_HOST = re.compile(r"(?:^|\.)(?:big5|fanti|tw|ft)\.", re.IGNORECASE)
# 无障碍: jtj_panzhihua_wza/…, wza.example.gov.cn.
_BARRIER_FREE = re.compile(r"(?:^|[._/-])wza(?=[._/-]|$)", re.IGNORECASE)
# A web VPN names the real host in hex (the prefix is "wrdvpnisthebest!") or with hyphens.
_VPN_HOST = re.compile(r"(?:^|[.-])(?:web)?vpn\d*[.-]|-s\.vpn|\.webvpn\.", re.IGNORECASE)
_VPN_PATH = re.compile(r"/https?(?:-\d+)?/77726476706e69737468656265737421", re.IGNORECASE)
_FLIP_PAGE = re.compile(r"(?P<book>/files/basic-html/page)(?P<number>\d+)(?P<ext>\.html?)$")


def original(url: str) -> str | None:
    """The address behind a converter of the script (gate/big5); None for any other address."""
    parts = urlsplit(url)
    found = _GATE.search(parts.path)
    if found is None:
        return None
    path = str(found["path"] or "/")
    return urlunsplit((parts.scheme, str(found["host"]), path, parts.query, ""))


def twin_reason(url: str) -> str | None:
    """Why an address is only a second way to a page, in one line; None when it is not."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _VPN_PATH.search(parts.path) or _VPN_HOST.search(host):
        return "address of a web VPN, not of the site itself"
    if _GATE.search(parts.path) or _SCRIPT_HOST.search(host):
        return "twin of the page in traditional script"
    if _BARRIER_FREE.search(f"{host}{parts.path}"):
        return "barrier-free twin of the page"
    return None


def flip_page(url: str, number: int) -> str | None:
    """The address of a page of a flip-book, counted from 1; None when it is no flip-book."""
    parts = urlsplit(url)
    found = _FLIP_PAGE.search(parts.path)
    if found is None:
        return None
    path = f"{parts.path[: found.start()]}{found['book']}{number}{found['ext']}"
    return urlunsplit(parts._replace(path=path))
