"""A Content-Security-Policy without ``unsafe-inline`` for Datasette's own inline scripts.

The mark goes into the templates, before any data does: a script that stored text brought in
would not bear it. Each answer has a mark of its own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from jinja2 import BaseLoader, Environment

#: Of an inline script, in the source of a template.
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)")
_nonce: ContextVar[str] = ContextVar("nonce", default="")

#: Nothing remote may load. Datasette's templates carry style sheets and style attributes.
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class NonceLoader(BaseLoader):
    """Another loader's templates, whose inline scripts bear the mark of the answer."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, filename, uptodate = self._loader.get_source(environment, template)
        return mark(source), filename, uptodate

    def list_templates(self) -> list[str]:
        return self._loader.list_templates()


def mark(source: str) -> str:
    """The source of a template with the mark in each inline script."""
    return _INLINE.sub('<script nonce="{{ script_nonce() }}"', source)


def guard(environment: Environment) -> None:
    """Have the environment's templates, as they are now, bear the mark."""
    if environment.loader:
        environment.loader = NonceLoader(environment.loader)
    environment.globals["script_nonce"] = _nonce.get


def new_policy() -> str:
    """The policy of one answer; its mark holds in the running context."""
    nonce = secrets.token_urlsafe(16)
    _nonce.set(nonce)
    return POLICY.format(nonce=nonce)
