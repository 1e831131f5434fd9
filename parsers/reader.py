"""From bytes to a Report: what kind of document it is, one report or several, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from parsers import compilation, provenance
from parsers.assembly import Page, fill, refuse
from parsers.decode import Decoded, charset_of, decode
from parsers.document import Document, Stream
from parsers.embedded import best_inside, held_text, main_part
from parsers.foreign import CONVERTED, RTF, Office, foreign, is_office_xml
from parsers.html import read_html
from parsers.joined import join
from parsers.markdown import is_markdown, without_tags
from parsers.package import OLE2, ZIP, has_part
from parsers.report import Problem, Report
from parsers.tables.find import Tables, best_reading, find_tables
from parsers.text import read_text
from parsers.unreadable import Unreadable

_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|table|p|span|meta|title|h[1-6]|section|article)\b",
    re.IGNORECASE,
)
_FORMATS = (
    (ZIP, "an office document in a zip (a presentation, a drawing …)"),
    (b"Rar!\x1a\x07", "a RAR archive (unpack it, or pack it as .zip)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive (unpack it, or pack it as .zip)"),
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
#: Notes on a document that only say how it was read.
_TOLD = frozenset(("embedded_content", "converted"))
_LARGEST = 20 * 1024 * 1024
#: How a locked Word document names what it holds.
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 1024 * 1024
#: Readers of PDF look for its mark among so many first bytes; a page does not speak of it there.
_PDF_MARK = 1_024


def parse(
    data: bytes,
    *,
    source: str,
    url: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    office: Office | None = None,
) -> Report:
    """Read one document. Never raises; what went wrong is in ``problems``.

    ``source`` is echoed; ``url`` is the document's address, if it has one, and serves to
    judge its provenance; ``media_type`` and ``charset`` are what the server declared.
    ``office`` converts what only LibreOffice reads (``parsers.foreign.Office``).
    """
    report = Report(source)
    if data.startswith(b"PK"):
        from parsers.packed import is_packed_files, read_archive

        if is_packed_files(data):
            if len(data) > _LARGEST:
                return refuse(report, "oversized", f"larger than {_LARGEST} bytes: not read")
            try:
                return read_archive(
                    report, data, lambda one, name: parse(one, source=name, url=url, office=office)
                )
            except Exception as error:  # as below: an archive that no one foresaw
                return refuse(Report(source), "parser_error", f"{type(error).__name__}: {error}")
    document, markup = _document(report, data, charset or charset_of(media_type), office)
    return report if document is None else _read(report, document, markup, url)


def parse_pages(
    pages: Sequence[bytes],
    *,
    source: str,
    url: str | None = None,
    office: Office | None = None,
) -> Report:
    """Read one report that a site cut into several pages, given in their order.

    The pages' content is joined, what they repeat at the joints is dropped. Never raises;
    a page that cannot be read is named in ``problems`` and the others are read.
    """
    report = Report(source)
    read: list[tuple[Document, str]] = []
    for number, data in enumerate(pages, 1):
        notes = Report(source)
        document, markup = _document(notes, data, None, office)
        if document is not None:
            read.append((document, markup))
        found = [p for p in notes.problems if p.code != "not_a_report"]
        report.problems += [replace(p, where=f"page {number}") for p in found]
    if not read:
        return refuse(report, "empty_document", "none of the pages could be read")
    markup = "\n".join(markup for _, markup in read)
    return _read(report, join([document for document, _ in read]), markup, url)


def _document(
    report: Report, data: bytes, charset: str | None, office: Office | None = None
) -> tuple[Document | None, str]:
    """The document and its decoded source; None, and why in the report, when it is no text."""
    reader = _packed_reader(data) or _foreign_reader(data, office)
    if reader is not None:
        return _unpacked(report, data, reader), ""
    saved = main_part(data[:_LARGEST])
    if saved is not None:
        data, charset = saved[0], saved[1] or charset
    refusal = _refusal(data)
    if refusal:
        refuse(report, *refusal)
        return None, ""
    decoded = decode(data[:_LARGEST], charset)
    if _is_rubbish(decoded):
        refuse(report, "unsupported_format", "binary data, not text")
        return None, ""
    if len(data) > _LARGEST:
        detail = f"only the first {_LARGEST} of {len(data)} bytes were read"
        report.problems.append(Problem("truncated", "warning", None, detail))
    _encoding_problem(report, decoded)
    try:
        return _of_text(decoded)
    except Exception as error:  # a page that no one foresaw must not end the run of the others
        refuse(report, "parser_error", f"{type(error).__name__}: {error}")
        return None, ""


def _of_text(decoded: Decoded) -> tuple[Document, str]:
    text, is_page = decoded.text, is_html(decoded.text)
    if not is_page or text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        held = held_text(text)
        if held is not None:
            return held
    if is_page:
        return read_html(text, decoded.utf8), text
    return read_text(plain_text(text)), text


def _packed_reader(data: bytes) -> Callable[[bytes], Document] | None:
    """What reads a document that is no text; few need it, and its libraries take a while."""
    if is_pdf(data):
        from parsers.pdf import read_pdf

        return read_pdf
    if data.startswith((ZIP, OLE2)):
        from parsers.spreadsheet import is_workbook, is_xls, read_workbook
        from parsers.word import is_word, read_word

        if is_word(data):
            return read_word
        if has_part(data, "OFD.xml"):
            from parsers.ofd import read_ofd

            return read_ofd
        return read_workbook if is_workbook(data) or is_xls(data) else None
    return None


def _foreign_reader(data: bytes, office: Office | None) -> Callable[[bytes], Document] | None:
    """What reads a document that LibreOffice has to convert first; its origins say so."""
    if not is_packed(data) or is_pdf(data):
        return None
    if data.startswith(b"PK") and foreign(data) is None:
        return None

    def read(whole: bytes) -> Document:
        from parsers.spreadsheet import read_workbook
        from parsers.word import read_word

        kind = foreign(whole)
        if kind is None and _LOCKED_OFFICE in whole[:_LOOKED_AT]:
            raise Unreadable("encrypted", "the Word document or workbook asks for a password")
        if kind is None:
            raise Unreadable("unsupported_format", "an OLE2 file that is no document, or damaged")
        if office is None:
            raise Unreadable("needs_office", f"{kind.name}: read through LibreOffice alone")
        made = office(whole, kind.suffix, kind.wanted)
        document = read_word(made) if kind.wanted == "docx" else read_workbook(made)
        document.within = (CONVERTED + kind.wanted,)
        document.notes.append(("converted", f"{kind.name}, read as LibreOffice converts it"))
        return document

    return read


def _unpacked(report: Report, data: bytes, read: Callable[[bytes], Document]) -> Document | None:
    """The document of a PDF or Word file; None, and why in the report, when there is none."""
    if len(data) > _LARGEST:
        refuse(report, "oversized", f"larger than {_LARGEST} bytes: not read")
        return None
    try:
        return read(data)
    except Unreadable as why:
        refuse(report, why.code, str(why))
    except Exception as error:  # a file that no one foresaw must not end the run of the others
        refuse(report, "parser_error", f"{type(error).__name__}: {error}")
    return None


def is_packed(data: bytes) -> bool:
    """Whether a document is no text, but read by a library of its own (PDF, Word)."""
    head = data[:64].lstrip()
    return is_pdf(data) or head.startswith((b"PK", OLE2, RTF)) or is_office_xml(data)


def is_pdf(data: bytes) -> bool:
    """Whether a document is a PDF: by its first bytes, behind a few others at most."""
    return b"%PDF-" in data[:_PDF_MARK]


def _read(report: Report, document: Document, markup: str, url: str | None) -> Report:
    problems = list(report.problems)
    try:
        _fill(report, document, markup, _usable(url))
    except Exception as error:  # a page that no one foresaw must not end the run of the others
        detail = f"{type(error).__name__}: {error}"
        return refuse(Report(report.source, problems=problems), "parser_error", detail)
    return report


def _usable(url: str | None) -> str | None:
    """The address, unless it is none that the standard library can take apart."""
    try:
        return url if url and urlsplit(url) else None
    except ValueError:
        return None


def _refusal(data: bytes) -> tuple[str, str] | None:
    """Problem code and detail for what is not text; None for what may be."""
    if not data or data.isspace():
        return "empty_document", "the document is empty"
    name = next((name for magic, name in _FORMATS if data.startswith(magic)), None)
    return ("unsupported_format", f"{name}: this format is not read yet") if name else None


def _is_rubbish(decoded: Decoded) -> bool:
    text = decoded.text[:8_000]
    if text.replace("\n", "").isprintable() and "\ufffd" not in text:
        return False
    return len(_ODD.findall(text)) > len(text) * _RUBBISH_SHARE


def is_html(text: str) -> bool:
    """Whether a decoded document is a page, and not a text (that may hold some tags)."""
    return _is_markup(text) and not is_markdown(text)


def plain_text(text: str) -> str:
    """A text document without the tags that a converter may have left in it."""
    return without_tags(text) if _is_markup(text) else text


def _is_markup(text: str) -> bool:
    return _MARKUP.search(text, 0, 20_000) is not None


def _encoding_problem(report: Report, decoded: Decoded) -> None:
    if decoded.damaged:
        detail = f"{decoded.damaged} unreadable characters (read as {decoded.encoding})"
        report.problems.append(Problem("encoding_damage", "warning", None, detail))


def _fill(report: Report, document: Document, markup: str, url: str | None) -> None:
    stream = Stream(document)
    verdict = provenance.judge(document, stream, url)
    if verdict.has_rubies:
        stream = provenance.without_rubies(document, stream)
    stream, tables = best_inside(*best_reading(stream, markup), markup)
    if document.blocks and document.blocks[0].place is not None:  # all of a PDF's have one
        _doubt_blanks(stream, tables)
    report.problems += [
        Problem(code, "info" if code in _TOLD else "warning", None, text)
        for code, text in stream.document.notes
    ]
    page = Page(markup, url, verdict)
    several = _several(report.source, stream.document, tables, page)
    if several:
        _take_several(report, several)
    else:
        fill(report, stream, tables, page)


def _doubt_blanks(stream: Stream, tables: Tables) -> None:
    from parsers.pdf.unruled import doubt_blanks

    for reading in tables.values():
        doubt_blanks(stream, reading)


def _several(source: str, document: Document, tables: Tables, page: Page) -> list[Report]:
    """The reports of a compilation; empty for a page with one, or with none."""
    noted = {p.code for reading in tables.values() for p in reading.problems}
    if tables and "several_reports" not in noted:
        return []
    found: list[Report] = []
    for part in compilation.split(document):
        name = f"{source}#{len(found) + 1}" if found else source
        report, stream = Report(name), Stream(part)
        fill(report, stream, find_tables(stream), page)
        if report.is_report and (report.tables or len(report.sections) > 2):
            found.append(report)
    own = compilation.own_of(document, [(one.agency, one.year) for one in found])
    if own:
        found[0].source, found[own].source = f"{source}#1", source
        found.insert(0, found.pop(own))
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
