"""`gongkai check --html`: one page that stands alone, its marks on the right cells."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from archive.factory import Desk as ArchiveDesk
from archive.factory import report as made
from archive.factory import tables
from click.testing import CliRunner
from lxml import html as markup

import fixtures
import parsers
from benchmarks.accuracy.corpus import generate
from gongkai.archive import Archive
from gongkai.browse.desk import bounds, result_page
from gongkai.browse.identities import Check
from gongkai.cli import main
from gongkai.cli.checking import Checking
from parsers import forms
from parsers.report import Report

BROKEN = "info/1042/36163.htm"
#: What a page could load or run.
LOADS = "script, link, img, iframe, object, embed, [src], [style], [onerror], form"


def run(*arguments: object):
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def broken() -> Path:
    return next(file for file, e in fixtures.report_files() if e["url"].endswith(BROKEN))


def sound() -> Path:
    return next(
        file
        for file, e in fixtures.report_files()
        if "//www.jichuan" in e["url"] and e["year"] == 2023
    )


def written(out: Path) -> markup.HtmlElement:
    return markup.fromstring(out.read_bytes())


def words(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cells(tree: markup.HtmlElement, table: str, css: str) -> Iterator[list[str]]:
    """The label and the text of each cell of that kind."""
    for cell in tree.cssselect(f"table.{table} td.{css}"):
        yield [words(cell.getparent().cssselect("th.label")[0]), words(cell)]


def test_one_page_stands_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    result = run(broken(), "--html", out)
    assert result.exit_code == 1
    tree = written(out)
    assert tree.cssselect(LOADS) == []
    assert "url(" not in out.read_text(encoding="utf-8")
    (style,) = tree.cssselect("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"


def test_both_sides_and_the_likely_cell_are_marked(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    run(broken(), "--html", out)
    tree = written(out)
    (likely,) = tree.cssselect("table.requests td.likely")
    assert words(likely) == "15 若为 14 ✗1 ✗2 ✗4".replace(" ✗", "✗")
    marked = list(cells(tree, "requests", "fails"))
    # A column of outcomes and their total, and a row of seven; one cell in both.
    column = [one for one in marked if "✗1" in one[1]]
    row = [one for one in marked if "✗2" in one[1]]
    assert len(column) == 22
    assert any(label.endswith("（七）总计") and text.startswith("61") for label, text in column)
    assert len(row) == 7
    assert any("17" in text for _, text in row)
    assert len(marked) == len(column) + len(row) - 1
    assert len(tree.cssselect("table.review_litigation td.fails")) == 5


def test_every_finding_is_there_and_every_mark_leads_to_one(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    printed = run(broken(), sound(), "--html", out)
    tree = written(out)
    found = tree.cssselect("ol.findings li")
    said = "".join(printed.output.split())
    for one in found:
        text = one.cssselect("span.badge")[0].tail
        assert "".join(text.split()) in said
    assert len(found) == said.count("错误") + said.count("提示") - said.count("提示不计")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [link[1:] for link in tree.xpath("//@href")]
    assert links
    assert set(links) <= set(ids)
    assert len(tree.cssselect("article.report")) == 2


def test_a_clause_that_contradicts_is_marked_in_the_text(tmp_path: Path) -> None:
    text = sound().read_text(encoding="utf-8")
    clause = re.search(r"全年办结(?:<[^>]*>)?(\d+)", text)
    assert clause
    wrong = str(int(clause[1]) + 40)
    file = tmp_path / "wrong.html"
    file.write_text(text.replace(clause[0], f"全年办结{wrong}"), encoding="utf-8")
    run(file, "--html", tmp_path / "out.html")
    tree = written(tmp_path / "out.html")
    (clause,) = tree.cssselect("section p mark")
    assert wrong in words(clause)
    number = words(clause.cssselect("a.check")[0])
    row = [one for one in cells(tree, "requests", "fails") if number in one[1]]
    assert [label.endswith("（七）总计") for label, _ in row] == [True]


def test_two_clauses_of_one_kind_each_lead_to_their_own_row(tmp_path: Path) -> None:
    text = sound().read_text(encoding="utf-8")
    truth = {}
    for words_, row in (("予以公开", "（一）予以公开"), ("部分公开", "（二）部分公开")):
        clause = re.search(rf"{words_}(?:<[^>]*>)?(\d+)", text)
        assert clause
        truth[row] = clause[1]
        text = text.replace(clause[0], f"{words_}{int(clause[1]) + 30}", 1)
    file = tmp_path / "wrong.html"
    file.write_text(text, encoding="utf-8")
    run(file, "--html", tmp_path / "out.html")
    tree = written(tmp_path / "out.html")
    clauses = tree.cssselect("section p mark")
    assert len(clauses) == 2
    for clause, (row, printed) in zip(clauses, truth.items(), strict=True):
        number = words(clause.cssselect("a.check")[0])
        marked = [one for one in cells(tree, "requests", "fails") if number in one[1]]
        assert [(label[:7], text) for label, text in marked] == [(row, f"{printed}{number}")]


def test_markup_in_a_report_stays_text(tmp_path: Path) -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;"
    text = sound().read_text(encoding="utf-8").replace("信息公开", f"信息公开{evil}", 3)
    file = tmp_path / "<b onclick=x>.html"
    file.write_text(re.sub(r"(<p[^>]*>)", rf"\1{evil}", text), encoding="utf-8")
    run(file, "--html", tmp_path / "out.html")
    tree = written(tmp_path / "out.html")
    assert tree.cssselect(f"{LOADS}, b, [onclick]") == []
    assert "<img src=x onerror=alert(2)>" in words(tree)


def test_in_english_nothing_of_the_frame_is_chinese(tmp_path: Path) -> None:
    run(broken(), sound(), "--html", tmp_path / "out.html", "--lang", "en")
    tree = written(tmp_path / "out.html")
    assert tree.get("lang") == "en"
    for element in tree.xpath("//*[@lang='zh-CN'] | //*[@title] | //style"):
        if element.tag != "body":
            element.clear()
    assert re.findall("[一-鿿]+", words(tree.find("body"))) == []


def test_what_is_no_report_is_said(tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text("<html><body><p>关于端午节放假的通知</p></body></html>", encoding="utf-8")
    result = run(other, tmp_path / "none.html", "--html", tmp_path / "out.html")
    assert result.exit_code == 1
    first, second = written(tmp_path / "out.html").cssselect("article.report")
    assert "未读成报告" in words(first)
    assert "打不开" in words(second)


def test_no_file_that_is_not_a_result_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "mine.html"
    file.write_bytes(sound().read_bytes())
    result = run(sound(), "--html", file)
    assert result.exit_code == 2
    assert file.read_bytes() == sound().read_bytes()
    out = tmp_path / "out.html"
    assert run(sound(), "--html", out).exit_code == 0
    assert run(broken(), "--html", out).exit_code == 1
    assert "堃阳县" in out.read_text(encoding="utf-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mine.html", "out.html"]
    missing = run(sound(), "--html", tmp_path / "no" / "out.html")
    assert missing.exit_code == 1
    assert "Traceback" not in missing.output + missing.stderr


def test_reports_of_older_forms_are_shown_too(tmp_path: Path) -> None:
    old = next(file for file, e in fixtures.report_files() if e["year"] == 2016)
    annex = fixtures.documents_folder() / "annex_v2008.html"
    assert run(old, annex, "--html", tmp_path / "out.html").exit_code in (0, 1)
    first, second = written(tmp_path / "out.html").cssselect("article.report")
    assert len(first.cssselect("table.statistics td.value")) > 50
    assert second.cssselect("table.annex td.value")


def test_a_report_of_nothing_makes_a_page() -> None:
    with Checking() as checking:
        page = result_page([checking._checked(Report("x"))], "zh")
    assert "<article" in page


def test_every_sum_and_bound_that_fails_marks_its_cells() -> None:
    """Generated reports break some in table 2 by chance, and one cell of table 3 or 4 by plan."""
    seen = set()
    with Checking() as checking:
        for seed in range(40):
            printed = generate(seed, "trs")
            (one,) = checking.check([("f", printed.html.encode())])
            tree = markup.fromstring(result_page([one], "en"))
            for number, finding in enumerate(one.found, 1):
                if not finding.id.startswith(("T2-", "T3-", "T4-", "X-", "crossing")):
                    continue
                marks = tree.cssselect("table.official td a.check")
                assert [mark for mark in marks if mark.text == f"✗{number}"], finding
                seen.add(finding.id)
            if (planted := printed.planted) and planted.table == "requests":
                (likely,) = tree.cssselect("td.likely")
                assert str(printed.tables["requests"][planted.row][planted.column]) in words(likely)
    assert {"T3-ROW", "T3-TOT", "crossing", "X-ITEMS-NEG", "T2-MADE", "T2-RULECAP"} <= seen


def test_the_cells_of_bounds_are_those_of_the_forms() -> None:
    known = {
        key
        for form in forms.all_forms()
        for table in form.tables.values()
        for block in table.blocks
        for key in (*(row.key for row in block.rows), *(column.key for column in block.columns))
    }
    for check_id in (*bounds._IN_ROW, *bounds._WHOLE_ROW, *bounds._WITH_ROWS):
        cells = list(bounds.bounded(Check(check_id, "t", "w", "fail", 1, 0, None)))
        assert cells
        for cell in cells:
            assert set(cell.split(".")[1:]) - {"w", "*"} <= known


def test_what_does_not_come_back_from_last_year_is_marked(tmp_path: Path) -> None:
    report = parsers.parse(sound().read_bytes(), source="f")
    grids = tables()
    grids["requests"]["carried_forward"] = dict(report.tables["requests"]["carried_over"])
    grids["requests"]["carried_forward"]["total"] += 4
    known = {"agency": report.agency, "kind": report.kind, "tier": report.tier}
    before = made(
        title=f"{report.agency}2022年政府信息公开工作年度报告",
        year=2022,
        scope=report.scope,
        period=("2022-01-01", "2022-12-31"),
        published_on="2023-03-01",
        tables=grids,
        **known,
    )
    with Archive.open(tmp_path / "a.db") as archive:
        ArchiveDesk(archive).store("http://www.yunxi.example/b.html", b"b", before)
    run(sound(), "--archive", tmp_path / "a.db", "--html", tmp_path / "out.html")
    tree = written(tmp_path / "out.html")
    (cell,) = tree.cssselect("td.fails")
    assert words(cell.getparent().cssselect("th.label")[0]).startswith("二、上年结转")
    assert cell.getnext() is None  # the total
    assert "X-CARRY" in words(tree.cssselect("ol.findings")[0])
