"""``/provinces/``: one number of every province, as tiles that print it and as a table."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from gongkai.browse.datasette_types import Datasette, Request
from gongkai.browse.instance import archives, read
from gongkai.browse.provinces import HELD, SCOPES, VALUES, TileGrid, load_counts, load_grid
from gongkai.browse.remembered import Remembered
from gongkai.browse.report_data import Record
from gongkai.browse.shell import PROVINCES_PATH, absent, render
from gongkai.browse.wording import SCOPE, STATES, UNITS, words

ROUTE = PROVINCES_PATH + "$"
#: Counting 100,000 reports would hold up each page.
_COUNTS: Remembered[list[Record]] = Remembered(load_counts)
#: From here on a tile has no room for separators.
_LONG = 100_000


async def provinces_page(datasette: Datasette, request: Request) -> object:
    """The grid for ``?value=…&year=…&scope=…``; what is not asked for is chosen."""
    name = next(iter(archives(datasette)), None)
    if name is None:
        return absent()
    asked = [request.args.get(key) for key in ("value", "year", "scope")]
    counts = await _COUNTS.get(datasette, name) or []
    grid = await read(datasette, name, lambda connection: load_grid(connection, counts, *asked))
    return await render(datasette, request, (name, "provinces"), _context(datasette, name, grid))


def _context(datasette: Datasette, name: str, grid: TileGrid) -> dict[str, Any]:
    value = VALUES[grid.choice.value]
    bounds = {"year__exact": grid.choice.year, "scope__exact": grid.choice.scope}
    return {
        "grid": grid,
        "choice": grid.choice,
        "value": value,
        "unit": words(UNITS, value.unit) if value.unit != "%" else None,
        "values": VALUES,
        "scopes": [(code, words(SCOPE, code), grid.choice.scopes[code]) for code in SCOPES],
        "is_held": grid.choice.value == HELD,
        "count": sum(tile.value is not None for tile in grid.tiles),
        "shown": lambda number: shown(number, value.unit),
        "state_of": lambda code: words(STATES, code),
        "view_url": f"{datasette.urls.table(name, value.view)}?{urlencode(bounds)}"
        if value.view
        else datasette.urls.table(name, "coverage"),
        "totals_url": datasette.urls.table(name, "division_totals"),
    }


def shown(number: int | float, unit: str) -> str:
    """As it is printed in a tile: a fraction as a percentage with one decimal."""
    if unit == "%":
        return f"{100 * number:.1f}%"
    return f"{number:,}" if abs(number) < _LONG else str(number)
