"""A government web that misbehaves as it is told: real sockets on loopback, many hosts."""

from .answers import Answer, Reply, Request
from .web import HostileWeb

__all__ = ["Answer", "HostileWeb", "Reply", "Request"]
