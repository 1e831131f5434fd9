"""The pages of our own: front, report (and its JSON), style sheet."""

from __future__ import annotations

import json
import sqlite3
from typing import Any
from urllib.parse import quote, unquote, urlencode

from gongkai.browse.datasette_types import Datasette, Request, index_page, text
from gongkai.browse.evidence import evidence_of
from gongkai.browse.front_page import front_context
from gongkai.browse.instance import archives, read, schemas, sole_archive
from gongkai.browse.layout import load_table
from gongkai.browse.report_data import (
    ReportData,
    load_removal,
    load_report,
    report_path,
    source_path,
)
from gongkai.browse.report_json import report_json
from gongkai.browse.report_page import Layouts, make_page, moment, web_address
from gongkai.browse.shell import HEADERS, absent, render, style
from gongkai.browse.wording import PROVENANCE, SCOPE, SEVERITY, words

TABLES_STYLE_PATH = "/-/gongkai/tables.css"
JSON_TYPE = "application/json; charset=utf-8"

#: The report's four segments are an address that Datasette never gives to a table or a row.
ROUTES = {
    "front": r"/(\.(?P<format>jsono?))?$",
    "style": r"/-/gongkai/(?P<name>pages|tables)\.css$",
    "report": r"/report/(?P<agency>[^/]+)/(?P<year>[^/]+)/(?P<scope>[^/.]+)(?P<suffix>\.json)?$",
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


async def report_view(datasette: Datasette, request: Request) -> object:
    """``/report/agency/year/scope``, percent-encoded; ``.json`` gives the same as data."""
    parts = [unquote(request.url_vars[key] or "") for key in ("agency", "year", "scope")]
    report_id = "/".join(parts)
    name, loaded = await find(datasette, report_id)
    if name is None:
        return absent()
    removed = None if loaded else await removal(datasette, report_id)
    if removed is not None:
        return await taken_down(datasette, request, removed, report_id)
    if request.url_vars["suffix"]:
        return _report_json(loaded[0] if loaded else None, report_id)
    if loaded is None:
        missing = {"report_id": report_id}
        return await render(datasette, request, (name, "not_found"), missing, 404)
    context = _report_context(datasette, name, *loaded)
    return await render(datasette, request, (name, "report"), context)


async def find(
    datasette: Datasette, report_id: str
) -> tuple[str | None, tuple[ReportData, Layouts] | None]:
    """The archive that holds the report, or the first archive and nothing."""
    names = archives(datasette)
    for name in names:
        loaded = await read(datasette, name, lambda connection: _load(connection, report_id))
        if loaded:
            return name, loaded
    return next(iter(names), None), None


async def removal(datasette: Datasette, report_id: str) -> tuple[str, dict[str, str]] | None:
    """The archive that had the report and had to remove it, and its tombstone."""
    for name, schema in schemas(datasette).items():
        if "removed_reports" not in schema:
            continue  # of before schema 12
        found = await read(datasette, name, lambda connection: load_removal(connection, report_id))
        if found:
            return name, found
    return None


async def taken_down(
    datasette: Datasette, request: Request, removed: tuple[str, dict[str, str]], report_id: str
) -> object:
    """410 Gone (RFC 9110, 15.5.11), with who decided it, when and why."""
    name, tombstone = removed
    if request.url_vars.get("suffix"):
        found = {"ok": False, "error": f"{report_id} was taken down", "taken_down": tombstone}
        body = json.dumps(found, ensure_ascii=False)
        return text(body, content_type=JSON_TYPE, status=410, headers=HEADERS)
    context = {"report_id": report_id, "tombstone": tombstone}
    return await render(datasette, request, (name, "taken_down"), context, 410)


def _load(connection: sqlite3.Connection, report_id: str) -> tuple[ReportData, Layouts] | None:
    data = load_report(connection, report_id)
    if data is None:
        return None
    forms = {key: data.form_of(key) for key in data.tables}
    return data, {
        key: load_table(connection, form, key) if form else None for key, form in forms.items()
    }


def _report_json(data: ReportData | None, report_id: str) -> object:
    found = report_json(data) if data else {"ok": False, "error": f"no report {report_id}"}
    body = json.dumps(found, ensure_ascii=False)
    return text(body, content_type=JSON_TYPE, status=200 if data else 404, headers=HEADERS)


def _report_context(
    datasette: Datasette, name: str, data: ReportData, layouts: Layouts
) -> dict[str, Any]:
    report = data.report
    leads = evidence_of(datasette) is not None
    source = datasette.urls.path(source_path(report["report_id"]))
    return {
        "snapshot_url": source if leads else None,
        "cell_url": lambda cell: f"{source}?cell={quote(cell)}" if leads and cell else None,
        "page": make_page(data, layouts),
        "provenance": words(PROVENANCE, report["provenance"]),
        "scope": words(SCOPE, report["scope"]),
        "severity": lambda code: words(SEVERITY, code),
        "web_address": web_address,
        "moment": moment,
        "json_url": datasette.urls.path(report_path(report["report_id"]) + ".json"),
        "row_url": f"{datasette.urls.table(name, 'reports')}?"
        + urlencode({"report_id__exact": report["report_id"]}),
    }


async def _unsent(message: object) -> None:
    """Datasette's views take ``send`` but answer with a response."""
