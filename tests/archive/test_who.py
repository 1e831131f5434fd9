"""Who reports: codes, sites, folded names, doubts, decisions, expectations, sums."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.archive import ArchiveError, decisions
from gongkai.archive.identity import Claim, resolve

from .factory import PARSER, Desk, report, tables

CODE = "113325000026455663"
TIANMEN = "429006"


def test_short_forms_are_one_agency_but_never_across_divisions(desk: Desk) -> None:
    town = [
        resolve(desk.db, Claim(n, 2020, TIANMEN, "township")) for n in ("拖市镇人民政府", "拖市镇")
    ]
    assert town == ["429006-拖市镇人民政府"] * 2
    assert resolve(desk.db, Claim("拖市镇", 2020, "429005", "township")) == "429005-拖市镇"
    names = ("市人民政府办公室", "天门市人民政府办公室", "府办")
    assert len({resolve(desk.db, Claim(n, 2020, TIANMEN, "office")) for n in names}) == 1
    other = resolve(desk.db, Claim("市人民政府办公室", 2020, "429005", "office"))
    assert other == "429005-市人民政府办公室"


def test_the_host_and_the_site_code_tell_the_division(desk: Desk) -> None:
    desk.archive.put_source("t", "t", division_code=TIANMEN, listings=["http://www.tm.example/a/"])
    by_host = resolve(desk.db, Claim("市教育局", 2020, None, "department", host="tm.example"))
    by_code = resolve(desk.db, Claim("教育局", 2020, None, "department", site_code="4290060003"))
    assert by_host == by_code == "429006-市教育局"
    assert resolve(desk.db, Claim("教育局", 2020, None, "department", host="x.example")) == "教育局"


def test_a_bare_generic_name_is_never_another_bodys(desk: Desk) -> None:
    resolve(desk.db, Claim("教育局", 2020, TIANMEN, "department"))
    assert resolve(desk.db, Claim("教育局", 2020, None, "department")) == "教育局"
    doubts = [(one.agency_id, one.reason, one.candidates) for one in desk.archive.ambiguous()]
    assert doubts == [("教育局", "no_place", ("429006-教育局",))]


def test_a_credit_code_follows_a_new_name(desk: Desk) -> None:
    old = resolve(desk.db, Claim("天门市卫计委", 2018, TIANMEN, "department", credit_code=CODE))
    new = resolve(desk.db, Claim("天门市卫健委", 2019, TIANMEN, "department", credit_code=CODE))
    assert old == new
    names = "SELECT name, first_year FROM agency_names ORDER BY first_year"
    assert desk.db.execute(names).fetchall() == [("天门市卫计委", 2018), ("天门市卫健委", 2019)]


def test_a_credit_code_of_two_bodies_of_one_year_joins_nothing(desk: Desk) -> None:
    codes = {"credit_code": CODE}
    for at, (name, year) in enumerate([("甲局", 2018), ("乙局", 2019), ("甲局", 2019)]):
        url = f"http://x.example/{at}"
        desk.store(url, str(at).encode(), report(agency=name, year=year, identifiers=codes))
    assert desk.value("SELECT count(DISTINCT agency_id) FROM reports") == 1
    desk.store("http://x.example/9", b"9", report(agency="丙局", year=2019, identifiers=codes))
    waiting = desk.archive.queue(PARSER)
    assert "http://x.example/1" in {work.url for work in waiting}
    for work in waiting:
        at = int(work.url[-1])
        name, year = [("甲局", 2018), ("乙局", 2019), ("甲局", 2019)][at]
        again = report(agency=name, year=year, identifiers=codes)
        desk.archive.store_report(work, again, PARSER)
    found = desk.db.execute("SELECT agency_id, year FROM reports ORDER BY 1, 2").fetchall()
    assert found == [
        ("520900-丙局", 2019),
        ("520900-乙局", 2019),
        ("520900-甲局", 2018),
        ("520900-甲局", 2019),
    ]
    assert {one.reason for one in desk.archive.ambiguous()} == {"credit_code_shared"}


DECISIONS = """
agencies:
  - agency: 520900-云溪市教育局
    names: [云溪市教育体育局]
    division: "520900"
    decided_by: 编者
    decided_on: 2026-11-25
    why: 同一机关，2019 年加挂牌子
events:
  - {predecessor: 520900-云溪市教育局, successor: 520900-新局, year: 2022, type: merge,
     decided_by: 编者, decided_on: 2026-11-25, why: 机构改革}
"""


def _reread(desk: Desk, parsed: dict[str, Any]) -> None:
    for work in desk.archive.queue(PARSER):
        desk.archive.store_report(work, parsed[work.url], PARSER)


def test_a_decision_moves_reports_and_outlasts_a_reparse(desk: Desk, tmp_path: Path) -> None:
    first, second = report(year=2020), report(year=2021, agency="云溪市教育体育局")
    parsed = {"http://x.example/1": first, "http://x.example/2": second}
    for url, one in parsed.items():
        desk.store(url, url.encode(), one)
    assert desk.value("SELECT count(DISTINCT agency_id) FROM reports") == 2
    path = tmp_path / "agencies.yaml"
    path.write_text(DECISIONS, encoding="utf-8")
    assert desk.archive.decide(path) == 1
    _reread(desk, parsed)
    assert desk.archive.prune_agencies() == 1
    for _ in range(2):
        ids = desk.db.execute("SELECT report_id FROM reports ORDER BY year").fetchall()
        assert ids == [(f"520900-云溪市教育局/{year}/own_agency",) for year in (2020, 2021)]
        for work in desk.archive.queue(PARSER, again=True):
            desk.archive.store_report(work, parsed[work.url], PARSER)
    path.write_text("{}", encoding="utf-8")
    desk.archive.decide(path)
    _reread(desk, parsed)
    assert desk.value("SELECT count(DISTINCT agency_id) FROM reports") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("agencies: [{agency: a, names: [b]}]", "decided_by is missing"),
        ("agencies: [{agency: a/b, names: [b], decided_by: x, decided_on: y, why: z}]", "the id"),
        ("agencies: [{agency: a, nams: [b]}]", "unknown key 'nams'"),
        ("others: []", "nothing else"),
        ("[", "cannot be read"),
    ],
)
def test_a_decision_that_is_none(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "agencies.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ArchiveError, match=message):
        decisions.read(path)


def test_what_is_expected_and_missing(desk: Desk, tmp_path: Path) -> None:
    for year in (2019, 2021):
        desk.store(f"http://x.example/{year}", str(year).encode(), report(year=year))
    newest = report(year=2023, agency="云溪市财政局")
    desk.store("http://x.example/f", b"f", newest)
    missing = "SELECT agency_id, year, basis FROM missing_reports ORDER BY 1, 2"
    years = [row[1] for row in desk.db.execute(missing).fetchall()]
    assert years == [2020, 2022, 2023]
    path = tmp_path / "agencies.yaml"
    path.write_text(DECISIONS, encoding="utf-8")
    desk.archive.decide(path)
    assert [row[1] for row in desk.db.execute(missing).fetchall()] == [2020]
    table = tmp_path / "expected.csv"
    table.write_text(
        "agency_id,division_code,name,year,expected,why\n"
        "520900-云溪市教育局,,,2020,0,机构停办\n,520900,云溪市档案局,2023,1,名录\n",
        encoding="utf-8",
    )
    assert desk.archive.expect(table) == 2
    assert desk.db.execute(missing).fetchall() == [("520900-云溪市档案局", 2023, "loaded")]
    table.write_text("agency_id,year\nnobody,2023\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match="line 2: no agency 'nobody'"):
        desk.archive.expect(table)


def test_sums_count_nobody_twice(desk: Desk) -> None:
    office = {"agency": "云溪市人民政府办公室", "kind": "office"}
    bodies = [
        ({**office, "scope": "office_only"}, 3),
        ({**office, "scope": "own_agency"}, 3),
        ({**office, "scope": "aggregate"}, 119),
        ({"agency": "云溪市人民政府", "kind": "government", "scope": "aggregate"}, 119),
        ({"agency": "云溪市财政局"}, 5),
    ]
    for at, (changes, n) in enumerate(bodies):
        numbers = tables(received=n, granted=n, total_processed=n)
        desk.store(f"http://x.example/{at}", str(at).encode(), report(tables=numbers, **changes))
    sql = "SELECT basis, reports, received FROM division_totals ORDER BY basis"
    assert desk.db.execute(sql).fetchall() == [("aggregate", 2, 119), ("bodies", 2, 8)]
    odd = report(
        tables=tables(received=7), agency="云溪市人民政府", kind="government", scope="aggregate"
    )
    desk.store("http://x.example/3", b"other", odd)
    assert desk.db.execute(sql).fetchall()[0] == ("aggregate", 2, None)
