"""Charts of one year: why requests were denied, and how many came in at each tier."""

from __future__ import annotations

from gongkai.archive.rate_views import GROUNDS
from gongkai.browse.figures import (
    LEFT_OUT,
    NONE,
    REPORTS,
    Choice,
    Figure,
    Standing,
    bounds_of,
    percent,
    shares_of,
    standing,
)
from gongkai.browse.sums import Sum, Sums
from gongkai.browse.wording import GROUND, TIERS, Words


def denials(sums: Sums, choice: Choice) -> Figure:
    """Eight grounds of ``denial_mix`` in requests, the most frequent first."""
    place = (choice.scope, choice.tier, choice.year)
    values = sums.added["denials"].get(place, Sum(0, (0,) * len(GROUNDS))).values
    share = shares_of(values) or (None,) * len(values)
    ranked = sorted(zip(GROUNDS, values, share, strict=True), key=lambda one: -one[1])
    labels = tuple(GROUND[name] for name, _, _ in ranked)
    cells = [(f"{number:,}", percent(part)) for _, number, part in ranked]
    drawn = tuple(number if sum(values) else None for _, number, _ in ranked)
    words = Words(f"{choice.year} 年不予公开的理由", f"Grounds of denial, {choice.year}")
    return Figure(
        *("denials", "bars", words, (Words("件", "requests"),), labels, (drawn,)),
        (Words("件", "Requests"), Words("占不予公开", "Of the denied")),
        tuple(zip(labels, cells, strict=True)),
        (Standing(*standing(sums, choice, "denials", choice.year)),),
        "denial_mix",
        bounds_of(choice, choice.year),
    )


def received(sums: Sums, choice: Choice) -> Figure:
    """Requests received; tiers are never added: one may tell of another's requests."""
    at = {
        tier: (choice.scope, tier, choice.year)
        for tier in TIERS
        if sums.held.get((choice.scope, tier, choice.year))
    }
    found = [(tier, sums.added["received"].get(place)) for tier, place in at.items()]
    labels = tuple(
        Words(f"{TIERS[tier].zh} ({reports})", f"{TIERS[tier].en} ({reports})")
        for tier, one in found
        for reports in [f"{one.reports:,}" if one else "0"]
    )
    rows = tuple(
        (
            TIERS[tier],
            (
                f"{one.values[0]:,}" if one else NONE,
                f"{one.reports if one else 0:,}",
                f"{sums.held[at[tier]] - (one.reports if one else 0):,}",
            ),
        )
        for tier, one in found
    )
    reports = sum(one.reports for _, one in found if one)
    words = Words(f"{choice.year} 年各层级新收申请", f"Requests received by tier, {choice.year}")
    data = (tuple(one.values[0] if one else None for _, one in found),)
    return Figure(
        *("received", "bars", words, (Words("件", "requests"),), labels, data),
        (Words("新收申请（件）", "Requests received"), REPORTS, LEFT_OUT),
        rows,
        (Standing(reports, sum(sums.held[place] for place in at.values()) - reports),),
        "outcome_rates",
        {"scope__exact": choice.scope, "year__exact": choice.year},
    )
