"""Which official address a copy was made of: the same path on the government's host.

A rewriting proxy replaces the host that it copies, but seldom everywhere: e-mail
addresses, meta fields, scripts and images, an address in running text keep it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from parsers.document import Document, Stream
from parsers.provenance import hosts
from parsers.provenance.directory import SYSTEM_PATH
from parsers.references import Reference, References, references

_HOST = r"(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}gov\.cn"
_MENTION = re.compile(
    rf"(?<![\w.-])([\w.-]{{1,64}}@)?({_HOST})(?![\w-]|\.\w)([/?][\w./?=&%-]{{0,300}})?", re.I | re.A
)
_IN_PATH = re.compile(rf"[/=@]((?:https?:/{{1,2}}|//)?({_HOST})(?=[:/?&]|$)[^\s]*)", re.I)
#: www-liuhe-gov-cn.proxy.example: the original host as a label of the copy's.
_IN_HOST = re.compile(r"^((?:[a-z0-9]+-)+gov-cn)(?:-s)?\.", re.I)
#: 门户网站(HOST: the text's own site, unless it is said to be the province's.
_OWN_SITE = re.compile(
    r"(?<!省)(?<!省政府)(?<!省人民政府)(?<!自治区政府)(?:网站|门户|网址)[(（]?[:：]?(?:https?:)?/{0,2}$"
)
#: Other governments' sites, to which pages refer their readers.
_HIGHER = re.compile(
    "(?:省|自治区|国务院|中央)[^。，]{0,8}(?:网站|门户网?|网)?(?:[(（](?:https?:)?/{0,2})?$"
)
#: lanzegov.cn, www.lanze-gov.com, lanze.gov.cn.demo.net: made to be taken for lanze.gov.cn.
_ALIKE = re.compile(
    r"(?:www\.)?(?P<name>[a-z]{3,24}?)(?:-?gov\.(?:com\.cn|cn|com|net|org|cc|top)|\.gov\.cn\..+)"
)
#: Hosts that serve a site's files are not where its pages are.
_SERVICE = re.compile(r"(?:res|static|img|image|css|js|cdn|file|files|assets|mail)\d*\.", re.I)
#: How much a mention says. One link proves nothing: pages link to their province.
_WEIGHTS = {"domain": 8, "named": 6, "mail": 5, "resource": 4, "beside": 4, "text": 3, "link": 1}
_ENOUGH = 3
_MOST_COUNTED = 50


@dataclass(frozen=True, slots=True)
class Original:
    """``certain``: the document itself names this very address. ``trace`` says why.

    ``site`` is the domain where that alone is named, and which of its hosts is a guess.
    """

    url: str
    certain: bool
    trace: str
    site: str | None = None


def original_of(document: Document, stream: Stream, url: str | None) -> Original | None:
    """The address that a copy served from ``url`` was made of; None when nothing tells."""
    named = _named(document) or (_in_address(url) if url else None)
    if named is not None or url is None:
        return named
    path = hosts.path_of(url)
    found = references(document)
    whole = _same_page(found.links, stream, path)
    if whole is not None:
        return whole
    if path == "/":
        return None
    votes: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for kind, host in _votes(document, stream, found, path):
        votes[host] += _WEIGHTS[kind]
        # Files often come from another host of the same site than its pages.
        pages[host] += _WEIGHTS[kind] if kind != "resource" else 1
    best = _best(votes, pages)
    if best is None:
        return _alike(url, path) if _is_weak(votes) else None
    bare = best not in votes or best == _site(best)
    trace = f"{best} is named on the page"
    return Original(f"http://{best}{path}", False, trace, _site(best) if bare else None)


def _alike(url: str, path: str) -> Original | None:
    """The site that a copy's own host imitates, if the path is a government system's."""
    found = _ALIKE.fullmatch(hosts.host_of(url) or "")
    if found is None or not SYSTEM_PATH.search(path):
        return None
    site = f"{found['name']}.gov.cn"
    return Original(f"http://www.{site}{path}", False, f"its own host imitates {site}", site)


def mail_host(stream: Stream) -> str | None:
    """The government host of an e-mail address in the text (M-MAIL)."""
    if "@" not in stream.text or "gov.cn" not in stream.text.lower():
        return None
    mails = (found for found in _MENTION.finditer(stream.text) if found.group(1))
    return next((found.group(2).lower() for found in mails), None)


def _named(document: Document) -> Original | None:
    for name in ("canonical", "og:url"):
        address = document.meta.get(name)
        if not address or not hosts.is_official_host(hosts.host_of(address)):
            continue
        if hosts.path_of(address) != "/":
            return Original(address, True, f"its {name} address")
    return None


def _in_address(url: str) -> Original | None:
    host = hosts.host_of(url) or ""
    label = _IN_HOST.match(host)
    if label is not None:
        name = label.group(1).replace("--", "\0").replace("-", ".").replace("\0", "-").lower()
        return Original(f"http://{name}{hosts.path_of(url)}", True, "named in the host")
    inner = _IN_PATH.search(hosts.path_of(url))
    if inner is None:
        return None
    rest = re.sub(r"^(?:https?:)?/{1,2}", "", inner.group(1), flags=re.I)
    scheme = "https" if inner.group(1).lower().startswith("https") else "http"
    return Original(f"{scheme}://{rest}", True, "named in the path")


def _same_page(links: list[Reference], stream: Stream, path: str) -> Original | None:
    """An address of the government with the same path (or document) as the copy's."""
    tail = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    if not re.search(r"\d{3}", tail):
        tail = ""  # index.html is the name of every page
    for address in _addresses(links, stream):
        said = hosts.path_of(address)
        same = said == path or (tail and said.partition("?")[0].rpartition("/")[2] == tail)
        if same and path != "/" and hosts.is_official_host(hosts.host_of(address)):
            return Original(address, True, "its address stands on the page")
    return None


def _addresses(links: list[Reference], stream: Stream) -> Iterator[str]:
    yield from (link.url for link in links if "gov.cn/" in link.url.lower())
    if "gov.cn/" in stream.raw:
        for found in _MENTION.finditer(stream.raw):
            if found.group(3) and not found.group(1):
                yield f"http://{found.group(2)}{found.group(3)}"


def _votes(
    document: Document, stream: Stream, found: References, path: str
) -> Iterator[tuple[str, str]]:
    """Kinds of traces and the hosts that they name."""
    domain = document.meta.get("sitedomain")
    host = hosts.host_of(domain) if domain else None
    if host and hosts.is_official_host(host):
        yield "domain", host
    for text in (stream.raw, _scripts(document)):
        if "gov.cn" in text.lower():
            yield from _mentions(text)
    folder = "/" + path.strip("/").partition("/")[0]
    for one in (*found.links, *found.images, *found.resources):
        host = hosts.host_of(one.url) if "//" in one.url else None
        if one.text and _HIGHER.search(one.text):
            continue
        if host and hosts.is_official_host(host):
            beside = len(folder) > 1 and hosts.path_of(one.url).startswith(folder)
            plain = "resource" if one.kind == "resource" else "link"
            yield "beside" if beside else plain, host


def _mentions(raw: str) -> Iterator[tuple[str, str]]:
    for found in islice(_MENTION.finditer(raw), _MOST_COUNTED):
        before = raw[max(0, found.start() - 16) : found.start()]
        if _HIGHER.search(before):
            continue
        plain = "named" if _OWN_SITE.search(before) else "text"
        yield "mail" if found.group(1) else plain, found.group(2).lower()


def _scripts(document: Document) -> str:
    """What a rewriting proxy leaves alone: the page's own programs."""
    if document.tree is None:
        return ""
    return "\n".join(script.text for script in document.tree.iter("script") if script.text)


def _best(votes: Counter[str], pages: Counter[str]) -> str | None:
    """The host with the most votes, counted by site; None when two sites come out alike."""
    sites: Counter[str] = Counter()
    for host, count in votes.items():
        if not hosts.is_everywhere(host):
            sites[_site(host)] += count
    ranked = sites.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    site = ranked[0][0]
    names = [h for h in votes if _site(h) == site and h != site and not _SERVICE.match(h)]
    return max(names, key=lambda host: pages[host], default=f"www.{site}")


def _is_weak(votes: Counter[str]) -> bool:
    """Whether there are only links, as to the province's site."""
    return all(count < _ENOUGH for count in votes.values())


def _site(host: str) -> str:
    """The registrable domain: the label before gov.cn and all behind it."""
    return ".".join(host.split(".")[-3:])
