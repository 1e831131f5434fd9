from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from gongkai.archive import (
    Archive,
    ArchiveError,
    ArchiveVersionError,
    MissingArchiveError,
    NotAnArchiveError,
    opening,
)
from gongkai.archive.connect import connect
from gongkai.archive.migrations import migrations

from .factory import Desk, report


def _schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as conn:
        rows = conn.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    conn.close()
    return rows


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    before = _schema(path), path.read_bytes()
    Archive.open(path).close()
    assert (_schema(path), path.read_bytes()) == before
    assert {"reports", "outcome_rates", "report_search"} <= {name for name, _ in before[0]}


def test_foreign_keys_are_enforced(desk: Desk) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        desk.db.execute(
            "INSERT INTO sections VALUES ('nobody/2023/own_agency', 0, '', '', '', '', '[]')"
        )
    assert desk.value("PRAGMA journal_mode") == "wal"


def test_a_changed_view_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        archive.db.execute("DROP VIEW coverage")
        archive.db.execute("CREATE VIEW coverage AS SELECT 1 AS stale")
    with Archive.open(path) as archive:
        assert "has_requests" in [column.name for column in archive.db["coverage"].columns]


def test_read_only_refuses_to_write(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    with Archive.open(path, read_only=True) as archive:
        assert archive.summary().reports == 0
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            archive.start_run("crawl")


def test_a_reader_works_while_a_writer_is_open(desk: Desk) -> None:
    with desk.archive.open(desk.archive.path, read_only=True) as reader:
        with desk.db.atomic():
            desk.archive.start_run("import")
            assert reader.db.execute("SELECT count(*) FROM runs").fetchone()[0] == 1
        assert reader.db.execute("SELECT count(*) FROM runs").fetchone()[0] == 2


def test_a_missing_file_is_named_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.db"
    with pytest.raises(MissingArchiveError, match=r"nowhere\.db: there is no such archive"):
        Archive.open(path, read_only=True)
    assert not path.exists()
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive.open(tmp_path / "no folder" / "archive.db")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    text, foreign = tmp_path / "text.db", tmp_path / "foreign.db"
    text.write_text("This is a letter to nobody in particular. " * 40)
    conn = sqlite3.connect(foreign)
    conn.execute("CREATE TABLE recipes (name)")
    conn.close()
    for path, words in ((text, "not an SQLite file"), (foreign, "not an archive")):
        before = path.read_bytes()
        with pytest.raises(NotAnArchiveError, match=words):
            Archive.open(path, read_only=read_only)
        assert path.read_bytes() == before


def test_a_first_opening_that_broke_off_is_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the disk was full: what is left opens, and is a whole archive then."""
    use_wal = opening.use_wal
    broken = 0
    for pages in range(1, 60):
        path = tmp_path / f"{pages}.db"

        def limited(db, pages=pages, **named) -> None:
            use_wal(db, **named)
            db.execute(f"PRAGMA max_page_count = {pages}")

        monkeypatch.setattr(opening, "use_wal", limited)
        with pytest.raises(Exception, match="full"):
            Archive.open(path)
        monkeypatch.setattr(opening, "use_wal", use_wal)
        with closing(sqlite3.connect(path)) as db:
            broken += bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        with Archive.open(path) as archive:
            assert archive.verify().faults == []
            assert archive.summary().reports == 0
    assert broken > 10


@pytest.mark.parametrize("statement", ["INSERT INTO {} VALUES ({})", "CREATE TABLE recipes (x)"])
def test_another_programs_list_of_migrations_is_no_beginning_of_ours(
    tmp_path: Path, statement: str
) -> None:
    path = tmp_path / "foreign.db"
    db = Database(path)
    other = Migrations("recipes")
    other.ensure_migrations_table(db)
    marks = ", ".join(f"'{column.name}'" for column in db[other.migrations_table].columns)
    marks = marks.replace("'id'", "1")
    db.conn.execute(statement.format(other.migrations_table, marks))
    db.conn.commit()
    db.close()
    with pytest.raises(NotAnArchiveError):
        Archive.open(path)


def test_reading_an_older_schema_does_not_migrate_it(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    db = connect(path)
    migrations.apply(db, stop_before="m003_search_and_dictionary")
    db.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveVersionError, match="older gongkai"):
        Archive.open(path, read_only=True)
    assert path.read_bytes() == before
    with Archive.open(path) as archive:
        assert archive.search("公开") == []


def test_parts_survive_the_migration_that_frees_them_of_their_key(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        desk = Desk(archive)
        desk.store("http://www.yunxi.example/a", b"a", report())
        before = [dict(row) for row in archive.db["sections"].rows]
    db = connect(path)
    db.executescript(
        "CREATE TABLE old AS SELECT * FROM sections; DROP TABLE sections;"
        "CREATE TABLE sections (report_id TEXT NOT NULL REFERENCES reports (report_id)"
        " ON DELETE CASCADE, position INTEGER NOT NULL, key TEXT NOT NULL, number TEXT,"
        " heading TEXT NOT NULL, text TEXT NOT NULL, table_spans TEXT NOT NULL,"
        " PRIMARY KEY (report_id, position)); INSERT INTO sections SELECT * FROM old;"
        "DROP TABLE old; ALTER TABLE form_rows DROP COLUMN unit;"
        "DELETE FROM _sqlite_migrations WHERE name = 'm004_parts_without_key'"
    )
    db.close()
    with Archive.open(path) as archive:
        assert [dict(row) for row in archive.db["sections"].rows] == before
        key = next(column for column in archive.db["sections"].columns if column.name == "key")
        assert not key.notnull
        foreign = archive.db["sections"].foreign_keys[0]
        assert (foreign.column, foreign.other_table) == ("report_id", "reports")
        assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        archive.db["_sqlite_migrations"].insert(
            {"migration_set": "gongkai", "name": "m999_later", "applied_at": "2030-01-01"}
        )
    with pytest.raises(ArchiveVersionError, match="newer gongkai"):
        Archive.open(path)


def test_an_archive_at_a_path_with_odd_characters(tmp_path: Path) -> None:
    path = tmp_path / "年报 100% #1?.db"
    with Archive.open(path) as archive:
        run = archive.start_run("import")
        archive.put_file(run, "a.txt", b"text")
    with Archive.open(path, read_only=True) as archive:
        work = archive.queue("1")[0]
        assert archive.body(work.snapshot_id) == b"text"
    assert (tmp_path / "年报 100% #1?.snapshots.db").exists()
