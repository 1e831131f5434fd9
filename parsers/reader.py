"""From bytes to a Report: decode, tokens with origin, tables, sections, metadata, identities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from parsers import compilation, provenance
from parsers.decode import Decoded, charset_of, decode
from parsers.document import Document, Stream
from parsers.elsewhere import tables_elsewhere
from parsers.forms import all_forms
from parsers.html import read_html
from parsers.identities import assess
from parsers.joined import join
from parsers.metadata import Metadata, read_metadata
from parsers.nature import Seen, is_template, why_no_report
from parsers.report import CellNote, Number, Problem, Report, Section
from parsers.sections import KEYS, find_sections
from parsers.tables.apart import doubt_apart
from parsers.tables.disclosure import find_disclosure
from parsers.tables.grid import TableReading
from parsers.tables.requests import find_requests
from parsers.tables.review import find_review
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
#: Titles of what shows a report's tables, or the form, and is none.
_EXTRACT = re.compile("图解|一图|图说|解读|汇总表|数据表|统计表")
_ABOUT_FORM = re.compile("编制|通知|格式|模板|做好|方案|的函")
_PUBLISHES = re.compile("公布|发布|印发")
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
    document, markup = _document(report, data, charset or charset_of(media_type))
    return report if document is None else _read(report, document, markup, url)


def parse_pages(pages: Sequence[bytes], *, source: str, url: str | None = None) -> Report:
    """Read one report that a site cut into several pages, given in their order.

    The pages' content is joined, what they repeat at the joints is dropped. Never raises;
    a page that cannot be read is named in ``problems`` and the others are read.
    """
    report = Report(source)
    read: list[tuple[Document, str]] = []
    for number, data in enumerate(pages, 1):
        notes = Report(source)
        document, markup = _document(notes, data, None)
        if document is not None:
            read.append((document, markup))
        found = [p for p in notes.problems if p.code != "not_a_report"]
        report.problems += [replace(p, where=f"page {number}") for p in found]
    if not read:
        return _no_report(report, "empty_document", "none of the pages could be read")
    markup = "\n".join(markup for _, markup in read)
    return _read(report, join([document for document, _ in read]), markup, url)


def _document(report: Report, data: bytes, charset: str | None) -> tuple[Document | None, str]:
    """The document and its decoded source; None, and why in the report, when it is no text."""
    refusal = _refusal(data)
    if refusal:
        _no_report(report, *refusal)
        return None, ""
    decoded = decode(data[:_LARGEST], charset)
    if _is_rubbish(decoded):
        _no_report(report, "unsupported_format", "binary data, not text")
        return None, ""
    if len(data) > _LARGEST:
        detail = f"only the first {_LARGEST} of {len(data)} bytes were read"
        report.problems.append(Problem("truncated", "warning", None, detail))
    _encoding_problem(report, decoded)
    try:
        text = decoded.text
        return (read_html(text) if _is_markup(text) else read_text(text)), text
    except Exception as error:  # a page that no one foresaw must not end the run of the others
        _no_report(report, "parser_error", f"{type(error).__name__}: {error}")
        return None, ""


def _read(report: Report, document: Document, markup: str, url: str | None) -> Report:
    problems = list(report.problems)
    try:
        _fill(report, document, markup, _usable(url))
    except Exception as error:  # a page that no one foresaw must not end the run of the others
        detail = f"{type(error).__name__}: {error}"
        return _no_report(Report(report.source, problems=problems), "parser_error", detail)
    return report


def _usable(url: str | None) -> str | None:
    """The address, unless it is none that the standard library can take apart."""
    try:
        return url if url and urlsplit(url) else None
    except ValueError:
        return None


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


def _fill(report: Report, document: Document, markup: str, url: str | None) -> None:
    stream = Stream(document)
    verdict = provenance.judge(document, stream, url)
    if verdict.has_rubies:
        stream = provenance.without_rubies(document, stream)
    tables = _tables(stream)
    report.problems += [Problem(code, "warning", None, text) for code, text in document.notes]
    page = _Page(markup, url, verdict)
    several = _several(report.source, document, tables, page)
    if several:
        _take_several(report, several)
    else:
        _fill_one(report, stream, tables, page)


@dataclass(frozen=True, slots=True)
class _Page:
    """What all reports of a page share."""

    markup: str
    url: str | None
    verdict: provenance.Verdict


def _several(
    source: str, document: Document, tables: dict[str, TableReading], page: _Page
) -> list[Report]:
    """The reports of a compilation; empty for a page with one, or with none."""
    noted = {p.code for reading in tables.values() for p in reading.problems}
    if tables and "several_reports" not in noted:
        return []
    found: list[Report] = []
    for part in compilation.split(document):
        name = f"{source}#{len(found) + 1}" if found else source
        report, stream = Report(name), Stream(part)
        _fill_one(report, stream, _tables(stream), page)
        if report.is_report and (report.tables or len(report.sections) > 2):
            found.append(report)
    return found if len(found) > 1 else []


def _take_several(report: Report, several: list[Report]) -> None:
    """Fill in the first and hang the others on it."""
    before = report.problems
    for name in Report.__slots__:
        setattr(report, name, getattr(several[0], name))
    titles = "; ".join(one.title or "without a title" for one in several)
    detail = f"the page holds {len(several)} reports: {titles}"[:2000]
    several_reports = Problem("several_reports", "info", None, detail)
    report.problems = [*before, several_reports, *several[0].problems]
    report.others = several[1:]


def _fill_one(report: Report, stream: Stream, tables: dict[str, TableReading], page: _Page) -> None:
    document, verdict = stream.document, page.verdict
    meta = read_metadata(document, stream, page.url)
    looked_for = tables or meta.names_report or meta.derivative
    sections = find_sections(stream, tables) if looked_for else []
    report.title = meta.title
    report.provenance, report.original_url = verdict.provenance, verdict.original_url
    report.problems += verdict.problems
    reason = _why_no_report(document, tables, meta, sections, page)
    if reason is not None:
        _no_report(report, *reason)
        return
    report.sections = sections
    if verdict.provenance != "official":
        report.sections, found = provenance.cleaned(sections)
        report.problems += found
    _copy_metadata(report, meta)
    _copy_tables(report, stream, tables)
    report.checks = assess(tables, meta.kind, meta.tier)
    report.problems += _missing(report, tables)
    report.problems += tables_elsewhere(stream, tables, report.year, page.url)


def _tables(stream: Stream) -> dict[str, TableReading]:
    forms = all_forms()
    found: dict[str, TableReading] = {}
    disclosure = find_disclosure(stream, forms)
    requests = find_requests(stream, forms, disclosure.form if disclosure else None)
    if disclosure is not None:
        found["disclosure"] = disclosure
    if requests is not None:
        found["requests"] = requests
    # Table 4 is the same in both forms; it is filed under the form of table 2, as the report is.
    neighbour = disclosure or requests
    form = next((f for f in forms if neighbour and f.id == neighbour.form), forms[-1])
    review = find_review(stream, form, requests.end if requests else 0)
    if review is not None:
        found["review_litigation"] = review
    if not stream.document.is_html:
        doubt_apart(found.values())
    return found


def _why_no_report(
    document: Document,
    tables: dict[str, TableReading],
    meta: Metadata,
    sections: list[Section],
    page: _Page,
) -> tuple[str, str] | None:
    """Problem code and detail when the document is not a report; None when it is one."""
    parts = len([section for section in sections if section.heading])
    derivative = meta.derivative
    if tables and not _is_form_only(document, tables, derivative, parts):
        return None
    if tables and not derivative:
        return "template", "the form with placeholders instead of figures"
    # A notice that publishes the report holds it whole; one on how to write it has its titles.
    wraps = derivative == "通知" and _PUBLISHES.search(meta.title or "") and parts > 2
    names = meta.names_report or bool(wraps)
    seen = Seen(document, page.markup, page.url, meta.title, names, derivative, len(sections))
    return why_no_report(seen)


def _is_form_only(
    document: Document, tables: dict[str, TableReading], derivative: str | None, parts: int
) -> bool:
    """Whether the tables are a form to fill in, or shown by something about reports."""
    filled = any(
        cell.value is not None
        for reading in tables.values()
        for cells in reading.rows.values()
        for cell in cells
    )
    if filled:
        return bool(derivative and parts < 2 and _EXTRACT.search(derivative))
    return bool(derivative and _ABOUT_FORM.search(derivative)) or is_template(document)


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
        grid: dict[str, dict[str, Number | None]] = {}
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
        report.tables[key] = grid
        report.table_forms[key] = reading.form
        report.problems += reading.problems
    order = ("disclosure", "requests", "review_litigation")
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
