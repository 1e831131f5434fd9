"""Which of several official pages of one body and year speaks: not the one that came last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import permutations
from typing import Any, NamedTuple

import pytest

from gongkai.archive import Archive
from gongkai.archive.editions import provenance_of
from gongkai.archive.takedowns import Takedown
from parsers.report import Check, Problem, Report

from .factory import PARSER, Desk, fetched, link, report, tables

TITLE = "云溪市教育局2023年政府信息公开工作年度报告"
SITE = "http://www.yunxi.example/nb"
GENUINE = tables(received=39, granted=39, total_processed=39)
OTHER = tables(received=64, granted=64, total_processed=64)
Order = Callable[[Sequence[Any]], Sequence[Any]]


class Page(NamedTuple):
    url: str
    parsed: Report

    def on(self, desk: Desk, **changes: Any) -> Any:
        return desk.store(self.url, self.url.encode(), self.parsed, **changes)


def _told(code: str) -> list[Problem]:
    return [Problem(code, "warning", "title", "told by the parser")]


def _speaker(desk: Desk) -> tuple[int, int]:
    received = desk.value("SELECT total FROM requests WHERE row = 'received'")
    assert desk.archive.verify().faults == []
    return received, desk.value("SELECT count(*) FROM reports")


def _settled(desk: Desk, pages: Sequence[Page]) -> None:
    """Read what waits, as the pipeline does."""
    parsed = {page.url: page.parsed for page in pages}
    while waiting := desk.archive.queue(PARSER):
        for work in waiting:
            desk.archive.store_report(work, parsed[work.url], PARSER)


#: What stands beside the genuine page of 20 January 2024, and must not replace it.
LESSER = {
    "published_before": {"published_on": "2024-01-08"},
    "without_a_date": {"published_on": None},
    "draft": {"published_on": "2024-02-01", "problems": _told("draft_title")},
    "misdated": {"published_on": "2024-02-01", "problems": _told("year_conflict")},
    "derivative": {"published_on": "2024-02-01", "problems": _told("derivative_title")},
    "figures_that_do_not_add_up": {
        "checks": [Check("T3-BAL", "requests", "total", "fail", 64, 60, "source")]
    },
    "without_tables": {"published_on": "2024-02-01", "tables": {}},
}


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("what", LESSER)
def test_the_genuine_report_speaks_in_either_order(
    desk: Desk, what: str, newest_first: bool
) -> None:
    pages = [
        Page(f"{SITE}/1002.html", report(tables=GENUINE)),
        Page(f"{SITE}/1001.html", report(**{"tables": OTHER, **LESSER[what]})),
    ]
    for page in pages if newest_first else pages[::-1]:
        page.on(desk)
    assert _speaker(desk) == (39, 1)


def test_the_fuller_reading_speaks_in_either_order(desk: Desk) -> None:
    for at, fuller_first in enumerate((True, False)):
        name = f"云溪市第{at}局"
        part = tables(received=39, granted=39, total_processed=39)
        del part["disclosure"]
        pages = [
            Page(f"{SITE}/{at}1.html", report(agency=name, tables=GENUINE)),
            Page(f"{SITE}/{at}2.html", report(agency=name, tables=part)),
        ]
        for page in pages if fuller_first else pages[::-1]:
            page.on(desk)
    assert desk.value("SELECT group_concat(DISTINCT substr(url, -6)) FROM reports") is not None
    assert desk.value("SELECT count(*) FROM reports WHERE url LIKE '%1.html'") == 2


def test_every_order_of_fetching_and_of_reading_ends_alike(desk: Desk) -> None:
    corrected = {"title": f"{TITLE}（更正）", "published_on": "2024-01-10"}
    made = [
        {"tables": GENUINE, **corrected},
        {"tables": OTHER, "published_on": "2024-03-01"},
        {"tables": tables(received=7), **corrected, "problems": _told("draft_title")},
    ]
    orders = list(permutations(range(3)))
    for at, (came, read) in enumerate((f, r) for f in orders for r in orders):
        name = f"云溪市第{at}局"
        urls = [f"{SITE}/{at}/{one}.html" for one in range(3)]
        works = {one: desk.work(urls[one], urls[one].encode()) for one in came}
        pages = [Page(urls[one], report(agency=name, **made[one])) for one in range(3)]
        for one in read:
            desk.archive.store_report(works[one], pages[one].parsed, PARSER)
        _settled(desk, pages)
    said = "SELECT count(*), min(total), max(total) FROM requests WHERE row = 'received'"
    assert desk.db.execute(said).fetchall() == [(36, 39, 39)]
    assert desk.archive.verify().faults == []


def test_a_competing_page_is_told_and_named(desk: Desk) -> None:
    older = report(tables=OTHER, published_on="2024-01-08")
    Page(f"{SITE}/1002.html", report(tables=GENUINE)).on(desk)
    Page(f"{SITE}/1001.html", older).on(desk)
    problems = "SELECT severity, detail FROM problems WHERE code = 'competing_page'"
    [(severity, detail)] = desk.db.execute(problems).fetchall()
    assert severity == "warning"
    for said in ("3 figures", "requests.granted.total is 64, here 39", "1001.html", "2024-01-08"):
        assert said in detail
    gone = report(problems=[Problem("not_a_report", "error", None, "a list")])
    desk.archive.store_report(desk.work(f"{SITE}/1001.html", b"list"), gone, PARSER)
    work = desk.work(f"{SITE}/1001.html", f"{SITE}/1001.html".encode())
    desk.archive.store_report(work, gone, "2")
    assert desk.db.execute(problems).fetchall() == []


@pytest.mark.parametrize("same", [GENUINE, {}])
def test_pages_that_agree_or_show_nothing_do_not_compete(desk: Desk, same: Any) -> None:
    Page(f"{SITE}/1002.html", report(tables=GENUINE)).on(desk)
    Page(f"{SITE}/1001.html", report(tables=same, published_on="2024-01-08")).on(desk)
    assert desk.value("SELECT count(*) FROM problems") == 0


def test_of_one_address_the_newest_body_counts_whatever_it_says(desk: Desk) -> None:
    url = f"{SITE}/1002.html"
    desk.store(url, b"old", report(tables=OTHER, published_on="2024-01-30"))
    new = report(tables=GENUINE, published_on="2024-01-08", problems=_told("draft_title"))
    desk.store(url.replace("http:", "https:"), b"new", new)
    assert _speaker(desk) == (39, 1)
    assert desk.value("SELECT count(*) FROM problems WHERE code = 'competing_page'") == 0


def test_what_a_listing_says_of_the_day_counts_where_the_page_says_nothing(desk: Desk) -> None:
    pages = [
        Page(f"{SITE}/1002.html", report(tables=GENUINE, published_on=None)),
        Page(f"{SITE}/1001.html", report(tables=OTHER, published_on="2024-01-08")),
    ]
    desk.archive.offer([link(pages[0].url, listed_on=date(2024, 1, 25))])
    for page in pages:
        page.on(desk)
    assert _speaker(desk) == (39, 1)


def _file(desk: Desk, url: str, page: str, parsed: Report) -> None:
    at = link(url, kind="attachment", found_on=page)
    desk.archive.offer([at])
    desk.archive.save_fetch(desk.run, at, fetched(url, url.encode()))
    [work] = [one for one in desk.archive.queue(PARSER) if one.url == url]
    desk.archive.store_report(work, parsed, PARSER)


@pytest.mark.parametrize("older_first", [True, False])
def test_a_file_speaks_for_its_own_page_alone(desk: Desk, older_first: bool) -> None:
    """The page published last only announces; the figures are in the file that it names."""
    older = Page(f"{SITE}/1001.html", report(tables=OTHER, published_on="2024-01-08"))
    newer = Page(f"{SITE}/1002.html", report(tables={}))
    if older_first:
        older.on(desk)
    newer.on(desk)
    _file(desk, f"{SITE}/1002.pdf", newer.url, report(tables=GENUINE, published_on=None))
    if not older_first:
        older.on(desk)
    _settled(desk, [older, newer, Page(f"{SITE}/1002.pdf", report(tables=GENUINE))])
    assert _speaker(desk) == (39, 1)


def test_a_page_speaks_before_its_file_whatever_the_days(desk: Desk) -> None:
    page = Page(f"{SITE}/1002.html", report(tables=GENUINE, published_on=None))
    page.on(desk)
    _file(desk, f"{SITE}/1002.pdf", page.url, report(tables=OTHER, published_on="2024-03-01"))
    assert _speaker(desk) == (39, 1)
    assert desk.value("SELECT count(*) FROM problems WHERE code = 'competing_page'") == 1


def test_what_stands_speaks_before_what_is_gone_until_it_is_back(desk: Desk) -> None:
    pages = [
        Page(f"{SITE}/1001.html", report(tables=OTHER, published_on="2024-01-25")),
        Page(f"{SITE}/1002.html", report(tables=GENUINE, published_on=None)),
    ]
    for page in pages:
        page.on(desk)
    assert _speaker(desk) == (64, 1)
    desk.fetch(pages[0].url, b"", status=404)
    _settled(desk, pages)
    assert _speaker(desk) == (39, 1)
    assert desk.value("SELECT count(*) FROM withdrawn_reports") == 0
    desk.fetch(pages[0].url, pages[0].url.encode())
    _settled(desk, pages)
    assert _speaker(desk) == (64, 1)


INTERPRETS = {"title": f"《{TITLE}》解读", "problems": _told("derivative_title")}


@pytest.mark.parametrize("report_first", [True, False])
@pytest.mark.parametrize("name", ["云溪市教育局", "云溪教育"])
def test_an_interpretation_is_a_copy_of_its_report(
    desk: Desk, report_first: bool, name: str
) -> None:
    pages = [
        Page(f"{SITE}/2001.html", report(tables=GENUINE)),
        Page(f"{SITE}/2002.html", report(tables=GENUINE, agency=name, **INTERPRETS)),
    ]
    for page in pages if report_first else pages[::-1]:
        page.on(desk)
    _settled(desk, pages)
    basis = "agency" if name == "云溪市教育局" else "site"
    copies = desk.db.execute("SELECT mirror_of, mirror_basis FROM copies").fetchall()
    assert copies == [("520900-云溪市教育局/2023/own_agency", basis)]
    assert _speaker(desk) == (39, 1)
    assert desk.value("SELECT count(*) FROM panel") == 1


def test_an_interpretation_without_its_report_stays_out_of_the_views(desk: Desk) -> None:
    Page(f"{SITE}/2002.html", report(tables=GENUINE, **INTERPRETS)).on(desk)
    assert desk.value("SELECT provenance FROM reports") == "copy_unverified"
    assert desk.value("SELECT code FROM problems") == "derivative_title"
    assert desk.value("SELECT count(*) FROM panel") == 0


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        (f"《{TITLE}》解读", "copy_unverified"),
        (f"一图读懂{TITLE}", "copy_unverified"),
        (f"{TITLE}（附图解）", "official"),
        (f"关于做好{TITLE}的通知", "official"),
        (TITLE, "official"),
    ],
)
def test_only_what_its_title_calls_an_interpretation_is_one(title: str, kept: str) -> None:
    assert provenance_of(report(title=title, problems=_told("derivative_title"))) == kept
    assert provenance_of(report(title=title)) == "official"


def test_reading_everything_again_changes_nothing(desk: Desk) -> None:
    pages = [
        Page(f"{SITE}/1002.html", report(tables=GENUINE)),
        Page(f"{SITE}/1001.html", report(tables=OTHER, published_on="2024-01-08")),
        Page(f"{SITE}/2002.html", report(tables=GENUINE, **INTERPRETS)),
    ]
    for page in pages:
        page.on(desk)
    before = {name: rows for name, rows in desk.dump().items() if name != "parses"}
    for work in desk.archive.queue(PARSER, again=True):
        parsed = next(page.parsed for page in pages if page.url == work.url)
        assert not desk.archive.store_report(work, parsed, PARSER).changed
    assert {name: rows for name, rows in desk.dump().items() if name != "parses"} == before


@pytest.mark.parametrize("gone", [0, 1])
def test_a_page_that_is_taken_down_competes_no_more(desk: Desk, gone: int) -> None:
    pages = [
        Page(f"{SITE}/1002.html", report(tables=GENUINE)),
        Page(f"{SITE}/1001.html", report(tables=OTHER, published_on="2024-01-08")),
    ]
    for page in pages:
        page.on(desk)
    decision = Takedown("url", pages[gone].url, "某人", "当事人要求", "2026-11-25")
    desk.archive.take_down(desk.archive.concerned([decision], lambda url: []))
    _settled(desk, pages)
    desk.archive.purge()
    assert _speaker(desk) == ((64, 39)[gone], 1)
    assert desk.value("SELECT count(*) FROM problems") == 0


def test_an_upgraded_archive_judges_competing_pages_anew(desk: Desk) -> None:
    pages = [
        Page(f"{SITE}/1002.html", report(tables=GENUINE)),
        Page(f"{SITE}/1001.html", report(tables=OTHER, published_on="2024-01-08")),
        Page(f"{SITE}/3001.html", report(agency="云溪市财政局")),
    ]
    for page in pages:
        page.on(desk)
    db = desk.db
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm016_precedence'")
    db.execute("DROP INDEX report_versions_copy_tables")
    db.conn.commit()
    with Archive.open(desk.archive.path) as upgraded:
        waiting = {work.url for work in upgraded.queue(PARSER)}
    assert waiting == {page.url for page in pages[:2]}
