"""Read a disclosure report: pure functions from bytes to a typed ``Report``, no I/O, no state.

>>> from parsers import parse
>>> report = parse(open("report.html", "rb").read(), source="report.html")  # doctest: +SKIP
>>> report.tables["requests"]["received"]["total"]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.report import Report

if TYPE_CHECKING:
    from parsers.reader import parse, parse_pages

#: Kept with every parse; raised whenever the same bytes may be read differently.
PARSER_VERSION = "0.8.0"

__all__ = ["PARSER_VERSION", "Report", "parse", "parse_pages"]


def __getattr__(name: str) -> object:
    """The readers, when first asked for: who only stores reports need not wait for them."""
    if name not in ("parse", "parse_pages"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from parsers import reader

    globals().update(parse=reader.parse, parse_pages=reader.parse_pages)
    return globals()[name]
