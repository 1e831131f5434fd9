"""An archive of every earlier schema opens, keeps what it held, and is sound."""

from __future__ import annotations

import re
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils import Database

from gongkai.archive import Archive, ArchiveVersionError, migrations
from gongkai.archive.bodies import Bodies, snapshots_path
from gongkai.archive.connect import connect

ROWS = (Path(__file__).parent / "schemas" / "rows.sql").read_text(encoding="utf-8")
BODIES = {"one": b"first", "two": b"other"}
NAMES = [one.name for one in migrations.migrations.pending(Database(memory=True))]
#: The schemas that archives out there may have.
RELEASED = range(1, 6)
ID = "520900-云溪市教育局/2023/own_agency"


def rows_of(schema: int) -> str:
    """The statements for an archive of that schema."""
    parts = re.split(r"^-- since (\d+)(?: until (\d+))?\n", ROWS, flags=re.MULTILINE)[1:]
    chosen = ""
    for since, until, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if int(since) <= schema <= int(until or 99):
            chosen += text
    for name, body in BODIES.items():
        chosen = chosen.replace(f"{{{name}}}", sha256(body).hexdigest())
    return chosen


def build(path: Path, schema: int) -> Path:
    """An archive as the program of that schema left it."""
    db = connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    following = NAMES[schema] if schema < len(NAMES) else None
    migrations.migrations.apply(db, stop_before=following)
    db.conn.executescript(rows_of(schema))
    db.conn.commit()
    db.close()
    bodies = Bodies(snapshots_path(path), read_only=False)
    for body in BODIES.values():
        bodies.put(body)
    bodies.close()
    return path


@pytest.mark.parametrize("schema", RELEASED)
def test_an_archive_of_each_schema_is_brought_up_to_date(tmp_path: Path, schema: int) -> None:
    path = build(tmp_path / "a.db", schema)
    with pytest.raises(ArchiveVersionError, match="older gongkai"):
        Archive.open(path, read_only=True)
    with Archive.open(path) as archive:
        assert archive.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert archive.verify().faults == []
        fetches = list(archive.db["fetches"].rows)
        assert [row["status"] for row in fetches] == [200, 200, 200, None]
        assert [row["revisit_of"] for row in fetches] == [None, 1, None, None]
        uuid = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
        ids = {row["record_id"] for row in fetches}
        assert len(ids) == 4
        assert all(re.fullmatch(uuid, one) for one in ids)
        assert archive.body(fetches[0]["snapshot_id"]) == b"first"
        assert archive.db["frontier"].count == 1
        assert archive.db["snapshots"].count == 2
        if schema >= 2:
            _same_report(archive, schema)
    with Archive.open(path, read_only=True) as archive:
        assert archive.verify().faults == []


def _same_report(archive: Archive, schema: int) -> None:
    report = next(archive.db["reports"].rows)
    assert (report["report_id"], report["cells_read"], report["edition"]) == (ID, 9, None)
    assert report["agency_name"] == "云溪市教育局"
    assert archive.db["report_versions"].count == 2
    assert archive.db["parses"].count == 2
    texts = [row["text"] for row in archive.db["sections"].rows]
    assert texts[0] == "本年度办结行政复议三件，老站停用。"
    assert len(texts) == (2 if schema >= 4 else 1)
    assert [hit.report_id for hit in archive.search("行政复议")] == [ID]
    assert [hit.report_id for hit in archive.search("教育局")] == [ID]
    assert [hit.report_id for hit in archive.search("老站停用")] == [ID]
    assert archive.search("县长") == []
    assert next(archive.db["checks"].rows)["quote"] == ("收到一件" if schema >= 5 else None)
    assert next(archive.db.query("SELECT received FROM outcome_rates"), None) is not None
    queue = archive.queue("0.1")
    assert queue == []
    assert len(archive.queue("0.2")) == 2


@pytest.mark.parametrize("schema", RELEASED)
def test_reports_can_be_replaced_after_an_upgrade(tmp_path: Path, schema: int) -> None:
    """What was indexed before the upgrade leaves the index whole."""
    from .factory import Desk, report

    path = build(tmp_path / "a.db", schema)
    with Archive.open(path) as archive:
        desk = Desk(archive)
        desk.store("http://a.example/", b"newer", report(), "yunxi")
        assert archive.verify().faults == []
        assert len(archive.search("教育局")) == 1
        assert archive.search("老站停用") == []


@pytest.mark.parametrize("name", NAMES[5:])
def test_an_upgrade_that_breaks_off_leaves_the_archive_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = build(tmp_path / "a.db", 5)
    registered = migrations.migrations.pending(Database(memory=True))
    migration = next(one for one in registered if one.name == name)
    whole = migration.fn

    def broken(db: Database) -> None:
        whole(db)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migration, "fn", broken)
    with pytest.raises(Exception, match="disk is full"):
        Archive.open(path)
    with sqlite3.connect(path) as conn:
        applied = {row[0] for row in conn.execute("SELECT name FROM _sqlite_migrations")}
        assert applied == set(NAMES[: NAMES.index(name)])
        assert conn.execute("SELECT count(*) FROM reports").fetchone() == (1,)
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    conn.close()
    monkeypatch.undo()
    with Archive.open(path) as archive:
        assert archive.verify().faults == []
