"""A run in a table and lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from benchmarks.checking.run import OUTCOMES, Result


def table(result: Result) -> Table:
    """Planted errors by kind and way, what became of them, and how near they were named."""
    title = f"planted errors by what became of them ({sum(result.outcomes.values())} reports)"
    shown = Table("kind", "way", title=title, box=None)
    for name in (*OUTCOMES, "place named", "cell named"):
        shown.add_column(name, justify="right")
    for kind, way in sorted({key[:2] for key in result.outcomes}):
        counts = [result.outcomes[kind, way, outcome] for outcome in OUTCOMES]
        named = result.placed[kind, way], result.named[kind, way]
        shown.add_row(kind, way, *map(str, (*counts, *named)))
    totals = [result.count(outcome) for outcome in OUTCOMES]
    named = result.placed.total(), result.named.total()
    shown.add_row("all", "", *map(str, (*totals, *named)))
    return shown


def summary(result: Result, most: int = 20) -> Iterator[str]:
    """What was clean, what cannot be seen and why, and the reports that need a look."""
    printed = ", ".join(f"{name} {number}" for name, number in sorted(result.printed.items()))
    yield f"clean: {result.clean} reports ({printed})"
    hints = ", ".join(f"{name} {number}" for name, number in result.hints.most_common())
    yield f"false alarms: {len(result.false_alarms)}; hints in clean reports: {hints or 'none'}"
    for reason, number in result.reasons.most_common():
        yield f"invisible {number:4}  {reason}"
    for name, lines in {"false alarm": result.false_alarms, **result.told}.items():
        yield from (f"{name}: {line}" for line in lines[:most])
