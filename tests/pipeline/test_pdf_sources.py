"""PDF files in the pipeline: beside a page, alone, and hostile."""

from __future__ import annotations

import zlib

import pytest

import fixtures
from fixtures.server import SampleWeb
from gongkai.archive import Archive
from gongkai.pipeline import crawl, import_paths
from gongkai.pipeline.one import DocumentReader
from gongkai.pipeline.origin import trace
from parsers.forms import load
from scraper.addresses import ConnectTo
from scraper.crawl import CrawlSettings
from scraper.sources import Source
from tests.parsers.pdf_writer import assembled, pdf, table, text

WIDE = [20, 330, *(330 + 36 * n for n in range(1, 8))]
#: A report of the sample web with all three tables, and no error in them.
PAGE, EXPECTED = next(
    (page, e)
    for page, e in fixtures.report_files()
    if e["provenance"] == "official"
    and e["form"] == "v2021"
    and not e["checks_failed"]
    and e["table_forms"].keys() == {"disclosure", "requests", "review_litigation"}
    and not e["cells"]
)
HOST = "www.twofold-sample.gov.cn"


def shown(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value < 1e6 else str(value)


def requests_of(tables: dict[str, dict[str, dict[str, int]]]) -> list[list[str]]:
    form = load(EXPECTED["table_forms"]["requests"]).tables["requests"]
    head = ["申请人情况", *(column.label for column in form.columns)]
    rows = []
    for row in form.rows:
        label = f"{row.ordinal}.{row.label}" if row.ordinal else row.label
        rows.append([label, *(shown(v) for v in tables["requests"][row.key].values())])
    return [head, *rows]


def report_pdf(tables: dict[str, dict[str, dict[str, int]]]) -> bytes:
    """The report of the sample web as a PDF with its table 3."""
    head = text(60, 810, EXPECTED["title"], 14)
    head += text(60, 790, "三、收到和处理政府信息公开申请情况", 10)
    return pdf([head + table(requests_of(tables), WIDE, 780, height=24, size=5)])


def changed(by: int) -> dict[str, dict[str, dict[str, int]]]:
    requests = {row: dict(cells) for row, cells in EXPECTED["tables"]["requests"].items()}
    requests["received"]["natural_person"] += by
    return {**EXPECTED["tables"], "requests": requests}


def crawled(folder, page: bytes, data: bytes):
    """An archive of one site whose report page has the file beside it."""
    host = folder / HOST / "nb"
    host.mkdir(parents=True)
    link = f"<p>附件：<a href='P1.pdf'>{EXPECTED['title']}.pdf</a></p></body>"
    (host / "1.html").write_bytes(page.replace(b"</body>", link.encode()))
    (host / "P1.pdf").write_bytes(data)
    row = f"<li><a href='1.html'>{EXPECTED['title']}</a></li>"
    (host / "index.html").write_text(f'<meta charset="utf-8">{row}', "utf-8")
    with SampleWeb(folder) as web:
        rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
        source = Source(id="two", name="two", listings=(f"http://{HOST}/nb/",))
        settings = CrawlSettings(delay=0.0, connect_to=rules)
        return crawl(folder / "a.db", [source], settings)


def test_a_page_and_its_pdf_are_two_sources_of_one_report(tmp_path):
    result = crawled(tmp_path, PAGE.read_bytes(), report_pdf(changed(7)))
    assert (result.failed, result.tally.unread) == ([], [])
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        [report] = archive.db["reports"].rows
        assert report["url"] == f"http://{HOST}/nb/1.html"
        versions = {row["url"] for row in archive.db["report_versions"].rows}
        assert versions == {f"http://{HOST}/nb/1.html", f"http://{HOST}/nb/P1.pdf"}
        differing = archive.db.query(
            'SELECT "table", row, "column", value, other_value FROM source_differences'
            " WHERE \"table\" = 'requests'"
        )
        was = EXPECTED["tables"]["requests"]["received"]["natural_person"]
        assert [tuple(row.values()) for row in differing] == [
            ("requests", "received", "natural_person", was, was + 7)
        ]


def test_a_page_that_only_announces_its_report_is_read_in_the_file(tmp_path):
    page = f'<meta charset="utf-8"><body><h1>{EXPECTED["title"]}</h1></body>'.encode()
    result = crawled(tmp_path, page, report_pdf(EXPECTED["tables"]))
    assert result.tally.reports == 1
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        [report] = archive.db["reports"].rows
        assert report["url"] == f"http://{HOST}/nb/P1.pdf"
        rows = archive.db["requests"].rows_where("row = 'received'")
        assert [row["total"] for row in rows] == [
            EXPECTED["tables"]["requests"]["received"]["total"]
        ]
        found = trace(archive, report["report_id"], "requests.received.total")
        assert found.place.confirmed
        assert (found.place.page, len(found.place.box)) == (1, 4)


def test_an_imported_pdf_is_a_report(tmp_path):
    file = tmp_path / "年报.pdf"
    file.write_bytes(report_pdf(EXPECTED["tables"]))
    result = import_paths(tmp_path / "a.db", [file])
    assert (result.tally.reports, result.tally.unread) == (1, [])


def test_a_file_that_is_no_report_beside_a_page_is_no_failure(tmp_path):
    other = pdf([text(60, 700, "办事指南第一条至第九条")])
    result = crawled(tmp_path, PAGE.read_bytes(), other)
    assert (result.tally.reports, result.tally.unread) == (1, [])


def test_a_file_beside_a_page_that_cannot_be_opened_is_listed(tmp_path):
    result = crawled(tmp_path, PAGE.read_bytes(), b"%PDF-1.7 cut")
    [(address, why)] = result.tally.unread
    assert address.endswith("/P1.pdf")
    assert "ends before" in why


def bomb(megabytes: int) -> bytes:
    """Five kilobytes that unpack to as many megabytes of page content."""
    packer, parts = zlib.compressobj(9), []
    for _ in range(megabytes):
        parts.append(packer.compress(b" " * (1 << 20)))
    twice = zlib.compress(b"".join((*parts, packer.flush())), 9)
    body = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>",
            body % (len(twice), twice),
        ]
    )


def test_a_bomb_ends_its_own_worker_and_the_next_file_is_read():
    resource = pytest.importorskip("resource")
    assert resource.getrlimit(resource.RLIMIT_AS)
    with DocumentReader() as reader:
        burst = reader.read(bomb(2_000), source="bomb")
        assert {problem.code for problem in burst.problems} >= {"not_a_report"}
        assert reader.read(report_pdf(EXPECTED["tables"]), source="good").is_report


def test_a_pdf_that_takes_too_long_is_ended():
    with DocumentReader(timeout=0.0) as reader:
        report = reader.read(pdf([text(60, 700, "甲")]), source="slow")
    assert [problem.code for problem in report.problems] == ["parser_error", "not_a_report"]
    assert "longer than" in report.problems[0].detail
