"""Under whom a body stands, where that is certain."""

from __future__ import annotations

import itertools

import pytest

from gongkai.archive import Archive
from gongkai.archive.identity import Claim, resolve

from .factory import Desk

BODIES = [
    ("贵州省人民政府", "government", None),
    ("六盘水市人民政府", "government", "贵州省人民政府"),
    ("六盘水市人民政府办公室", "office", "六盘水市人民政府"),
    ("六盘水市发展和改革委员会", "department", "六盘水市人民政府"),
    ("六盘水市钟山区人民政府", "government", "六盘水市人民政府"),
    ("六盘水市钟山区财政局", "department", "六盘水市钟山区人民政府"),
    ("六盘水市钟山区大河镇人民政府", "township", "六盘水市钟山区人民政府"),
    # Not certain, or not under it:
    ("六盘水市大河镇人民政府", "township", None),
    ("六盘水市公安局钟山分局", "department", None),
    ("国家税务总局六盘水市税务局", "vertical_system", None),
    ("六盘水市气象局", "department", None),
    ("六盘水高新技术产业开发区管理委员会", "dev_zone", None),
    ("贵阳市财政局", "department", None),
    ("国家统计局", "ministry", None),
    # A city without counties has its towns right under it.
    ("广东省东莞市人民政府", "government", None),
    ("广东省东莞市虎门镇人民政府", "township", "广东省东莞市人民政府"),
    # A county right under its province.
    ("湖北省人民政府", "government", None),
    ("湖北省天门市人民政府", "government", "湖北省人民政府"),
]


def parents(desk: Desk) -> dict[str, str | None]:
    sql = "SELECT a.name, p.name FROM agencies a LEFT JOIN agencies p ON p.agency_id = a.parent_id"
    return dict(desk.db.execute(sql).fetchall())


@pytest.mark.parametrize("order", [1, -1])
def test_departments_and_governments_know_their_parent_in_any_order(desk: Desk, order) -> None:
    for name, kind, _ in BODIES[::order]:
        resolve(desk.db, Claim(name, 2023, None, kind))
    assert parents(desk) == {name: parent for name, _, parent in BODIES}


def test_two_governments_of_one_division_are_nobodys_parent(desk: Desk) -> None:
    resolve(desk.db, Claim("六盘水市人民政府", 2023, None, "government"))
    resolve(desk.db, Claim("六盘水市财政局", 2023, None, "department"))
    assert parents(desk)["六盘水市财政局"] == "六盘水市人民政府"
    other = {"agency_id": "520200-x", "name": "x", "kind": "government", "division_code": "520200"}
    desk.db["agencies"].insert({**other, "folded_name": "政府"})
    resolve(desk.db, Claim("六盘水市教育局", 2023, None, "department"))
    assert parents(desk)["六盘水市教育局"] is None


def test_what_is_in_doubt_has_no_parent_until_it_is_settled(desk: Desk) -> None:
    resolve(desk.db, Claim("六盘水市人民政府", 2023, None, "government"))
    resolve(desk.db, Claim("云南省昆明市人民政府", 2023, None, "government"))
    resolve(desk.db, Claim("云南省昆明市财政局", 2023, "520200", "department"))
    assert desk.value("SELECT count(*) FROM agency_doubts") == 1
    assert parents(desk)["云南省昆明市财政局"] is None
    resolve(desk.db, Claim("云南省昆明市财政局", 2023, None, "department"))
    assert desk.value("SELECT count(*) FROM agency_doubts") == 0
    assert parents(desk)["云南省昆明市财政局"] == "云南省昆明市人民政府"


def test_an_archive_of_before_gets_them_at_opening(desk: Desk) -> None:
    for name, kind, _ in itertools.islice(BODIES, 6):
        resolve(desk.db, Claim(name, 2023, None, kind))
    expected = parents(desk)
    desk.db.execute("UPDATE agencies SET parent_id = NULL")
    desk.db.execute("DELETE FROM archive_info WHERE key = 'parents_version'")
    desk.archive.close()
    with Archive.open(desk.archive.path) as again:
        assert parents(Desk(again)) == expected
