"""Every input that once broke a claim, and every seed, against what its target claims."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fixtures
import parsers
from parsers.report import CellNote
from tools import fuzz
from tools.fuzz import sound
from tools.fuzz.pieces import shortened, spelled

ROOT = Path(__file__).parents[2]
FOUND = [(name, path) for name in fuzz.NAMES for path in fuzz.found(name)]


@pytest.mark.parametrize(("name", "path"), FOUND, ids=[f"{n}-{p.stem}" for n, p in FOUND])
def test_what_was_found_stays_mended(name: str, path: Path) -> None:
    fuzz.load(name).check(path.read_bytes())


@pytest.mark.parametrize("name", fuzz.NAMES)
def test_the_seeds_hold_and_are_small(name: str) -> None:
    target = fuzz.load(name)
    seeds = list(target.seeds())
    assert len(seeds) > 2
    for data in seeds:
        assert len(data) <= target.MAX_LEN
        target.check(data)


@pytest.mark.parametrize("name", fuzz.NAMES)
@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff" * 64, b"\x01\n[{<%"])
def test_any_bytes_at_all_are_an_input(name: str, data: bytes) -> None:
    fuzz.load(name).check(data)


def test_every_target_is_named_and_every_folder_of_inputs_has_a_target() -> None:
    modules = {path.stem for path in (ROOT / "tools/fuzz/targets").glob("*.py")} - {"__init__"}
    assert modules == set(fuzz.NAMES)
    assert {path.name for path in fuzz.FOUND.iterdir()} <= modules


def test_no_target_needs_the_fuzzer() -> None:
    for path in (ROOT / "tools/fuzz").rglob("*.py"):
        if path.name != "engine.py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(?:import|from) (?:atheris|tools\.fuzz\.engine)", text, re.M)


def test_pieces_spell_what_they_were_made_of() -> None:
    text = "2023年霁川市人民政府\n一、总体情况 3件"
    assert spelled(shortened(text, tags=False), tags=False).decode() == text


PAGE = (fixtures.documents_folder() / "pipe_v2021.txt").read_bytes()


def test_a_number_that_nothing_shows_breaks_the_contract(monkeypatch) -> None:
    """The claims can fail: each of these is what a parser's fault would look like."""
    honest = parsers.parse

    def bent(data, **how):
        report = honest(data, **how)
        report.tables["requests"]["received"]["natural_person"] += 1
        return report

    sound.parse(PAGE)
    monkeypatch.setattr(parsers, "parse", bent)
    with pytest.raises(AssertionError, match="received"):
        sound.parse(PAGE)


@pytest.mark.parametrize(
    "note",
    [
        CellNote("requests", "received", "natural_person", "1", "guessed", 1),
        CellNote("requests", "received", "natural_person", "1", "blank", 1),
        CellNote("requests", "nowhere", "natural_person", "1", "solved", 1),
    ],
)
def test_a_note_that_the_contract_does_not_know_breaks_it(monkeypatch, note: CellNote) -> None:
    honest = parsers.parse

    def bent(data, **how):
        report = honest(data, **how)
        report.cells.append(note)
        return report

    monkeypatch.setattr(parsers, "parse", bent)
    with pytest.raises(AssertionError):
        sound.parse(PAGE)
