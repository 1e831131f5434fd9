"""Tables that a report has, but not on its page as text: as an image, or in an attachment."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from parsers.document import Stream
from parsers.references import Reference, References, absolute, references
from parsers.report import Problem
from parsers.sections import section_places
from parsers.tables.grid import TableReading

#: Which part holds which table.
_TABLE_OF = {
    "proactive": "disclosure",
    "requests": "requests",
    "review_litigation": "review_litigation",
}
_WORDS = {
    "disclosure": re.compile("主动公开"),
    "requests": re.compile("申请"),
    "review_litigation": re.compile("复议|诉讼"),
}
_TABLE_FILE = re.compile("表|附件|年报|报告|公开|统计")
#: Before the national tables, an image in a part is a picture.
_FIRST_YEAR = 2019


def tables_elsewhere(
    stream: Stream, tables: Mapping[str, TableReading], year: int | None, url: str | None
) -> Iterator[Problem]:
    """Where each missing table is, as far as the page of a report on ``year`` shows it."""
    missing = [table for table in _WORDS if table not in tables]
    if not missing:
        return
    found = references(stream.document)
    if found.images and (year is None or year >= _FIRST_YEAR):
        yield from _images(stream, tables, found, url)
    yield from _files(missing, found, url)


def _images(
    stream: Stream, tables: Mapping[str, TableReading], found: References, url: str | None
) -> Iterator[Problem]:
    for key, (start, end) in section_places(stream, tables).items():
        table = _TABLE_OF.get(key)
        if table is None or table in tables:
            continue
        first, last = stream.block_at(start), stream.block_at(max(end - 1, start))
        for image in found.images:
            if first <= image.block <= last:
                yield Problem("table_as_image", "warning", table, absolute(image.url, url))


def _files(missing: Collection[str], found: References, url: str | None) -> Iterator[Problem]:
    for file in found.files:
        text = f"{file.text} {file.url}"
        if not _TABLE_FILE.search(text) and len(found.files) > 1:
            continue
        tables = [table for table in missing if _WORDS[table].search(_without_title(file))]
        where = tables[0] if len(tables) == 1 else None
        yield Problem("table_as_attachment", "warning", where, absolute(file.url, url))


def _without_title(file: Reference) -> str:
    """The link's words without 政府信息公开工作年度报告, which speak of no single table."""
    return re.sub(
        "(?:政府)?信息公开(?:工作)?(?:年度)?(?:情况)?(?:工作)?(?:报告|年报)?", "", file.text
    )
