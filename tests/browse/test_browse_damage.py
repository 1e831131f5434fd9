"""A damaged file: the page says so, the others still work, and no trace is printed."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from serving import serving

PAGE = 4096


def root_page(path: Path, name: str) -> int:
    connection = sqlite3.connect(path)
    sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    page = int(connection.execute(sql, [name]).fetchone()[0])
    connection.close()
    return page


@pytest.fixture
def copied(archive_path: Path, tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    whole = sqlite3.connect(archive_path)
    copy = sqlite3.connect(path)
    whole.backup(copy)
    copy.close()
    whole.close()
    snapshots = archive_path.with_name("archive.snapshots.db")
    if snapshots.exists():
        shutil.copy(snapshots, path.with_name("archive.snapshots.db"))
    return path


@pytest.mark.parametrize(
    ("table", "address"),
    [("sections", "report"), ("report_search_data", "search"), ("requests", "agency")],
)
def test_a_page_that_cannot_be_read_says_so(copied: Path, table: str, address: str) -> None:
    connection = sqlite3.connect(copied)
    sql = "SELECT report_id, agency_id FROM reports WHERE agency_name = '青溪市人民政府'"
    report, agency = connection.execute(sql).fetchone()
    connection.close()
    paths = {
        "report": "report/" + "/".join(quote(part, safe="") for part in report.split("/")),
        "search": "-/gongkai/search?q=" + quote("公开"),
        "agency": f"agency/{quote(agency, safe='')}/",
    }
    data = bytearray(copied.read_bytes())
    start = (root_page(copied, table) - 1) * PAGE
    data[start : start + PAGE] = b"\xff" * PAGE
    copied.write_bytes(data)
    with serving(copied) as (url, process):
        broken = httpx.get(url + paths[address], timeout=60)
        other = httpx.get(url + "-/gongkai/queries", timeout=60)
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert broken.status_code == 503, (broken.url, broken.text[:600], said[-800:])
    assert "档案文件受损" in broken.text
    assert "default-src 'none'" in broken.headers["content-security-policy"]
    assert other.status_code == 200
    assert "the file is damaged" in said
    assert "Traceback" not in said
