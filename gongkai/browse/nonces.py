"""A Content-Security-Policy without ``unsafe-inline`` for Datasette's own inline scripts.

The mark goes into the templates, before any data does: a script that stored text brought in
would not bear it. Each answer has a mark of its own.
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

from jinja2 import Environment

from gongkai.browse.amended import amend

#: Of an inline script, in the source of a template.
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)")
_nonce: ContextVar[str] = ContextVar("nonce", default="")

#: Nothing remote may load. Datasette's templates carry style sheets and style attributes.
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def mark(source: str) -> str:
    """The source of a template with the mark in each inline script."""
    return _INLINE.sub('<script nonce="{{ script_nonce() }}"', source)


def guard(environment: Environment) -> None:
    """Have the environment's templates, as they are now, bear the mark."""
    amend(environment, lambda _, source: mark(source))
    environment.globals["script_nonce"] = _nonce.get


def new_policy() -> str:
    """The policy of one answer; its mark holds in the running context."""
    nonce = secrets.token_urlsafe(16)
    _nonce.set(nonce)
    return POLICY.format(nonce=nonce)
