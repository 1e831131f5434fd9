"""``gongkai agencies`` on an archive made of real pages of the sample web's kind."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from gongkai.archive import Archive
from gongkai.cli import main


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["agencies", *words])
    return result.exit_code, result.output


def test_what_is_in_doubt_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path):
        pass
    assert run("ambiguous", "--archive", str(path)) == (0, "nothing is in doubt\n")
    assert run("--archive", str(path)) == (0, "nothing is in doubt\n")
    table = tmp_path / "expected.csv"
    table.write_text(
        "division_code,name,kind,year\n421000,新城区管委会,dev_zone,2023\n", encoding="utf-8"
    )
    assert run("expect", str(table), "--archive", str(path))[0] == 0
    status, said = run("ambiguous", "--archive", str(path), "--json")
    found = json.loads(said)
    assert (status, found["reason"]) == (0, "place_elsewhere")
    assert found["agency_id"] == "421000-新城区管委会"
    assert found["agency_id"] in run("ambiguous", "--archive", str(path))[1]
    assert run("--archive", str(path)) == run("ambiguous", "--archive", str(path))
    assert run("--archive", str(path), "--json") == (0, said)
    assert run("--archive", str(path), "expect", str(table))[0] == 2


def test_decisions_are_applied_or_refused_in_one_line(tmp_path: Path) -> None:
    path, file = tmp_path / "a.db", tmp_path / "agencies.yaml"
    file.write_text("agencies: []", encoding="utf-8")
    status, said = run("decide", str(file), "--archive", str(path))
    assert (status, "no such archive" in said) == (1, True)
    with Archive.open(path):
        pass
    status, said = run("decide", str(file), "--archive", str(path), "--json")
    assert (status, json.loads(said)) == (0, {"reread": 0, "removed": 0})
    file.write_text("agencies: [{agency: a}]", encoding="utf-8")
    status, said = run("decide", str(file), "--archive", str(path))
    assert (status, said.count("\n")) == (1, 1)
    assert "entry 1: decided_by is missing" in said
