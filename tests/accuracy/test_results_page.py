"""The page of results: what it says of each section, and that its commands exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.table import Table

from benchmarks import __main__ as benchmark
from benchmarks.results import Outcome, facts, markdown
from benchmarks.sections import SECTIONS, Section, Shown, Size


def table() -> Table:
    made = Table("reader", "ratio", title="of one run", box=None)
    made.add_row("ours | theirs", "1.50")
    return made


def measured(size: Size) -> Iterator[Shown]:
    yield table()
    yield f"made of {size.per_pair}\nand told"


def broken(size: Size) -> Iterator[Shown]:
    yield "half of it"
    raise ValueError("no such site")


SAMPLE = Section("sample", "A sample", measured)
BROKEN = Section("broken", "A broken one", broken)


def outcome(section: Section, *shown: Shown) -> Outcome:
    command = section.command(Size(7))
    return Outcome(section, command, shown or (table(), "one\ntwo"), 3.2, "on a machine")


def test_each_section_is_written_with_its_command_and_its_table() -> None:
    page = markdown([outcome(SAMPLE)])
    assert "## A sample" in page
    assert "`python -m benchmarks --only sample --per-pair 7` (3 s): on a machine" in page
    assert "| reader | ratio |\n| --- | --- |\n| ours ¦ theirs | 1.50 |" in page
    assert "- one\n- two" in page


def test_the_machine_and_the_versions_compared_with_are_named() -> None:
    named = facts()
    assert "logical processors" in named
    assert "Python 3." in named
    assert "lxml " in named and "Scrapy " in named


def test_what_is_measured_again_takes_its_own_place_and_the_rest_stays() -> None:
    parse, store = SECTIONS[0], SECTIONS[2]
    before = markdown([outcome(store, "an old store"), outcome(SAMPLE)])
    page = markdown([outcome(parse, "a new parse")], before)
    places = [page.index(words) for words in ("a new parse", "an old store", "## A sample")]
    assert places == sorted(places)
    again = markdown([outcome(store, "a new store")], page)
    assert "an old store" not in again
    assert again.count("\n## ") == 3
    assert markdown([], again) == again


def test_a_section_that_fails_is_told_and_the_others_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benchmark, "SECTIONS", (BROKEN, SAMPLE))
    page = tmp_path / "R.md"
    ran = CliRunner().invoke(benchmark.main, ["--per-pair", "3", "--write", str(page)])
    assert ran.exit_code == 1
    text = page.read_text(encoding="utf-8")
    assert "half of it" in text
    assert "**Not measured to its end**: ValueError: no such site" in text
    assert "- made of 3" in text


def test_a_command_of_a_section_names_a_section_that_can_be_run_alone() -> None:
    names = [section.name for section in SECTIONS]
    assert len(set(names)) == len(names)
    for section in SECTIONS:
        ran = CliRunner().invoke(benchmark.main, ["--only", section.name, "--help"])
        assert ran.exit_code == 0, ran.output
        assert f"--only {section.name} " in section.command(Size(20))


def test_the_quick_run_leaves_out_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Section("slow", "A slow one", broken, quick=False)
    monkeypatch.setattr(benchmark, "SECTIONS", (SAMPLE, slow))
    ran = CliRunner().invoke(benchmark.main, ["--quick"])
    assert ran.exit_code == 0
    assert "A slow one" not in ran.output
    assert "made of 200" in ran.output
