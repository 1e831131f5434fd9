"""One state, the same bytes, and a folder that is whole or as it was."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
import tracemalloc
from pathlib import Path

import pytest

from gongkai.archive import Archive, ArchiveError
from gongkai.archive.export import Selection, export_tables, parquet_files

from .exports import build, changed, export, fill
from .factory import Desk

KINDS = ["csv", "jsonl", "xlsx", "parquet"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With parses of two versions, so that views of changes have rows."""
    found = tmp_path_factory.mktemp("state") / "archive.db"
    with Archive.open(found) as archive:
        desk = Desk(archive)
        fill(desk)
        changed(desk)
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_archive_gives_the_same_bytes(
    path: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(path, tmp_path / "one", kind)
    copy = tmp_path / "copy.db"
    with sqlite3.connect(path) as conn:
        # Row numbers of tables without a key of their own are made anew by this.
        conn.execute("VACUUM INTO ?", [str(copy)])
    conn.close()
    later, umask = time.time() + 90_000, os.umask(0o077)
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        export(copy, tmp_path / "two", kind)
    finally:
        os.umask(umask)
        monkeypatch.undo()
        time.tzset()
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_rows_do_not_depend_on_the_order_of_entry(path: Path, tmp_path: Path, kind: str) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    with sqlite3.connect(copy) as conn:
        for table in ("cell_notes", "problems", "checks", "requests", "sections"):
            conn.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
            conn.execute(f"DELETE FROM {table}")
            conn.execute(f"INSERT INTO {table} SELECT * FROM kept ORDER BY random()")
            conn.execute("DROP TABLE kept")
    conn.close()
    export(path, tmp_path / "one", kind)
    export(copy, tmp_path / "two", kind)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_an_export_sees_one_state_while_others_write(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    writer = Archive.open(path)
    seen: list[str] = []

    def write(table: str) -> None:
        seen.append(table)
        if table == "requests":
            writer.db.execute("DELETE FROM reports")
            writer.db.execute("DELETE FROM agency_names")

    with Archive.open(path, read_only=True) as archive:
        told = export_tables(archive.db, tmp_path / "out", "csv", Selection(), progress=write)
    assert writer.db["reports"].count == 0
    writer.close()
    before, after = seen[: seen.index("requests")], seen[seen.index("requests") :]
    assert "reports" in before
    assert {"requests", "coverage", "agency_names"} <= set(after)
    assert told.rows["reports"] == 2
    # Every report that is held, and every one that is missing.
    assert told.rows["coverage"] == 2 + told.rows["missing_reports"]
    assert told.rows["requests"] > 0
    assert told.rows["agency_names"] > 0


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A small archive, and one with ten times as many reports."""
    small = build(tmp_path_factory.mktemp("grown") / "small.db")
    large = small.with_name("large.db")
    shutil.copy(small, large)
    multiply(small, 10)
    multiply(large, 100)
    return [small, large]


@pytest.mark.parametrize("kind", KINDS)
def test_memory_does_not_grow_with_the_rows(
    grown: list[Path], tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "GROUP_ROWS", 100)
    monkeypatch.setattr(parquet_files, "GROUP_TEXT", 100_000)
    export(grown[0], tmp_path / "warm", kind)
    peaks = []
    for path in grown:
        tracemalloc.start()
        export(path, tmp_path / path.stem, kind, tables=("requests", "sections"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # The larger one holds 7 MB more of text.
    assert peaks[1] < peaks[0] + 1_000_000, peaks


def multiply(path: Path, times: int) -> None:
    """More reports like the first; each with 24,000 characters of text in its first part."""
    conn = sqlite3.connect(path)
    names = [row[1] for row in conn.execute("PRAGMA table_info(reports)")]
    new = {"report_id": "report_id || :n", "agency_id": ":agency", "version_id": ":version"}
    columns = ", ".join({**new, "scope": "'system'"}.get(name, name) for name in names)
    for number in range(times):
        agency = f"a{number}"
        conn.execute("INSERT INTO agencies (agency_id, name) VALUES (?, 'x')", [agency])
        version = conn.execute(
            "INSERT INTO report_versions (report_id, snapshot_id, url, parser_version, parsed_at,"
            " provenance, content_digest) SELECT report_id || ?, snapshot_id, url, '1', '',"
            " 'official', '' FROM reports WHERE scope <> 'system' LIMIT 1",
            [number],
        ).lastrowid
        conn.execute(
            f"INSERT INTO reports SELECT {columns} FROM reports WHERE scope <> 'system' LIMIT 1",
            {"n": number, "version": version, "agency": agency},
        )
    conn.execute(
        'INSERT INTO requests SELECT r.report_id, q."row", 1, 2, 3, 4, 5, 6, 21 FROM reports r,'
        " (SELECT DISTINCT \"row\" FROM requests) q WHERE r.scope = 'system'"
    )
    conn.execute(
        "INSERT INTO sections SELECT report_id, 0, NULL, NULL, 'x', ?, '[]' FROM reports"
        " WHERE scope = 'system'",
        ["公开" * 12_000],
    )
    conn.commit()
    conn.close()


def test_a_new_export_takes_the_place_of_an_older_one(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(path, out, "csv")
    (out / "notes.txt").write_text("mine")
    export(path, out, "jsonl", tables=("reports",))
    assert sorted(files(out)) == ["datapackage.json", "notes.txt", "reports.jsonl"]
    assert (out / "notes.txt").read_text() == "mine"


def test_a_file_of_somebody_else_is_never_replaced(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "reports.csv").write_text("mine")
    with pytest.raises(ArchiveError, match=r"reports\.csv is there"):
        export(path, out, "csv")
    assert files(out) == {"reports.csv": b"mine"}
    (out / "reports.csv").unlink()
    (out / "datapackage.json").write_text('{"name": "theirs", "resources": []}')
    with pytest.raises(ArchiveError, match="choose another folder"):
        export(path, out, "csv")
    assert list(files(out)) == ["datapackage.json"]


def test_a_description_cannot_name_files_elsewhere(path: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("mine")
    out = tmp_path / "out"
    export(path, out, "csv", tables=("reports",))
    about = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    about["resources"][0]["path"] = "../outside.csv"
    (out / "datapackage.json").write_text(json.dumps(about))
    (out / "reports.csv").unlink()
    export(path, out, "jsonl", tables=("reports",))
    assert outside.read_text() == "mine"


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_that_breaks_off_leaves_the_older_one(
    path: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    export(path, out, kind, tables=("reports", "requests"))
    before = files(out)

    def stop(table: str) -> None:
        if table == "requests":
            raise KeyboardInterrupt

    with Archive.open(path, read_only=True) as archive, pytest.raises(KeyboardInterrupt):
        export_tables(archive.db, out, kind, Selection(), progress=stop)  # type: ignore[arg-type]
    assert files(out) == before
