"""Copies under another name, and one report with several sources."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from gongkai.archive.likeness import likeness

from .factory import Desk, report, section, tables

TEXT = "".join(
    f"第{n}项工作按期完成，公开目录更新{n * 7}条，培训{n * 3}人次。" for n in range(1, 40)
)
PAGE = "http://www.yunxi.example/xxgk/t20240120_3310750.shtml"
COPY = "http://brand.example/xxgk/t20240120_3310750.shtml"
ID = "520900-云溪市教育局/2023/own_agency"
NUMBERS = tables(received=3, granted=3, total_processed=3)


@pytest.fixture(autouse=True)
def copying_site(desk: Desk) -> None:
    desk.put_source("brand", None)


def _official(desk: Desk, url: str = PAGE, **changes: Any) -> Any:
    values = {"tables": NUMBERS, "sections": [section("overview", TEXT)], **changes}
    return desk.store(url, url.encode(), report(**values))


def _copy(desk: Desk, url: str = COPY, **changes: Any) -> Any:
    values = {
        "agency": "彩金阁教育局",
        "provenance": "copy_unverified",
        "tables": NUMBERS,
        "sections": [section("overview", TEXT.replace("公开", "彩金", 1))],
        **changes,
    }
    return desk.store(url, f"copy {url}".encode(), report(**values), "brand")


def _mirrors(desk: Desk) -> list[Any]:
    sql = "SELECT mirror_of, mirror_basis, cells_differing FROM copies ORDER BY url"
    return desk.db.execute(sql).fetchall()


@pytest.mark.parametrize("copy_first", [True, False])
def test_a_copy_under_another_name_is_linked_by_its_address(desk: Desk, copy_first: bool) -> None:
    for store in (_copy, _official) if copy_first else (_official, _copy):
        store(desk)
    assert _mirrors(desk) == [(ID, "url_tail", 0)]
    assert desk.db.execute("SELECT report_id FROM reports").fetchall() == [(ID,)]


def test_a_copy_with_other_numbers_is_linked_and_the_cells_are_named(desk: Desk) -> None:
    _official(desk)
    _copy(desk, tables=tables(received=4, granted=3, total_processed=3))
    assert _mirrors(desk) == [(ID, "url_tail", 1)]
    sql = 'SELECT "table", "row", "column", value, other_value FROM source_conflicts'
    assert desk.db.execute(sql).fetchall() == [("requests", "received", "total", 3, 4)]


@pytest.mark.parametrize(
    "changes",
    [
        {"year": 2022},
        {"sections": [section("overview", "别处的另一份文字，" * 40)]},
        {"url": "http://brand.example/index.html"},
    ],
)
def test_what_does_not_fit_is_not_linked(desk: Desk, changes: dict[str, Any]) -> None:
    _official(desk)
    _copy(desk, **changes)
    assert [row[0] for row in _mirrors(desk)] == [None]


def test_tables_of_zeros_are_equal_by_chance(desk: Desk) -> None:
    short = [section("overview", "短文。")]
    _official(desk, tables=tables(), sections=short)
    _copy(desk, tables=tables(), sections=short)
    assert [row[0] for row in _mirrors(desk)] == [None]


def test_the_address_that_a_copy_names_counts(desk: Desk) -> None:
    _official(desk, url="http://www.yunxi.example/a/b.html")
    named = "https://yunxi.example/a/b.html"
    _copy(desk, url="http://brand.example/z.html", original_url=named)
    assert _mirrors(desk) == [(ID, "original_address", 0)]


def test_a_copy_is_free_again_when_its_original_goes(desk: Desk) -> None:
    _official(desk)
    _copy(desk)
    work = desk.work(PAGE, PAGE.encode())
    desk.archive.store_report(work, report(agency=None), "2")
    assert [row[0] for row in _mirrors(desk)] == [None]


def test_two_possible_originals_are_none(desk: Desk) -> None:
    _official(desk)
    _official(desk, url=PAGE.replace("www", "edu"), agency="云溪市财政局")
    _copy(desk)
    assert [row[0] for row in _mirrors(desk)] == [None]


def test_the_official_version_wins_in_every_order(desk: Desk) -> None:
    for at, order in enumerate(permutations(("official", "unknown", "copy_unverified"))):
        name, tail = f"云溪市第{at}局", f"t2024_77{at}5{at}1.html"
        for kind in order:
            source = "yunxi" if kind == "official" else "brand"
            one = report(agency=name, provenance=kind, tables=NUMBERS)
            desk.store(f"http://{kind}.example/{tail}", f"{kind}{at}".encode(), one, source)
        sql = "SELECT DISTINCT r.provenance FROM reports r WHERE instr(report_id, ?)"
        assert desk.db.execute(sql, [name]).fetchall() == [("official",)]


def test_a_page_and_its_attachment_are_one_report_with_two_sources(desk: Desk) -> None:
    _official(desk)
    other = tables(received=3, granted=2, total_processed=3)
    _official(desk, url="http://files.yunxi.example/P0202401.html", tables=other)
    assert desk.value("SELECT count(*) FROM reports") == 1
    sql = "SELECT role, cells_differing FROM report_sources ORDER BY role"
    assert desk.db.execute(sql).fetchall() == [("source", 1), ("speaks", None)]
    sql = 'SELECT "row", value, other_value FROM source_conflicts'
    assert desk.db.execute(sql).fetchall() == [("granted", 2, 3)]


def test_likeness() -> None:
    assert likeness(TEXT, TEXT) == 1.0
    assert likeness("短", TEXT) is None
    assert (likeness("甲乙" * 200, "丙丁" * 200) or 0) == 0
