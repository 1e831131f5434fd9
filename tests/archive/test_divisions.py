from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from gongkai.archive import divisions
from gongkai.archive.names import fold
from gongkai.archive.places import place_names, seat

from .factory import Desk


def test_the_table_is_loaded_once_and_closed_in_itself(desk: Desk) -> None:
    assert not divisions.ensure(desk.db)
    tiers = "SELECT tier, count(*) FROM divisions WHERE valid_to IS NULL AND tier IS NOT NULL"
    found = dict(desk.db.execute(f"{tiers} GROUP BY tier").fetchall())
    assert found == {"province": 31, "prefecture": 333, "county": 2845}
    assert desk.db.execute("PRAGMA foreign_key_check").fetchall() == []
    spans = "SELECT count(*) FROM division_names WHERE valid_to < valid_from"
    assert desk.value(spans) == 0


def test_a_code_keeps_its_names_with_their_times(desk: Desk) -> None:
    sql = "SELECT name, valid_to, absent_from FROM division_names WHERE division_code = ?"
    assert desk.db.execute(sql, ["520221"]).fetchall() == [("水城县", "2019-04", "2026-06")]
    assert desk.value("SELECT absent_until FROM divisions WHERE division_code = '520204'") == (
        "2019-04"
    )


@pytest.mark.parametrize(
    ("name", "year", "site", "code", "doubt"),
    [
        ("贵州省六盘水市水城区人民政府", 2021, None, "520204", None),
        ("水城县人民政府", 2015, None, "520221", None),
        ("水城县人民政府", 2030, None, None, None),
        ("鼓楼区人民政府", 2020, None, None, "place_shared"),
        ("鼓楼区人民政府", 2020, "320100", "320106", None),
        ("南京市鼓楼区教育局", 2020, None, "320106", None),
        ("市人民政府办公室", 2020, "429006", "429006", None),
        ("教育局", 2020, None, None, None),
        ("朝阳市场监管局", 2020, None, None, None),
        ("国家税务总局六盘水市税务局", 2020, None, "520200", None),
        ("玉屏县财政局", 2020, None, "520622", None),
        ("贵州省教育厅", 2020, "520200", "520000", None),
        ("新城区管理委员会", 2020, "421000", "421000", "place_elsewhere"),
        ("云南省昆明市财政局", 2020, "520200", "530100", "place_elsewhere"),
    ],
)
def test_the_seat_of_a_body(
    desk: Desk, name: str, year: int, site: str | None, code: str | None, doubt: str | None
) -> None:
    found = seat(desk.db, name, year, site)
    assert (found.division_code, found.doubt) == (code, doubt)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("429006", ["拖市镇", "拖市镇人民政府", "天门市拖市镇政府", "湖北省天门市拖市镇"]),
        ("429006", ["市人民政府办公室", "天门市人民政府办公厅", "市府办", "天门市政府办"]),
        ("429006", ["天门市", "天门市人民政府", "市政府", "湖北省天门市人民政府"]),
        ("520200", ["市发改委", "六盘水市发展和改革委员会", "发展改革委员会"]),
        ("520201", ["荷城街道", "钟山区荷城街道办事处", "荷城街道办"]),
    ],
)
def test_ways_to_write_one_body_fold_into_one(desk: Desk, code: str, names: list[str]) -> None:
    assert len({fold(name, place_names(desk.db, code)) for name in names}) == 1


def test_each_short_name_and_the_official_name_fold_into_one() -> None:
    """The list says what it means by each: its official name folds to it by the rules alone."""
    text = files("gongkai.archive").joinpath("data/short_names.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["short"] for row in rows}) == len(rows) > 30
    for row in rows:
        assert fold(row["official"], ["云溪市"]) == row["full"]
        assert fold(f"云溪市{row['short']}", ["云溪市"]) == row["full"]
        assert row["full"] not in {other["short"] for other in rows}


@pytest.mark.parametrize(
    ("short", "names"),
    [
        ("城管局", ["城市管理局", "城市管理行政执法局", "城市管理综合行政执法局"]),
        ("城管执法局", ["城市管理行政执法局", "城市管理综合行政执法局"]),
        ("医保局", ["医疗保障局", "医疗保险管理局"]),
        ("市场监管委", ["市场监督管理委员会", "市场和质量监督管理委员会"]),
    ],
)
def test_a_short_name_that_two_bodies_had_joins_neither(short: str, names: list[str]) -> None:
    assert fold(short, ["云溪市"]) not in {fold(name, ["云溪市"]) for name in names}


def test_different_bodies_do_not_fold(desk: Desk) -> None:
    names = [
        "市人民政府",
        "市人民政府办公室",
        "市场监督管理局",
        "市政管理局",
        "和平镇",
        "平镇",
        "财政局",
    ]
    places = place_names(desk.db, "429006")
    assert len({fold(name, places) for name in names}) == len(names)
    assert fold("市场监管局", places) == fold("市市场监督管理局", places)
