"""Which hosts a crawl may go to: a source stays on the domain that it names."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

# Registries below which a body registers a third label (gov.cn, bj.cn, com.hk …).
_GENERIC_LABELS = frozenset({"ac", "co", "com", "edu", "gov", "mil", "net", "or", "org"})
# The registries of the provinces, 国家 .CN 二级域名: the two letters of GB/T 2260.
_PROVINCE_LABEL = re.compile(
    "bj|sh|tj|cq|he|sx|nm|ln|jl|hl|js|zj|ah|fj|jx|sd|ha"
    "|hb|hn|gd|gx|hi|sc|gz|yn|xz|sn|gs|qh|nx|xj|tw|hk|mo"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What a template adds to every link, depending on who asks and when; the page is the same:
# sessions, counters of visitors, where a reader came from, numbers against caches.
_NOISE = re.compile(
    r"(?:^|(?<=&))(?:isMobile=\w*|(?:j|php|asp)?sessionid=\w*|phpsessid=\w*|spm=[^&]*|utm_\w+=[^&]*"
    r"|(?:wd=&)?eqid=\w*|isappinstalled=\d?|from=(?:timeline|singlemessage|groupmessage)"
    r"|(?:_|_?t|ts|timestamp|time|rn?d|rand|random|nocache)=(?:\d{10,}|0?\.\d{4,}))(?:&|$)",
    re.IGNORECASE,
)
#: ``;jsessionid=…``, and ``/(S(…))`` of ASP.NET without cookies.
_SESSION = re.compile(r";jsessionid=[^/?;]*|/\((?:[A-Z]\([^()/]*\)){1,4}\)(?=/|$)", re.IGNORECASE)


def host_of(url: str) -> str:
    """The host of an address in lower case, without port; "" when it has none."""
    parts = _split(url)
    return (parts.hostname or "").rstrip(".") if parts is not None else ""


def normalise(url: str) -> str:
    """One spelling for one address, without what templates add to it from visit to visit.

    Sessions, and marks of who asks and when. For redirects see `spelled`.
    """
    plain = spelled(url)
    if "?" not in plain and ";" not in plain and "(" not in plain:
        return plain
    parts = _split(plain)
    if parts is None or not parts.hostname:
        return plain
    path, query = _SESSION.sub("", parts.path), _NOISE.sub("", parts.query).rstrip("&")
    return parts._replace(path=path or "/", query=query).geturl()


def spelled(url: str) -> str:
    """An address with scheme and host in lower case, no default port or fragment.

    A redirect is followed to this: a server that wants its session in the address sends us
    there again and again. One that cannot be read is returned as it is; `HostRules.refusal`
    names it.
    """
    parts = _split(url.strip())
    if parts is None or not parts.hostname or parts.username is not None:
        return url.strip()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return parts._replace(netloc=host + port, path=parts.path or "/", fragment="").geturl()


def same_page(one: str, other: str) -> bool:
    """Whether two addresses name one page of one site: http and https, www or not, two domains.

    ``urumqi.gov.cn`` and ``wlmq.gov.cn`` serve one site; ``czj.`` and ``mzj.`` of one domain do
    not. What stands there is not compared.
    """
    a, b = urlsplit(one), urlsplit(other)
    if (a.path, a.query) != (b.path, b.query):
        return False
    return _label(a.hostname or "") == _label(b.hostname or "")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses lie on one host and port, with or without ``www``."""
    a, b = urlsplit(one), urlsplit(other)
    hosts = ((parts.hostname or "").removeprefix("www.") for parts in (a, b))
    return a.port == b.port and len(set(hosts)) == 1


def _label(host: str) -> str:
    """What stands before the registered part of a host, but for ``www``."""
    return host.removesuffix(registrable_domain(host)).rstrip(".").removeprefix("www")


def registrable_domain(host: str) -> str:
    """The part of a host that one body registered: ``czj.example.gov.cn`` → ``example.gov.cn``.

    A bare address is its own domain.
    """
    if _is_address(host):
        return host
    labels = host.lower().rstrip(".").split(".")
    return ".".join(labels[-(3 if _is_registry(labels[-2:]) else 2) :])


def is_government(host: str) -> bool:
    """Whether a host lies below gov.cn, which only government bodies may register."""
    return host.endswith(".gov.cn")


@dataclass(frozen=True, slots=True)
class HostRules:
    """Where one source's crawl may go, through links and redirects alike."""

    domains: frozenset[str]
    hosts: frozenset[str]

    @classmethod
    def of(cls, listings: Iterable[str]) -> HostRules:
        """A government listing opens its whole domain, any other host only itself."""
        named = {host_of(url) for url in listings}
        return cls(
            domains=frozenset(registrable_domain(host) for host in named if is_government(host)),
            hosts=frozenset(named),
        )

    def refusal(self, url: str) -> str | None:
        """Why this address is off limits, in one line; None when it is not."""
        parts = _split(url)
        if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            return f"not a web address: {url[:200]!r}"
        if parts.username is not None or parts.password is not None:
            return "the address carries a user name"
        host = host_of(url)
        if host in self.hosts or registrable_domain(host) in self.domains:
            return None
        return f"foreign host {host}"


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        # Reading the port is what checks it.
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_registry(labels: list[str]) -> bool:
    if len(labels) < 2 or len(labels[1]) != 2:
        return False
    if labels[0] in _GENERIC_LABELS:
        return True
    return labels[1] == "cn" and _PROVINCE_LABEL.fullmatch(labels[0]) is not None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
