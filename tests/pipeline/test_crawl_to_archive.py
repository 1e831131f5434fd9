"""From listings to stored numbers, over real sockets, against what the pages were made from."""

import hashlib
import json
import re

import pytest

import fixtures
from fixtures.build.families.bodies import SITES
from fixtures.server import SampleWeb
from gongkai.archive import Archive
from gongkai.pipeline import crawl
from scraper.addresses import ConnectTo
from scraper.crawl import CrawlSettings
from scraper.events import ListingRead
from scraper.sources import Source, load_folder

EXPECTED = {expected["url"]: expected for _, expected in fixtures.report_files()}
OFFICIAL = {url: e for url, e in EXPECTED.items() if e["provenance"] == "official"}
COPIES = {url: e for url, e in EXPECTED.items() if e["provenance"] != "official"}
BROKEN = {url: e for url, e in OFFICIAL.items() if e["checks_failed"]}


def test_every_report_of_the_sample_web_is_found(crawled, db):
    first = crawled[1]
    assert first.failed == []
    assert first.tally.unread == []
    assert first.new_snapshots == len(EXPECTED)
    stored = {row["url"] for row in db["reports"].rows}
    assert stored == set(OFFICIAL)


def test_every_number_in_the_archive_is_the_one_on_the_page(db):
    for report in list(db["reports"].rows):
        tables = OFFICIAL[report["url"]]["tables"]
        statistics = db["statistics"].rows_where("report_id = ?", [report["report_id"]])
        assert {row["key"]: row["value"] for row in statistics} == tables.get("statistics", {})
        for table in ("requests", "review_litigation"):
            for row in db[table].rows_where("report_id = ?", [report["report_id"]]):
                cells = tables[table][row["row"]]
                assert {column: row[column] for column in cells} == cells
        disclosure = {
            (row["row"], row["column"]): row["value"]
            for row in db["disclosure"].rows_where("report_id = ?", [report["report_id"]])
        }
        rows = tables.get("disclosure", {})
        made = {(r, c): v for r, cells in rows.items() for c, v in cells.items()}
        assert disclosure == made


def test_ids_are_readable_and_complete(db):
    for report in db["reports"].rows:
        agency, year, scope = report["report_id"].split("/")
        assert (agency, int(year), scope) == (report["agency_id"], report["year"], report["scope"])
        assert OFFICIAL[report["url"]]["agency"] in agency


def test_raw_bytes_are_kept_with_their_provenance(crawled, db):
    with Archive.open(crawled[0], read_only=True) as archive:
        for page, expected in fixtures.report_files():
            body = page.read_bytes()
            digest = hashlib.sha256(body).hexdigest()
            assert archive.body(digest) == body
            fetch = next(db["fetches"].rows_where("url = ? AND kind = 'report'", [expected["url"]]))
            assert (fetch["snapshot_id"], fetch["status"]) == (digest, 200)
            assert fetch["fetched_at"].endswith("Z")
            assert "content-type" in {name.lower() for name, _ in json.loads(fetch["headers"])}


def test_a_second_crawl_fetches_listings_and_changes_nothing(crawled, db):
    _, _, second, requests = crawled
    assert (second.new_snapshots, second.tally.parsed, second.failed) == (0, 0, [])
    # A column that is a report itself is a listing: it is read every time.
    columns = {r["url"] for r in db["fetches"].rows_where("kind = 'report' AND revisit = 1")}
    assert 0 < len(columns) < 12
    reports = {url.split("/", 3)[3] for url in EXPECTED if url not in columns}
    asked = {path.lstrip("/") for _, path, _ in requests}
    assert asked
    assert not asked & reports
    assert db["report_versions"].count == len(EXPECTED)


def test_the_gbk_host_that_declares_gb2312_is_whole(db):
    text = " ".join(
        row["text"]
        for row in db.query(
            "SELECT s.text FROM sections s JOIN reports r USING (report_id)"
            " WHERE r.url LIKE '%kunyang%'"
        )
    )
    made = [
        paragraph
        for url, expected in OFFICIAL.items()
        if "www.kunyang" in url
        for section in expected["sections"]
        for paragraph in section["paragraphs"]
    ]
    assert made
    squeezed = "".join(text.split())
    assert all("".join(paragraph.split()) in squeezed for paragraph in made)
    assert "\ufffd" not in text
    # Characters beyond gb2312, at which a parser that believes the page would stop.
    assert any(not encodable(c, "gb2312") and encodable(c, "gbk") for c in text)


def encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_the_copy_is_set_aside_and_not_counted(crawled, db):
    assert crawled[1].set_aside == len(COPIES) == 1
    copies = list(db["report_versions"].rows_where("provenance LIKE 'copy%'"))
    assert [(c["url"], c["is_current"], c["provenance"]) for c in copies] == [
        (next(iter(COPIES)), 0, "copy_linked")
    ]
    assert copies[0]["mirror_of"]
    for view in ("outcome_rates", "failed_checks", "coverage"):
        assert not list(db.query(f"SELECT 1 FROM {view} WHERE url LIKE '%nili-demo%'"))
    counted = next(db.query("SELECT count(report_id) AS n FROM coverage"))["n"]
    assert counted == len(OFFICIAL)
    reasons = {row["reason"] for row in db.query("SELECT reason FROM coverage")}
    assert reasons == {"held", "not_published"}  # every site of the sample web was read


def test_the_broken_report_shows_with_the_cell_named(db):
    rows = list(db.query("SELECT * FROM failed_checks WHERE severity = 'ERROR'"))
    shown = {(row["url"], row["check_id"], row["table"], row["where"]) for row in rows}
    made = {
        (url, c["id"], c["table"], c["where"])
        for url, e in BROKEN.items()
        for c in e["checks_failed"]
    }
    assert shown == made
    row = next(row for row in rows if row["check_id"] == "T3-ROW")
    assert "本机关不掌握相关政府信息" in row["label"]
    assert row["left"] != row["right"]
    assert row["suspect"] == "source"
    # One row sum and one column sum fail: the wrong cell is where they cross.
    column = next(row for row in rows if row["check_id"] == "T3-TOT")["where"]
    assert row["likely_cell"] == f"{row['where']}.{column}"


@pytest.mark.parametrize("words", ["行政复议", "公开", "镇", "霁川 财政"])
def test_search_agrees_with_a_plain_scan_of_the_narrative(crawled, words):
    with Archive.open(crawled[0], read_only=True) as archive:
        found = {hit.report_id for hit in archive.search(words, limit=1000)}
        plain = set()
        for report in archive.db["reports"].rows:
            expected = OFFICIAL[report["url"]]
            text = (
                expected["title"]
                + expected["agency"]
                + "".join(
                    paragraph
                    for section in expected["sections"]
                    for paragraph in section["paragraphs"]
                )
            )
            if all(word in "".join(text.split()) for word in words.split()):
                plain.add(report["report_id"])
    assert found == plain


def test_an_attachment_is_kept_beside_its_report(crawled, db):
    [fetch] = db["fetches"].rows_where("kind = 'attachment'")
    [waiting] = db["frontier"].rows_where("kind = 'attachment'")
    assert (fetch["url"], fetch["status"]) == (waiting["url"], 200)
    assert waiting["found_on"] in OFFICIAL
    assert fetch["url"].startswith(waiting["found_on"])
    with Archive.open(crawled[0], read_only=True) as archive:
        assert archive.body(fetch["snapshot_id"]).startswith(b"%PDF-")


def test_every_listing_is_read_as_the_family_it_is(tmp_path):
    seen: dict[str, str] = {}

    def watch(event):
        if isinstance(event, ListingRead):
            seen.setdefault(event.url.split("/")[2], event.family)

    with SampleWeb() as web:
        rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
        settings = CrawlSettings(delay=0.0, connect_to=rules, dry_run=True)
        # No source of a family host names its system: the pages' marks must do.
        sources = load_folder(fixtures.sources_folder())
        crawl(tmp_path / "a.db", sources, settings, on_crawl=watch)
    made = {site.host: family for family, site in SITES.items()}
    # The page around a frame has no marks; what is in it has.
    assert seen == made | {
        "www.huangao-sample.gov.cn": "generic",
        "www.jichuan-sample.gov.cn": "trs",
        "scjgj.jichuan-sample.gov.cn": "ucap",
        "www.kunyang-sample.gov.cn": "vsb",
        "ludi.kunyang-sample.gov.cn": "generic",
        "www.nili-demo.com": "trs",
    }


def test_a_flip_book_is_one_report(tmp_path):
    """A report of the sample web cut into three pages at its parts, each under an address."""
    expected = next(e for e in OFFICIAL.values() if e["agency"] == "芷桥区文化和旅游局")
    page = next(p for p, e in fixtures.report_files() if e["url"] == expected["url"])
    head, *parts = re.split(r"(?=<p><strong>[一三五]、)", page.read_text("utf-8"))
    host = tmp_path / "www.album-sample.gov.cn"
    book = host / "nb/files/basic-html"
    book.mkdir(parents=True)
    for number, part in enumerate(parts, 1):
        shown = f"{head}{part}" if number == 1 else f"<html><body>{part}</body></html>"
        (book / f"page{number}.html").write_text(shown, "utf-8")
    row = f"<li><a href='files/basic-html/page1.html'>{expected['title']}</a></li>"
    (host / "nb/index.html").write_text(f'<meta charset="utf-8">{row}', "utf-8")
    with SampleWeb(tmp_path) as web:
        rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
        settings = CrawlSettings(delay=0.0, connect_to=rules)
        source = Source(id="album", name="album", listings=(f"http://{host.name}/nb/",))
        result = crawl(tmp_path / "a.db", [source], settings)
    assert (result.failed, result.tally.reports, result.tally.unread) == ([], 1, [])
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        [report] = archive.db["reports"].rows
        assert report["url"].endswith("/nb/files/basic-html/page1.html")
        rows = archive.db["review_litigation"].rows_where("report_id = ?", [report["report_id"]])
        made = expected["tables"]["review_litigation"]
        assert {r["row"]: r["upheld"] for r in rows} == {k: v["upheld"] for k, v in made.items()}
