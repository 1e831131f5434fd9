"""What one fetch sends: method, form and headers, and how they change after a redirect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from scraper.protocols import Validators
from scraper.tls import TlsExceptions

_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
_VALIDATORS = frozenset(("If-None-Match", "If-Modified-Since"))


@dataclass(frozen=True, slots=True)
class Ask:
    """One request without its address; ``form`` is sent as its body (a form, or JSON)."""

    method: str = "GET"
    form: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    tls: TlsExceptions = field(default_factory=TlsExceptions)

    @classmethod
    def of(
        cls,
        method: str,
        data: Mapping[str, str] | str | None,
        headers: Mapping[str, str] | None,
        validators: Validators | None,
        tls: TlsExceptions,
    ) -> Self:
        """``data`` becomes a form in UTF-8, ``validators`` a conditional request.

        Text is sent as it is, with the Content-Type that ``headers`` give.
        """
        sent = {**(headers or {}), **_conditional(validators)}
        if data is None:
            return cls(method, None, sent, tls)
        if isinstance(data, str):
            return cls(method, data, sent, tls)
        return cls(method, urlencode(data), _FORM | sent, tls)

    @property
    def body(self) -> bytes | None:
        """The form as it goes over the wire."""
        return None if self.form is None else self.form.encode()

    @property
    def is_conditional(self) -> bool:
        """Whether a 304 would be an answer to this."""
        return not _VALIDATORS.isdisjoint(self.headers)

    def after(self, status: int | None) -> Self:
        """The request that follows a redirect: a POST goes on as a GET but after 307 and 308.

        RFC 9110 15.4.2 to 15.4.4, as every browser does it.
        """
        if self.method != "POST" or status not in (301, 302, 303):
            return self
        kept = {name: v for name, v in self.headers.items() if name not in _FORM}
        return replace(self, method="GET", form=None, headers=kept)


def _conditional(validators: Validators | None) -> dict[str, str]:
    headers = {}
    if validators is not None and validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators is not None and validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers
