"""The feeds are those of RFC 4287 and JSON Feed 1.1, and nothing in them is markup of a page."""

from __future__ import annotations

import html
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from gongkai.archive import Archive, ArchiveError
from gongkai.archive.export import Selection, export_feeds
from gongkai.archive.export.events import MOST_CELLS
from gongkai.archive.export.feeds import http_address

from .exports import FORMULA, SITE, build, changed, fill, gone
from .factory import NOON, PARSER, Desk, report, tables

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> & ]]> \x0b\x00\ufffe 年报"


def feeds(path: Path, folder: Path, limit: int = 100, **options: Any) -> tuple[Any, Any]:
    """Both feeds, parsed: the root element and the object."""
    more = {name: options.pop(name) for name in ("rereadings", "base") if name in options}
    with Archive.open(path, read_only=True) as archive:
        export_feeds(archive.db, folder, Selection(**options), limit=limit, **more)
    root = etree.fromstring((folder / "feed.xml").read_bytes())
    return root, json.loads((folder / "feed.json").read_text(encoding="utf-8"))


def entries(root: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": entry.findtext(f"{ATOM}id"),
            "title": entry.findtext(f"{ATOM}title"),
            "published": entry.findtext(f"{ATOM}published"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "content": entry.findtext(f"{ATOM}content"),
            "links": [link.get("href") for link in entry.iter(f"{ATOM}link")],
            "terms": [one.get("term") for one in entry.iter(f"{ATOM}category")],
        }
        for entry in root.iter(f"{ATOM}entry")
    ]


def assert_lawful(root: Any, feed: dict[str, Any]) -> None:
    """The rules of RFC 4287 (section 4.1) and of JSON Feed 1.1 on what must be there."""
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
        assert root.findtext(f"{ATOM}{name}")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    listed = entries(root)
    ids = [root.findtext(f"{ATOM}id"), *(entry["id"] for entry in listed)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)
    for entry in root.iter(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "content"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) <= 1
    for entry in listed:
        times = [datetime.fromisoformat(entry[name]) for name in ("published", "updated")]
        assert all(time.utcoffset() == timedelta(0) for time in times)
        assert times[0] <= times[1]
        assert all(link.startswith(("http://", "https://")) for link in entry["links"])
    updated = [entry["updated"] for entry in listed]
    assert updated == sorted(updated, reverse=True)
    if listed:
        assert root.findtext(f"{ATOM}updated") == updated[0]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert [item["id"] for item in feed["items"]] == [entry["id"] for entry in listed]
    for item, entry in zip(feed["items"], listed, strict=True):
        assert item["content_html"] == entry["content"]
        assert item["date_modified"] == entry["updated"]
        assert item["date_published"] == entry["published"]
        assert item.get("url") == (entry["links"] or [None])[0]


def test_new_changed_and_withdrawn_reports_are_told(desk: Desk, tmp_path: Path) -> None:
    fill(desk)
    changed(desk)
    gone(desk, minutes=60 * 24 * 9000)  # long after today, so that it comes first
    root, feed = feeds(desk.archive.path, tmp_path / "out")
    assert_lawful(root, feed)
    told = [(entry["terms"][0], entry["terms"][1]) for entry in entries(root)]
    assert told == [
        ("withdrawn", "2023"),
        ("changed", "2023"),
        ("new", "2022"),
        ("new", "2023"),
    ]
    assert all(entry["links"] for entry in entries(root))


def test_a_change_names_its_cells_before_and_after(desk: Desk, tmp_path: Path) -> None:
    fill(desk)
    changed(desk)
    root, _ = feeds(desk.archive.path, tmp_path / "out")
    [change] = [entry for entry in entries(root) if "changed" in entry["terms"]]
    assert "page" in change["terms"]
    lines = [item.text_content() for item in lxml_html.fromstring(change["content"]).iter("li")]
    assert "一、本年新收政府信息公开申请数量 · 总计 (requests.received.total): 12 → 15" in lines
    assert any("requests.granted.total): -3 → 4" in line for line in lines)
    assert any(f"(report.title): {FORMULA} → 改后" in line for line in lines)
    assert any("disclosure.fees.amount): 25.1 → 0" in line for line in lines)


def test_many_cells_are_told_in_part_and_the_rest_counted(desk: Desk, tmp_path: Path) -> None:
    desk.store(f"{SITE}/a.html", b"1", report())
    grids = tables()
    for cells in grids["requests"].values():
        cells.update(dict.fromkeys(cells, 7))
    desk.store(f"{SITE}/a.html", b"2", report(tables=grids))
    root, _ = feeds(desk.archive.path, tmp_path / "out")
    content = entries(root)[0]["content"]
    total = sum(len(cells) for cells in grids["requests"].values())
    assert content.count("<li>") == MOST_CELLS
    assert f"{total - MOST_CELLS} more in version_changes" in content


def test_what_only_a_new_parser_reads_otherwise_is_told_on_request(
    desk: Desk, tmp_path: Path
) -> None:
    work = desk.work(f"{SITE}/a.html", b"page")
    desk.archive.store_report(work, report(), PARSER)
    desk.archive.store_report(work, report(tables=tables(received=3)), "2")
    for rereadings, expected in ((False, ["new"]), (True, ["changed", "new"])):
        root, feed = feeds(desk.archive.path, tmp_path / "out", rereadings=rereadings)
        assert_lawful(root, feed)
        assert [entry["terms"][0] for entry in entries(root)] == expected


def test_a_report_that_is_back_keeps_its_entry_and_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.store(f"{SITE}/a.html", b"first", report())
    gone(desk, minutes=600)
    before = entries(feeds(desk.archive.path, tmp_path / "a")[0])
    gone(desk, status=200, minutes=1200)
    root, feed = feeds(desk.archive.path, tmp_path / "b")
    assert_lawful(root, feed)
    [was] = [entry for entry in before if "withdrawn" in entry["terms"]]
    [now] = [entry for entry in entries(root) if "withdrawn" in entry["terms"]]
    assert (was["id"], was["published"]) == (now["id"], now["published"])
    assert was["updated"] < now["updated"]
    assert datetime.fromisoformat(now["updated"]) == NOON + timedelta(minutes=1200)
    assert "then restored" in now["title"]


@pytest.mark.parametrize("agency", [HOSTILE, "\n a \t b \n"])
def test_hostile_words_are_text_everywhere(desk: Desk, tmp_path: Path, agency: str) -> None:
    desk.store(f"{SITE}/a.html", b"x", report(agency=agency, title=HOSTILE))
    root, feed = feeds(desk.archive.path, tmp_path / "out")
    assert_lawful(root, feed)
    [entry] = entries(root)
    assert "\n" not in entry["title"]
    page = lxml_html.fromstring(f"<div>{entry['content']}</div>")
    assert {element.tag for element in page.iter()} == {"div", "p"}
    assert "<script>alert(1)</script> & ]]>" in page.text_content()
    assert html.escape("<script>") in feed["items"][0]["content_html"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.gov.cn/b?c=d#e", "https://a.gov.cn/b?c=d#e"),
        ("HTTP://a.gov.cn/年报 1.html", "HTTP://a.gov.cn/%E5%B9%B4%E6%8A%A5%201.html"),
        ('http://a.gov.cn/"><b>%zz%20', "http://a.gov.cn/%22%3E%3Cb%3E%25zz%20"),
        ("javascript:alert(1)", None),
        ("file:report.html", None),
        ("data:text/html,x", None),
        ("//a.gov.cn/", None),
        ("http:///nowhere", None),
        ("http://[broken/", None),
        (" https://a.gov.cn/ ", "https://a.gov.cn/"),
        ("\x01https://a.gov.cn/", None),
    ],
)
def test_links_go_to_the_web_only(url: str, address: str | None) -> None:
    assert http_address(url) == address


def test_a_report_from_a_file_has_no_link(desk: Desk, tmp_path: Path) -> None:
    desk.store("file:年报.html", b"x", report())
    root, feed = feeds(desk.archive.path, tmp_path / "out")
    assert_lawful(root, feed)
    assert entries(root)[0]["links"] == []
    assert "url" not in feed["items"][0]


def test_the_limit_keeps_the_newest(desk: Desk, tmp_path: Path) -> None:
    fill(desk)
    changed(desk)
    everything = entries(feeds(desk.archive.path, tmp_path / "a")[0])
    root, feed = feeds(desk.archive.path, tmp_path / "b", limit=2)
    assert_lawful(root, feed)
    assert entries(root) == everything[:2]
    assert len(everything) == 3


def test_copies_are_told_only_on_request_and_filters_hold(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    counts = {
        name: len(entries(feeds(path, tmp_path / name, **options)[0]))
        for name, options in {
            "plain": {},
            "all": {"everything": True},
            "year": {"years": ((2022, 2022),)},
            "none": {"years": ((1999, 1999),)},
        }.items()
    }
    assert counts == {"plain": 2, "all": 3, "year": 1, "none": 0}
    ids = {etree.fromstring((tmp_path / name / "feed.xml").read_bytes())[0].text for name in counts}
    assert len(ids) == 4


def test_an_empty_archive_has_a_lawful_feed(tmp_path: Path) -> None:
    Archive.open(tmp_path / "archive.db").close()
    root, feed = feeds(tmp_path / "archive.db", tmp_path / "out")
    assert_lawful(root, feed)
    assert feed["items"] == []


def test_the_same_archive_gives_the_same_feeds(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    for name in ("one", "two"):
        feeds(path, tmp_path / name)
    for file in ("feed.xml", "feed.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_where_it_is_published_is_told_when_known(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    for base in ("https://example.org/feeds", "https://example.org/feeds/"):
        root, feed = feeds(path, tmp_path / "out", base=base)
        assert_lawful(root, feed)
        [here] = root.findall(f"{ATOM}link[@rel='self']")
        assert here.get("href") == "https://example.org/feeds/feed.xml"
        assert feed["feed_url"] == "https://example.org/feeds/feed.json"
    with pytest.raises(ArchiveError, match="not an address of the web"):
        feeds(path, tmp_path / "out", base="javascript:alert(1)")
