"""From a number at the terminal to its place in the raw bytes."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

import fixtures
from gongkai.archive import Archive
from gongkai.cli import main
from parsers.identities.cells import takes_part
from parsers.report import Check

DOCUMENTS = fixtures.documents_folder()
AGENCY = "岫原市人民政府办公室"


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("show") / "archive.db"
    page, expected = next(
        (page, e) for page, e in fixtures.report_files() if "www.jichuan" in e["url"]
    )
    files = [DOCUMENTS / "seed_twin.txt", DOCUMENTS / "pipe_v2021.txt", page]
    assert run("import", "--archive", path, *files).exit_code == 0, expected
    return path


def test_a_cell_leads_to_its_place_and_identities(archive: Path) -> None:
    cell = "requests.received.total"
    result = run("show", "--archive", archive, AGENCY, 2020, "--cell", cell, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["value"], found["read_now"], found["raw"], found["status"]) == (
        3,
        3,
        "3",
        "plain",
    )
    line = (
        (DOCUMENTS / "seed_twin.txt")
        .read_text(encoding="utf-8")
        .splitlines()[found["place"]["line"] - 1]
    )
    assert line.strip() == found["place"]["text"] == "3"
    assert found["place"]["confirmed"]
    ids = {(check["id"], check["where"]) for check in found["identities"]}
    assert {("T3-BAL", "total"), ("T3-ROW", "received"), ("N-NEW", "overview")} <= ids
    balance = next(check for check in found["identities"] if check["id"] == "T3-BAL")
    assert (balance["left"], balance["right"], balance["outcome"]) == (3, 3, "pass")
    assert found["stored_by_parser"] == found["read_by_parser"]


def test_the_same_for_a_person(archive: Path) -> None:
    cell = "requests.received.total"
    result = run("show", "--archive", archive, AGENCY, 2020, "--cell", cell)
    shown = {line.split("  ")[1].split(" ")[0]: line for line in result.stdout.splitlines()[1:]}
    for name in ("printed", "status", "place", "snapshot", "page", "fetched", "parser"):
        assert name in shown, result.stdout
    assert "T3-BAL          pass  3 | 3  (total)" in result.stdout


def test_a_page_gives_the_element_path(archive: Path) -> None:
    with Archive.open(archive, read_only=True) as opened:
        sql = "SELECT report_id, url, snapshot_id FROM reports WHERE url LIKE '%.html'"
        report_id, url, snapshot_id = opened.db.execute(sql).fetchone()
        tree = html.fromstring(opened.body(snapshot_id).decode("utf-8")).getroottree()
    cell = "requests.total_processed.total"
    for words in ([report_id], [url]):
        found = json.loads(
            run("show", "--archive", archive, *words, "--cell", cell, "--json").stdout
        )
        [element] = tree.xpath(found["place"]["path"])
        assert "".join(element.text_content().split()) == str(found["value"])


def test_a_report_alone_shows_where_it_came_from(archive: Path) -> None:
    result = run("show", "--archive", archive, AGENCY, "2020")
    assert result.exit_code == 0
    assert f"{AGENCY}/2020/" in result.stdout.splitlines()[0]
    assert "seed_twin.txt" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody", "2020"], "no report “nobody 2020”"),
        (["nothing/2020/own_agency"], "no report"),
        (["岫原", "1990"], "no report"),
        ([AGENCY, "2020", "--cell", "requests.received.everybody"], "has no cell"),
        ([AGENCY, "2020", "--cell", "nonsense"], "has no cell"),
        ([AGENCY, "2020", "--cell", "a.b.c.d"], "has no cell"),
    ],
)
def test_what_is_not_there_is_one_clear_line(archive: Path, words: list[str], said: str) -> None:
    result = run("show", "--archive", archive, *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_several_reports_are_named(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.db"
    with sqlite3.connect(archive) as one, sqlite3.connect(copy) as two:
        one.backup(two)
    with Archive.open(copy) as opened:
        opened.db.execute("UPDATE agencies SET name = '甲' || rowid")
        opened.db.execute("UPDATE reports SET year = 2020")
    result = run("show", "--archive", copy, "甲", 2020)
    assert result.exit_code == 1
    assert "may be 3 reports" in result.stderr


def test_a_number_that_was_stored_otherwise_is_told(archive: Path, tmp_path: Path) -> None:
    """A stored parse of another parser version: both readings are shown."""
    copy = tmp_path / "a.db"
    run("backup", "--archive", archive, copy)
    with Archive.open(copy) as opened:
        other = json.dumps(
            {"tables": {"requests": {"received": {"total": 4}}}, "annex": [], "sections": []}
        )
        from gongkai.archive import contents

        contents.keep(opened.db, other.encode(), "older")
        sql = "UPDATE report_versions SET content_digest = ?, parser_version = 'older'"
        opened.db.execute(sql, [contents.digest_of(other.encode())])
    cell = "requests.received.total"
    result = run("show", "--archive", copy, AGENCY, 2020, "--cell", cell)
    assert result.exit_code == 1
    assert f"{cell} 4" in result.stdout
    assert "now 3" in result.stdout


@pytest.mark.parametrize(
    ("check", "cell", "expected"),
    [
        (("T3-BAL", "requests", "total"), "requests.carried_over.total", True),
        (("T3-BAL", "requests", "total"), "requests.carried_over.business", False),
        (("T3-BAL", "requests", "total"), "requests.granted.total", False),
        (("T3-TOT", "requests", "total"), "requests.granted.total", True),
        (("T3-TOT", "requests", "total"), "requests.received.total", False),
        (("T3-ROW", "requests", "granted"), "requests.granted.business", True),
        (("T3-ROW", "requests", "granted"), "review_litigation.review.total", False),
        (("T4-SUM", "review_litigation", "review"), "review_litigation.review.upheld", True),
        (("T2-PUB", "disclosure", "rules"), "disclosure.rules.new_made", True),
        (("T2-PUB", "disclosure", "rules"), "disclosure.rules.total_disclosed", False),
        (("T2-DEC", "disclosure", "fees.amount"), "disclosure.fees.amount", True),
        (("S-REQ", "statistics", "req_received"), "statistics.req_fax.value", True),
        (("S-REQ", "statistics", "req_received"), "statistics.lit_total.value", False),
        (("S-LIT", "statistics", "lit_total"), "statistics.lit_upheld.value", True),
        (("S-LEADER", "statistics", "press_conf_leader"), "statistics.press_conf.value", True),
        (("S-LEADER", "statistics", "interviews_leader"), "statistics.press_conf.value", False),
    ],
)
def test_which_cells_an_identity_is_about(check, cell: str, expected: bool) -> None:
    table, row, column = cell.split(".")
    one = Check(*check, "pass", None, None)
    assert takes_part(one, table, row, column) is expected


def test_every_cell_of_a_sum_decides_it(archive: Path) -> None:
    """Whatever ``takes_part`` names for a passing sum adds up to both of its sides."""
    with Archive.open(archive, read_only=True) as opened:
        rows = opened.db.execute("SELECT snapshot_id FROM reports").fetchall()
        bodies = [opened.body(one) for (one,) in rows]
    import parsers

    seen = 0
    for body in bodies:
        report = parsers.parse(body, source="x")
        grid = report.tables["requests"]
        for check in report.checks:
            if check.id in ("T3-BAL", "T3-TOT", "T3-ROW") and check.outcome == "pass":
                total = sum(
                    value or 0
                    for row, cells in grid.items()
                    for column, value in cells.items()
                    if takes_part(check, "requests", row, column)
                )
                assert total == (check.left or 0) + (check.right or 0), check
                seen += 1
    assert seen > 50
