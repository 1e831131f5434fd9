"""`gongkai check` on generated reports: silent on clean ones, and no planted error overlooked."""

from __future__ import annotations

from dataclasses import replace

import pytest

import parsers
from benchmarks.accuracy.model import Place
from benchmarks.checking import drafts, paper, run
from benchmarks.checking.__main__ import by_command
from benchmarks.checking.model import KINDS, Draft
from benchmarks.checking.planting import WAYS, plant
from benchmarks.checking.run import FOUND, HINTED, INVISIBLE, MISSED, UNEXPECTED, Result, outcome_of
from benchmarks.checking.visible import broken
from gongkai.cli.findings import Desk, Finding

REPORTS = 60


@pytest.fixture(scope="module")
def result() -> Result:
    return run(REPORTS)


def first(kind: str, way: str) -> tuple[Draft, Draft]:
    """The first draft with room for an error of that way, and the planted one."""
    for seed in range(400):
        clean = drafts.draw(seed)
        planted = plant(clean, kind)  # type: ignore[arg-type]
        if planted is not None and planted.planted is not None and planted.planted.way == way:
            return clean, planted
    raise AssertionError(f"nothing for {kind}, {way}")


def found_in(draft: Draft) -> list[Finding]:
    file = paper.file_of(draft)
    return Desk().findings(parsers.parse(file.data, source=file.name))


def test_no_clean_report_raises_an_alarm(result: Result) -> None:
    assert result.clean == REPORTS
    assert result.false_alarms == []


def test_every_planted_error_that_can_be_seen_is_found(result: Result) -> None:
    assert result.told == {MISSED: [], UNEXPECTED: []}
    assert sum(result.outcomes.values()) == REPORTS
    assert result.count(FOUND) > REPORTS / 2
    assert result.count(FOUND) + result.count(HINTED) + result.count(INVISIBLE) == REPORTS
    assert {kind for kind, _, outcome in result.outcomes if outcome == FOUND} == set(KINDS)


def test_one_wrong_cell_of_table_3_is_named(result: Result) -> None:
    ways = ("cell", "table 3")
    assert result.named[ways] == result.outcomes[*ways, FOUND] > 0


def test_the_judge_calls_silence_on_a_broken_sum_a_miss() -> None:
    clean, planted = first("cell", "table 3")
    assert broken(clean, paper.file_of(clean).marks) == set()
    assert outcome_of(planted, paper.file_of(planted), [], []) == MISSED


@pytest.mark.parametrize(("kind", "way"), [(kind, way) for kind in KINDS for way in WAYS[kind]])
def test_every_way_changes_the_file(kind: str, way: str) -> None:
    clean, planted = first(kind, way)
    assert planted.planted is not None
    assert planted.planted.kind == kind
    assert paper.file_of(clean).data != paper.file_of(planted).data


def test_the_command_says_what_the_function_does() -> None:
    assert by_command(4) == "command: 4 reports, 0 told otherwise than by the function"


def test_a_sentence_of_last_year_with_this_years_figures_is_told() -> None:
    clean, planted = first("year", "a sentence")
    assert not [one for one in found_in(clean) if one.id == "D-YEAR"]
    # Where part one names the year rightly, only the figures tell that the sentence is old.
    mixed = replace(planted, overview_year=planted.year)
    found = [one for one in found_in(mixed) if one.id == "D-YEAR"]
    assert [one.severity for one in found] == ["warning"]
    assert f"“{planted.year - 1}年，" in found[0].zh


def test_last_years_own_figures_beside_this_years_are_no_error() -> None:
    clean, _ = first("year", "a sentence")
    text = f"{clean.year - 1}年收到政府信息公开申请{clean.total('received')}件。"
    both = replace(clean, overview=[*clean.overview, replace(clean.overview[0], text=text)])
    assert not [one for one in found_in(both) if one.id == "D-YEAR"]


@pytest.mark.parametrize(
    ("place", "check"),
    [
        (Place("disclosure", "penalties", "decisions"), "T2-DEC"),
        (Place("requests", "granted", "total"), "T3-DOM"),
        (Place("review_litigation", "review", "total"), "T4-DOM"),
    ],
)
@pytest.mark.parametrize("printed", ["1.25", "１．２５", "1.25件"])
def test_a_count_in_ten_thousands_is_no_count(place: Place, check: str, printed: str) -> None:
    draft = replace(drafts.draw(0), printed={place: printed})
    assert draft.era != "v2014"
    found = [one for one in found_in(draft) if one.id == check]
    assert [(one.severity, one.place) for one in found] == [("error", ".".join(place))]


def test_a_cell_of_2014_that_holds_no_count_is_told() -> None:
    draft = next(one for one in map(drafts.draw, range(99)) if one.era == "v2014")
    place = Place("statistics", "staff_part_time", "value")
    told = {
        text: [
            (one.severity, one.place)
            for one in found_in(replace(draft, printed={place: text}))
            if one.id == "unreadable_cell"
        ]
        for text in ("28.28", "3+2", "5")
    }
    name = "statistics.staff_part_time"
    assert told == {"28.28": [("warning", name)], "3+2": [("hint", name)], "5": []}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("name", "alarms"),
    [
        ("枫原县财政局", True),
        ("{place}县财政局", False),
        ("{place}县人民政府", False),
        ("本局", False),
    ],
)
def test_another_bodys_name_in_the_introduction(seed: int, name: str, alarms: bool) -> None:
    draft = drafts.draw(seed)
    body = replace(draft.body, name="沐岭县财政局", makes_rules=False)
    changed = replace(draft, body=body, named=name.format(place="沐岭"))
    found = [one for one in found_in(changed) if one.id == "D-NAME"]
    assert [one.severity for one in found] == ["warning"] * alarms
