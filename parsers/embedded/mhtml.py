"""MHTML (RFC 2557): the page itself out of a file that a browser saved with its images."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import Message

#: The head of such a file: mail headers, and a multipart type.
_HEAD = 4096
_IS_MHTML = re.compile(
    rb"\A\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/", re.IGNORECASE
)
#: A page's own parts; more are not looked through.
_MOST_PARTS = 2_000


def main_part(data: bytes) -> tuple[bytes, str | None] | None:
    """The main page's bytes and declared character set; None when it is no MHTML.

    The first part of type ``text/html`` is the page: frames come after it. Images stay unread.
    """
    if not _IS_MHTML.match(data[:_HEAD]):
        return None
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() == "text/html":
            return _payload(part), part.get_content_charset()
    return None


def _payload(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
