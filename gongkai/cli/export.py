"""``gongkai export``: what the archive holds, for other tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypedDict, Unpack, cast

import click
from click.core import ParameterSource

from gongkai.archive import Archive
from gongkai.archive.export import (
    FORMATS,
    TIERS,
    Format,
    Selection,
    agencies,
    export_feeds,
    export_tables,
    provinces,
)
from gongkai.cli.common import archive_option, errors, plain_errors, results

#: Options that only some formats know.
_ONLY = {
    "tables": FORMATS,
    "years": (*FORMATS, "feed"),
    "province": (*FORMATS, "feed"),
    "tiers": (*FORMATS, "feed"),
    "agency": (*FORMATS, "feed"),
    "everything": (*FORMATS, "feed"),
    "bom": ("csv",),
    "limit": ("feed",),
    "rereadings": ("feed",),
    "base": ("feed",),
}


def _spans(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[int, int], ...]:
    """First and last year of each: 2023, 2019-2021."""
    spans = []
    for value in values:
        first, _, last = value.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and first <= (last or first)):
            raise click.BadParameter(f"{value} is no year and no span of years (2019-2021)")
        spans.append((int(first), int(last or first)))
    return tuple(spans)


class Options(TypedDict):
    """The options that only some formats know, as they were given."""

    tables: tuple[str, ...]
    years: tuple[tuple[int, int], ...]
    province: tuple[str, ...]
    tiers: tuple[str, ...]
    agency: tuple[str, ...]
    everything: bool
    bom: bool
    limit: int
    rereadings: bool
    base: str | None


def _selection(archive: Archive, options: Options) -> Selection:
    return Selection(
        options["tables"],
        options["years"],
        provinces(archive.db, options["province"]),
        options["tiers"],
        agencies(archive.db, options["agency"]),
        options["everything"],
    )


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[TO]")
@click.option("--to", type=click.Path(path_type=Path), help="The same as TO.")
@click.option(
    "--format",
    "kind",
    type=click.Choice([*FORMATS, "feed", "warc"]),
    help="Default: warc when TO ends in .warc or .warc.gz, else csv.",
)
@click.option("--table", "tables", multiple=True, metavar="NAME", help="Only this table or view.")
@click.option("--year", "years", callback=_spans, multiple=True, help="2023 or 2019-2021.")
@click.option("--province", multiple=True, metavar="NAME", help="Name or code: 贵州, 52.")
@click.option("--tier", "tiers", type=click.Choice(TIERS), multiple=True)
@click.option("--agency", multiple=True, metavar="NAME", help="Id or full name.")
@click.option("--all", "everything", is_flag=True, help="Copies and unknown origin too.")
@click.option("--bom", is_flag=True, help="CSV: a byte order mark, for Excel.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Feed: entries."
)
@click.option("--rereadings", is_flag=True, help="Feed: also what only a new parser changed.")
@click.option("--base-url", "base", metavar="URL", help="Feed: the folder it is published at.")
@archive_option()
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.pass_context
def export(
    context: click.Context,
    /,
    target: Path | None,
    to: Path | None,
    kind: str | None,
    archive: Path,
    as_json: bool,
    **options: Unpack[Options],
) -> None:
    """Write what the archive holds to TO, for other tools.

    csv, jsonl, xlsx, parquet: tables and views in the folder TO, with datapackage.json that
    explains every column. Official reports only, unless --all. feed: feed.xml (Atom) and
    feed.json in the folder TO: new, changed and withdrawn reports. warc: the raw layer as
    the file TO (.gz: compressed); gongkai import takes it back without loss. Each option may
    be given several times where it names one of many. Works while a crawl writes.

    Example: gongkai export --format csv --to out --year 2022-2023 --province 贵州
    """
    place = _place(target, to)
    kind = kind or ("warc" if place.name.endswith((".warc", ".warc.gz")) else "csv")
    _check(context, kind, place)
    with plain_errors(), Archive.open(archive, read_only=True) as opened:
        told = _write(opened, kind, place, options)
    if as_json:
        click.echo(json.dumps({"path": str(place), "format": kind, **told}, ensure_ascii=False))
        return
    for note in told.get("notes", ()):
        errors.print(f"gongkai: {note}", markup=False)
    parts = [f"{count} {name}" for name, count in told["records"].items()]
    results.print(f"{place}: {', '.join(parts) or 'no records'}", markup=False)


def _write(opened: Archive, kind: str, place: Path, options: Options) -> dict[str, Any]:
    if kind == "warc":
        return {"records": dict(sorted(opened.export_warc(place).items()))}
    selection = _selection(opened, options)
    if kind == "feed":
        counts = export_feeds(
            opened.db,
            place,
            selection,
            limit=options["limit"],
            rereadings=options["rereadings"],
            base=options["base"],
        )
        return {"records": counts}
    with errors.status("") as shown:
        told = export_tables(
            opened.db,
            place,
            cast(Format, kind),
            selection,
            bom=options["bom"],
            progress=shown.update,
        )
    return {"records": told.rows, "notes": told.notes}


def _place(target: Path | None, to: Path | None) -> Path:
    if (target is None) == (to is None):
        raise click.UsageError("say once where to write: TO or --to TO")
    return target or to or Path()


def _check(context: click.Context, kind: str, place: Path) -> None:
    """End with status 2 for options that the format does not know."""
    for name, kinds in _ONLY.items():
        given = context.get_parameter_source(name) is not ParameterSource.DEFAULT
        if given and kind not in kinds:
            option = next(p.opts[0] for p in context.command.params if p.name == name)
            raise click.UsageError(f"{option} goes with --format {', '.join(kinds)} only")
    if kind == "warc" and place.is_dir():
        raise click.UsageError(f"{place} is a folder; WARC is one file")
    if kind != "warc" and (place.is_file() or place.suffix in (".csv", ".xlsx", ".parquet")):
        raise click.UsageError(f"TO is a folder for --format {kind}: {place} is none")
