"""``/compare/?a=…&b=…``: two reports side by side, of one agency or of two.

``c`` and ``d`` put the numbers of one or two more beside them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from gongkai.browse.comparison import Comparison, compare_reports
from gongkai.browse.datasette_types import Datasette, Request
from gongkai.browse.instance import archives, read
from gongkai.browse.report_data import load_report, records
from gongkai.browse.report_page import layouts_of
from gongkai.browse.shell import COMPARE_PATH, absent, render

ROUTE = re.escape(COMPARE_PATH) + "$"

REPEATED = """
select report_id, other_id, relation, share, longest from text_repeats
where report_id in (?, ?) and other_id in (?, ?)
"""
OTHERS = """
select report_id, year, scope from reports where agency_id =
  (select agency_id from reports where report_id = ?) order by year desc, scope limit 60
"""


async def compare_view(datasette: Datasette, request: Request) -> object:
    """The page; without two reports that exist it asks for them, 404 when one was named."""
    name = next(iter(archives(datasette)), None)
    if name is None:
        return absent()
    a, b, c, d = ((request.args.get(key) or "").strip()[:300] for key in "abcd")
    more = [one for one in (c, d) if one]
    found = await read(datasette, name, lambda connection: load_comparison(connection, a, b, more))
    pairs = ((a, found.first), (b, found.second), *zip(more, found.further, strict=True))
    unknown = [asked for asked, at in pairs if asked and not at]
    path = datasette.urls.path(COMPARE_PATH)
    context: dict[str, Any] = {
        "a": a,
        "b": b,
        "c": c,
        "d": d,
        "found": found,
        "unknown": unknown,
        "compare_of": lambda a, b: f"{path}?{urlencode({'a': a, 'b': b})}",
    }
    return await render(datasette, request, (name, "compare"), context, 404 if unknown else 200)


def load_comparison(
    connection: sqlite3.Connection, a: str, b: str, more: Sequence[str] = ()
) -> Comparison:
    """Both reports held against each other, as far as they exist, and ``more`` beside them."""
    first, second = load_report(connection, a), load_report(connection, b)
    further = tuple(load_report(connection, one) for one in more)
    others = records(connection, OTHERS, a if first else b)
    if first is None or second is None:
        return Comparison(first, second, others=others, further=further)
    reports = [first, second, *(one for one in further if one is not None)]
    layouts = [layouts_of(connection, one) for one in reports]
    found = compare_reports(reports, layouts)
    repeated = records(connection, REPEATED, a, b, a, b) if a != b else []
    return replace(found, repeated=repeated, others=others, further=further)
