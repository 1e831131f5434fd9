"""PDF: tables by their rules and places, over pages, with what is printed around them."""

from __future__ import annotations

from itertools import pairwise

import pytest

import parsers
from parsers.cell_places import places
from parsers.pdf import read_pdf
from tests.parsers.pdf_writer import grid, line, pdf, table, text

HUAIAN = "samples/huaian_2024.pdf"
TITLE = text(100, 800, "松岭县2023年政府信息公开工作年度报告", 18)
HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
XS = [50, 180, 300, 400, 500]
RULES = ["规章", "1", "0", "11"]
NORMS = ["行政规范性文件", "12", "3", "66"]
#: A picture of one grey point, drawn over a box.
DOT = "q {} 0 0 {} {} {} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def disclosure(*pages: str, **settings: str) -> parsers.Report:
    return parsers.parse(pdf([f"{TITLE}\n{pages[0]}", *pages[1:]], **settings), source="a.pdf")


def rows_of(report: parsers.Report, *names: str) -> list[list[object]]:
    return [list(report.tables["disclosure"][name].values()) for name in names]


def statuses(report: parsers.Report, row: str) -> dict[str, tuple[str, object]]:
    return {note.column: (note.status, note.value) for note in report.cells if note.row == row}


# --- a real report --------------------------------------------------------------------------


@pytest.fixture
def huaian(shared) -> parsers.Report:
    return parsers.parse(shared(HUAIAN).read_bytes(), source=HUAIAN)


def test_the_real_report_gives_all_200_cells_as_plain_numbers(huaian):
    cells = [v for t in huaian.tables.values() for row in t.values() for v in row.values()]
    assert len(cells) == 200
    assert None not in cells
    assert huaian.cells == []
    assert [problem for problem in huaian.problems if problem.severity != "info"] == []


def test_the_real_reports_numbers_are_those_printed(huaian):
    requests = huaian.tables["requests"]
    printed = {
        "received": [3001, 53, 0, 0, 61, 4, 3119],
        "carried_over": [34, 0, 0, 0, 0, 0, 34],
        "granted": [1288, 21, 0, 0, 50, 3, 1362],
        "partly_granted": [447, 7, 0, 0, 0, 0, 454],
        "unavailable_not_held": [746, 12, 0, 0, 10, 1, 769],
        "unavailable_requires_creation": [11, 0, 0, 0, 0, 0, 11],
        "other_not_supplemented": [67, 3, 0, 0, 1, 0, 71],
        "total_processed": [2932, 53, 0, 0, 61, 4, 3050],
        "carried_forward": [103, 0, 0, 0, 0, 0, 103],
    }
    assert {row: list(requests[row].values()) for row in printed} == printed
    assert [list(group.values()) for group in huaian.tables["review_litigation"].values()] == [
        [72, 64, 178, 37, 351],
        [13, 4, 8, 1, 26],
        [12, 1, 1, 6, 20],
    ]
    assert [list(row.values()) for row in huaian.tables["disclosure"].values()] == [
        [1, 0, 11],
        [8, 26, 66],
        [447228],
        [3985758],
        [88283],
        [96171.6],
    ]


def test_every_identity_and_claim_of_the_real_report_passes(huaian):
    assert {check.outcome for check in huaian.checks} == {"pass"}
    claims = {(claim.kind, claim.value) for claim in huaian.claims}
    assert {("received", 3119), ("review", 351), ("litigation", 46), ("fee", 3940)} <= claims
    assert (huaian.agency, huaian.year, huaian.form) == ("淮安市人民政府", 2024, "v2021")


def test_every_cell_of_the_real_report_is_found_again_on_its_page(huaian, shared):
    found = places(
        shared(HUAIAN).read_bytes(), huaian.origins, media_type="application/pdf", charset=None
    )
    assert len(found) == 200
    assert all(place.confirmed and place.box for place in found.values())
    assert {place.page for place in found.values()} == {3, 4, 5}


# --- one table ------------------------------------------------------------------------------


def test_cells_are_read_by_their_rules_and_a_blank_one_is_seen():
    report = disclosure(table([HEAD, RULES, ["行政规范性文件", "12", "", "66"]], XS, 700))
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, None, 66]]
    assert statuses(report, "normative_documents") == {"repealed": ("blank", None)}


YS = [700, 680, 660, 640]


def thin_boxes_in_one_path() -> str:
    level = [f"50 {y - 0.25} 450 0.5 re" for y in YS]
    return " ".join([*level, *(f"{x - 0.25} 640 0.5 60 re" for x in XS)]) + " f\n"


def a_box_a_cell() -> str:
    return "".join(
        f"{a + 0.7} {low + 0.7} {b - a - 1.4} {high - low - 1.4} re S\n"
        for a, b in pairwise(XS)
        for high, low in pairwise(YS)
    )


def dashes() -> str:
    return f"[3 2] 0 d {grid(XS, YS)} [] 0 d\n"


def drawn_dashes() -> str:
    level = "".join(line(x, y, x + 2, y) for y in YS for x in range(50, 500, 4))
    return level + "".join(line(x, y, x, y + 2) for x in XS for y in range(640, 700, 4))


def open_sides() -> str:
    level = "".join(line(50, y, 500, y) for y in YS)
    return level + "".join(line(x, 640, x, 700) for x in XS[1:-1])


def in_a_form() -> str:
    return f"q 2 0 0 2 0 0 cm {grid([x / 2 for x in XS], [y / 2 for y in YS])} Q\n"


@pytest.mark.parametrize(
    "rules",
    [thin_boxes_in_one_path, a_box_a_cell, dashes, drawn_dashes, open_sides, in_a_form],
)
def test_rules_may_be_drawn_in_many_ways(rules):
    plain = table([HEAD, ["规章", "1", "", "11"], NORMS], XS, 700)
    words = "".join(one + "\n" for one in plain.splitlines() if one.startswith("BT"))
    report = disclosure(rules() + words)
    assert rows_of(report, "rules", "normative_documents") == [[1, None, 11], [12, 3, 66]]
    assert statuses(report, "rules") == {"repealed": ("blank", None)}


def test_an_origin_is_a_page_and_a_box():
    data = pdf([TITLE, table([HEAD, RULES, NORMS], XS, 700)])
    origin = parsers.parse(data, source="a").origins["disclosure.normative_documents.made"]
    assert (origin.page, origin.element, origin.line, origin.raw) == (2, None, None, "12")
    left, bottom, right, top = origin.box
    assert 181 < left < right < 200
    assert 640 < bottom < top < 660


def test_a_place_that_does_not_hold_what_was_read_is_not_confirmed():
    data = pdf([TITLE + table([HEAD, RULES, NORMS], XS, 700)])
    report = parsers.parse(data, source="a")
    origins = {"a": report.origins["disclosure.rules.in_force"]._replace(raw="17")}
    assert not places(data, origins, media_type=None, charset=None)["a"].confirmed


@pytest.mark.parametrize("start", [283, 270])
def test_a_number_that_reaches_over_a_rule_is_nobodys(start):
    wide = table([HEAD, ["规章", "", "", "11"], NORMS], XS, 700)
    report = disclosure(wide + text(start, 666, "12345678"))
    assert rows_of(report, "rules") == [[None, None, 11]]
    found = {name: status for name, (status, _) in statuses(report, "rules").items()}
    assert found == {"made": "unreadable", "repealed": "unreadable"}


def test_numbers_of_two_cells_that_nearly_touch_are_two():
    close = table([HEAD, ["规章", "", "", "11"], NORMS], XS, 700)
    report = disclosure(close + text(283, 666, "123") + text(301, 666, "45"))
    assert rows_of(report, "rules") == [[123, 45, 11]]


def test_rows_without_rules_between_their_columns_are_not_guessed():
    bare = "\n".join([line(50, 700, 500, 700), line(50, 600, 500, 600), line(50, 600, 50, 700)])
    bare += line(500, 600, 500, 700) + line(180, 600, 180, 700)
    rows = [text(52, 680, "信息内容"), text(52, 640, "规章")]
    rows += [text(x, 640, figure) for x, figure in ((190, "1"), (310, "0"), (410, "11"))]
    report = disclosure(bare + "".join(rows))
    assert all(
        value is None for value in report.tables.get("disclosure", {}).get("rules", {}).values()
    )


def test_struck_and_raised_digits_are_no_part_of_a_number():
    page = table([HEAD, ["规章", "", "0", "11"], NORMS], XS, 700)
    page += text(182, 666, "45") + line(181, 669.5, 193, 669.5) + text(200, 666, "12")
    page += text(413, 671, "1", 5)
    report = disclosure(page)
    made, in_force = statuses(report, "rules")["made"], statuses(report, "rules")["in_force"]
    assert made[1] in (12, None)
    assert in_force == ("annotated", 11)


def test_text_that_nobody_sees_is_not_read():
    page = table([HEAD, ["规章", "", "", "11"], NORMS], XS, 700)
    page += f"3 Tr {text(182, 666, '7')} 0 Tr 1 g {text(302, 666, '8')} 0 g"
    report = disclosure(page)
    assert statuses(report, "rules") == {
        "made": ("unreadable", None),
        "repealed": ("unreadable", None),
    }


def test_white_text_on_a_dark_ground_is_read():
    page = "0 0 1 rg 50 680 450 20 re f 1 g\n" + table([HEAD, RULES, NORMS], XS, 700) + "0 g"
    dark = page.replace(text(52, 666, "规章"), "0 g " + text(52, 666, "规章"))
    assert "信息内容" in "".join(block.text for block in read_pdf(pdf([dark])).blocks)


def test_a_cell_with_a_picture_is_unreadable():
    page = table([HEAD, ["规章", "", "0", "11"], NORMS], XS, 700)
    report = disclosure(page + DOT.format(20, 10, 182, 665))
    assert statuses(report, "rules") == {"made": ("unreadable", None)}


def test_a_number_that_is_painted_over_is_not_guessed():
    page = table([HEAD, ["规章", "12", "0", "11"], NORMS], XS, 700)
    page += "1 g 181 664 14 12 re f 0 g\n" + text(182, 666, "85")
    assert noted_made(disclosure(page)) == ("unreadable", None)


def noted_made(report: parsers.Report) -> tuple[str, object]:
    return statuses(report, "rules")["made"]


@pytest.mark.parametrize("kind", ["/FreeText /DA (/F1 10 Tf)", "/Widget /FT /Tx /V (7)", "/Stamp"])
def test_a_cell_with_a_field_or_a_note_is_unreadable(kind):
    note = f"/Annots [<< /Type /Annot /Subtype {kind} /Rect [182 664 200 676] >>]"
    page = table([HEAD, ["规章", "", "0", "11"], NORMS], XS, 700)
    report = disclosure(page, extra=note)
    assert statuses(report, "rules") == {"made": ("unreadable", None)}


def test_digits_that_a_note_strikes_out_do_not_count():
    note = "/Annots [<< /Type /Annot /Subtype /StrikeOut /Rect [181 664 193 676]"
    note += " /QuadPoints [181 676 193 676 181 664 193 664] >>]"
    report = disclosure(table([HEAD, ["规章", "45", "0", "11"], NORMS], XS, 700), extra=note)
    assert rows_of(report, "rules") == [[None, 0, 11]]


# --- what stands around ---------------------------------------------------------------------


def test_watermarks_are_no_text():
    page = table([HEAD, RULES, NORMS], XS, 700)
    page += text(150, 600, "内部资料99", 40, "0.7 0.7 -0.7 0.7")
    page += f"0.8 g {text(150, 645, '样本88', 40)} 0 g"
    report = disclosure(page)
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]


def test_light_text_of_the_usual_size_is_read():
    page = table([HEAD, RULES, NORMS], XS, 700).replace("BT", "0.7 g BT")
    assert rows_of(disclosure(page), "rules") == [[1, 0, 11]]


@pytest.mark.parametrize("turn", ["0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"])
def test_a_page_laid_on_its_side_is_turned(turn):
    back = {"0 1 -1 0": "842 0", "-1 0 0 -1": "595 842", "0 -1 1 0": "0 842"}[turn]
    page = f"q {turn} {back} cm {TITLE} {table([HEAD, RULES, NORMS], XS, 700)} Q"
    data = pdf([page], size=(842, 842))
    report = parsers.parse(data, source="a")
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
    found = places(data, report.origins, media_type=None, charset=None)
    read = [place for name, place in found.items() if place.raw]
    assert len(read) == 6
    assert all(place.confirmed for place in read)


@pytest.mark.parametrize("form", ["- {} -", "{}", "第{}页", "{}/3", "— {} —"])
def test_page_numbers_are_dropped_at_the_edges_only(form):
    pages = [text(280, 40, form.format(n)) for n in (1, 2, 3)]
    first = table([HEAD, RULES], XS, 120)
    more = table([NORMS], XS, 800)
    report = disclosure(first + pages[0], more + pages[1], text(60, 700, "完") + pages[2])
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
    assert not any("页" in block.text for block in read_pdf(pdf([*pages, "", ""])).blocks)


def test_numbers_at_the_end_of_pages_that_count_nothing_stay():
    words = ["甲方的话", "乙方的话", "丙方的话"]
    pages = [text(60, 700, w) + text(60, 688, n) for w, n in zip(words, "001", strict=True)]
    assert len(read_pdf(pdf(pages)).blocks) == 6


# --- over the end of a page ------------------------------------------------------------------


def test_a_table_goes_on_with_its_head_repeated():
    report = disclosure(table([HEAD, RULES], XS, 120), table([HEAD, NORMS], XS, 800))
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
    cells = list(
        read_pdf(pdf([table([HEAD, RULES], XS, 120), table([HEAD, NORMS], XS, 800)])).blocks
    )
    assert [block.text for block in cells].count("信息内容") == 1
    assert {block.table for block in cells} == {0}


@pytest.mark.parametrize("above", [True, False])
def test_a_row_that_the_page_breaks_is_one_row(above):
    full, empty = ["12", "3", "66"], ["", "", ""]
    upper = ["行政规范", *(full if above else empty)]
    lower = ["性文件", *(empty if above else full)]
    report = disclosure(table([HEAD, RULES, upper], XS, 120), table([lower], XS, 800))
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]


def test_the_values_of_a_broken_row_are_not_given_to_a_guess():
    """The label says nothing of where the row ends: its blanks may be the next page's numbers."""
    upper, lower = ["行政规范性文件（含", "", "", ""], ["各部门的）", "12", "3", "66"]
    report = disclosure(table([HEAD, RULES, upper], XS, 120), table([lower], XS, 800))
    values = rows_of(report, "normative_documents")[0]
    notes = statuses(report, "normative_documents")
    assert values == [12, 3, 66] or all(notes[name][0] != "blank" for name in notes)


def test_tables_of_other_columns_on_the_next_page_stay_apart():
    one, other = table([HEAD, RULES], XS, 120), table([["甲", "乙"]], [60, 260, 480], 800)
    blocks = read_pdf(pdf([one, other])).blocks
    assert {block.table for block in blocks} == {0, 1}


def test_spans_are_seen():
    xs, ys = [50, 150, 250, 350], [700, 680, 660]
    rules = grid(xs, ys).replace(line(xs[0], ys[1], xs[-1], ys[1]), line(150, 680, 350, 680))
    rules = rules.replace(line(250, 700, 250, 660), line(250, 680, 250, 660))
    words = [text(52, 676, "甲"), text(152, 686, "乙"), text(152, 666, "1"), text(252, 666, "2")]
    blocks = read_pdf(pdf([rules + "".join(words)])).blocks
    assert [(b.text, b.row, b.column, b.across, b.down) for b in blocks] == [
        ("甲", 0, 0, 1, 2),
        ("乙", 0, 1, 2, 1),
        ("1", 1, 0, 1, 1),
        ("2", 1, 1, 1, 1),
    ]


def test_lines_become_paragraphs_again():
    lines = [
        "本报告由松岭县人民政府办公室编制一二三四五六七八九十",
        "全年收到申请三件，均已答复。",
        "二、概述",
    ]
    page = [text(80, 700, lines[0], 12), text(56, 680, lines[1], 12), text(80, 660, lines[2], 12)]
    page.append(text(56, 640, "甲" * 28, 12))
    blocks = [block.text for block in read_pdf(pdf(["".join(page)])).blocks]
    assert blocks[:2] == [lines[0] + lines[1], lines[2]]


def test_a_title_over_two_lines_is_one_and_a_heading_begins_anew():
    body = "本报告由松岭县人民政府办公室编制一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
    page = text(150, 800, "松岭县卫生健康局2023年政府信息公开", 20) + text(
        230, 770, "工作年度报告", 20
    )
    page += "".join(text(60, 700 - 20 * n, body, 12) for n in range(4))
    page += text(60, 620, "三、收到和处理政府信息公开申请情况", 12) + text(60, 600, "甲。", 12)
    blocks = [block.text for block in read_pdf(pdf([page])).blocks]
    assert blocks[0] == "松岭县卫生健康局2023年政府信息公开工作年度报告"
    assert blocks[2] == "三、收到和处理政府信息公开申请情况"
