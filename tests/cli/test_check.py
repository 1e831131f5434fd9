"""`gongkai check`: no alarm on a sound report, planted errors named, the cell at the crossing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive.factory import Desk as ArchiveDesk
from archive.factory import report as made
from archive.factory import tables
from click.testing import CliRunner

import fixtures
import parsers
from benchmarks.accuracy.corpus import generate
from gongkai.archive import Archive
from gongkai.cli import main
from gongkai.cli.findings import Desk, Finding
from parsers.identities.crossing import crossings

#: Figures of table 2 are drawn without regard to what is plausible.
TABLE_TWO = ("T2-", "X-ITEMS")
BROKEN = "info/1042/36163.htm"
CHECKED = ("error", "warning")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def run(*arguments: object):
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def page(ending: str) -> Path:
    return next(file for file, e in fixtures.report_files() if e["url"].endswith(ending))


def sound() -> Path:
    """A city's report on 2023, in UTF-8."""
    return next(
        file
        for file, e in fixtures.report_files()
        if "//www.jichuan" in e["url"] and e["year"] == 2023
    )


def counted(found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.severity in CHECKED]


def test_no_sound_report_of_the_sample_web_raises_an_alarm(desk: Desk) -> None:
    read = 0
    for file, expected in fixtures.report_files():
        if expected["url"].endswith(BROKEN):
            continue
        report = parsers.parse(file.read_bytes(), source="f", url=expected["url"])
        assert counted(desk.findings(report)) == []
        read += 1
    assert read > 80


def test_generated_reports_raise_an_alarm_just_where_one_is_planted(desk: Desk) -> None:
    clean = broken = 0
    for seed in range(60):
        printed = generate(seed, "trs")
        report = parsers.parse(printed.html.encode(), source="f")
        found = [one for one in counted(desk.findings(report)) if not one.id.startswith(TABLE_TWO)]
        if printed.planted is None:
            assert found == []
            assert crossings(report) == []
            clean += 1
            continue
        assert found
        place = printed.planted
        if place.table == "requests":
            assert [(one.row, one.column) for one in crossings(report)] == [
                (place.row, place.column)
            ]
        broken += 1
    assert clean > 30
    assert broken > 3


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("received", "business"),
        ("carried_over", "total"),
        ("granted", "natural_person"),
        ("other_misc", "total"),
        ("total_processed", "research"),
        ("carried_forward", "other_org"),
    ],
)
def test_one_wrong_cell_is_named_with_the_number_that_fits(row: str, column: str) -> None:
    report = parsers.parse(sound().read_bytes(), source="f")
    key = row if row in report.tables["requests"] else "other_handling"
    truth = report.tables["requests"][key][column]
    text = sound().read_bytes()
    changed = parsers.parse(_changed(text, key, column, truth + 7), source="f")
    assert changed.tables["requests"][key][column] == truth + 7
    found = crossings(changed)
    assert [(one.row, one.column, one.fitting) for one in found] == [(key, column, truth)]


def _changed(data: bytes, row: str, column: str, value: int) -> bytes:
    """The page with another number in that cell, by the report's own tables printed anew."""
    from lxml import html

    report = parsers.parse(data, source="f")
    origin = report.origins[f"requests.{row}.{column}"]
    tree = html.fromstring(data.decode("utf-8"))
    element = list(tree.getroottree().getroot().iter())[origin.element - 1]
    assert "".join(element.itertext()).strip() == str(report.tables["requests"][row][column])
    for inner in list(element):
        element.remove(inner)
    element.text = str(value)
    return html.tostring(tree, encoding="utf-8")


def test_the_command_names_both_sides_and_ends_with_one() -> None:
    result = run(page(BROKEN))
    assert result.exit_code == 1
    assert "错误" in result.output
    assert "最可能有误的一格" in result.output.replace("\n", "")
    english = run(page(BROKEN), "--lang", "en")
    assert "the likely cell" in " ".join(english.output.split())


def test_json_tells_the_same() -> None:
    result = run(page(BROKEN), sound(), "--json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    crossing = next(one for one in first["findings"] if one["id"] == "crossing")
    assert crossing["place"] == "requests.unavailable_not_held.natural_person"
    assert crossing["fitting"] is not None
    assert second["findings"] == []
    assert second["passed"] > 90


def test_a_sound_report_ends_with_nought(tmp_path: Path) -> None:
    result = run(sound())
    assert result.exit_code == 0
    assert "全部相符" in result.output
    missing = run(tmp_path / "none.html")
    assert missing.exit_code == 1
    other = tmp_path / "other.html"
    other.write_text("<html><body><p>关于端午节放假的通知</p></body></html>", encoding="utf-8")
    assert run(other).exit_code == 1


def test_a_wrong_period_is_named(tmp_path: Path) -> None:
    text = page("gknb/content_11800.html").read_text(encoding="utf-8")
    assert "2016年12月31日" in text
    wrong = tmp_path / "wrong.html"
    wrong.write_text(text.replace("2016年12月31日", "2016年11月30日"), encoding="utf-8")
    result = run(wrong, "--json")
    ids = {one["id"] for one in json.loads(result.stdout)["findings"]}
    assert "D-PERIOD" in ids
    assert result.exit_code == 1


def _last_year(
    path: Path, report: parsers.Report, more: int, less: int = 0, **changes: object
) -> None:
    """An archive with a report on the year before, which carries ``more`` forward and has
    ``less`` documents in force than this one goes on from."""
    grids = tables()
    grids["requests"]["carried_forward"] = dict(report.tables["requests"]["carried_over"])
    grids["requests"]["carried_forward"]["total"] += more
    documents = report.tables["disclosure"]["normative_documents"]
    in_force = documents["in_force"] + documents["repealed"] - documents["made"]
    grids["disclosure"]["normative_documents"]["in_force"] = in_force - less
    before = made(
        agency=report.agency,
        title=f"{report.agency}2022年政府信息公开工作年度报告",
        year=2022,
        kind=report.kind,
        tier=report.tier,
        scope=report.scope,
        period=("2022-01-01", "2022-12-31"),
        published_on="2023-03-01",
        tables=grids,
        **changes,
    )
    with Archive.open(path) as archive:
        ArchiveDesk(archive).store("http://www.yunxi.example/b.html", b"b", before)


@pytest.mark.parametrize(("more", "alarms"), [(4, True), (0, False)])
def test_the_carry_over_is_held_against_last_years_report(
    tmp_path: Path, more: int, alarms: bool
) -> None:
    report = parsers.parse(sound().read_bytes(), source="f")
    path = tmp_path / "a.db"
    _last_year(path, report, more)
    result = run(sound(), "--archive", path, "--json")
    found = json.loads(result.stdout)["findings"]
    assert [one["id"] for one in found if one["severity"] != "hint"] == ["X-CARRY"] * alarms
    assert result.exit_code == int(alarms)


def test_what_only_a_copy_says_proves_nothing_and_is_told(tmp_path: Path) -> None:
    report = parsers.parse(sound().read_bytes(), source="f")
    path = tmp_path / "a.db"
    _last_year(path, report, 4, provenance="copy_unverified")
    result = run(sound(), "--archive", path, "--json")
    found = json.loads(result.stdout)["findings"]
    assert [(one["id"], one["severity"]) for one in found] == [("X-CARRY", "hint")]
    assert "0 official reports on 2022" in found[0]["en"]
    assert result.exit_code == 0


def test_every_report_of_a_page_is_checked(tmp_path: Path) -> None:
    two = tmp_path / "two.html"
    pages = [file.read_text(encoding="utf-8") for file in (sound(), _year_before())]
    bodies = "".join(text[text.index("<body") : text.index("</body>")] for text in pages)
    two.write_text(f"<html>{bodies}</body></html>", encoding="utf-8")
    told = [json.loads(line) for line in run(two, "--json").stdout.splitlines()]
    read = parsers.parse(two.read_bytes(), source="f")
    assert read.others
    assert len(told) == 1 + len(read.others)


def _year_before() -> Path:
    return next(
        file
        for file, e in fixtures.report_files()
        if "//www.jichuan" in e["url"] and e["year"] == 2022
    )


def test_documents_in_force_that_do_not_go_on_from_last_years_are_a_hint(tmp_path: Path) -> None:
    report = parsers.parse(sound().read_bytes(), source="f")
    path = tmp_path / "a.db"
    _last_year(path, report, 0, less=3)
    result = run(sound(), "--archive", path, "--json")
    found = json.loads(result.stdout)["findings"]
    places = [(one["id"], one["severity"], one["place"]) for one in found]
    assert places == [("X-NORM", "hint", "disclosure.normative_documents.in_force")]
    assert result.exit_code == 0


def test_last_years_file_beside_it_is_held_against(tmp_path: Path) -> None:
    files = [_year_before(), sound()]
    for order in (files, files[::-1]):
        told = [json.loads(line) for line in run(*order, "--json").stdout.splitlines()]
        assert [counted_ids(one) for one in told] == [[], []]
    report = parsers.parse(_year_before().read_bytes(), source="f")
    carried = report.tables["requests"]["carried_forward"]["total"]
    wrong = tmp_path / "wrong.html"
    data = _year_before().read_bytes()
    wrong.write_bytes(_changed(data, "carried_forward", "total", carried + 5))
    first, second = (json.loads(line) for line in run(wrong, sound(), "--json").stdout.splitlines())
    assert "X-CARRY" not in counted_ids(first)
    assert counted_ids(second) == ["X-CARRY"]
    (found,) = (one for one in second["findings"] if one["id"] == "X-CARRY")
    assert found["severity"] == "error"
    assert str(carried) in found["zh"]
    assert str(carried + 5) in found["zh"]


def test_a_table_pasted_from_the_file_beside_it_is_told(tmp_path: Path) -> None:
    city = [
        next(
            file
            for file, e in fixtures.report_files()
            if "//www.jichuan" in e["url"] and e["year"] == year and e["agency"] == "霁川市人民政府"
        )
        for year in (2022, 2023)
    ]
    text = city[0].read_text(encoding="utf-8")
    pasted = tmp_path / "pasted.html"
    for old, new in ((2023, 2024), (2022, 2023), (2021, 2022)):
        text = text.replace(str(old), str(new))
    pasted.write_text(text, encoding="utf-8")
    told = [json.loads(line) for line in run(city[0], pasted, "--json").stdout.splitlines()]
    assert [one["year"] for one in told] == [2022, 2023]
    assert "X-SAME" in counted_ids(told[1])


def counted_ids(told: dict[str, object]) -> list[str]:
    return [one["id"] for one in told["findings"] if one["severity"] in CHECKED]


@pytest.mark.parametrize(
    ("heading", "told"), [("本年收费金额", 1), ("本年收费金额（单位：万元）", 0)]
)
def test_a_fee_whose_unit_is_printed_nowhere_is_pointed_at(desk: Desk, heading, told) -> None:
    title = "石桥县水利局2023年政府信息公开工作年度报告"
    rows = "".join(
        f"<tr><td>信息内容</td><td>{head}</td></tr><tr><td>{label}</td><td>{figure}</td></tr>"
        for head, label, figure in (
            ("本年处理决定数量", "行政许可", "51"),
            (heading, "行政事业性收费", "863000"),
        )
    )
    text = f"<h1>{title}</h1><h2>二、主动公开政府信息情况</h2><table>{rows}</table>"
    report = parsers.parse(f"<html><title>{title}</title>{text}</html>".encode(), source="p")
    found = [one for one in desk.findings(report) if one.id == "unit_unknown"]
    assert [one.place for one in found] == ["disclosure.fees.amount"] * told
    assert [one.severity for one in found] == ["hint"] * told
