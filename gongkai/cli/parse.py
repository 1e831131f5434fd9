"""``gongkai parse``: read files and print the contract's JSON, no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

import parsers
from gongkai.cli.common import DONE, PARTLY, read_file
from gongkai.pipeline.one import DocumentReader
from gongkai.pipeline.parsing import summary_of
from gongkai.pipeline.saved_pages import frames_beside, named_files


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--url", help="The address the page came from; serves to judge its provenance.")
@click.option("--joined", is_flag=True, help="The files are the pages of one report, in order.")
def parse(files: tuple[Path, ...], url: str | None, joined: bool) -> None:
    """Print one JSON object per FILE, one a line.

    Reads HTML, flattened text, PDF with text, OFD, Word, spreadsheets, zip archives of these, and
    saved pages with their folder; .doc, .wps and .rtf through LibreOffice. Exit status 1 when a
    file was not read as a report, or only in part (a page that was cut off). With --joined, one
    object for all files.

    Example: gongkai parse report.html | jq .tables.requests.received.total
    """
    status = DONE
    for report in _reports(files, url, joined=joined):
        if report is None or not _show(report):
            status = PARTLY
    sys.stdout.flush()
    sys.exit(status)


def _reports(
    files: tuple[Path, ...], url: str | None, *, joined: bool
) -> Iterator[parsers.Report | None]:
    """What was read of each file, or of all together; None for one that cannot be opened."""
    pages: list[bytes] = []
    with DocumentReader() as reader:
        for file in named_files(files):
            data = read_file(file)
            if data is None:
                yield None
            elif joined:
                pages.append(data)
            else:
                frames = frames_beside(file, data)
                yield reader.read(data, source=str(file), url=url, frames=frames)
        if pages:
            yield reader.read_pages(pages, source=str(files[0]), url=url)


def _show(report: parsers.Report) -> bool:
    """Print a report and, on standard error, what kept it from being read whole."""
    line = json.dumps(report.to_dict(), ensure_ascii=False)
    # Lone surrogates from damaged input cannot be written as UTF-8.
    sys.stdout.buffer.write(line.encode("utf-8", errors="replace") + b"\n")
    trouble = [(one.source, summary_of(one)) for one in (report, *report.others)]
    for source, why in trouble:
        if why:
            click.echo(f"gongkai: {source}: {why}", err=True)
    return not any(why for _, why in trouble)
