"""The Datasette plugin: only hooks, each of which does nothing for other databases."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup

from gongkai.browse import (
    agency_view,
    charts_view,
    compare_view,
    health_view,
    pages,
    provinces_view,
    queries_view,
    report_view,
    search_view,
    source_view,
)
from gongkai.browse.damage import guarded
from gongkai.browse.datasette_types import (
    Datasette,
    Request,
    filter_arguments,
    hookimpl,
)
from gongkai.browse.front_page import warm
from gongkai.browse.instance import archives, find_archives, schemas, sole_archive
from gongkai.browse.metadata import instance_metadata
from gongkai.browse.report_data import report_path
from gongkai.browse.search import match_query
from gongkai.browse.shell import agency_path

#: The columns that name an agency, and the column of its id.
AGENCY_COLUMNS = {
    "agency_id": "agency_id",
    "agency": "agency_id",
    "other_agency_id": "other_agency_id",
    "other_agency": "other_agency_id",
    "parent_id": "parent_id",
}

LONGEST_ADDRESS = 100

Route = tuple[str, Callable[..., Awaitable[object]]]


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[object]]:
    """Looks once at what is served, and begins to count for the front page."""

    async def inner() -> None:
        await find_archives(datasette)
        if name := sole_archive(datasette):
            warm(datasette, name)

    return inner


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Adds our templates last: they have a folder of their own and override nothing."""
    folder = FileSystemLoader(str(files("gongkai.browse").joinpath("templates")))
    env.loader = ChoiceLoader([loader for loader in (env.loader, folder) if loader])


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """``gongkai_match(words)``: any input as a full-text query of ``report_search``."""
    conn.create_function("gongkai_match", 1, match_query, deterministic=True)


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Titles, descriptions and queries of the archives that are served."""
    return instance_metadata(schemas(datasette), alone=sole_archive(datasette) is not None)


@hookimpl
def register_routes() -> list[Route]:
    """Our pages; without an archive the front page stays Datasette's own."""
    views = [
        (pages.ROUTES["front"], pages.front_page),
        (queries_view.ROUTE, queries_view.queries_page),
        (search_view.ROUTE, search_view.search_page),
        (report_view.ROUTE, report_view.report_view),
        (source_view.ROUTE, source_view.source_view),
        (provinces_view.ROUTE, provinces_view.provinces_page),
        (charts_view.ROUTE, charts_view.charts_page),
        (health_view.ROUTE, health_view.health_page),
        (agency_view.ROUTE, agency_view.agency_view),
        (compare_view.ROUTE, compare_view.compare_view),
    ]
    return [
        (pages.ROUTES["style"], pages.style_sheet),
        (charts_view.SCRIPT_ROUTE, charts_view.script),
        *((route, guarded(view)) for route, view in views),
    ]


@hookimpl
def render_cell(
    row: Mapping[str, Any],
    value: object,
    column: str,
    table: str | None,
    database: str,
    datasette: Datasette,
) -> Markup | None:
    """A report's id leads to its page; in ``reports`` its title does (the id is the row link).

    So does an agency's, and its name where the id stands beside it.
    """
    if database not in archives(datasette):
        return None
    if column == "report_id":
        return _link(datasette, _plain(value), _plain(value))
    if column == "title" and table == "reports":
        return _link(datasette, _plain(row["report_id"]), _plain(value))
    return _agency_link(datasette, row, column, value) or _outward(value)


def _outward(value: object) -> Markup | None:
    """An address leads out without telling where from; anything but http and https is text."""
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"']+", value):
        return None
    label = value if len(value) <= LONGEST_ADDRESS else f"{value[: LONGEST_ADDRESS - 1]}…"
    return Markup('<a href="{}" rel="noopener nofollow noreferrer">{}</a>').format(value, label)


def _agency_link(
    datasette: Datasette, row: Mapping[str, Any], column: str, value: object
) -> Markup | None:
    """An agency's id, and its name beside it, lead to its page."""
    keys = set(row.keys())
    if column not in AGENCY_COLUMNS or AGENCY_COLUMNS[column] not in keys:
        return None
    agency_id, label = _plain(row[AGENCY_COLUMNS[column]]), _label(value)
    if not isinstance(agency_id, str) or not agency_id or not label:
        return None
    href = datasette.urls.path(agency_path(agency_id))
    return Markup('<a href="{}">{}</a>').format(href, label)


def _label(value: object) -> object:
    return value["label"] if isinstance(value, dict) else value


def _plain(value: object) -> object:
    """Datasette hands over an expanded foreign key as a dictionary."""
    return value["value"] if isinstance(value, dict) else value


def _link(datasette: Datasette, report_id: object, label: object) -> Markup | None:
    if not isinstance(report_id, str) or report_id.count("/") != 2 or not label:
        return None
    href = datasette.urls.path(report_path(report_id))
    return Markup('<a href="{}">{}</a>').format(str(href), label)


@hookimpl(trylast=True)
def filters_from_request(
    request: Request, database: str, table: str, datasette: Datasette
) -> object | None:
    """Datasette's search box on ``reports``, through the archive's own splitter.

    After Datasette's own filter, which would call the table unsearchable.
    """
    if database not in archives(datasette) or table != "reports":
        return None
    words = request.args.get("_search") or ""
    context = {"supports_search": True, "search": words}
    if not words:
        return filter_arguments([], {}, [], context)
    where = (
        "version_id in (select rowid from report_search "
        "where report_search match gongkai_match(:gongkai_words))"
    )
    told = [f"提到“{words}” · mentioning “{words}”"]
    return filter_arguments([where], {"gongkai_words": words}, told, context)


@hookimpl
def extra_css_urls(database: str | None, datasette: Datasette) -> list[str]:
    """Room for Chinese on Datasette's own pages of an archive."""
    return [pages.TABLES_STYLE_PATH] if database in archives(datasette) else []
