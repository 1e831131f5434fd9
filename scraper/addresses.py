"""Which network address a host may be reached at: connect-to rules and public addresses only."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# A field is a bracketed IPv6 address or anything without a colon; each may be empty.
_FIELD = r"(\[[0-9A-Fa-f:.%\w]+\]|[^:\[\]]*)"
_RULE = re.compile(rf"{_FIELD}:(\d*):{_FIELD}:(\d*)")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefusedError(Exception):
    """A host that resolves to no address that this crawl may connect to."""


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """One ``HOST:PORT:ADDRESS:PORT`` rule, as curl's ``--connect-to`` reads it.

    An empty host or port on the left matches any; on the right it keeps the original.
    """

    host: str
    port: int | None
    address: str
    to_port: int | None

    @classmethod
    def parse(cls, text: str) -> ConnectTo:
        """Read the notation; ValueError says what is wrong with it."""
        found = _RULE.fullmatch(text.strip())
        if found is None:
            raise ValueError(
                f"connect-to rule {text!r} is not HOST:PORT:ADDRESS:PORT (IPv6 in brackets)"
            )
        host, port, address, to_port = found.groups()
        return cls(_bare(host), _port(port, text), _bare(address), _port(to_port, text))

    def matches(self, host: str, port: int) -> bool:
        """Whether a request for this host and port is meant."""
        return self.host in ("", _bare(host)) and self.port in (None, port)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that was checked, to be connected to exactly as it stands."""

    address: str
    port: int


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Turns a host and port into the checked addresses to connect to."""

    rules: tuple[ConnectTo, ...] = ()
    allow_private: bool = False

    async def endpoints(self, host: str, port: int) -> list[Endpoint]:
        """The addresses of a host, in the resolver's order.

        Raises AddressRefusedError when all of them are private, OSError when none is found.
        """
        rule = next((rule for rule in self.rules if rule.matches(host, port)), None)
        # A rule that only changes the port says nothing about where the host may lie.
        mapped = rule is not None and rule.address != ""
        name = rule.address if rule is not None and mapped else _bare(host)
        target = (rule.to_port if rule is not None else None) or port
        found = await _resolve(name, target)
        allowed = [a for a in found if mapped or self.allow_private or is_public(a)]
        if not allowed:
            listed = ", ".join(str(address) for address in found)
            raise AddressRefusedError(f"{host} lies at a private address ({listed})")
        return [Endpoint(str(address), target) for address in allowed]


def is_public(address: IPAddress) -> bool:
    """Whether an address is globally reachable unicast, also when it wraps an IPv4 one."""
    return all(one.is_global and not one.is_multicast for one in _unwrapped(address))


def _unwrapped(address: IPAddress) -> Sequence[IPAddress]:
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address, address.sixtofour)
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)


async def _resolve(name: str, port: int) -> list[IPAddress]:
    loop = asyncio.get_running_loop()
    rows = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    # A scope (fe80::1%eth0) belongs to link-local addresses; without it they are still known.
    texts = dict.fromkeys(str(row[4][0]).split("%")[0] for row in rows)
    return [ipaddress.ip_address(text) for text in texts]


def _bare(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _port(text: str, rule: str) -> int | None:
    if not text:
        return None
    if not 1 <= int(text) <= 65535:
        raise ValueError(f"connect-to rule {rule!r} has a port outside 1 to 65535")
    return int(text)
