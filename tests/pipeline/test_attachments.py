"""Files beside a page that hold its report: workbooks, archives, and what LibreOffice reads."""

from __future__ import annotations

import io
import zipfile

import pytest

from fixtures.server import SampleWeb
from gongkai.archive import Archive
from gongkai.pipeline import crawl
from gongkai.pipeline.origin import trace
from scraper.addresses import ConnectTo
from scraper.crawl import CrawlSettings
from scraper.sources import Source
from tests.parsers.sheets import TITLE, book
from tests.pipeline.fake_office import fake_office
from tests.pipeline.test_office import OLD, word

HOST = "www.beside-sample.gov.cn"


def packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, data)
    return out.getvalue()


def crawled(folder, name: str, data: bytes):
    """An archive of one site whose page announces its report, with the file beside it."""
    host = folder / HOST / "nb"
    host.mkdir(parents=True)
    page = f"<meta charset='utf-8'><body><h1>{TITLE}</h1><p>附件：<a href='{name}'>{TITLE}</a></p>"
    (host / "1.html").write_text(page, "utf-8")
    (host / name).write_bytes(data)
    row = f"<li><a href='1.html'>{TITLE}</a></li>"
    (host / "index.html").write_text(f'<meta charset="utf-8">{row}', "utf-8")
    with SampleWeb(folder) as web:
        rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
        source = Source(id="b", name="b", listings=(f"http://{HOST}/nb/",))
        return crawl(folder / "a.db", [source], CrawlSettings(delay=0.0, connect_to=rules))


@pytest.mark.parametrize(
    ("name", "data", "within"),
    [
        ("F1.xlsx", book(), ()),
        ("F1.zip", packed("年报.xlsx", book()), ("年报.xlsx",)),
        ("F1.doc", OLD, ("LibreOffice: .docx",)),
        ("F1.zip", packed("年报.doc", OLD), ("年报.doc", "LibreOffice: .docx")),
    ],
)
def test_the_report_is_read_in_the_file(tmp_path, monkeypatch, name, data, within):
    monkeypatch.setenv("GONGKAI_SOFFICE", str(fake_office(tmp_path, "copies", word())))
    result = crawled(tmp_path, name, data)
    assert result.tally.reports == 1
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        [report] = archive.db["reports"].rows
        assert report["url"] == f"http://{HOST}/nb/{name}"
        found = trace(archive, report["report_id"], "disclosure.rules.in_force")
        assert archive.body(found.snapshot_id) == data
        assert archive.health(2026)["b"].unread == 0
    assert (found.value, found.place.within, found.place.confirmed) == (11, within, True)
    assert result.tally.unread == []


def test_files_that_wait_for_libreoffice_are_counted_and_no_failure(tmp_path, monkeypatch):
    monkeypatch.setenv("GONGKAI_SOFFICE", "/nowhere/soffice")
    result = crawled(tmp_path, "F1.doc", OLD)
    assert result.tally.unconverted == [f"http://{HOST}/nb/F1.doc"]
    [(address, why)] = result.tally.unread
    assert address == f"http://{HOST}/nb/1.html"
    assert why == f"not a report: one is only in a file beside it, http://{HOST}/nb/F1.doc"
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        assert archive.health(2026)["b"].unread == 1


@pytest.mark.parametrize("name", ["F1.zip", "F1.xlsx", "F1.xls", "F1.doc"])
def test_a_damaged_file_is_listed_and_kept(tmp_path, monkeypatch, name):
    monkeypatch.setenv("GONGKAI_SOFFICE", str(fake_office(tmp_path, "dies")))
    whole = {"zip": packed("年报.xlsx", book()), "xlsx": book()}.get(name[3:], OLD)
    data = whole if name.endswith((".doc", ".xls")) else whole[: len(whole) // 2]
    result = crawled(tmp_path, name, data)
    assert f"http://{HOST}/nb/{name}" in [address for address, _ in result.tally.unread]
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        ids = [row["snapshot_id"] for row in archive.db["snapshots"].rows]
        assert data in [archive.body(one) for one in ids]
