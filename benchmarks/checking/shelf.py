"""Last year's reports of all bodies in a temporary archive, as a crawl would have left them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.checking import drafts, paper
from benchmarks.checking.model import Draft
from gongkai.archive import Archive
from parsers import PARSER_VERSION, parse
from scraper.protocols import Fetched, Link

_NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def build(path: Path, of: Iterable[Draft]) -> None:
    """Fetch (from nowhere), parse and store last year's report of every draft."""
    with Archive.open(path) as archive:
        run = archive.start_run("crawl")
        archive.put_source("invented", "invented")
        with archive.batch():
            for draft in of:
                _keep(archive, run, draft)
            for work in archive.queue(PARSER_VERSION):
                report = parse(archive.body(work.snapshot_id), source=work.url, url=work.url)
                archive.store_report(work, report, PARSER_VERSION)


def _keep(archive: Archive, run: int, draft: Draft) -> None:
    url = f"http://www.zwgk{draft.seed}.gov.cn/gknb/{draft.year - 1}.html"
    page = paper.print_draft(drafts.last_year(draft), plain=True).html.encode()
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    answer = Fetched(
        url=url, final_url=url, fetched_at=_NOON, status=200, headers=headers, body=page,
        elapsed=0.1,
    )  # fmt: skip
    archive.save_fetch(run, Link(url=url, kind="report", source_id="invented"), answer)
