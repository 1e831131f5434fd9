"""``gongkai export``: what the archive holds, for other tools."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gongkai.archive import Archive
from gongkai.cli.common import archive_option, plain_errors, results


@click.command()
@click.argument("to", type=click.Path(dir_okay=False, path_type=Path), metavar="TO")
@click.option("--format", "kind", type=click.Choice(["warc"]), default="warc", show_default=True)
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def export(to: Path, kind: str, archive: Path, as_json: bool) -> None:
    """Write the raw layer to TO as WARC 1.1: every fetch with its bytes, for replay tools.

    Ends TO in .gz, each record is compressed by itself. gongkai import takes the file back
    without loss. Works while a crawl writes.

    Example: gongkai export --format warc archive.warc.gz
    """
    with plain_errors(), Archive.open(archive, read_only=True) as opened:
        counts = opened.export_warc(to)
    if as_json:
        click.echo(json.dumps({"path": str(to), "format": kind, "records": counts}))
    else:
        parts = [f"{count} {name}" for name, count in sorted(counts.items())]
        results.print(f"{to}: {', '.join(parts) or 'no records'}", markup=False)
