"""``gongkai agencies``: who reports; what is in doubt, what was decided, who is expected."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from click.core import ParameterSource

from gongkai.archive import Ambiguity, Archive
from gongkai.cli.common import archive_option, plain_errors, results
from gongkai.pipeline.decisions import decide as run_decide
from gongkai.pipeline.lock import run_lock

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_REASONS = {
    "no_place": "names no place, and no site tells its division",
    "place_shared": "several divisions have that name",
    "place_elsewhere": "names a place that is not of its site's division",
    "several_agencies": "several agencies of the division may be meant",
    "other_kind": "a body of another kind has that name in its short form",
    "credit_code_shared": "its credit code is shown by another body too",
    "same_short_name": "has the same short name as another body of the division",
}


@click.group(invoke_without_command=True)
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def agencies(context: click.Context, archive: Path, as_json: bool) -> None:
    """Who reports: what is in doubt, what people decided, which reports are expected.

    Alone it lists what is in doubt, as gongkai agencies ambiguous does.

    Example: gongkai agencies
    """
    if context.invoked_subcommand is None:
        _list(archive, as_json)
    elif as_json or context.get_parameter_source("archive") is ParameterSource.COMMANDLINE:
        # Taken here they would be lost, and another archive written.
        raise click.UsageError(f"options go behind {context.invoked_subcommand}")


@agencies.command()
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def ambiguous(archive: Path, as_json: bool) -> None:
    """List what a person must decide, with the candidates; docs/agencies.md says how.

    Example: gongkai agencies ambiguous --json
    """
    _list(archive, as_json)


def _list(archive: Path, as_json: bool) -> None:
    with plain_errors(), Archive.open(archive, read_only=True) as opened:
        found = opened.ambiguous()
    for one in found:
        if as_json:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
        else:
            results.print(_line(one), markup=False)
    if not found and not as_json:
        results.print("nothing is in doubt")


@agencies.command()
@click.argument("file", type=_FILE)
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def decide(file: Path, archive: Path, as_json: bool) -> None:
    """Apply the reviewed decisions of FILE (YAML) and read the pages again they concern.

    FILE replaces what an earlier one said. Decisions outlast every reparse.

    Example: gongkai agencies decide agencies.yaml
    """
    with plain_errors():
        result = run_decide(archive, file)
    if as_json:
        click.echo(json.dumps({"reread": result.reread, "removed": result.removed}))
        return
    said = f"{result.reread} pages read again, {result.removed} agencies removed"
    results.print(f"{file}: {said}", markup=False)


@agencies.command()
@click.argument("file", type=_FILE)
@archive_option()
def expect(file: Path, archive: Path) -> None:
    """Load which bodies must report on which year from FILE (CSV), for the coverage.

    Columns: year, and agency_id or name and division_code; expected (1 or 0), why.

    Example: gongkai agencies expect expected.csv
    """
    with plain_errors(), run_lock(archive), Archive.open(archive) as opened:
        count = opened.expect(file)
    results.print(f"{file}: {count} rows", markup=False)


def _line(one: Ambiguity) -> str:
    said = f"{one.agency_id}  {one.name}: {_REASONS[one.reason]}"
    if one.candidates:
        said += f" ({', '.join(one.candidates)})"
    return f"{said}; {one.reports} reports{f', {one.url}' if one.url else ''}"
