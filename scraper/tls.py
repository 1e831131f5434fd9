"""TLS as it should be, and the exceptions that a source file may ask for its hosts.

Old government servers fail with OpenSSL 3: they know no secure renegotiation (RFC 5746)
or have keys below 112 bits of security. Such a host is named in its source, never in code.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, fields

from scraper.shown import shown

# ssl.OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on.
_LEGACY_SERVER_CONNECT = 0x4


@dataclass(frozen=True, slots=True)
class TlsExceptions:
    """What a source permits its hosts; the default permits nothing."""

    legacy_renegotiation: bool = False
    weak_keys: bool = False
    unverified: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The exceptions made, as they are recorded beside a fetch."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name))

    def as_mapping(self) -> dict[str, bool]:
        """The exceptions as a source file writes them; `read_exceptions` reads them again."""
        written = {"legacy_renegotiation": self.legacy_renegotiation, "weak_keys": self.weak_keys}
        made = {key: True for key, choice in written.items() if choice}
        return made | ({"verify": False} if self.unverified else {})


def permit(context: ssl.SSLContext, exceptions: TlsExceptions) -> None:
    """Loosen a client's context by what the source permits, and by nothing else."""
    if exceptions.legacy_renegotiation:
        context.options |= _LEGACY_SERVER_CONNECT
    if exceptions.weak_keys:
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
    if exceptions.unverified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE


def read_exceptions(value: object) -> TlsExceptions:
    """The key ``tls`` of a source file; ValueError says what is wrong with it.

    ``verify: false`` is the only way to write that a certificate is not checked.
    """
    if not isinstance(value, dict):
        raise ValueError(f"must be a mapping, not {shown(value)}")
    known = ("legacy_renegotiation", "weak_keys", "verify")
    for key, choice in value.items():
        if key not in known:
            raise ValueError(f"unknown key {shown(key)}; known are {', '.join(known)}")
        if not isinstance(choice, bool):
            raise ValueError(f"{key} must be true or false, not {shown(choice)}")
    return TlsExceptions(
        legacy_renegotiation=value.get("legacy_renegotiation", False),
        weak_keys=value.get("weak_keys", False),
        unverified=not value.get("verify", True),
    )
