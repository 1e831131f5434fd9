"""From bytes to a Report: decode, tokens with origin, tables, sections, metadata, identities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parsers import provenance
from parsers.decode import Decoded, charset_of, decode
from parsers.document import Document, Stream
from parsers.html import read_html
from parsers.identities import assess
from parsers.metadata import Metadata, read_metadata
from parsers.own_headings import find_own_sections, is_regulation_of_2007
from parsers.report import CellNote, Problem, Report, Section
from parsers.sections import KEYS, find_sections
from parsers.tables.find import best_reading
from parsers.tables.grid import TableReading
from parsers.text import read_text

_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|table|p|span|meta|title|h[1-6]|section|article)\b",
    re.IGNORECASE,
)
_FORMATS = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Word or WPS (OLE2)"),
    (b"PK\x03\x04", "a zip container (Word, OFD or archive)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"\x1f\x8b", "gzip"),
)
#: More unreadable or control characters than this share is no text at all.
_RUBBISH_SHARE = 0.05
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd]")
#: Reports on these years may have no national table, or that of 2014.
_LAST_EARLY_YEAR = 2018
_FIRST_STATISTICS = 2014
_LARGEST = 20 * 1024 * 1024


def parse(
    data: bytes,
    *,
    source: str,
    url: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
) -> Report:
    """Read one document. Never raises; what went wrong is in ``problems``.

    ``source`` is echoed; ``url`` is the document's address, if it has one, and serves to
    judge its provenance; ``media_type`` and ``charset`` are what the server declared.
    """
    report = Report(source)
    refusal = _refusal(data)
    if refusal:
        return _no_report(report, *refusal)
    decoded = decode(data[:_LARGEST], charset or charset_of(media_type))
    if _is_rubbish(decoded):
        return _no_report(report, "unsupported_format", "binary data, not text")
    if len(data) > _LARGEST:
        detail = f"only the first {_LARGEST} of {len(data)} bytes were read"
        report.problems.append(Problem("truncated", "warning", None, detail))
    _encoding_problem(report, decoded)
    try:
        document = read_html(decoded.text) if _is_markup(decoded.text) else read_text(decoded.text)
        _fill(report, document, decoded.text, url)
    except Exception as error:  # a page that no one foresaw must not end the run of the others
        detail = f"{type(error).__name__}: {error}"
        return _no_report(Report(source, problems=report.problems), "parser_error", detail)
    return report


def _refusal(data: bytes) -> tuple[str, str] | None:
    """Problem code and detail for what is not text; None for what may be."""
    if not data.strip():
        return "empty_document", "the document is empty"
    name = next((name for magic, name in _FORMATS if data.startswith(magic)), None)
    return ("unsupported_format", f"{name}: this format is not read yet") if name else None


def _is_rubbish(decoded: Decoded) -> bool:
    text = decoded.text[:8_000]
    return len(_ODD.findall(text)) > len(text) * _RUBBISH_SHARE


def _is_markup(text: str) -> bool:
    return _MARKUP.search(text, 0, 20_000) is not None


def _no_report(report: Report, code: str, detail: str) -> Report:
    report.problems.append(Problem(code, "error", None, detail))
    report.problems.append(Problem("not_a_report", "error", None, detail))
    return report


def _encoding_problem(report: Report, decoded: Decoded) -> None:
    if decoded.damaged:
        detail = f"{decoded.damaged} unreadable characters (read as {decoded.encoding})"
        report.problems.append(Problem("encoding_damage", "warning", None, detail))


def _fill(report: Report, document: Document, text: str, url: str | None) -> None:
    stream, tables = best_reading(document, text)
    meta = read_metadata(document, stream, url)
    own = _own_parts(stream, tables, meta)
    sections = find_sections(stream, tables) if tables or meta.names_report else []
    early = _is_early(own, sections, tables)
    sections = own if early and len(own) >= max(len(sections), 2) else sections
    report.problems += [Problem(code, "warning", None, text) for code, text in document.notes]
    report.title = meta.title
    verdict = provenance.judge(document, stream, url)
    report.provenance = verdict.provenance
    report.problems += verdict.problems
    reason = _why_no_report(document, tables, meta, len(sections))
    if reason is not None:
        _no_report(report, *reason)
        return
    report.sections = sections
    _copy_metadata(report, meta)
    _copy_tables(report, stream, tables)
    report.checks = assess(tables, meta.kind, meta.tier)
    if not tables and early and is_regulation_of_2007(sections, meta.year):
        report.form = "v2008"
    report.problems += _missing_early(report) if early else _missing(report, tables)


def _own_parts(stream: Stream, tables: dict[str, TableReading], meta: Metadata) -> list[Section]:
    """The parts under an office's own headings, where the report may be one before 2019:
    by its tables, else by its year, else by what the parts are."""
    if tables.keys() - {"statistics"} or not (tables or meta.names_report):
        return []
    if not tables and (meta.year or 0) > _LAST_EARLY_YEAR:
        return []
    own = find_own_sections(stream, tables)
    certain = tables or meta.year is not None or is_regulation_of_2007(own, None)
    return own if certain else []


def _is_early(own: list[Section], six: list[Section], tables: dict[str, TableReading]) -> bool:
    if tables:
        return tables.keys() == {"statistics"}
    return bool(own) and not any("收到和处理" in part.heading for part in six)


def _missing_early(report: Report) -> Iterator[Problem]:
    """What the 2007 regulation (art. 32) and 国办发〔2014〕32号 ask for and is not there."""
    present = {section.key for section in report.sections}
    for key in ("proactive", "requests", "review_litigation", "problems"):
        if key not in present:
            yield Problem("section_missing", "warning", key, "no heading of this part was found")
    if "statistics" not in report.tables and (report.year or 0) >= _FIRST_STATISTICS:
        yield Problem("table_missing", "warning", "statistics", "this table was not found")


def _why_no_report(
    document: Document, tables: dict[str, TableReading], meta: Metadata, parts: int
) -> tuple[str, str] | None:
    """Problem code and detail when the document is not a report; None when it is one."""
    if tables:
        return None
    if meta.derivative:
        return "derivative", f"“{meta.title}” is a {meta.derivative}, not the report"
    if not any(block.text.strip() for block in document.blocks):
        return "empty_document", "the page shows no text"
    if not meta.names_report:
        return "no_title", "neither the title of an annual report nor any of its tables"
    return None if parts >= 2 else ("no_content", "the title of a report, but none of its parts")


def _copy_metadata(report: Report, meta: Metadata) -> None:
    report.agency, report.year = meta.agency, meta.year
    report.kind, report.tier, report.scope = meta.kind, meta.tier, meta.scope
    report.period, report.published_on = meta.period, meta.published_on
    report.problems += meta.problems
    for name in ("title", "agency", "year"):
        if getattr(report, name) is None:
            report.problems.append(
                Problem(f"{name}_missing", "warning", name, f"the page does not show its {name}")
            )


def _copy_tables(report: Report, stream: Stream, tables: dict[str, TableReading]) -> None:
    for key, reading in tables.items():
        grid: dict[str, Any] = {}
        for block in reading.table.blocks:
            for row in block.rows:
                cells = reading.rows.get(row.key)
                names = [column.key for column in block.columns]
                # Every cell of the form has a key, also where the source lacks the row.
                grid[row.key] = dict.fromkeys(names)
                for name, cell in zip(names, cells or (), strict=False):
                    grid[row.key][name] = cell.value
                    report.origins[f"{key}.{row.key}.{name}"] = stream.origin(cell.position)
                    if cell.status:
                        note = CellNote(key, row.key, name, cell.raw, cell.status, cell.value)
                        report.cells.append(note)
        # The v2014 table has one column: the contract gives its values without it.
        one = key == "statistics"
        report.tables[key] = {row: cells["value"] for row, cells in grid.items()} if one else grid
        report.table_forms[key] = reading.form
        report.problems += reading.problems
    order = ("disclosure", "requests", "review_litigation", "statistics")
    report.form = next((report.table_forms[key] for key in order if key in tables), None)


def _missing(report: Report, tables: dict[str, TableReading]) -> Iterator[Problem]:
    present = {section.key for section in report.sections}
    for key in KEYS:
        if key not in present:
            yield Problem("section_missing", "warning", key, "no heading of this part was found")
    for key in ("disclosure", "requests", "review_litigation"):
        if key not in tables:
            yield Problem("table_missing", "warning", key, "this table was not found")
    if len(set(report.table_forms.values())) > 1:
        detail = ", ".join(f"{key} {form}" for key, form in report.table_forms.items())
        yield Problem("form_mixed", "info", None, detail)
    requests = tables.get("requests")
    if requests and "carried_forward" not in requests.rows and "review_litigation" not in tables:
        yield Problem("truncated", "error", "requests", "the document ends inside table 3")
