"""The page of health: what `gongkai status` says of a source stands there too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from lxml import html as markup

from gongkai.archive import Archive
from gongkai.archive.visits import Listing, Proposal, Visit
from gongkai.browse.server import make_app
from scraper.protocols import Rest

THEN = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
COLUMN = "http://www.{}.gov.cn/nb/"


def visit(source: str, outcome: str = "done", reason: str | None = None, named: int = 9) -> Visit:
    return Visit(source, THEN, outcome, reason, 1, named, 0)


@pytest.fixture
def troubled(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        for name in ("good", "shut", "dead", "less", "fresh"):
            archive.put_source(name, f"{name}市 <b>", listings=[COLUMN.format(name)])
        run = archive.start_run("crawl")

        def visited(one: Visit, state: str = "alive") -> None:
            listing = Listing(COLUMN.format(one.source_id), state, one.named)  # type: ignore[arg-type]
            archive.put_visit(run, one, [listing])

        visited(visit("good"))
        visited(visit("shut", "blocked", "challenge: status 521", named=0))
        visited(visit("dead", named=0), "gone")
        visited(visit("less", named=20))
        visited(visit("less", named=3))
        home = "http://www.dead.gov.cn/"
        found = Proposal("dead", THEN, home, home + "xxgk/nb/", "names 7 reports")
        archive.put_proposal(run, found)
        archive.lay_to_rest("www.shut.gov.cn", Rest("challenge", "status 521", THEN))
    return path


async def page(path: Path, language: str = "en") -> markup.HtmlElement:
    transport = httpx.ASGITransport(app=make_app(path))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get(f"/health/?lang={language}")
    assert answer.status_code == 200
    return markup.fromstring(answer.text)


async def test_every_source_is_told_with_its_state(troubled: Path) -> None:
    rows = (await page(troubled)).xpath("//section[1]//tbody/tr")
    told = {row.xpath("th/span/text()")[0]: row.text_content() for row in rows}
    assert list(told) == ["shut", "dead", "less", "fresh", "good"]
    assert "blocked" in told["shut"]
    assert "challenge: status 521" in told["shut"]
    assert "column gone" in told["dead"]
    assert "http://www.dead.gov.cn/xxgk/nb/" in told["dead"]
    assert "gives less" in told["less"]
    assert "names 3 reports, lately named 20" in told["less"]
    assert "never visited" in told["fresh"]
    assert "正常" not in told["good"]
    assert "ok" in told["good"]
    assert "2026-02-03" in told["good"]


async def test_hosts_left_alone_and_counts_are_told(troubled: Path) -> None:
    tree = await page(troubled, "zh")
    assert "www.shut.gov.cn" in tree.xpath("//section[2]")[0].text_content()
    assert tree.xpath("//ul[@class='health']//a/@href")
    assert "good市 <b>" in tree.text_content()


async def test_an_archive_without_sources_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db"):
        pass
    assert "knows no source" in (await page(tmp_path / "archive.db")).text_content()
