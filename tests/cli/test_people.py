"""People in the loop: reviewed cells beside parsed ones, and an audited error rate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive.factory import NOON, link
from click.testing import CliRunner

import fixtures
from gongkai.archive import Archive
from gongkai.archive.bodies import snapshots_path
from gongkai.archive.people import Rate
from gongkai.cli import main
from gongkai.pipeline.reparse import reparse
from scraper.protocols import Fetched

PAGES = [
    (page, e)
    for page, e in fixtures.report_files()
    if e["provenance"] == "official" and e["tables"].get("requests")
][:2]


def run(*arguments: object, answers: str | None = None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=answers)


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Path:
    """Two official reports, in files of this test alone."""
    path = tmp_path / "a.db"
    for one in (filled, snapshots_path(filled)):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("people") / "a.db"

    with Archive.open(path) as opened:
        opened.put_source("s", "s")
        number = opened.start_run("crawl")
        headers = (("Content-Type", "text/html"),)
        for page, expected in PAGES:
            url, body = expected["url"], page.read_bytes()
            fetched = Fetched(url, url, NOON, 200, headers, body, 0.1)
            opened.save_fetch(number, link(url, source_id="s"), fetched)
    assert reparse(path).kinds == {"report found": 2}
    return path


def snapshot(archive: Path) -> tuple[str, str]:
    with Archive.open(archive, read_only=True) as opened:
        row = next(opened.db.query("SELECT report_id, snapshot_id FROM reports ORDER BY 1"))
        return row["report_id"], row["snapshot_id"]


def entry(digest: str, **changes: object) -> str:
    values = {
        "snapshot": digest,
        "cell": "requests.received.total",
        "value": 77,
        "who": "王某",
        "why": "扫描件上是 77",
        "date": "2026-11-25",
        **changes,
    }
    lines = [f"{key}: {json.dumps(v, ensure_ascii=False)}" for key, v in values.items()]
    return "- " + "\n  ".join(lines).replace('"2026-11-25"', "2026-11-25") + "\n"


def test_a_reviewed_cell_stands_beside_the_parsed_one_and_survives(archive, tmp_path) -> None:
    report_id, digest = snapshot(archive)
    file = tmp_path / "corrections.yaml"
    file.write_text(entry(digest) + entry(digest, cell="disclosure.fees.amount", value=None))
    result = run("corrections", file, "--archive", archive)
    assert (result.exit_code, result.stdout.split(" in ")[0]) == (0, "2 corrections")
    for _ in range(2):
        with Archive.open(archive, read_only=True) as opened:
            sql = "SELECT parsed, reviewed, status, who, report_id FROM reviewed_cells"
            rows = opened.db.execute(f"{sql} WHERE row = 'received'").fetchall()
            stored = "SELECT total FROM requests WHERE report_id = ? AND row = 'received'"
            parsed = opened.db.execute(stored, [report_id]).fetchone()[0]
            assert rows == [(parsed, 77, "reviewed", "王某", report_id)]
            assert parsed != 77
            assert opened.verify().faults == []
        reparse(archive)
    shown = run("show", report_id, "--cell", "requests.received.total", "--archive", archive)
    assert "reviewed        77 (王某, 2026-11-25: 扫描件上是 77)" in shown.stdout
    file.write_text("[]")
    assert "(2 before)" in run("corrections", file, "--archive", archive).stdout


def test_every_table_shows_its_parsed_value(archive, tmp_path) -> None:
    report_id, digest = snapshot(archive)
    expected = next(e for _, e in PAGES if e["agency"] in report_id)
    cells = {
        f"{table}.{row}.{column}": value
        for table in ("requests", "review_litigation", "disclosure")
        for row, values in expected["tables"][table].items()
        for column, value in values.items()
    }
    file = tmp_path / "c.yaml"
    file.write_text("".join(entry(digest, cell=cell) for cell in cells))
    assert run("corrections", file, "--archive", archive).exit_code == 0
    with Archive.open(archive, read_only=True) as opened:
        rows = opened.db.query('SELECT "table", "row", "column", parsed FROM reviewed_cells')
        found = {f"{r['table']}.{r['row']}.{r['column']}": r["parsed"] for r in rows}
    assert found == cells


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "no YAML"),
        ("a: 1", "a list of corrections"),
        ("- 1", "entry 1: its keys"),
        (entry("0" * 64), "no snapshot 000"),
        (entry("xyz"), "SHA-256"),
        (entry("0" * 64, cell="requests.total"), "TABLE.ROW.COLUMN"),
        (entry("0" * 64, value="7"), "value must be a number"),
        (entry("0" * 64, value=True), "value must be a number"),
        (entry("0" * 64, who=" "), "who must say it"),
        (entry("0" * 64, date="gestern"), "date must be one"),
        (entry("DIGEST") * 2, "two corrections of requests.received.total"),
    ],
)
def test_a_fault_in_the_file_changes_nothing(archive, tmp_path, text: str, said: str) -> None:
    _, digest = snapshot(archive)
    file = tmp_path / "c.yaml"
    file.write_text(entry(digest))
    assert run("corrections", file, "--archive", archive).exit_code == 0
    file.write_text(text.replace("DIGEST", digest))
    result = run("corrections", file, "--archive", archive)
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    with Archive.open(archive, read_only=True) as opened:
        assert opened.db["corrections"].count == 1


def test_an_audit_keeps_answers_and_gives_the_rate(archive) -> None:
    command = ["audit", "--sample", 5, "--seed", 7, "--who", "李某", "--archive", archive]
    result = run(*command, "--json", answers="y\nn\ns\ny\nq\n")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["audited"], found["wrong"]) == (3, 1)
    assert 0 < found["low"] < found["share"] < found["high"] < 1
    with Archive.open(archive, read_only=True) as opened:
        rows = list(opened.db["audits"].rows)
        assert [row["is_right"] for row in rows] == [1, 0, 1]
        for row in rows:
            content = opened.db.execute(
                "SELECT parsed_at FROM report_versions WHERE report_id = ?", [row["report_id"]]
            ).fetchall()
            assert content
            assert row["who"] == "李某"
        first = opened.audit_sample(5, 7)
        assert first == opened.audit_sample(5, 7)
        assert first != opened.audit_sample(5, 8)
        asked = [f"{r['table']}.{r['row']}.{r['column']}" for r in rows]
        assert asked == [first[0][1], first[1][1], first[3][1]]
    assert "wrong: 33.33%" in run("audit", "--sample", 0, "--archive", archive).stdout


def test_every_number_is_as_likely(archive) -> None:
    with Archive.open(archive, read_only=True) as opened:
        drawn = opened.audit_sample(4000, 1)
        cells = dict(opened.db.execute("SELECT report_id, cells_read FROM reports").fetchall())
    assert len(set(drawn)) > sum(cells.values()) * 0.9
    for report_id, count in cells.items():
        share = sum(one == report_id for one, _ in drawn) / len(drawn)
        assert abs(share - count / sum(cells.values())) < 0.05


@pytest.mark.parametrize(
    ("audited", "wrong", "low", "high"),
    [(0, 0, 0.0, 1.0), (10, 0, 0.0, 0.2775), (10, 1, 0.0179, 0.4042), (100, 100, 0.963, 1.0)],
)
def test_the_interval_is_wilsons(audited: int, wrong: int, low: float, high: float) -> None:
    assert Rate(audited, wrong).interval == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("command", [["audit"], ["corrections", "c.yaml"]])
def test_no_archive_is_made(command, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.yaml").write_text("[]")
    result = run(*command, "--archive", tmp_path / "none.db")
    assert result.exit_code == 1
    assert "no such archive" in result.stderr
    assert not (tmp_path / "none.db").exists()
