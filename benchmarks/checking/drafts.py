"""From a seed to a draft: whose report, on which year, with which figures and words."""

from __future__ import annotations

import random

from benchmarks.accuracy.figures import Figures
from benchmarks.accuracy.gate import ERAS
from benchmarks.checking import bodies, figures, indicators, words
from benchmarks.checking.model import Draft, Era

YEARS: dict[Era, tuple[int, ...]] = {
    "v2014": (2014, 2015, 2016, 2017, 2018),
    "v2019": (2019, 2020),
    "v2021": (2021, 2022, 2023, 2024),
}
#: Most reports that are published today follow the form of 2021.
_WEIGHTS = (1, 2, 4)


def draw(seed: int) -> Draft:
    """The report of that seed, clean; the layouts of its era take turns."""
    rng = random.Random(f"checking:{seed}")
    era: Era = rng.choices(tuple(YEARS), _WEIGHTS)[0]
    body = bodies.draw(rng, seed)
    year = rng.choice(YEARS[era])
    form_before = form_of(year - 1)
    before = _figures(rng, body, form_before, {})
    now = _figures(rng, body, era, before)
    layouts = ERAS["v2014" if era == "v2014" else "v2019"]
    return Draft(
        seed=seed,
        era=era,
        layout=layouts[seed % len(layouts)],
        body=body,
        year=year,
        figures=now,
        before=before,
        form_before=form_before,
        overview=[] if era == "v2014" else words.overview(rng, now, year),
        remedies=[] if era == "v2014" else words.remedies(rng, now),
        title_year=year,
        period=(year, year),
        named=body.name,
        overview_year=year if rng.random() < 0.5 else None,
        sentence_year=year,
        fee=rng.choice(("没有收取信息处理费。", f"收取信息处理费{rng.randint(1, 90) * 100}元。")),
    )


def last_year(draft: Draft) -> Draft:
    """Last year's report of the same body, which an archive holds."""
    rng = random.Random(f"checking:{draft.seed}:before")
    year, early = draft.year - 1, draft.form_before == "v2014"
    return Draft(
        seed=draft.seed,
        era=draft.form_before,
        layout="trs",
        body=draft.body,
        year=year,
        figures=draft.before,
        before={},
        form_before=draft.form_before,
        overview=[] if early else words.overview(rng, draft.before, year),
        remedies=[] if early else words.remedies(rng, draft.before),
        title_year=year,
        period=(year, year),
        named=draft.body.name,
        overview_year=year,
        sentence_year=year,
        fee="没有收取信息处理费。",
    )


def form_of(year: int) -> Era:
    """The form of a year's report."""
    return "v2014" if year < 2019 else "v2019" if year < 2021 else "v2021"


def _figures(rng: random.Random, body: bodies.Body, form: Era, before: Figures) -> Figures:
    if form == "v2014":
        return indicators.draw(rng, body)
    return figures.draw(rng, body, form, before)
