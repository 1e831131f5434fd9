"""``gongkai parse``: read files and print the contract's JSON, no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

import parsers
from gongkai.cli.common import DONE, PARTLY
from gongkai.pipeline.parsing import summary_of

_LARGEST = 64 * 1024 * 1024


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--url", help="The address the page came from; serves to judge its provenance.")
def parse(files: tuple[Path, ...], url: str | None) -> None:
    """Print one JSON object per FILE, one a line.

    Reads HTML and flattened text. Exit status 1 when a file was not read as a report,
    or only in part (a page that was cut off).

    Example: gongkai parse report.html | jq .tables.requests.received.total
    """
    status = DONE
    for file in files:
        data = _read(file)
        if data is None:
            status = PARTLY
            continue
        report = parsers.parse(data, source=str(file), url=url)
        line = json.dumps(report.to_dict(), ensure_ascii=False)
        # Lone surrogates from damaged input cannot be written as UTF-8.
        sys.stdout.buffer.write(line.encode("utf-8", errors="replace") + b"\n")
        if trouble := summary_of(report):
            status = PARTLY
            click.echo(f"gongkai: {file}: {trouble}", err=True)
    sys.stdout.flush()
    sys.exit(status)


def _read(file: Path) -> bytes | None:
    try:
        if file.stat().st_size > _LARGEST:
            click.echo(f"gongkai: {file}: larger than {_LARGEST} bytes", err=True)
            return None
        return file.read_bytes()
    except OSError as error:
        click.echo(f"gongkai: {file}: {error.strerror or error}", err=True)
        return None
