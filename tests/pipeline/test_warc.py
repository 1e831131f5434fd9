"""The raw layer as WARC: other tools read it, and it comes back without loss."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from archive.factory import Desk, fetched, link
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import fixtures
from gongkai.archive import Archive
from gongkai.pipeline import import_paths
from gongkai.pipeline.warc_records import is_warc

URL = "http://www.yunxi.example/a.html"
PAGE = "<p>云溪市</p>".encode() * 40


def export(archive: Path, to: Path) -> bytes:
    with Archive.open(archive, read_only=True) as opened:
        opened.export_warc(to)
    return to.read_bytes()


def records(data: bytes) -> list[tuple[str, dict[str, str], bytes]]:
    found = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        body = record.content_stream().read()
        found.append((record.rec_type, dict(record.rec_headers.headers), body))
    return found


@pytest.fixture
def every_kind(tmp_path: Path) -> Path:
    """An archive with every kind of fetch that there is."""
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        desk = Desk(archive)
        desk.fetch(URL, PAGE)
        desk.fetch(URL, PAGE)
        desk.fetch(URL, b"", status=304, not_modified=True, headers=())
        desk.fetch(URL, b"", status=None, error="timed out, twice", headers=())
        desk.fetch(URL, b"gone", status=404)
        packed = (("Content-Encoding", "gzip"), ("X-Name", "值"), ("Set-Cookie", "a=1"))
        desk.fetch(f"{URL}?年=2023 x", PAGE * 2, headers=(*packed, ("Set-Cookie", "b=2")))
        desk.fetch(URL, b"", headers=(("Content-Length", "0"),))
        robots = "http://www.yunxi.example/robots.txt"
        archive.save_fetch(desk.run, link(robots, kind="robots"), fetched(robots, b"*"))
        archive.put_file(desk.run, "年报 100% #1.txt", b"text", "text/plain")
        archive.put_file(desk.run, "no-type", b"\x00\xff")
    return path


def test_every_fetch_is_a_record_that_warcio_reads(every_kind: Path, tmp_path: Path) -> None:
    found = records(export(every_kind, tmp_path / "a.warc.gz"))
    assert [kind for kind, _, _ in found] == [
        *("warcinfo", "response", "revisit", "revisit", "metadata", "metadata", "response"),
        # A page without a body is told and not kept (docs/crawling.md, empty_page).
        *("metadata", "response", "resource", "resource"),
    ]
    first, again = found[1][1], found[2][1]
    assert (first["WARC-Target-URI"], found[1][2]) == (URL, PAGE)
    assert first["WARC-Date"] == "2026-11-23T12:01:00.000000Z"
    assert again["WARC-Refers-To"] == found[3][1]["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert again["WARC-Refers-To-Date"] == first["WARC-Date"]
    assert again["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    assert again["WARC-Profile"].endswith("identical-payload-digest")
    assert found[3][1]["WARC-Profile"].endswith("server-not-modified")
    assert b"timed out, twice" in found[4][2]
    assert found[6][2] == PAGE * 2
    assert all(header["WARC-Target-URI"].isascii() for _, header, _ in found[1:])
    assert len({header["WARC-Record-ID"] for _, header, _ in found}) == len(found)


def test_warcio_finds_no_fault(every_kind: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.warc.gz"
    export(every_kind, path)
    checker = Checker(type("Arguments", (), {"inputs": [str(path)], "verbose": True})())
    checker.process_all()
    assert checker.exit_value == 0
    assert "digest pass" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_out_and_in_and_out_again_is_the_same(every_kind: Path, tmp_path: Path, name: str) -> None:
    first = export(every_kind, tmp_path / name)
    result = import_paths(tmp_path / "b.db", [tmp_path / name])
    assert (result.records, result.known, result.passed_over) == (10, 0, {})
    assert export(tmp_path / "b.db", tmp_path / f"2{name}") == first
    again = import_paths(tmp_path / "b.db", [tmp_path / name])
    assert (again.records, again.known, again.new_snapshots) == (0, 10, 0)
    assert export(tmp_path / "b.db", tmp_path / f"3{name}") == first


def test_the_archive_that_comes_back_holds_the_same(crawled, tmp_path: Path) -> None:
    export(crawled[0], tmp_path / "web.warc.gz")
    result = import_paths(tmp_path / "b.db", [tmp_path / "web.warc.gz"])
    assert (result.unopened, result.tally.unread) == ([], [])
    with Archive.open(crawled[0], read_only=True) as one, Archive.open(tmp_path / "b.db") as two:
        for table in ("reports", "disclosure", "requests", "agencies", "snapshots", "sources"):
            rows = [
                sorted(
                    json.dumps(dict(row, version_id=None), sort_keys=True)
                    for row in side.db[table].rows
                )
                for side in (one, two)
            ]
            assert rows[0] == rows[1], table
            assert rows[0]
        queue = [work.url for work in two.queue("never")]
        assert queue == [work.url for work in one.queue("never")]


def test_an_archive_without_fetches_is_a_file_without_records(tmp_path: Path) -> None:
    Archive.open(tmp_path / "a.db").close()
    first = export(tmp_path / "a.db", tmp_path / "a.warc.gz")
    assert [kind for kind, _, _ in records(first)] == ["warcinfo"]
    assert import_paths(tmp_path / "b.db", [tmp_path / "a.warc.gz"]).records == 0


def foreign(path: Path, *, compress: bool = True) -> WARCWriter:
    return WARCWriter(path.open("wb"), gzip=compress, warc_version="1.0")


def response(
    writer: WARCWriter, url: str, body: bytes, *headers: tuple[str, str], status: str = "200 OK"
):
    http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    fields = {"WARC-IP-Address": "192.0.2.7", "WARC-Date": "2024-02-03T04:05:06Z"}
    record = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=fields,
    )
    writer.write_record(record)
    return record


def chunked(body: bytes) -> bytes:
    parts = [body[:7], body[7:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def _written_by_another(path: Path, url: str, body: bytes, *, compress: bool) -> Any:
    """A report, a picture, another page, one that is gone, a revisit, a request; the first."""
    writer = foreign(path, compress=compress)
    html = ("Content-Type", "text/html")
    first = response(
        writer,
        url,
        chunked(gzip.compress(body, mtime=0)),
        html,
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
    )
    response(writer, f"{URL}?logo", b"\x89PNG", ("Content-Type", "image/png"))
    response(writer, f"{URL}?news", "<p>今天天气很好。</p>".encode(), html)
    response(writer, f"{URL}?gone", b"not here", html, status="404 Not Found")
    again = writer.create_revisit_record(
        url,
        first.rec_headers.get_header("WARC-Payload-Digest"),
        url,
        "2024-02-03T04:05:06Z",
        http_headers=StatusAndHeaders("200 OK", [html], protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": "2024-03-03T04:05:06Z"},
    )
    writer.write_record(again)
    ask = StatusAndHeaders("GET /a HTTP/1.1", [("Host", "x")], is_http_request=True)
    writer.write_record(writer.create_warc_record(url, "request", http_headers=ask))
    writer.out.close()
    return first


@pytest.mark.parametrize("compress", [True, False])
def test_another_tools_file_is_taken_with_what_it_says(tmp_path: Path, compress: bool) -> None:
    page = next(page for page, e in fixtures.report_files() if e["provenance"] == "official")
    _, expected = next(pair for pair in fixtures.report_files() if pair[0] == page)
    body = page.read_bytes()
    first = _written_by_another(tmp_path / "crawl.warc", expected["url"], body, compress=compress)
    result = import_paths(tmp_path / "b.db", [tmp_path / "crawl.warc"])
    assert (result.unopened, result.tally.unread) == ([], [])
    assert (result.records, result.other_pages, result.passed_over) == (5, 1, {"request": 1})
    assert result.tally.reports == 1
    with Archive.open(tmp_path / "b.db", read_only=True) as archive:
        rows = list(archive.db["fetches"].rows)
        assert archive.body(rows[0]["snapshot_id"]) == body
        assert rows[0]["fetched_at"] == "2024-02-03T04:05:06.000000Z"
        assert json.loads(rows[0]["warc_fields"])["WARC-IP-Address"] == "192.0.2.7"
        assert f"<{rows[0]['record_id']}>" == first.rec_headers.get_header("WARC-Record-ID")
        assert (rows[1]["is_document"], rows[3]["status"], rows[3]["snapshot_id"]) == (0, 404, None)
        assert (rows[4]["revisit"], rows[4]["revisit_of"]) == (1, rows[0]["fetch_id"])
        report = next(archive.db["reports"].rows)
        assert (report["provenance"], report["year"]) == ("official", expected["year"])
    once = export(tmp_path / "b.db", tmp_path / "one.warc.gz")
    import_paths(tmp_path / "c.db", [tmp_path / "one.warc.gz"])
    assert export(tmp_path / "c.db", tmp_path / "two.warc.gz") == once
    kept = {header["WARC-Record-ID"]: header for _, header, _ in records(once)}
    assert kept[first.rec_headers.get_header("WARC-Record-ID")]["WARC-IP-Address"] == "192.0.2.7"


def test_text_from_wet_is_read_but_never_displaces_its_page(tmp_path: Path) -> None:
    page, expected = next(
        (page, e) for page, e in fixtures.report_files() if e["provenance"] == "official"
    )
    text = (fixtures.documents_folder() / "pipe_v2021.txt").read_bytes()
    writer = foreign(tmp_path / "a.warc.wet.gz")
    fields = {"WARC-Date": "2030-01-01T00:00:00Z", "WARC-Refers-To": "<urn:uuid:1>"}
    for url in (expected["url"], "http://www.xiuyuan-sample.gov.cn/a.html"):
        record = writer.create_warc_record(
            url,
            "conversion",
            payload=io.BytesIO(text),
            length=len(text),
            warc_content_type="text/plain",
            warc_headers_dict=dict(fields),
        )
        writer.write_record(record)
    writer.out.close()
    with Archive.open(tmp_path / "b.db") as archive:
        archive.put_source("s", "s")
        run = archive.start_run("crawl")
        archive.save_fetch(
            run, link(expected["url"], source_id="s"), fetched(expected["url"], page.read_bytes())
        )
    import_paths(tmp_path / "b.db", [tmp_path / "a.warc.wet.gz"])
    with Archive.open(tmp_path / "b.db", read_only=True) as archive:
        reports = {row["url"]: row for row in archive.db["reports"].rows}
        assert reports["http://www.xiuyuan-sample.gov.cn/a.html"]["cells_read"] > 100
        assert reports[expected["url"]]["agency_name"] == expected["agency"]
    once = export(tmp_path / "b.db", tmp_path / "one.warc.gz")
    assert [kind for kind, _, _ in records(once)][-2:] == ["conversion", "conversion"]


def test_a_damaged_record_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    writer = foreign(path, compress=False)
    for name in ("one", "two", "three"):
        response(writer, f"{URL}?{name}", name.encode() * 50, ("Content-Type", "text/html"))
    writer.out.close()
    path.write_bytes(path.read_bytes().replace(b"twotwo", b"twoTWO", 1))
    result = import_paths(tmp_path / "b.db", [path])
    assert result.records == 2
    [(name, why)] = result.unopened
    assert name == f"{URL}?two"
    assert "digest" in why


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_file_that_was_cut_off_gives_what_is_whole(
    every_kind: Path, tmp_path: Path, name: str, share: float
) -> None:
    whole = export(every_kind, tmp_path / name)
    (tmp_path / name).write_bytes(whole[: int(len(whole) * share)])
    result = import_paths(tmp_path / "b.db", [tmp_path / name])
    assert result.records < 10
    with Archive.open(tmp_path / "b.db", read_only=True) as archive:
        for row in archive.db["snapshots"].rows:
            assert len(archive.body(row["snapshot_id"])) == row["size"]
    assert result.unopened or result.records


def test_a_record_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    writer = foreign(tmp_path / "a.warc.gz")
    bomb = gzip.compress(b"\0" * (21 * 1024 * 1024))
    response(writer, URL, bomb, ("Content-Encoding", "gzip"), ("Content-Type", "text/html"))
    response(writer, f"{URL}?br", b"x", ("Content-Encoding", "br"))
    writer.out.close()
    result = import_paths(tmp_path / "b.db", [tmp_path / "a.warc.gz"])
    assert result.records == 0
    assert [why.split()[0] for _, why in result.unopened] == ["more", "content"]


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "{}",
        "no json",
        '{"kind": "report", "url": 7, "headers": "[]", "fetched_at": "2024"}',
        '{"kind": "stranger", "url": "http://a/", "final_url": "http://a/", "headers": "[]",'
        ' "revisit": 0, "is_document": 1, "fetched_at": "2024-02-03T04:05:06Z"}',
        '{"kind": "report", "url": "http://a/", "final_url": "http://a/", "headers": "[[1]]",'
        ' "revisit": 0, "is_document": 1, "fetched_at": "2024-02-03T04:05:06Z"}',
    ],
)
def test_a_forged_field_of_ours_enters_nothing(tmp_path: Path, said: str) -> None:
    writer = foreign(tmp_path / "a.warc.gz")
    fields = {"WARC-Gongkai-Fetch": said}
    record = writer.create_warc_record(
        URL, "metadata", payload=io.BytesIO(b"x"), length=1, warc_headers_dict=fields
    )
    writer.write_record(record)
    writer.out.close()
    result = import_paths(tmp_path / "b.db", [tmp_path / "a.warc.gz"])
    assert (result.records, len(result.unopened)) == (0, 1)


def test_a_revisit_without_its_original_is_kept_as_such(tmp_path: Path) -> None:
    writer = foreign(tmp_path / "a.warc.gz")
    http = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    record = writer.create_revisit_record(
        URL, "sha1:AAAA", URL, "2024-02-03T04:05:06Z", http_headers=http
    )
    writer.write_record(record)
    writer.out.close()
    import_paths(tmp_path / "b.db", [tmp_path / "a.warc.gz"])
    with Archive.open(tmp_path / "b.db", read_only=True) as archive:
        row = next(archive.db["fetches"].rows)
        assert (row["revisit"], row["snapshot_id"]) == (0, None)
        assert "not in the archive" in row["error"]
    once = export(tmp_path / "b.db", tmp_path / "one.warc.gz")
    assert records(once)[1][1]["WARC-Refers-To-Date"] == "2024-02-03T04:05:06Z"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"WARC/1.0\r\n", True),
        (gzip.compress(b"WARC/1.1\r\n" + b"x" * 5000, mtime=0), True),
        (gzip.compress(b"<html>", mtime=0), False),
        (b"\x1f\x8bnot gzip at all", False),
        (b"<html>WARC/", False),
        (b"", False),
    ],
)
def test_a_file_is_told_by_how_it_begins(tmp_path: Path, data: bytes, expected: bool) -> None:
    (tmp_path / "x").write_bytes(data)
    assert is_warc(tmp_path / "x") is expected


def test_an_older_file_stays_when_an_export_fails(every_kind: Path, tmp_path: Path) -> None:
    to = tmp_path / "a.warc.gz"
    to.write_bytes(b"older")
    with Archive.open(tmp_path / "a.db") as archive:
        bodies = archive._bodies.db
        bodies.execute("DELETE FROM bodies")
        with pytest.raises(Exception, match="not kept"):
            archive.export_warc(to)
    assert to.read_bytes() == b"older"
    assert list(tmp_path.glob("*.part")) == []


def test_a_replay_with_warcio_alone_gives_every_page(crawled, tmp_path: Path) -> None:
    """As a replay server does it: a revisit is followed to the record that it names."""
    with Archive.open(crawled[0], read_only=True) as archive:
        archive.export_warc(tmp_path / "web.warc.gz")
        rows = list(archive.db["fetches"].rows_where("snapshot_id IS NOT NULL"))
        bodies = {row["snapshot_id"]: archive.body(row["snapshot_id"]) for row in rows}
    assert any(row["revisit"] for row in rows)
    found = records((tmp_path / "web.warc.gz").read_bytes())
    by_id = {heads["WARC-Record-ID"]: (kind, heads, body) for kind, heads, body in found}
    whole = {
        (heads["WARC-Target-URI"], heads["WARC-Date"], heads["WARC-Payload-Digest"]): body
        for kind, heads, body in found
        if kind == "response"
    }
    for row in rows:
        kind, heads, body = by_id[f"<{row['record_id']}>"]
        if kind == "revisit":
            assert by_id[heads["WARC-Refers-To"]][0] == "response"
            named = heads["WARC-Refers-To-Target-URI"], heads["WARC-Refers-To-Date"]
            body = whole[*named, heads["WARC-Payload-Digest"]]
        assert body == bodies[row["snapshot_id"]], row["url"]
