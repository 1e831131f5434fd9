"""Clean reports and planted ones through the function behind the command, and what came of it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, cast

from benchmarks.accuracy.model import Place
from benchmarks.checking import drafts, paper, shelf
from benchmarks.checking.model import KINDS, Draft, Kind, Planted
from benchmarks.checking.planting import plant
from benchmarks.checking.visible import broken, why_not
from gongkai.browse.desk import Checked
from gongkai.browse.desk.page import COUNTED
from gongkai.cli.checking import Checking
from gongkai.cli.findings import Finding

#: What became of a planted error: an error or warning; a hint, where the domain has no more to
#: say of it; nothing; nothing, and nobody could see it; something that the judge did not expect.
FOUND, HINTED, MISSED, INVISIBLE, UNEXPECTED = OUTCOMES = (
    "found", "hinted", "missed", "invisible", "unexpected",
)  # fmt: skip
_TRIES = 60


class Pair(NamedTuple):
    """A draft without and with an error."""

    clean: Draft
    planted: Draft


@dataclass(slots=True)
class Result:
    """``outcomes`` counts by kind, way and outcome; ``named`` and ``placed`` the found ones of
    which the cell, and at least the row or column, was named; ``false_alarms`` and ``told``
    (missed and unexpected) say which report each was, ``reasons`` why others are invisible."""

    clean: int = 0
    false_alarms: list[str] = field(default_factory=list)
    hints: Counter[str] = field(default_factory=Counter)
    printed: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    named: Counter[tuple[str, str]] = field(default_factory=Counter)
    placed: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    told: dict[str, list[str]] = field(default_factory=lambda: {MISSED: [], UNEXPECTED: []})

    def count(self, outcome: str) -> int:
        """How many planted errors came to that."""
        return sum(number for (*_, one), number in self.outcomes.items() if one == outcome)


def check(checking: Checking, file: paper.File) -> tuple[bool, list[Finding]]:
    """Whether it was read as a report, and everything found in it: the command's own way."""
    checked: list[Checked] = list(checking.check([(file.name, file.data)]))
    found = [cast(Finding, finding) for one in checked for finding in one.found]
    return all(one.is_report for one in checked), found


def alarms(found: Iterable[Finding]) -> list[Finding]:
    """Those that end the command with status 1."""
    return [one for one in found if one.severity in COUNTED]


def pairs(reports: int, first: int = 0) -> Iterator[Pair]:
    """So many drafts from a seed on, and the planted ones, the kinds in turn."""
    for number in range(first, first + reports):
        yield _pair(number, reports, KINDS[number % len(KINDS)])


def _pair(number: int, step: int, kind: Kind) -> Pair:
    for seed in range(number, number + _TRIES * step, step):
        clean = drafts.draw(seed)
        planted = plant(clean, kind)
        if planted is not None:
            return Pair(clean, planted)
    raise AssertionError(f"no draft with room for {kind}")


def run(reports: int, first: int = 0) -> Result:
    """Check ``reports`` clean ones and as many planted, from the seed ``first`` on."""
    result, made = Result(), list(pairs(reports, first))
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        shelf.build(archive, [pair.clean for pair in made])
        with Checking(archive) as checking:
            for pair in made:
                _assess(result, checking, pair)
    return result


def _assess(result: Result, checking: Checking, pair: Pair) -> None:
    clean = _clean(result, checking, pair.clean)
    file = paper.file_of(pair.planted)
    _, found = check(checking, file)
    planted = pair.planted.planted
    assert planted is not None
    outcome = outcome_of(pair.planted, file, found, clean)
    result.outcomes[planted.kind, planted.way, outcome] += 1
    if outcome in (FOUND, HINTED):
        result.named[planted.kind, planted.way] += names_cell(planted, found)
        result.placed[planted.kind, planted.way] += names_place(planted, found)
    if outcome == INVISIBLE:
        result.reasons[why_not(pair.planted)] += 1
    if outcome in result.told:
        seen = sorted(broken(pair.planted, file.marks))
        result.told[outcome].append(f"{_which(pair.planted)}: {planted} {seen} {_ids(found)}")


def _clean(result: Result, checking: Checking, draft: Draft) -> list[Finding]:
    file = paper.file_of(draft)
    is_report, found = check(checking, file)
    assert not broken(draft, file.marks), f"{_which(draft)}: {broken(draft, file.marks)}"
    result.clean += 1
    result.printed[f"{draft.era} {Path(file.name).suffix[1:]}"] += 1
    result.hints.update(one.id for one in found if one not in alarms(found))
    shown = [*alarms(found), *([] if is_report else ["not a report"])]
    if shown:
        result.false_alarms.append(f"{_which(draft)}: {shown}")
    return found


def outcome_of(
    draft: Draft, file: paper.File, found: Sequence[Finding], clean: Sequence[Finding]
) -> str:
    seen = {grade for _, grade in broken(draft, file.marks)}
    new = [one for one in found if (one.id, one.place) not in {(c.id, c.place) for c in clean}]
    if alarms(found):
        return FOUND if "alarm" in seen else UNEXPECTED
    if "alarm" in seen:
        return MISSED
    if "hint" in seen:
        return HINTED if new else MISSED
    return INVISIBLE


def names_cell(planted: Planted, found: Sequence[Finding]) -> bool:
    """Whether a finding names the very cell."""
    return bool({".".join(place) for place in planted.places} & {one.place for one in found})


def names_place(planted: Planted, found: Sequence[Finding]) -> bool:
    """Whether one names the cell, its row, its column or the part in which the error stands."""
    if planted.kind == "year" or planted.way == "another body":
        return any(one.id.startswith("D-") for one in found)
    return any(
        one.place == place.table or _is_at(one.place, place)
        for place in planted.places
        for one in found
    )


def _is_at(named: str, place: Place) -> bool:
    table, *keys = named.split(".")
    return table == place.table and bool({place.row, place.column} & set(keys))


def _which(draft: Draft) -> str:
    return f"seed {draft.seed} {draft.era} {draft.layout} {paper.format_of(draft)}"


def _ids(found: Sequence[Finding]) -> list[str]:
    return [f"{one.severity} {one.id} {one.place}" for one in found]
