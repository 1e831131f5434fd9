"""``/charts/``: four charts over the whole archive, each with the table that says the same.

The one page of ours that runs a script: Chart.js and ``charts.js``, both out of the package.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from gongkai.browse.datasette_types import Datasette, Request, text
from gongkai.browse.figures import Choice, Figure, choose
from gongkai.browse.figures_by_year import corrections, outcomes
from gongkai.browse.figures_of_year import denials, received
from gongkai.browse.instance import archives
from gongkai.browse.language import language_of
from gongkai.browse.remembered import Remembered
from gongkai.browse.shell import CHARTS_PATH, POLICY, absent, render
from gongkai.browse.sums import REASONS, WIDE, Sums, load_sums
from gongkai.browse.wording import ASIDE, SCOPE, TIERS, Words, words

ROUTE = CHARTS_PATH + "$"
SCRIPT_ROUTE = r"/-/gongkai/(?P<name>chart\.umd\.min|charts)\.js$"
#: No inline script and no ``eval``: Chart.js needs neither.
CHARTS_POLICY = f"{POLICY}; script-src 'self'"
#: In the order in which they run.
SCRIPTS = {"chart.umd.min": "vendor/chart.umd.min.js", "charts": "charts.js"}
FIGURES = (outcomes, denials, corrections, received)
#: Reading the views of 100,000 reports would hold up each page.
_SUMS: Remembered[Sums] = Remembered(load_sums)


async def charts_page(datasette: Datasette, request: Request) -> object:
    """The charts for ``?of=SCOPE/TIER&year=…``; what is not asked for is chosen."""
    name = next(iter(archives(datasette)), None)
    if name is None:
        return absent()
    sums = await _SUMS.get(datasette, name)
    choice = choose(sums, request.args.get("of"), request.args.get("year")) if sums else None
    context: dict[str, Any] = {"is_counted": sums is not None, "choice": choice, "figures": ()}
    if sums and choice:
        context |= _context(datasette, name, sums, choice, language_of(request))
    return await render(
        datasette, request, (name, "charts"), context, policy=CHARTS_POLICY if choice else POLICY
    )


async def script(request: Request) -> object:
    """One of the two scripts, from the package itself."""
    headers = {"cache-control": "max-age=86400", "x-content-type-options": "nosniff"}
    return text(
        _source(request.url_vars["name"] or ""),
        content_type="text/javascript; charset=utf-8",
        status=200,
        headers=headers,
    )


def _context(
    datasette: Datasette, name: str, sums: Sums, choice: Choice, language: str
) -> dict[str, Any]:
    address = datasette.urls.path
    return {
        "figures": [make(sums, choice) for make in FIGURES],
        "drawn": lambda figure: drawn(figure, language),
        "pairs": [
            (f"{scope}/{tier}", SCOPE[scope], words(TIERS, tier), reports)
            for (scope, tier), reports in choice.pairs.items()
        ],
        "scope": SCOPE[choice.scope],
        "tier": words(TIERS, choice.tier),
        "is_wide": choice.scope in WIDE,
        "aside": _aside(sums, choice),
        "view_of": lambda figure, suffix="": (
            f"{datasette.urls.table(name, figure.view)}{suffix}?{urlencode(figure.bounds)}"
        ),
        "scripts": [
            f"{address(f'/-/gongkai/{script_name}.js')}?{_version(script_name)}"
            for script_name in SCRIPTS
        ],
    }


def _aside(sums: Sums, choice: Choice) -> list[tuple[Words, int]]:
    """Why reports are not added, with how many: of all scopes, or of the chosen one."""
    counts = {
        "scope": sums.set_aside("scope"),
        "tier": sums.set_aside("tier"),
        "part": sums.set_aside("part", choice.scope, choice.tier),
        "again": sums.set_aside("again", choice.scope, choice.tier),
    }
    return [(ASIDE[reason], counts[reason]) for reason in REASONS if counts[reason]]


def drawn(figure: Figure, language: str) -> str:
    """What ``charts.js`` draws, as JSON: words are lists of lines in the reader's language."""
    return json.dumps(
        {
            "kind": figure.kind,
            "labels": [lines(label, language) for label in figure.labels],
            "series": [
                {"name": lines(name, language), "data": [_short(number) for number in numbers]}
                for name, numbers in zip(figure.series, figure.data, strict=True)
            ],
        },
        ensure_ascii=False,
    )


def lines(said: Words, language: str) -> list[str]:
    """Chinese, English, or a line of each; words without English stay as they are."""
    if language == "zh" or not said.en:
        return [said.zh]
    return [said.en] if language == "en" else [said.zh, said.en]


def _short(number: float | None) -> float | None:
    return round(number, 3) if isinstance(number, float) else number


@cache
def _source(name: str) -> str:
    path = files(__package__).joinpath("static", SCRIPTS[name])
    return path.read_text(encoding="utf-8")


@cache
def _version(name: str) -> str:
    """Changes with the script, so that no browser keeps an old one."""
    return hashlib.sha256(_source(name).encode()).hexdigest()[:8]
