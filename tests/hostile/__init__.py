"""A government web that misbehaves as it is told: real sockets on loopback, many hosts."""

from hostile.answers import Answer, Reply, Request
from hostile.web import HostileWeb

__all__ = ["Answer", "HostileWeb", "Reply", "Request"]
