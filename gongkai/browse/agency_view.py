"""``/agency/<agency_id>/``: the page of one agency."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlencode

from gongkai.browse.agency_data import CHILDREN, AgencyData, load_agency
from gongkai.browse.agency_page import make_scopes
from gongkai.browse.datasette_types import Datasette, Request
from gongkai.browse.instance import archives, read
from gongkai.browse.report_data import Record
from gongkai.browse.shell import COMPARE_PATH, absent, render
from gongkai.browse.wording import LINKS, REASONS, RELATIONS, TIERS, words

#: With the last stroke it is an address that Datasette gives to no table.
ROUTE = r"/agency/(?P<agency>[^/]+)/$"


async def agency_view(datasette: Datasette, request: Request) -> object:
    """The agency's page; 404 when no archive knows it."""
    agency_id = unquote(request.url_vars["agency"] or "")
    names = archives(datasette)
    if not names:
        return absent()
    for name in names:
        data = await read(datasette, name, lambda connection: load_agency(connection, agency_id))
        if data:
            return await render(datasette, request, (name, "agency"), _context(datasette, data))
    missing = {"agency_id": agency_id}
    return await render(datasette, request, (names[0], "no_agency"), missing, 404)


def _context(datasette: Datasette, data: AgencyData) -> dict[str, Any]:
    compare = datasette.urls.path(COMPARE_PATH)
    return {
        "data": data,
        "scopes": make_scopes(data),
        "pairs": _pairs(data.reports),
        "children_shown": CHILDREN,
        "tier_of": lambda code: words(TIERS, code),
        "reason_of": lambda code: words(REASONS, code),
        "link_of": lambda code: words(LINKS, code),
        "relation_of": lambda code: words(RELATIONS, code),
        "compare_of": lambda a, b: f"{compare}?{urlencode({'a': a, 'b': b})}",
    }


def _pairs(reports: list[Record]) -> list[tuple[Record, Record]]:
    """Each report beside the one before it of the same scope, newest first."""
    scopes: dict[str, list[Record]] = {}
    for report in reports:
        scopes.setdefault(report["scope"], []).append(report)
    return [(before, after) for listed in scopes.values() for after, before in pairwise(listed)]
