"""Small reports and fetches made by hand, so that the expected values are in plain sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from gongkai.archive import Archive, Work
from parsers import forms
from parsers.report import Check, Report, Section
from scraper.protocols import Fetched, Link, Saved

PARSER = "1"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def tables(form: str = "v2021", **totals: int | None) -> dict[str, Any]:
    """All cells of a form at 0; ``totals`` set the total column of table 3."""
    grids: dict[str, Any] = {
        key: {
            row.key: {column.key: 0 for column in block.columns}
            for block in table.blocks
            for row in block.rows
        }
        for key, table in forms.load(form).tables.items()
    }
    for row, total in totals.items():
        grids["requests"][row]["total"] = total
    return grids


def report(**changes: Any) -> Report:
    """A report of an invented bureau for 2023 in the form v2021."""
    values: dict[str, Any] = {
        "source": "page.html",
        "title": "云溪市教育局2023年政府信息公开工作年度报告",
        "agency": "云溪市教育局",
        "year": 2023,
        "kind": "department",
        "tier": "prefecture",
        "period": ("2023-01-01", "2023-12-31"),
        "published_on": "2024-01-20",
        "scope": "own_agency",
        "provenance": "official",
        "form": "v2021",
        "table_forms": dict.fromkeys(("disclosure", "requests", "review_litigation"), "v2021"),
        "sections": [section("overview", "本年度办结行政复议三件，公开平台新增专栏。")],
        "tables": tables(),
        "checks": [Check("T3-BAL", "requests", "total", "pass", 0, 0)],
    }
    return Report(**{**values, **changes})


def section(key: str | None, text: str, spans: tuple[tuple[int, int], ...] = ()) -> Section:
    return Section(key, "一", "总体情况", text, spans)


def link(url: str = "http://www.yunxi.example/a.html", **changes: Any) -> Link:
    return Link(**{"url": url, "kind": "report", "source_id": "yunxi", **changes})


def fetched(url: str, body: bytes = b"<p>report</p>", **changes: Any) -> Fetched:
    values: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "fetched_at": NOON,
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=GB2312"), ("ETag", '"1"')),
        "body": body,
        "elapsed": 0.1,
    }
    return Fetched(**{**values, **changes})


class Desk:
    """An open archive with a run and a source, and short ways to use it."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.db = archive.db
        self.run = archive.start_run("crawl")
        self._minutes = 0
        self.put_source("yunxi", "520900")

    def put_source(self, source_id: str, division_code: str | None) -> None:
        self.archive.put_source(source_id, source_id, division_code=division_code)

    def fetch(self, url: str, body: bytes, source_id: str = "yunxi", **changes: Any) -> Saved:
        self._minutes += 1
        at = NOON + timedelta(minutes=self._minutes)
        answer = fetched(url, body, **{"fetched_at": at, **changes})
        return self.archive.save_fetch(self.run, link(url, source_id=source_id), answer)

    def work(self, url: str, body: bytes, source_id: str = "yunxi") -> Work:
        """Fetch a body and take it from the queue, as the pipeline does."""
        digest = self.fetch(url, body, source_id).digest
        return next(
            work
            for work in self.archive.queue(PARSER, again=True)
            if (work.snapshot_id, work.url) == (digest, url)
        )

    def store(self, url: str, body: bytes, parsed: Report, source_id: str = "yunxi") -> Any:
        return self.archive.store_report(self.work(url, body, source_id), parsed, PARSER)

    def value(self, sql: str, *parameters: Any) -> Any:
        row = self.db.execute(sql, list(parameters)).fetchone()
        return row[0] if row else None

    def dump(self) -> dict[str, list[Any]]:
        """Every row of every table, to compare before and after."""
        return {
            name: self.db.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()
            for name in self.db.table_names()
            if not name.startswith("_sqlite")
        }
