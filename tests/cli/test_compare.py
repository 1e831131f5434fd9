"""`gongkai compare`: files and archived reports side by side, in words and as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import fixtures
import parsers
from gongkai.cli import main


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def compare(*arguments: object):
    return run("compare", *arguments)


def of_year(year: int) -> Path:
    """A city department's report."""
    return next(
        file
        for file, e in fixtures.report_files()
        if "//www.jichuan" in e["url"] and e["year"] == year and "民政局" in e["agency"]
    )


def report(file: Path) -> parsers.Report:
    return parsers.parse(file.read_bytes(), source="f")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compare") / "a.db"
    assert run("import", of_year(2022), of_year(2023), "--archive", path).exit_code == 0
    return path


def test_every_cell_that_differs_is_there_with_its_change() -> None:
    found = json.loads(compare(of_year(2022), of_year(2023), "--json").stdout)
    first, second = report(of_year(2022)).tables, report(of_year(2023)).tables
    listed = {
        (table, cell["row"], cell["column"]): (cell["a"], cell["b"], cell["change"])
        for table, pair in found["tables"].items()
        for cell in pair["cells"]
        if not cell["same"]
    }
    expected = {
        (table, row, column): (first[table][row][column], value)
        for table, rows in second.items()
        for row, cells in rows.items()
        for column, value in cells.items()
        if first[table].get(row, {}).get(column) != value
    }
    assert {place: sides[:2] for place, sides in listed.items()} == expected
    assert len(expected) > 10
    for a, b, change in listed.values():
        if a is not None and b is not None:
            assert float(change) == pytest.approx(b - a)
    assert found["differs"] is True
    assert 0 < found["text_share"] < 1
    assert 0 < found["sentences"]["share"] <= 1


def test_in_words_numbers_changes_and_text_stand_there() -> None:
    result = compare(of_year(2022), of_year(2023))
    assert result.exit_code == 0
    first, second = (report(of_year(year)).tables["requests"] for year in (2022, 2023))
    a, b = (table["received"]["total"] for table in (first, second))
    assert f"总计: {a} → {b}  ({b - a:+d})" in result.output
    assert "[-2022-]{+2023+}" in result.output
    assert re.search(r"文字相同：B 的表外文字 \d+% 与 A 逐字相同", result.output)


def test_in_english_only_the_reports_words_are_chinese() -> None:
    result = compare(of_year(2022), of_year(2023), "--lang", "en")
    told = result.output.split("\n\n")
    tables = [part for part in told if part.startswith(("Proactive", "Requests", "Administrative"))]
    assert len(tables) == 3
    assert "New requests" in result.output
    assert re.findall("[一-鿿]", "".join(tables)) == []


def test_a_report_beside_itself_differs_in_nothing() -> None:
    same = compare(of_year(2023), of_year(2023), "--exit-code", "--json")
    found = json.loads(same.stdout)
    assert same.exit_code == 0
    assert (found["differs"], found["text_share"], found["sentences"]["share"]) == (False, 1, 1)
    assert compare(of_year(2022), of_year(2023), "--exit-code").exit_code == 1
    assert "没有不同" in compare(of_year(2023), of_year(2023)).output


def test_files_and_archived_reports_give_the_same(archive: Path) -> None:
    agency = report(of_year(2023)).agency
    stored = [f"{agency} {year}" for year in (2022, 2023)]
    ways = [
        (of_year(2022), of_year(2023)),
        (stored[0], stored[1]),
        (of_year(2022), stored[1]),
        (stored[0], of_year(2023)),
    ]
    told = [json.loads(compare(*way, "--archive", archive, "--json").stdout) for way in ways]
    for one in told[1:]:
        for key in ("tables", "parts", "text_share", "sentences", "tables_only_in"):
            assert one[key] == told[0][key]
    assert told[1]["b"]["source"] == told[1]["b"]["report_id"]
    assert told[1]["b"]["report_id"].split("/")[1:] == ["2023", "own_agency"]
    by_id = compare(told[1]["a"]["report_id"], told[1]["b"]["report_id"], "--archive", archive)
    assert by_id.exit_code == 0


def test_what_is_not_found_or_no_report_is_one_line(archive: Path, tmp_path: Path) -> None:
    news = tmp_path / "news.html"
    news.write_text("<p>关于端午节放假的通知</p>", encoding="utf-8")
    for other, said in (
        ("nobody 2023", "no report"),
        (news, "news.html"),
        (tmp_path, tmp_path.name),
        (f"{of_year(2022)}#2", "holds no report 2"),
    ):
        result = compare(of_year(2023), other, "--archive", archive)
        assert result.exit_code == 1
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert result.stdout == ""
    missing = compare(of_year(2023), "x.html", "--archive", tmp_path / "none.db")
    assert missing.exit_code == 1
    assert "x.html: no such file" in missing.stderr
    assert not (tmp_path / "none.db").exists()
    assert compare(of_year(2023)).exit_code == 2


def test_a_further_report_of_a_file_is_named_by_its_number(tmp_path: Path) -> None:
    two = tmp_path / "two.html"
    pages = [file.read_text(encoding="utf-8") for file in (of_year(2023), of_year(2022))]
    bodies = "".join(text[text.index("<body") : text.index("</body>")] for text in pages)
    two.write_text(f"<html>{bodies}</body></html>", encoding="utf-8")
    result = compare(f"{two}#1", f"{two}#2", "--json")
    found = json.loads(result.stdout)
    assert {found["a"]["year"], found["b"]["year"]} == {2022, 2023}
    assert "#2" in compare(two, of_year(2023)).stderr


def test_tables_of_one_alone_are_told(tmp_path: Path) -> None:
    text = of_year(2023).read_text(encoding="utf-8")
    cut = re.sub(r"<table.*?</table>", "", text, flags=re.DOTALL)
    file = tmp_path / "cut.html"
    file.write_text(cut, encoding="utf-8")
    first, second = report(file).tables, report(of_year(2023)).tables
    missing = [key for key in second if key not in first]
    assert len(missing) == len(second) == 3
    result = compare(file, of_year(2023))
    assert result.output.count("只见于 B") == 3
    found = json.loads(compare(file, of_year(2023), "--json").stdout)
    assert found["tables_only_in"] == {"a": [], "b": missing}


def test_a_number_in_another_unit_has_no_change() -> None:
    old = next(file for file, e in fixtures.report_files() if e["year"] == 2016)
    found = json.loads(compare(old, of_year(2023), "--json").stdout)
    assert found["tables"] == {}
    assert found["tables_only_in"]["a"] == ["statistics"]
