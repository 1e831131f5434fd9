"""What is taken down is gone from every byte of both files, and a tombstone says so."""

from __future__ import annotations

import sqlite3

import pytest
from archive.factory import NOON, link
from taking_down import (
    MARK,
    OTHER,
    OTHER_URL,
    SAID,
    URL,
    WHY,
    all_bytes,
    crawl_again,
    listed,
    marked,
    run,
    sound,
    traces,
    words_of_index,
)

from gongkai.archive import Archive, contents
from gongkai.pipeline.cluster.folder import folder_of
from gongkai.pipeline.coverage import coverage
from gongkai.pipeline.reparse import reparse
from scraper.protocols import Fetched


def test_what_a_cluster_had_read_goes_too(held, tmp_path) -> None:
    left = folder_of(held.path) / "edition=0" / "part-0.parquet"
    left.parent.mkdir(parents=True)
    left.write_bytes(MARK.encode())
    assert run("takedown", listed(tmp_path, url=URL), "--archive", held.path).exit_code == 0
    assert not folder_of(held.path).exists()


@pytest.mark.parametrize("target", ["url", "report"])
def test_nothing_is_left_in_any_byte_of_the_files(held, tmp_path, target: str) -> None:
    before = traces(held.path, [held.first, held.second])
    assert any(MARK[:2] in word for word in words_of_index(held.path))
    with sqlite3.connect(held.path) as conn:
        dictionary = conn.execute("SELECT body FROM packing_dictionaries").fetchone()[0]
    conn.close()
    assert MARK.encode() in dictionary
    name = URL if target == "url" else held.report_id
    file = listed(tmp_path, **{target: name})
    result = run("takedown", file, "--archive", held.path)
    assert result.exit_code == 0, result.output
    assert f"removed: {held.report_id} (2 snapshots, 1 addresses closed)" in result.stdout
    left = {name for name, trace in before.items() if trace in all_bytes(held.path)}
    assert left == set()
    assert not any(MARK[:2] in word for word in words_of_index(held.path))
    sound(held.path)
    with Archive.open(held.path, read_only=True) as opened:
        assert opened.db["reports"].count == 1
        assert [hit.report_id for hit in opened.search("公开")] == [opened.find_report(OTHER_URL)]
        assert contents.load(
            opened.db, opened.report(opened.find_report(OTHER_URL))["content_digest"]
        )
        for view in ("outcome_rates", "version_changes", "report_sources", "copies", "coverage"):
            rows = list(opened.db.query(f"SELECT * FROM {view}"))
            assert all(row["report_id"] != held.report_id for row in rows)
        assert (
            opened.body(
                next(
                    opened.db.query(  # the other's bytes are still there
                        "SELECT snapshot_id FROM reports"
                    )
                )["snapshot_id"]
            )
            == OTHER
        )


def test_a_dry_run_says_what_would_go_and_writes_nothing(held, tmp_path) -> None:
    before = all_bytes(held.path)
    result = run("takedown", listed(tmp_path, url=URL), "--dry-run", "--archive", held.path)
    assert result.exit_code == 0
    assert f"would be removed: {held.report_id} (2 snapshots" in result.stdout
    assert all_bytes(held.path) == before


def test_the_tombstone_says_when_who_and_why(held, tmp_path) -> None:
    run("takedown", listed(tmp_path, url=URL), "--archive", held.path)
    agency, year, _ = held.report_id.split("/")
    said = f"was taken down on 2026-11-25 by 王某 because: {WHY}"
    for words in (
        [held.report_id],
        [URL],
        [held.first],
        [SAID["agency"], year],
        [agency, year],
    ):
        result = run("show", *words, "--archive", held.path)
        assert (result.exit_code, result.stdout) == (1, "")
        assert said in result.stderr
    with Archive.open(held.path, read_only=True) as opened:
        rows = opened.db.execute(
            "SELECT snapshot_id, url, fetched_at FROM fetches ORDER BY fetch_id"
        ).fetchall()
        assert [row[0] for row in rows[:2]] == [held.first, held.second]
        assert [row[1] for row in rows[:2]] == [URL, URL]
        assert all(row[2].startswith("2026-11-23T12:") for row in rows)
    with Archive.open(held.path, read_only=True) as opened:
        rows = coverage(opened, [], {}, [2020, 2021], NOON)
        assert [dict(row.years) for row in rows if row.agency == agency] == [
            {2020: "taken_down", 2021: "held"}
        ]
        missing = opened.db.query("SELECT year, was_taken_down FROM missing_reports")
        assert [tuple(row.values()) for row in missing] == []


def test_one_version_goes_and_the_other_stays(held, tmp_path) -> None:
    before = traces(held.path, [held.second])
    result = run(
        "takedown",
        listed(tmp_path, snapshot=held.second),
        "--archive",
        held.path,
    )
    assert result.exit_code == 0
    assert f"stays, and says the same or another version: {URL}" in result.stdout
    del before["words"]
    assert not any(trace in all_bytes(held.path) for trace in before.values())
    sound(held.path)
    shown = run("show", held.report_id, "--archive", held.path)
    assert shown.exit_code == 0
    assert held.first in shown.stdout
    assert f"another version taken down on 2026-11-25 by 王某 because: {WHY}" in shown.stdout
    with Archive.open(held.path, read_only=True) as opened:
        text = "".join(row["text"] for row in opened.db["sections"].rows)
        assert f"{MARK}一。" in text
        assert f"{MARK}二。" not in text
    # The address may bring other bytes.
    assert crawl_again(held.path, URL, marked("改正之后。"))[0].is_new


def test_a_body_that_said_the_same_speaks_when_its_elder_is_gone(held, tmp_path) -> None:
    """A page whose counter changed has no version of its own, until it is needed."""
    twin = OTHER + b"<!-- counter 2 -->"
    digest = crawl_again(held.path, OTHER_URL, twin)[0].digest
    reparse(held.path)
    with Archive.open(held.path, read_only=True) as opened:
        old = opened.report(opened.find_report(OTHER_URL))
        assert old["snapshot_id"] != digest
    file = listed(tmp_path, snapshot=old["snapshot_id"])
    result = run("takedown", file, "--archive", held.path)
    assert "1 other pages of these reports read again" in result.stdout
    sound(held.path)
    with Archive.open(held.path, read_only=True) as opened:
        new = opened.report(opened.find_report(OTHER_URL))
        assert (new["snapshot_id"], new["content_digest"]) == (digest, old["content_digest"])


def test_what_belongs_to_a_page_goes_with_it(held, tmp_path) -> None:
    pdf = URL.rpartition("/")[0] + "/report.pdf"
    with Archive.open(held.path) as opened:
        number = opened.start_run("crawl")
        file = link(pdf, source_id="s", kind="attachment", found_on=URL, title=MARK)
        fetched = Fetched(pdf, pdf, NOON, 200, (), b"%PDF-1.4 same words", 0.1)
        opened.offer([file])
        digest = opened.save_fetch(number, file, fetched, "fetched").digest
    run("takedown", listed(tmp_path, url=URL), "--archive", held.path)
    with Archive.open(held.path, read_only=True) as opened, pytest.raises(KeyError):
        opened.body(digest)
    assert MARK.encode() not in all_bytes(held.path)


def test_what_people_said_of_its_cells_goes_too(held, tmp_path) -> None:
    with Archive.open(held.path) as opened:
        values = {"table": "requests", "row": "received", "column": "total", "who": "李某"}
        opened.note_audit(
            {**values, "snapshot_id": held.second, "report_id": held.report_id}
            | {"value": 918273645, "parser_version": "1", "is_right": 1}
        )
    corrections = tmp_path / "c.yaml"
    corrections.write_text(
        f"- snapshot: {held.second}\n  cell: requests.received.total\n  value: 77\n"
        "  who: 李某\n  why: 原文如此\n  date: 2026-11-25\n"
    )
    assert run("corrections", corrections, "--archive", held.path).exit_code == 0
    run("takedown", listed(tmp_path, url=URL), "--archive", held.path)
    with Archive.open(held.path, read_only=True) as opened:
        assert opened.db["corrections"].count == 0
        assert [row["value"] for row in opened.db["audits"].rows] == [None]
        assert opened.audit_rate().audited == 1
    result = run("corrections", corrections, "--archive", held.path)
    assert result.exit_code == 1
    assert f"snapshot {held.second} was taken down" in result.stderr


def test_an_agency_of_which_nothing_is_left_is_in_the_coverage(held, tmp_path) -> None:
    file = listed(tmp_path, url=URL)
    first = file.read_text()
    file.write_text(first + listed(tmp_path, url=OTHER_URL).read_text())
    run("takedown", file, "--archive", held.path)
    sound(held.path)
    with Archive.open(held.path, read_only=True) as opened:
        assert opened.db["agencies"].count == 0
        assert opened.db["packing_dictionaries"].count == 0
        [row] = coverage(opened, [], {}, [2020, 2021, 2022], NOON)
    assert (row.agency, dict(row.years)) == (
        SAID["agency"],
        {2020: "taken_down", 2021: "taken_down", 2022: "not_yet_crawled"},
    )
    # The store goes on: other pages come and are read.
    crawl_again(held.path, URL + "?other", marked("另一页。"))
    reparse(held.path)
    sound(held.path)
