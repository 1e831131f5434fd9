"""``gongkai export`` in a terminal: where it writes, what it says, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive.exports import build
from click.testing import CliRunner

from gongkai.archive import VIEWS
from gongkai.archive.export.defusing import SIGNS
from gongkai.cli import commands, main


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("command") / "archive.db")


def run(path: Path, *arguments: object):
    words = ["export", *(str(argument) for argument in arguments), "--archive", str(path)]
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet"])
def test_each_format_goes_into_a_folder_with_its_description(
    path: Path, tmp_path: Path, kind: str
) -> None:
    result = run(path, "--format", kind, "--to", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "2 reports, " in result.stdout
    about = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    names = {one["name"] for one in about["resources"]}
    assert {view.name for view in VIEWS} <= names
    assert {one["format"] for one in about["resources"]} == {kind}


def test_csv_is_what_a_folder_gets_and_warc_what_its_names_say(path: Path, tmp_path: Path) -> None:
    assert run(path, tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "reports.csv").exists()
    assert run(path, tmp_path / "x.warc.gz").exit_code == 0
    assert (tmp_path / "x.warc.gz").read_bytes().startswith(b"\x1f\x8b")


def test_options_reach_the_export(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = run(
        path, out, "--year", "2020-2022", "--table", "reports", "--table", "sections", "--bom",
        "--province", "贵州", "--tier", "county", "--agency", "岫县财政局", "--json",
    )  # fmt: skip
    assert json.loads(told.stdout) == {
        "path": str(out),
        "format": "csv",
        "records": {"reports": 1, "sections": 1},
        "notes": [],
    }
    assert (out / "reports.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    everything = run(path, out, "--all", "--table", "reports", "--json")
    assert json.loads(everything.stdout)["records"] == {"reports": 3}


def test_notes_are_told_on_standard_error(path: Path, tmp_path: Path) -> None:
    result = run(path, tmp_path / "out", "--tier", "county")
    assert result.exit_code == 0
    assert "gongkai: division_totals is left out" in result.stderr
    assert "left out" not in result.stdout


def test_feeds(path: Path, tmp_path: Path) -> None:
    url = "https://example.org/"
    result = run(
        path, "--format", "feed", tmp_path / "out", "--limit", 1, "--base-url", url, "--rereadings"
    )
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("out: 1 new")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["feed.json", "feed.xml"]


@pytest.mark.parametrize(
    ("arguments", "words", "status"),
    [
        ([], "say once where to write", 2),
        (["a", "--to", "b"], "say once where to write", 2),
        (["a", "--format", "jsonl", "--bom"], "--bom goes with --format csv only", 2),
        (["a", "--limit", "3"], "--limit goes with --format feed only", 2),
        (["a.warc", "--year", "2020"], "--year goes with", 2),
        (["a", "--year", "twenty"], "no year and no span", 2),
        (["a", "--year", "2022-2020"], "no year and no span", 2),
        (["a.xlsx", "--format", "xlsx"], "TO is a folder", 2),
        (["taken", "--format", "csv"], "TO is a folder", 2),
        ([".", "--format", "warc"], "is a folder; WARC is one file", 2),
        (["a", "--table", "nothing"], "no table nothing", 1),
        (["a", "--agency", "nobody"], "no agency “nobody”", 1),
        (["a", "--province", "nowhere"], "no province “nowhere”", 1),
        (["a", "--format", "feed", "--base-url", "ftp://x"], "not an address of the web", 1),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    path: Path, tmp_path: Path, monkeypatch, arguments: list[str], words: str, status: int
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("mine")
    result = run(path, *arguments)
    assert result.exit_code == status, result.output
    assert words in result.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == ["taken"]


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run(tmp_path / "none.db", tmp_path / "out")
    assert result.exit_code == 1
    assert "there is no such archive" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_what_was_there(path: Path, tmp_path: Path, monkeypatch) -> None:
    out = tmp_path / "out"
    assert run(path, out, "--table", "reports").exit_code == 0
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    opened = Path.open

    def full(self, *arguments, **named):
        writes = self.suffix == ".csv" and "w" in "".join(map(str, arguments))
        return opened(Path("/dev/full") if writes else self, *arguments, **named)

    monkeypatch.setattr(Path, "open", full)
    result = run(path, out)
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    monkeypatch.undo()
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_the_page_of_docs_names_every_format_and_option() -> None:
    docs = Path(__file__).parents[2] / "docs" / "export.md"
    text = docs.read_text(encoding="utf-8")
    command = commands()["export"]
    options = {option for param in command.params for option in param.opts if option[:2] == "--"}
    for option in options - {"--archive", "--json", "--to", "--table"} | {"--to ", "--table "}:
        assert option in text, option
    kinds = next(param.type.choices for param in command.params if param.name == "kind")
    for kind in kinds:
        assert f"`{kind}`" in text, kind
    for sign in "".join(SIGNS.split()):
        assert sign in text
