"""Read a disclosure report: pure functions from bytes to a typed ``Report``, no I/O, no state.

>>> from parsers import parse
>>> report = parse(open("report.html", "rb").read(), source="report.html")  # doctest: +SKIP
>>> report.tables["requests"]["received"]["total"]  # doctest: +SKIP
"""

from __future__ import annotations

from parsers.reader import parse, parse_pages
from parsers.report import Report

#: Kept with every parse; raised whenever the same bytes may be read differently.
PARSER_VERSION = "0.3.1"

__all__ = ["PARSER_VERSION", "Report", "parse", "parse_pages"]
