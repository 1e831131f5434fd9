"""Codes by which a body or its site may be known, as far as the page shows them.

``credit_code``: 统一社会信用代码 (GB 32100-2015), 18 characters, the last a check.
``site_code``: 政府网站标识码 (国办发〔2017〕47号), ten digits of which the first six are the
division's code, or ``bm`` and eight digits for a ministry.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from parsers.document import Document, Stream

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_LABELLED = re.compile(r"统一社会信用代码:?([0-9A-Za-z]{18})(?![0-9A-Za-z])")
_SITE = re.compile(r"\d{10}|bm\d{8}")
_SITE_LABELLED = re.compile(r"网站标识码:?((?:\d{10}|bm\d{8}))(?![0-9A-Za-z])")
#: Query fields in which the systems of government sites pass a body's credit code.
_FIELDS = ("area", "uscc", "tyshxydm")
_ORGANS = ("11", "12", "13")


def identifiers(document: Document, stream: Stream, url: str | None) -> dict[str, str]:
    """The codes that are shown once; a page with two different ones shows none."""
    shown = {
        "credit_code": {code for code in _credit_codes(stream, url) if is_credit_code(code)},
        "site_code": set(_site_codes(document, stream)),
    }
    return {key: codes.pop() for key, codes in shown.items() if len(codes) == 1}


def is_credit_code(code: str) -> bool:
    """Whether a code is one of an organ or institution and its check character is right.

    GB 32100-2015: weights 3^(i-1) mod 31, and the weighted sum is a multiple of 31.
    """
    if not _CREDIT.fullmatch(code) or not code.startswith(_ORGANS):
        return False
    weighted = (_ALPHABET.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:17]))
    return (sum(weighted) + _ALPHABET.index(code[17])) % 31 == 0


def _credit_codes(stream: Stream, url: str | None) -> list[str]:
    found = [match.group(1) for match in _LABELLED.finditer(stream.text)]
    query = parse_qs(urlsplit(url or "").query)
    for name in _FIELDS:
        found += query.get(name, [])
    return [code.upper() for code in found]


def _site_codes(document: Document, stream: Stream) -> list[str]:
    meta = document.meta.get("siteidcode", "").lower()
    found = [meta] if _SITE.fullmatch(meta) else []
    return found or [match.group(1) for match in _SITE_LABELLED.finditer(stream.text)]
