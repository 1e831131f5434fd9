"""Who reported, on which year, and when: title, agency, year, period, publication date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from parsers import agency as agencies
from parsers import dates
from parsers.document import Document, Stream
from parsers.lexicon import spam_in, without_spam
from parsers.report import Problem
from parsers.scope import scope_of
from parsers.title import Title, recognise

_TITLE_META = ("articletitle", "title", "og:title", "dc.title")
_DATE_META = ("pubdate", "publishdate", "article:published_time", "publish_date", "dc.date")
_FIELD = re.compile(r"^(?:标题|信息名称|名称|标\s*题)[:：]\s*(.+)$")
_PUBLISHER = re.compile(r"^(?:发布机构|发布单位|信息来源|来源|公开单位)[:：]\s*(\S{2,40})")
_NO_TITLE = re.compile(r"[>:：]|位置|首页|年报$|^\W*$")
#: Words without which no two lines make a title (公开/公開, 报告/報告).
_ABOUT = re.compile(r"公[开開].*(?:[报報]|总结)")
_SENTENCE = re.compile("[。；！]")
_HEAD_BLOCKS = 30
_LONGEST_TITLE = 90
_URL_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?:n|N|nb|nd|年)?(?=[/_.]|$)")


@dataclass(slots=True)
class Metadata:
    """What the page says about itself; None where it says nothing."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    kind: str | None = None
    tier: str | None = None
    scope: str | None = None
    period: tuple[str, str] | None = None
    published_on: str | None = None
    derivative: str | None = None
    names_report: bool = False
    problems: list[Problem] = field(default_factory=list)


def read_metadata(document: Document, stream: Stream, url: str | None) -> Metadata:
    """Everything but the parts and the tables; conflicts become problems."""
    found = Metadata()
    title = _best_title(document)
    if title is not None:
        found.title, found.agency = title.cleaned, title.agency
        found.derivative, found.names_report = title.derivative, title.is_report
    if found.agency is None:
        found.agency = _publisher(document)
    period = dates.period_in(stream.text)
    _settle_year(found, title, period, url)
    if period is not None:
        found.period = (period.start, period.end)
        if not period.valid:
            detail = f"{period.start} to {period.end} is no period"
            found.problems.append(Problem("period_invalid", "warning", "period", detail))
    found.published_on = _published(document, url, found)
    if found.year is None and found.published_on:
        found.year = int(found.published_on[:4]) - 1
        detail = f"taken from the publication date {found.published_on}"
        found.problems.append(Problem("year_derived", "warning", "year", detail))
    found.kind = agencies.kind_of(found.agency)
    found.tier = agencies.tier_of(found.agency, found.kind)
    found.scope = scope_of(found.kind, stream.text)
    return found


def _best_title(document: Document) -> Title | None:
    """The candidate that names a report, an agency and a year; of equals the first."""
    best: tuple[int, Title] | None = None
    for text in _title_candidates(document):
        title = recognise(text)
        names = title.is_report or title.derivative is not None
        score = 4 * title.is_report + 2 * bool(title.agency) + bool(title.year)
        if names and (best is None or score > best[0]):
            best = (score, title)
    return best[1] if best else None


def _title_candidates(document: Document) -> Iterator[str]:
    """Meta fields, lines, lines joined, the window title; the likeliest first."""
    yield from (document.meta[name] for name in _TITLE_META if document.meta.get(name))
    lines = [" ".join(block.text.split()) for block in document.blocks[:_HEAD_BLOCKS]]
    lines = [line for line in lines if 0 < len(line) <= _LONGEST_TITLE]
    lines = [line for line in lines if not _SENTENCE.search(line)]
    for line in lines:
        if "公" in line:
            named = _FIELD.match(line)
            yield named.group(1) if named else line
    yield from _joined(lines)
    if document.title:
        yield document.title


def _joined(lines: list[str]) -> Iterator[str]:
    """Titles are broken over two or three lines; a breadcrumb or a brand is no part of one."""
    for at in range(len(lines)):
        for count in (2, 3):
            parts = lines[at : at + count]
            text = "".join(parts)
            if not _ABOUT.search(text):
                continue
            if any(_NO_TITLE.search(part) or spam_in(part) for part in parts):
                break
            title = recognise(text) if len(text) <= _LONGEST_TITLE else None
            if title is not None and agencies.kind_of(title.agency) is not None:
                yield text


def _publisher(document: Document) -> str | None:
    meta = document.meta.get("contentsource")
    if meta:
        return without_spam(meta) or None
    for block in document.blocks[:_HEAD_BLOCKS]:
        if found := _PUBLISHER.match(block.text.strip()):
            name = found.group(1)
            return name if agencies.kind_of(name) else None
    return None


def _settle_year(
    found: Metadata, title: Title | None, period: dates.Period | None, url: str | None
) -> None:
    """Title, then period, then the column's folder; a disagreement is told (D-YEAR)."""
    named = title.year if title else None
    covered = int(period.start[:4]) if period else None
    column = _column_year(url) if url else None
    found.year = next((year for year in (named, covered, column) if year is not None), None)
    if named and covered and named != covered:
        detail = f"title says {named}, period says {covered}"
        found.problems.append(Problem("year_conflict", "warning", "year", detail))


def _column_year(url: str) -> int | None:
    """The year of a column folder (…/2020n/…); the file name carries the publication date."""
    folders = urlsplit(url).path.rpartition("/")[0]
    years = [int(year) for year in _URL_YEAR.findall(folders)]
    return years[-1] if years else None


def _published(document: Document, url: str | None, found: Metadata) -> str | None:
    """Meta, then the page's own line, then the address; the earliest of what differs."""
    head = "".join("".join(block.text.split()) + "\n" for block in document.blocks[:_HEAD_BLOCKS])
    meta = next((document.meta[name] for name in _DATE_META if document.meta.get(name)), "")
    candidates = {
        "meta": dates.bare_date(meta),
        "page": dates.labelled_date(head),
        "address": dates.url_date(url) if url else None,
    }
    said = {where: day for where, day in candidates.items() if day}
    if len(set(said.values())) > 1:
        detail = ", ".join(f"{where} {day}" for where, day in said.items())
        found.problems.append(Problem("date_conflict", "info", "published_on", detail))
    # Re-posting after a move of the site makes dates late, never early; a date before the
    # year's end is the site's template, not a publication.
    plausible = [day for day in said.values() if found.year is None or int(day[:4]) > found.year]
    return min(plausible, default=next(iter(said.values()), None))
