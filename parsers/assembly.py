"""One report put together from the stream of a document and the tables found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from parsers import provenance
from parsers.claims import Reporter, find_claims
from parsers.contents import copy_annex, copy_metadata, copy_tables, missing, missing_early, places
from parsers.document import Document, Stream
from parsers.elsewhere import tables_elsewhere
from parsers.identifiers import identifiers
from parsers.identities import assess
from parsers.identities.document import document_checks
from parsers.identities.narrative import narrative_checks
from parsers.instructions import cues_in
from parsers.metadata import Metadata, read_metadata
from parsers.nature import Seen, draft_in, is_template, why_no_report
from parsers.origins import Origins
from parsers.own_headings import find_own_sections, is_regulation_of_2007
from parsers.report import Problem, Report, Section
from parsers.sections import find_sections
from parsers.tables.annex import find_annex
from parsers.tables.annex_rows import AnnexReading
from parsers.tables.annex_unread import unread_labels
from parsers.tables.captions import other_years
from parsers.tables.find import Tables

#: Titles of what shows a report's tables, or the form, and is none.
_EXTRACT = re.compile("图解|一图|图说|解读|汇总表|数据表|统计表")
_ABOUT_FORM = re.compile("编制|通知|格式|模板|做好|方案|的函")
#: Reports on these years may have no national table, or that of 2014.
_LAST_EARLY_YEAR = 2018
_PUBLISHES = re.compile("公布|发布|印发")
#: 政府信息公开情况统计表(2015年度), before or behind the word.
_CAPTION_YEAR = re.compile(
    r"(?:统计表\(?|\()(20[0-4][0-9])年|(?<![0-9])(20[0-4][0-9])年度?(?=[^。]{0,16}统计表)"
)
_CAPTION_REACH = 160


@dataclass(frozen=True, slots=True)
class Page:
    """What all reports of a page share: its source text, its address, what to think of it."""

    markup: str
    url: str | None
    verdict: provenance.Verdict


def refuse(report: Report, code: str, detail: str) -> Report:
    """Say that the document is no report, and why."""
    report.problems.append(Problem(code, "error", None, detail))
    report.problems.append(Problem("not_a_report", "error", None, detail))
    return report


def fill(report: Report, stream: Stream, tables: Tables, page: Page) -> None:
    """Fill in everything that one report says; or why there is none."""
    document, verdict = stream.document, page.verdict
    meta = read_metadata(document, stream, page.url)
    annex = _annex(stream, tables, meta)
    sections, early = _parts(stream, tables, meta, annex)
    report.title = meta.title
    report.provenance, report.original_url = verdict.provenance, verdict.original_url
    report.identifiers = identifiers(document, stream, page.url)
    report.problems += verdict.problems
    reason = None if annex else _why_no_report(document, tables, meta, sections, page)
    if reason is not None:
        refuse(report, *reason)
        return
    report.problems += [*_odd_title(document, meta), *_instructions(stream, tables)]
    report.sections = sections
    if verdict.provenance != "official":
        report.sections, found = provenance.cleaned(sections)
        report.problems += found
    copy_metadata(report, meta)
    _guess_original(report, stream, page.url, verdict.site)
    copy_tables(report, tables)
    report.problems += _of_other_years(stream, tables, annex, meta.year)
    report.checks = assess(tables, meta.kind, meta.tier)
    if annex is not None:
        copy_annex(report, annex)
    if not tables and early and is_regulation_of_2007(sections, meta.year):
        report.form = "v2008"
    _weigh_words(report, document)
    report.problems += missing_early(report) if early else missing(report, tables)
    if annex is None and _may_have_annex(tables) and (count := unread_labels(stream)):
        detail = f"{count} labels of a local annex stand before numbers, and none could be read"
        report.problems.append(Problem("table_missing", "warning", "annex", detail))
    report.problems += tables_elsewhere(stream, tables, report.year, page.url)
    document.unseen.clear()
    document.tree = None  # the stream is kept for the origins, and nobody asks for links now
    report.origins = Origins(stream, places(tables, annex))


def _odd_title(document: Document, meta: Metadata) -> Iterator[Problem]:
    """A title that calls the page something else than a report."""
    if meta.derivative:
        detail = f"the title calls it a {meta.derivative}, yet it holds a report's content"
        yield Problem("derivative_title", "warning", "title", detail)
    if word := draft_in(document, meta.title):
        detail = f"the title calls it a {word}: its figures may not be the final ones"
        yield Problem("draft_title", "warning", "title", detail)


def _of_other_years(
    stream: Stream, tables: Tables, annex: AnnexReading | None, year: int | None
) -> Iterator[Problem]:
    """Tables that say they are another year's than the report."""
    starts = [("statistics", t.start) for key, t in tables.items() if key == "statistics"]
    starts += [("annex", start) for start, _ in annex.extents] if annex else []
    yield from _caption_years(stream, starts, year)
    national = [(key, t.start, t.end) for key, t in tables.items() if key != "statistics"]
    yield from other_years(stream, national, year)


def _instructions(stream: Stream, tables: Tables) -> Iterator[Problem]:
    """A filled form within a text that tells others how to fill it in."""
    if not tables:
        return
    text, at = "", 0
    for start, end in sorted((table.start, table.end) for table in tables.values()):
        text, at = text + stream.text[at:start] + "\n", max(at, end)
    if cues := cues_in(text + stream.text[at:]):
        quoted = ", ".join(f"“{cue.strip(',。;:、')}”" for cue in cues)
        detail = (
            f"the text tells how to fill in the form, whose figures may be an example: {quoted}"
        )
        yield Problem("instructions", "warning", None, detail)


def _guess_original(report: Report, stream: Stream, url: str | None, site: str | None) -> None:
    """The address of a copy that leaves no trace of it, by whose report it is; told as a guess.

    Where the page names only the domain, the body tells which of its hosts it was.
    """
    found = report.original_url is not None and site is None
    if report.provenance != "copy_unverified" or found or url is None:
        return
    guessed = provenance.guess(report.agency, stream.document, stream, url, site)
    if guessed is not None:
        report.problems = [p for p in report.problems if p.code != "original_inferred"]
        report.original_url, reason = guessed
        detail = f"{reason}; the address itself stands nowhere on the page and was not checked"
        report.problems.append(Problem("original_inferred", "info", None, detail))


def _caption_years(
    stream: Stream, starts: Sequence[tuple[str, int]], year: int | None
) -> Iterator[Problem]:
    """A statistics table or a local annex that says it is another year's: 统计表（2015年度）."""
    for where, start in starts if year is not None else []:
        before = stream.text[max(0, start - _CAPTION_REACH) : start + _CAPTION_REACH]
        said = [int(one or other) for one, other in _CAPTION_YEAR.findall(before)]
        if said and year not in said:
            detail = f"its caption says {said[-1]}, the report is on {year}"
            yield Problem("year_conflict", "warning", where, detail)


def _annex(stream: Stream, tables: Tables, meta: Metadata) -> AnnexReading | None:
    """The local annexes of a page that has no national table."""
    if not _may_have_annex(tables):
        return None
    return find_annex(stream, in_report=meta.names_report, year=meta.year)


def _may_have_annex(tables: Tables) -> bool:
    """Whether there is no national table in which an annex's rows would stand."""
    return tables.keys().isdisjoint(("disclosure", "requests", "statistics"))


def _parts(
    stream: Stream, tables: Tables, meta: Metadata, annex: AnnexReading | None
) -> tuple[list[Section], bool]:
    """The parts, and whether they and the tables are those of a report before 2019."""
    if not (tables or annex or meta.names_report or meta.derivative):
        return [], False
    occupied = tuple(annex.extents) if annex else ()
    six = find_sections(stream, tables, occupied)
    own = _own_parts(stream, tables, meta, occupied)
    early = bool(own) and not any("收到和处理" in part.heading for part in six)
    if tables:
        early = tables.keys() == {"statistics"}
    return (own if early and len(own) >= max(len(six), 2) else six), early


def _own_parts(
    stream: Stream, tables: Tables, meta: Metadata, occupied: Sequence[tuple[int, int]]
) -> list[Section]:
    """The parts under an office's own headings, where the report may be one before 2019:
    by its tables, else by its year, else by what the parts are."""
    if tables.keys() - {"statistics"} or (not tables and (meta.year or 0) > _LAST_EARLY_YEAR):
        return []
    inside = [*((table.start, table.end) for table in tables.values()), *occupied]
    own = find_own_sections(stream, inside)
    certain = tables or meta.year is not None or is_regulation_of_2007(own, None)
    return own if certain else []


def _weigh_words(report: Report, document: Document) -> None:
    """What the text claims, and how that agrees with tables, form and page."""
    reporter = Reporter(report.agency, report.kind, report.scope, report.year)
    report.claims = find_claims(report.sections, reporter)
    report.checks += narrative_checks(report)
    report.checks += document_checks(report, _introduction(document))


def _introduction(document: Document) -> str:
    """The first sentences of the page: what stands before part one, and little more."""
    texts = (block.text for block in document.blocks[:40] if "。" in block.text)
    return "".join("".join(text[:1_000].split()) for text in islice(texts, 3))


def _why_no_report(
    document: Document,
    tables: Tables,
    meta: Metadata,
    sections: Sequence[Section],
    page: Page,
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


def _is_form_only(document: Document, tables: Tables, derivative: str | None, parts: int) -> bool:
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
