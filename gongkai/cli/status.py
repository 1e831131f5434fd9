"""``gongkai status``: is it working, and what is missing."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.cells import cell_len, set_cell_size
from rich.table import Table

from gongkai.cli.common import (
    USAGE,
    archive_option,
    known_sources,
    plain_errors,
    results,
    sources_option,
    stop,
)
from gongkai.pipeline.coverage import REASONS
from gongkai.pipeline.status import STATES, SourceStatus, Status
from gongkai.pipeline.status import status as look

_MARKS = dict(zip(REASONS, "+WTPBF?.-", strict=True))
_NAME_CELLS = 36


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE_ID]…")
@archive_option()
@sources_option()
@click.option("--all", "everything", is_flag=True, help="Also what nobody visited yet.")
@click.option("--state", type=click.Choice(tuple(STATES)), multiple=True, help="Only these.")
@click.option("--coverage", "with_coverage", is_flag=True, help="Every agency, year by year.")
@click.option("--years", type=click.IntRange(1, 25), default=6, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
def status(
    names: tuple[str, ...],
    archive: Path,
    own: Path,
    everything: bool,
    state: tuple[str, ...],
    with_coverage: bool,
    years: int,
    as_json: bool,
) -> None:
    """Show how each source is doing, what is due, and what is missing and why.

    With --coverage, a line for each agency: + held, W withdrawn since, T taken down
    here, P could not be read,
    B blocked, F did not come, ? not yet crawled, . still awaited, - not published.

    Example: gongkai status --coverage
    """
    known = known_sources(own)
    for name in names:
        if name not in known:
            stop(f"no source “{name}”; gongkai sources list shows those there are", USAGE)
    chosen = [known[name] for name in names] or list(known.values())
    with plain_errors():
        found = look(
            archive,
            chosen,
            datetime.now(UTC),
            years=years,
            everything=everything,
            unregistered=not names,
        )
    if as_json:
        click.echo(json.dumps(as_mapping(found), ensure_ascii=False, default=str))
        return
    shown = [one for one in found.sources if _wanted(one, state, everything or bool(names))]
    _print_sources(found, shown)
    _print_years(found)
    if with_coverage:
        _print_coverage(found)


def as_mapping(found: Status) -> dict[str, object]:
    """The whole state as JSON: sources, and the coverage with its reasons."""
    return {
        "now": found.now.isoformat(timespec="seconds"),
        "states": dict(found.states),
        "sources": [asdict(source) for source in found.sources],
        "years": {year: dict(counts) for year, counts in found.reasons.items()},
        "coverage": [asdict(row) for row in found.coverage],
    }


def _wanted(one: SourceStatus, states: tuple[str, ...], everything: bool) -> bool:
    if states:
        return bool(set(states) & set(one.states))
    return everything or one.last_visit is not None or one.proposal is not None


def _print_sources(found: Status, shown: list[SourceStatus]) -> None:
    counts = ", ".join(f"{n} {state.replace('_', ' ')}" for state, n in found.states.items())
    results.print(f"{len(found.sources)} sources: {counts}", markup=False)
    if not shown:
        return
    table = Table(box=None, pad_edge=False, expand=False)
    table.add_column("source", no_wrap=True, overflow="ellipsis", max_width=24)
    table.add_column("last success", no_wrap=True)
    table.add_column("next", no_wrap=True)
    table.add_column("named", justify="right", no_wrap=True)
    table.add_column("state", overflow="fold")
    for one in shown:
        table.add_row(
            one.source_id,
            _day(one.last_success),
            "now" if "due" in one.states else _day(one.next_visit),
            str(one.named) if one.last_visit else "",
            ", ".join(state.replace("_", " ") for state in one.states),
        )
    results.print(table, soft_wrap=False)
    for one in shown:
        if one.detail is not None:
            results.print(f"{one.source_id}: {one.detail}", markup=False)


def _print_years(found: Status) -> None:
    if not found.coverage:
        return
    reasons = [key for key in REASONS if any(found.reasons[year][key] for year in found.years)]
    table = Table(box=None, pad_edge=False, title=None)
    table.add_column("year")
    for key in reasons:
        table.add_column(key.replace("_", " "), justify="right")
    for year in found.years:
        table.add_row(str(year), *(str(found.reasons[year][key]) for key in reasons))
    results.print(f"{len(found.coverage)} agencies", markup=False)
    results.print(table, soft_wrap=False)


def _print_coverage(found: Status) -> None:
    head = " ".join(str(year)[2:] for year in found.years)
    results.print(f"{'agency':{_NAME_CELLS}} {head}", markup=False)
    for row in found.coverage:
        marks = "  ".join(_MARKS[row.years[year]] for year in found.years)
        results.print(f"{_fitted(row.agency)}  {marks}", markup=False)
    used = {row.years[year] for row in found.coverage for year in found.years}
    for key, meaning in REASONS.items():
        if key in used:
            results.print(f"{_MARKS[key]} {meaning}", markup=False)


def _fitted(name: str) -> str:
    """A name in a fixed number of cells; a Chinese character takes two."""
    if cell_len(name) > _NAME_CELLS:
        return set_cell_size(name, _NAME_CELLS - 1) + "…"
    return set_cell_size(name, _NAME_CELLS)


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment is not None else "never"
