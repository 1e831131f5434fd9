from __future__ import annotations

from gongkai.archive.identity import Claim, normalised, resolve

from .factory import Desk, report


def test_names_are_normalised() -> None:
    assert normalised(" 云溪市　人民政府（办公室） ") == "云溪市人民政府(办公室)"
    assert normalised("一/二局") == "一-二局"


def test_the_same_name_and_division_is_the_same_agency(desk: Desk) -> None:
    first = resolve(desk.db, Claim("云溪市教育局", 2021, "520900", "department", None))
    again = resolve(desk.db, Claim("云溪市 教育局", 2019, "520900", None, "prefecture"))
    assert first == again == "520900-云溪市教育局"
    row = next(desk.db.query("SELECT * FROM agencies"))
    assert (row["kind"], row["tier"], row["division_code"]) == (
        "department",
        "prefecture",
        "520900",
    )
    years = desk.db.execute("SELECT first_year, last_year FROM agency_names").fetchall()
    assert years == [(2019, 2021)]


def test_two_divisions_may_have_an_agency_of_one_name(desk: Desk) -> None:
    first = resolve(desk.db, Claim("教育局", 2021, "520900"))
    second = resolve(desk.db, Claim("教育局", 2021, "520921"))
    assert (first, second) == ("520900-教育局", "520921-教育局")
    loose = resolve(desk.db, Claim("教育局", 2021))
    assert loose == "教育局"
    assert resolve(desk.db, Claim("教育局", 2022)) == loose


def test_a_bare_name_that_only_one_agency_carries_is_that_agency(desk: Desk) -> None:
    known = resolve(desk.db, Claim("云溪市教育局", 2021, "520900"))
    assert resolve(desk.db, Claim("云溪市教育局", 2021)) == known


def test_a_bare_name_that_is_taken_stays_apart(desk: Desk) -> None:
    first = resolve(desk.db, Claim("教育局", 2021))
    desk.store("http://x.example/", b"official", report(agency="教育局"), "yunxi")
    assert first == "教育局"
    assert desk.value("SELECT agency_id FROM reports") == "520900-教育局"
    resolve(desk.db, Claim("教育局", 2021, "520921"))
    assert resolve(desk.db, Claim("教育局", 2021)) == "教育局"


def test_an_id_with_official_reports_is_not_renamed(desk: Desk) -> None:
    desk.put_source("portal", None)
    desk.store("http://portal.example/", b"page", report(), "portal")
    stored = desk.store("http://x.example/", b"other", report(year=2022), "yunxi")
    assert stored.report_id == "云溪市教育局/2022/own_agency"
    assert desk.value("SELECT division_code FROM agencies") == "520900"


def test_renaming_takes_everything_along(desk: Desk) -> None:
    desk.put_source("loose", None)
    loose = report(provenance="unknown", year=2022)
    desk.store("http://loose.example/", b"page", loose, "loose")
    assert [hit.report_id for hit in desk.archive.search("行政复议")] == [
        "云溪市教育局/2022/own_agency"
    ]
    desk.store("http://x.example/", b"other", report(), "yunxi")
    wanted = "520900-云溪市教育局/2022/own_agency"
    for table in (
        "reports",
        "sections",
        "requests",
        "disclosure",
        "report_versions",
    ):
        assert desk.value(f"SELECT count(*) FROM {table} WHERE report_id = ?", wanted) > 0
    assert desk.value("SELECT count(*) FROM agencies") == 1
    assert {hit.report_id for hit in desk.archive.search("行政复议")} >= {wanted}
    assert desk.db.execute("PRAGMA foreign_key_check").fetchall() == []
