"""The page of a report that was taken down says so, and shows nothing of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from sample_archive import WATER, build

from gongkai.archive import Archive
from gongkai.archive.takedowns import Takedown
from gongkai.browse.server import make_datasette


async def test_a_report_that_was_taken_down_is_gone(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    with Archive.open(path) as archive:
        [report_id] = [
            row["report_id"]
            for row in archive.db["reports"].rows
            if row["report_id"].startswith(WATER)
        ]
        decision = Takedown("report", report_id, "王<b>某", "当事人要求", "2026-11-25")
        archive.take_down(archive.concerned([decision], lambda url: []))
        archive.purge()
    datasette = make_datasette(path)
    await datasette.invoke_startup()
    try:
        address = f"/report/{quote(report_id)}"
        page = await datasette.client.get(address)
        assert page.status_code == 410
        assert "当事人要求" in page.text
        assert "2026-11-25" in page.text
        assert "王&lt;b&gt;某" in page.text
        data = await datasette.client.get(f"{address}.json")
        assert data.status_code == 410
        assert data.json()["taken_down"]["why"] == "当事人要求"
        never = await datasette.client.get(f"/report/{quote(report_id.replace('2022', '1999'))}")
        assert never.status_code == 404
        table = await datasette.client.get("/archive/takedowns.json?_shape=array")
        assert [row["name"] for row in table.json()] == [report_id]
    finally:
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()
