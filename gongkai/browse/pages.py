"""The front page and the style sheets."""

from __future__ import annotations

from gongkai.browse.datasette_types import Datasette, Request, index_page, text
from gongkai.browse.front_page import front_context
from gongkai.browse.instance import sole_archive
from gongkai.browse.shell import render, style

TABLES_STYLE_PATH = "/-/gongkai/tables.css"

ROUTES = {
    "front": r"/(\.(?P<format>jsono?))?$",
    "style": r"/-/gongkai/(?P<name>pages|tables)\.css$",
}


async def front_page(datasette: Datasette, request: Request) -> object:
    """Ours where the archive is all that is served, otherwise Datasette's own."""
    name = sole_archive(datasette)
    if name is None or request.url_vars["format"]:
        return await index_page(datasette)(request, _unsent)
    context = await front_context(datasette, name)
    return await render(datasette, request, (name, "front"), context)


async def style_sheet(request: Request) -> object:
    """A style sheet, from the package itself."""
    headers = {"cache-control": "max-age=3600", "x-content-type-options": "nosniff"}
    return text(
        style(request.url_vars["name"] or ""),
        content_type="text/css; charset=utf-8",
        status=200,
        headers=headers,
    )


async def _unsent(message: object) -> None:
    """Datasette's views take ``send`` but answer with a response."""
