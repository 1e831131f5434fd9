"""The stored snapshot behind a report: what is written of it, and when it is not shown."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from hostile_page import hostile_report
from lxml import html as markup
from sample_archive import CITY, build

from gongkai.archive import Archive, ArchiveBusyError, ArchiveError
from gongkai.archive.takedowns import Takedown
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.evidence import Evidence
from gongkai.browse.safe_markup import OBJECTS, TAGS, document
from gongkai.browse.server import make_datasette
from gongkai.pipeline.evidence import SnapshotViewer
from gongkai.pipeline.pieces import Piece, Shown, pieces_of

REPORT = f"/report/{quote(CITY)}/2022/own_agency"
ATTRIBUTES = {"id", "class", "title", "colspan", "rowspan", "lang", "charset", "name", "content"}


class Found(NamedTuple):
    shown: Shown
    raw: str | None = None
    value: int | float | str | None = None
    is_whole: bool = True
    page: int | None = None


class Told:
    """Evidence that says what it is told to."""

    def __init__(self, found: Found | ArchiveError) -> None:
        self.found = found

    def view(self, report_id: str, cell: str | None = None) -> Found:
        if isinstance(self.found, ArchiveError):
            raise self.found
        return self.found

    def body(self, report_id: str) -> bytes:
        return b"<script>1</script>"


def without_snapshots(folder: Path) -> Path:
    path = build(folder / "archive.db")
    for file in folder.glob("archive.snapshots.db*"):
        file.unlink()
    return path


@asynccontextmanager
async def serving(path: Path, evidence: Evidence | None) -> AsyncIterator[Datasette]:
    datasette = make_datasette(path, evidence)
    await datasette.invoke_startup()
    try:
        yield datasette
    finally:
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()


def test_a_hostile_page_is_written_with_harmless_tags_alone() -> None:
    shown = pieces_of(hostile_report("http://evil.example"), None, None, None)
    written = document(shown)
    tree = markup.document_fromstring(written)
    tags = {str(node.tag) for node in tree.iter()}
    assert tags <= {*TAGS.values(), "html", "head", "body", "meta", "title", "style", "span"}
    assert {name for node in tree.iter() for name in node.attrib} <= ATTRIBUTES
    assert len(tree.cssselect("style")) == 1
    assert len(tree.cssselect("#cell")) == 0
    assert "攻击" in tree.text_content()
    assert "javascript:document.title='owned'" in [a.get("title") for a in tree.cssselect(".a")]


def test_tags_and_words_of_any_kind_stay_words() -> None:
    evil = '"><script>alert(1)</script>'
    pieces = [
        Piece("open", tag, evil, 10**9, -5, marked=True)
        for tag in ("script", "style", "svg", 'p onclick="x"', "td", "a", *OBJECTS)
    ]
    written = document(Shown("page", [*pieces, Piece("text", evil, marked=True)]))
    tree = markup.document_fromstring(written)
    assert not tree.cssselect("script, svg, img, iframe, input, [onclick]")
    assert len(tree.cssselect("style")) == 1
    assert len(tree.cssselect("#cell")) == 1
    assert tree.cssselect("td")[0].get("colspan") == "1000"


async def test_without_snapshots_nothing_leads_to_them(archive_path: Path) -> None:
    async with serving(archive_path, None) as site:
        page = await site.client.get(REPORT)
        assert "/source/" not in page.text
        for what in ("", "document", "raw"):
            told = await site.client.get(f"{REPORT}/source/{what}")
            assert told.status_code == 404
            assert "没有附上原始文件" in told.text


async def test_each_number_leads_to_its_place(archive_path: Path) -> None:
    async with serving(archive_path, Told(Found(Shown("text", [])))) as site:
        tree = markup.fromstring((await site.client.get(REPORT)).text)
    links = {link.get("href") for link in tree.cssselect("a.number")}
    assert f"{REPORT}/source/?cell=requests.received.total" in links
    assert f"{REPORT}/source/?cell=disclosure.rules.made" in links
    assert len(links) == len(tree.cssselect("table.official td.value"))


async def test_what_could_not_be_confirmed_is_told(archive_path: Path) -> None:
    cell = "requests.received.total"
    for found, words in (
        (Found(Shown("page", [], is_found=True), "124", 124), "下面以粗框标出"),
        (Found(Shown("page", []), "124", 124), "未能在下面的文件中确认这个位置"),
        (Found(Shown("page", [], is_found=True), "125", 125), "今天的读取程序在此读到 125"),
        (Found(Shown("other", []), "124", 124), "只供下载"),
        (Found(Shown("other", []), "124", 124, page=3), "未能在下面的文件中确认这个位置"),
        (Found(Shown("other", [], is_found=True), "124", 124, page=3), "文件第 3 页"),
        (Found(Shown("page", [], is_cut=True), "124", 124), "文件过长"),
        (Found(Shown("page", []), "124", 124, is_whole=False), "只是第一页"),
        (Found(Shown("page", [], hidden=3), None, 124), "原文未见此格"),
    ):
        async with serving(archive_path, Told(found)) as site:
            text = (await site.client.get(f"{REPORT}/source/?cell={cell}")).text
        assert words in text
        assert ("今天的读取程序" in text) == (found.value != 124)


@pytest.mark.parametrize(
    ("error", "status"), [(ArchiveError("没有"), 404), (ArchiveBusyError("等一等"), 503)]
)
async def test_what_cannot_be_shown_says_why(
    archive_path: Path, error: ArchiveError, status: int
) -> None:
    async with serving(archive_path, Told(error)) as site:
        told = await site.client.get(f"{REPORT}/source/?cell=x.y.z")
        assert (told.status_code, str(error) in told.text) == (status, True)
        assert (await site.client.get(f"/report/{quote(CITY)}/1999/x/source/")).status_code == 404


async def test_the_document_stands_under_a_policy_that_forbids_everything(
    archive_path: Path,
) -> None:
    async with serving(archive_path, Told(Found(Shown("page", [])))) as site:
        framed = await site.client.get(f"{REPORT}/source/document")
        page = await site.client.get(f"{REPORT}/source/")
        raw = await site.client.get(f"{REPORT}/source/raw")
    policy = framed.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert {"sandbox", "frame-ancestors 'self'", "form-action 'none'"} < set(policy.split("; "))
    assert "unsafe" not in policy
    assert {framed.headers["x-robots-tag"], raw.headers["x-robots-tag"]} == {"noindex"}
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert raw.headers["content-disposition"].startswith("attachment")
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["x-content-type-options"] == "nosniff"
    assert raw.content == b"<script>1</script>"


async def test_a_snapshot_that_was_taken_down_is_gone(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    with SnapshotViewer(path) as viewer:
        async with serving(path, viewer) as site:
            before = await site.client.get(f"{REPORT}/source/raw")
            assert (
                hashlib.sha256(before.content).hexdigest()
                in (await site.client.get(f"{REPORT}/source/")).text
            )
        with Archive.open(path) as archive:
            report_id = f"{CITY}/2022/own_agency"
            decision = Takedown("report", report_id, "某人", "当事人要求", "2026-11-25")
            archive.take_down(archive.concerned([decision], lambda url: []))
            archive.purge()
        async with serving(path, viewer) as site:
            for what in ("", "document", "raw"):
                gone = await site.client.get(f"{REPORT}/source/{what}")
                assert gone.status_code == 410


async def test_an_archive_without_its_snapshots_says_so(tmp_path: Path) -> None:
    path = without_snapshots(tmp_path)
    with SnapshotViewer(path) as viewer:
        assert not viewer.is_possible
        async with serving(path, viewer) as site:
            told = await site.client.get(f"{REPORT}/source/")
            assert (told.status_code, "not kept beside" in told.text) == (404, True)
