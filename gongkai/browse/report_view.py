"""``/report/agency/year/scope``: the page of a report, and its data."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

from gongkai.browse.cell_words import change_words
from gongkai.browse.citation import citations
from gongkai.browse.datasette_types import Datasette, Request, absolute_url, text
from gongkai.browse.evidence import evidence_of
from gongkai.browse.instance import archives, read, schemas
from gongkai.browse.report_csv import report_csv
from gongkai.browse.report_data import (
    ReportData,
    load_removal,
    load_report,
    report_path,
    source_path,
)
from gongkai.browse.report_json import report_json
from gongkai.browse.report_page import Layouts, layouts_of, make_page, moment, web_address
from gongkai.browse.shell import HEADERS, absent, render
from gongkai.browse.surroundings import (
    MOST_CHANGES,
    Surroundings,
    differences,
    load_surroundings,
)
from gongkai.browse.wording import (
    CAUSES,
    DEADLINES,
    PROVENANCE,
    SCOPE,
    SECTIONS,
    SEVERITY,
    words,
)

JSON_TYPE = "application/json; charset=utf-8"

#: The report's four segments are an address that Datasette never gives to a table or a row.
ROUTE = r"/report/(?P<agency>[^/]+)/(?P<year>[^/]+)/(?P<scope>[^/.]+)(?P<suffix>\.json|\.csv)?$"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A report as the archive holds it, all of one state."""

    data: ReportData
    layouts: Layouts
    around: Surroundings


async def report_view(datasette: Datasette, request: Request) -> object:
    """``/report/agency/year/scope``, percent-encoded; ``.json`` and ``.csv`` give its data."""
    report_id = asked_for(request)
    name, loaded = await find(datasette, report_id)
    if name is None:
        return absent()
    removed = None if loaded else await removal(datasette, report_id)
    if removed is not None:
        return await taken_down(datasette, request, removed, report_id)
    if request.url_vars["suffix"]:
        return _data(loaded, report_id, request.url_vars["suffix"])
    if loaded is None:
        missing = {"report_id": report_id}
        return await render(datasette, request, (name, "not_found"), missing, 404)
    context = {**_addresses(datasette, name, loaded), **_context(datasette, request, loaded)}
    return await render(datasette, request, (name, "report"), context)


def asked_for(request: Request) -> str:
    """The report's id in the address of a request."""
    parts = (request.url_vars[key] or "" for key in ("agency", "year", "scope"))
    return "/".join(unquote(part) for part in parts)


async def find(datasette: Datasette, report_id: str) -> tuple[str | None, Loaded | None]:
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


def _load(connection: sqlite3.Connection, report_id: str) -> Loaded | None:
    data = load_report(connection, report_id)
    if data is None:
        return None
    return Loaded(data, layouts_of(connection, data), load_surroundings(connection, data))


def _data(loaded: Loaded | None, report_id: str, suffix: str) -> object:
    """JSON, or CSV to be saved; a report that is not there is JSON in any case."""
    status = 200 if loaded else 404
    if loaded and suffix == ".csv":
        # With the mark that spreadsheets need to read UTF-8.
        body = "\ufeff" + report_csv(loaded.data, loaded.layouts)
        name = f"attachment; filename*=UTF-8''{quote(report_id.replace('/', '_'), safe='')}.csv"
        headers = {**HEADERS, "content-disposition": name}
        return text(body, content_type="text/csv; charset=utf-8", status=200, headers=headers)
    found = report_json(loaded.data) if loaded else {"ok": False, "error": f"no report {report_id}"}
    body = json.dumps(found, ensure_ascii=False)
    return text(body, content_type=JSON_TYPE, status=status, headers=HEADERS)


def _context(datasette: Datasette, request: Request, loaded: Loaded) -> dict[str, Any]:
    report, around = loaded.data.report, loaded.around
    address = absolute_url(datasette, request, report_path(report["report_id"]))
    return {
        "page": make_page(loaded.data, loaded.layouts, around.numbers),
        "around": around,
        "changes": differences(around),
        "most_changes": MOST_CHANGES,
        "more_changes": len(around.changes) > MOST_CHANGES,
        "citations": citations(report, around.version, address),
        "change_words": lambda cell: change_words(loaded.data, loaded.layouts, cell),
        "cause_of": lambda code: words(CAUSES, code),
        "rule": words(DEADLINES, around.lateness["rule"]) if around.lateness else None,
        "section_of": lambda key: words(SECTIONS, key),
        "provenance": words(PROVENANCE, report["provenance"]),
        "scope": words(SCOPE, report["scope"]),
        "severity": lambda code: words(SEVERITY, code),
        "web_address": web_address,
        "moment": moment,
    }


def _addresses(datasette: Datasette, name: str, loaded: Loaded) -> dict[str, Any]:
    report_id = loaded.data.report["report_id"]
    leads = evidence_of(datasette) is not None
    source, page = (
        datasette.urls.path(one) for one in (source_path(report_id), report_path(report_id))
    )
    rows, changes = (
        f"{datasette.urls.table(name, table)}?{urlencode({'report_id__exact': report_id})}"
        for table in ("reports", "version_changes")
    )
    return {
        "snapshot_url": source if leads else None,
        "cell_url": lambda cell: f"{source}?cell={quote(cell)}" if leads and cell else None,
        "json_url": f"{page}.json",
        "csv_url": f"{page}.csv",
        "row_url": rows,
        "changes_url": changes,
    }
