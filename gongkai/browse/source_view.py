"""``/report/…/source/``: the stored snapshot behind a report, with one of its numbers marked.

Three addresses: the page of ours, the document that it frames (``document``), and the raw
bytes as a download (``raw``). The snapshot is hostile: see ``safe_markup``.
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote, urlencode

from gongkai.archive.errors import ArchiveBusyError, ArchiveError
from gongkai.browse import report_view
from gongkai.browse.annex import ANNEX_NAMES
from gongkai.browse.cell_words import cell_words
from gongkai.browse.datasette_types import Datasette, Request, attachment, html
from gongkai.browse.evidence import Found, evidence_of
from gongkai.browse.identities import show
from gongkai.browse.report_data import ReportData, source_path
from gongkai.browse.report_page import moment, web_address
from gongkai.browse.safe_markup import ANCHOR, document, policy
from gongkai.browse.shell import HEADERS, POLICY, absent, render

ROUTE = (
    r"/report/(?P<agency>[^/]+)/(?P<year>[^/]+)/(?P<scope>[^/.]+)/source/"
    r"(?P<what>document|raw)?$"
)
#: As our pages, and the snapshot's document may be framed.
FRAMING = f"{POLICY}; frame-src 'self'"
_SUFFIXES = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/plain": "txt",
    # Opened from a folder it would run: as text it does not.
    "text/html": "html.txt",
}


async def source_view(datasette: Datasette, request: Request) -> object:
    """The page, the document or the bytes; 404 where nobody can read snapshots."""
    report_id = report_view.asked_for(request)
    name, loaded = await report_view.find(datasette, report_id)
    evidence = evidence_of(datasette)
    if name is None:
        return absent()
    if loaded is None:
        removed = await report_view.removal(datasette, report_id)
        if removed is not None:
            return await report_view.taken_down(datasette, request, removed, report_id)
        missing = {"report_id": report_id}
        return await render(datasette, request, (name, "not_found"), missing, 404)
    if evidence is None:
        return await _unread(datasette, request, name, loaded.data, None)
    cell = request.args.get("cell") or None
    try:
        if request.url_vars["what"] == "raw":
            return _download(loaded.data, await asyncio.to_thread(evidence.body, report_id))
        found = await asyncio.to_thread(evidence.view, report_id, cell)
    except ArchiveError as error:
        return await _unread(datasette, request, name, loaded.data, error)
    if request.url_vars["what"] == "document":
        return _document(await asyncio.to_thread(document, found.shown))
    context = _context(datasette, found, cell, loaded)
    return await render(datasette, request, (name, "source"), context, policy=FRAMING)


async def _unread(
    datasette: Datasette, request: Request, name: str, data: ReportData, error: Exception | None
) -> object:
    context = {"report": data.report, "why": str(error) if error else None}
    status = 503 if isinstance(error, ArchiveBusyError) else 404
    return await render(datasette, request, (name, "no_source"), context, status)


def _document(body: str) -> object:
    return html(body, status=200, headers=_guarded())


def _guarded() -> dict[str, str]:
    """The headers of what others wrote; a search engine finds the original."""
    return {**HEADERS, "content-security-policy": policy(), "x-robots-tag": "noindex"}


def _download(data: ReportData, body: bytes) -> object:
    media_type = (data.report["media_type"] or "").partition(";")[0].strip().lower()
    name = f"{data.report['snapshot_id'][:16]}.{_SUFFIXES.get(media_type, 'bin')}"
    return attachment(body, name, headers=_guarded())


def _context(
    datasette: Datasette, found: Found, cell: str | None, loaded: report_view.Loaded
) -> dict[str, Any]:
    data = loaded.data
    address = datasette.urls.path(source_path(data.report["report_id"]))
    asked = f"?{urlencode({'cell': cell}, quote_via=quote)}#{ANCHOR}" if cell else ""
    return {
        "report": data.report,
        "found": found,
        "cell": cell,
        "labels": cell_words(data, loaded.layouts, cell) if cell else [],
        "value": _stored(data, cell) if cell else None,
        "is_read_anew": bool(cell) and _stored(data, cell or "") != found.value,
        "shown": show_value,
        "frame_url": f"{address}document{asked}",
        "raw_url": f"{address}raw",
        "whole_url": address,
        "source_url": web_address(data.report["url"]),
        "moment": moment,
    }


def show_value(value: int | float | str | None) -> str:
    """A number with all its digits; none is a dash."""
    return value if isinstance(value, str) else show(value)


def _stored(data: ReportData, cell: str) -> int | float | None:
    table, _, rest = cell.partition(".")
    row, _, column = rest.partition(".")
    if table == "annex":
        lines = (one[column] for one in data.annex if str(one["position"]) == row)
        return next(lines, None) if column in ANNEX_NAMES else None
    return data.tables.get(table, {}).get((row, column or "value"))
