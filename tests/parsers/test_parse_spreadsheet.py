"""Workbooks: merged cells, what is hidden or only looks like a number, and packages that lie."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from parsers import package
from parsers.cell_places import places
from parsers.seen import OBJECT
from parsers.spreadsheet.formats import shown
from parsers.spreadsheet.sheet import Sheet, blocks_of, name_of
from tests.parsers.package_parts import changed
from tests.parsers.sheets import TITLE, book

OLD = Path(__file__).parent / "data" / "report.xls"


def parse(data: bytes) -> parsers.Report:
    return parsers.parse(data, source="a.xlsx")


def rows_of(report, *names):
    return [list(report.tables["disclosure"][name].values()) for name in names]


def noted(report, row="rules"):
    return {note.column: (note.status, note.value) for note in report.cells if note.row == row}


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in parse(data).problems}


SHEET = "xl/worksheets/sheet1.xml"


def test_a_table_is_read():
    report = parse(book())
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
    assert (report.title, report.agency, report.year) == (TITLE, "松岭县", 2023)


def test_an_old_workbook_is_read():
    report = parsers.parse(OLD.read_bytes(), source="report.xls")
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, None, 66]]
    assert noted(report, "normative_documents") == {"repealed": ("ambiguous", None)} or noted(
        report, "normative_documents"
    ) == {"repealed": ("unreadable", None)}
    assert (report.agency, report.year) == ("松岭县", 2023)


def test_every_cell_of_an_old_workbook_is_found_again():
    data = OLD.read_bytes()
    report = parsers.parse(data, source="report.xls")
    found = places(data, report.origins, media_type=None, charset=None)
    place = found["disclosure.rules.in_force"]
    assert (place.path, place.text, place.confirmed) == ("年报!D4", "11", True)


def test_a_cell_is_found_again_by_its_name():
    data = book()
    report = parse(data)
    found = places(data, report.origins, media_type=None, charset=None)
    assert {name: place.path for name, place in found.items()}["disclosure.rules.made"] == "年报!B4"
    assert all(place.confirmed for place in found.values())


def test_a_cell_that_changed_is_not_confirmed():
    report = parse(book())
    other = book(lambda _, sheet: sheet.write_number("B4", 7))
    found = places(other, report.origins, media_type=None, charset=None)
    assert not found["disclosure.rules.made"].confirmed


def test_a_blank_cell_is_blank():
    report = parse(book(lambda made, sheet: sheet.write_blank("C4", None, made.add_format())))
    assert noted(report) == {"repealed": ("blank", None)}


@pytest.mark.parametrize("how", ["row", "column", "sheet"])
def test_what_is_hidden_is_not_read(how):
    def hide(made, sheet):
        if how == "row":
            sheet.write_row(5, 0, ["规章", 91, 92, 93])
            sheet.set_row(5, None, None, {"hidden": True})
        elif how == "column":
            sheet.write_column(2, 4, ["草稿", 91, 92])
            sheet.set_column(4, 4, None, None, {"hidden": True})
        else:
            draft = made.add_worksheet("草稿")
            draft.write_row(0, 0, ["规章", 91, 92, 93])
            draft.hide()

    report = parse(book(hide))
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
    assert "91" not in str(report.to_dict())


def test_a_hidden_column_within_a_table_shifts_nothing():
    def hide(made, sheet):
        sheet.write_row(2, 0, ["信息内容", "本年制发件数", "草稿", "本年废止件数", "现行有效件数"])
        sheet.write_row(3, 0, ["规章", 1, 91, 0, 11])
        sheet.write_row(4, 0, ["行政规范性文件", 12, 92, 3, 66])
        sheet.set_column(2, 2, None, None, {"hidden": True})

    assert rows_of(parse(book(hide)), "rules") == [[1, 0, 11]]


def test_a_formula_counts_as_what_was_worked_out():
    report = parse(book(lambda _, sheet: sheet.write_formula("D4", "=5+6", None, 11)))
    assert rows_of(report, "rules") == [[1, 0, 11]]


def test_a_formula_without_a_result_is_no_blank():
    data = book(lambda _, sheet: sheet.write_formula("D4", "=5+6", None, 11))
    report = parse(changed(data, SHEET, b'<v>11</v></c></row><row r="5"', b'</c></row><row r="5"'))
    assert rows_of(report, "rules") == [[1, 0, None]]
    assert noted(report)["in_force"][0] in ("unreadable", "ambiguous")


def test_an_error_is_no_number():
    report = parse(book(lambda _, sheet: sheet.write_formula("D4", "=1/0", None, "#DIV/0!")))
    assert rows_of(report, "rules") == [[1, 0, None]]
    assert noted(report)["in_force"][0] in ("unreadable", "ambiguous")


def test_white_digits_are_not_read():
    def whiten(made, sheet):
        sheet.write_number("C4", 8, made.add_format({"font_color": "#FFFFFF"}))

    report = parse(book(whiten))
    assert rows_of(report, "rules") == [[1, None, 11]]
    assert noted(report)["repealed"][0] != "blank"


def test_struck_digits_are_no_part_of_a_number():
    def strike(made, sheet):
        struck, plain = made.add_format({"font_strikeout": True}), made.add_format()
        sheet.write_rich_string("C4", struck, "8", plain, "9")

    assert rows_of(parse(book(strike)), "rules") == [[1, 9, 11]]


def test_a_merged_figure_is_no_figure_of_two_columns():
    def merge(made, sheet):
        sheet.merge_range("B4:C4", 5)

    report = parse(book(merge))
    assert rows_of(report, "rules")[0][:2] == [None, None]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (4985727.4476, "General", "4985727.4476"),
        (120000, "General", "120000"),
        (-0.0, "General", "0"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (5, '0"件"', "5件"),
        (5, "0件", "5件"),
        (5, "0_ ", "5"),
        (-5, "0_);[Red]\\(0\\)", "(5)"),
        (-5, "0", "-5"),
        (-5, "0;-0;;@", "-5"),
        (0, "0;-0;;@", ""),
        (0, "#", ""),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-"),
        (7, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "7"),
        (0.25, "0%", "25%"),
        (3, "000", "003"),
        (3, "@", "3"),
        (25.1, "[$¥-804]#,##0.0", "¥25.1"),
        (0.5, "0.0#", "0.5"),
        # Digits that are not shown, or shown as something else, leave a mark.
        (12.4, "0", "12" + OBJECT),
        (12000, "0,", "12000" + OBJECT),
        (12, "[DBNum1]General", "12" + OBJECT),
        (12, "[>10]0;0", "12" + OBJECT),
        (12, "0-0", "12" + OBJECT),
        (12, "yyyy", "12" + OBJECT),
        (0.5, "# ?/?", "0.5" + OBJECT),
        (12, "0.0E+00", "12" + OBJECT),
        (1e300, "0", OBJECT),
        (float("nan"), "0", OBJECT),
    ],
)
def test_a_number_is_read_as_it_is_shown(value, code, text):
    assert shown(value, code) == text


@settings(max_examples=300, deadline=None)
@given(st.floats(-1e9, 1e9), st.text(st.sampled_from('0#?,.;%_*\\"[]@-() G年'), max_size=12))
def test_no_format_raises(value, code):
    assert isinstance(shown(value, code), str)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["0", "#,##0", "General", "0_ ", '0"件"']))
def test_whole_numbers_keep_their_digits(value, code):
    digits = "".join(sign for sign in shown(value, code) if sign.isdecimal())
    assert int(digits) == value


def test_names_of_cells():
    assert name_of("表", 0, 0) == "表!A1"
    assert name_of("表", 6, 27) == "表!AB7"
    assert name_of("表", 0, 702) == "表!AAA1"


def test_a_merged_area_over_rows_keeps_them_together():
    sheet = Sheet("s", {(0, 0): "a", (0, 1): "b", (1, 1): "c"}, [(0, 2, 0, 1)])
    assert [(b.text, b.row, b.column, b.down) for b in blocks_of(sheet, 0)] == [
        ("a", 0, 0, 2),
        ("b", 0, 1, 1),
        ("c", 1, 0, 1),
    ]


# --- packages ---------------------------------------------------------------------------------

GOOD = book()


def test_a_sheet_that_says_it_is_huge_costs_nothing():
    data = changed(GOOD, SHEET, b'<dimension ref="A1:D5"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert rows_of(parse(data), "rules") == [[1, 0, 11]]


def test_a_cell_at_the_far_end_costs_nothing():
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    report = parse(changed(GOOD, SHEET, b"</sheetData>", far))
    assert rows_of(report, "rules") == [[1, 0, 11]]


def test_rows_beyond_the_limit_are_told():
    report = parse(book(lambda _, sheet: sheet.write_number(5_200, 0, 1)))
    assert "truncated" in {problem.code for problem in report.problems}


def test_merged_areas_without_end_are_refused():
    refs = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % row for row in range(6, 30))
    data = changed(
        GOOD, SHEET, b"<mergeCells", b"<mergeCells>" + refs + b"</mergeCells><mergeCells"
    )
    assert {"oversized", "not_a_report"} <= codes(data)


def test_a_document_type_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    assert {"damaged_file", "not_a_report"} <= codes(changed(GOOD, SHEET, b"<worksheet", bomb))


def test_entities_in_texts_are_not_expanded():
    inner = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 9)
    )
    bomb = b'<!DOCTYPE x [<!ENTITY e0 "999999">' + inner + b"]><sst"
    data = changed(GOOD, "xl/sharedStrings.xml", b"<sst", bomb)
    data = changed(data, "xl/sharedStrings.xml", "规章".encode(), b"&e8;")
    assert {"damaged_file", "not_a_report"} <= codes(data)


def test_a_bomb_is_not_unpacked():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", bytes(package.MOST_XML + 1))
    assert len(out.getvalue()) < 1_000_000
    assert "oversized" in codes(out.getvalue())


def test_damaged_workbooks_are_named():
    assert {"damaged_file", "not_a_report"} <= codes(GOOD[: len(GOOD) // 2])
    assert "not_a_report" in codes(OLD.read_bytes()[:3_000])


def test_a_workbook_without_text_is_named():
    out = io.BytesIO()
    import xlsxwriter

    xlsxwriter.Workbook(out, {"in_memory": True}).close()
    assert {"empty_document", "not_a_report"} <= codes(out.getvalue())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=12))
def test_damage_anywhere_raises_nothing(at, junk):
    assert "parser_error" not in codes(GOOD[:at] + junk + GOOD[at + len(junk) :])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_in_an_old_workbook_raises_nothing(data):
    body = OLD.read_bytes()
    at = data.draw(st.integers(0, len(body)))
    junk = data.draw(st.binary(min_size=1, max_size=12))
    assert "parser_error" not in codes(body[:at] + junk + body[at + len(junk) :])


# --- pasted from a page -----------------------------------------------------------------------


def pasted(*lines, figures=("12", "3", "66")) -> Sheet:
    """A label whose lines are rows, with the figures beside it merged over them."""
    sheet = Sheet("s", {(at, 0): line for at, line in enumerate(lines)})
    for column, figure in enumerate(figures, 1):
        sheet.texts[0, column] = figure
        sheet.merged.append((0, len(lines), column, column + 1))
    return sheet


def firsts(sheet) -> list[tuple[str, int]]:
    return [(b.text, b.down) for b in blocks_of(sheet, 0) if b.column == 0 and b.is_cell]


def test_the_lines_of_a_label_are_one_label():
    assert firsts(pasted("行政规范", "性文件")) == [("行政规范\n性文件", 2)]


@pytest.mark.parametrize("second", ["2.其他", "（二）部分公开", "二、其他", "7", "-"])
def test_labels_of_their_own_stay_apart(second):
    assert firsts(pasted("1.国家秘密", second))[0] == ("1.国家秘密", 1)


def test_labels_without_a_figure_over_their_rows_stay_apart():
    assert firsts(pasted("国家秘密", "其他", figures=("甲", "乙")))[0] == ("国家秘密", 1)
    split = pasted("国家秘密", "其他")
    split.texts[1, 1] = "5"
    split.merged = split.merged[1:]
    assert firsts(split)[0] == ("国家秘密", 1)


def test_a_pasted_table_is_read():
    def paste(made, sheet):
        for column, text in enumerate(("行政规范", "12", "3", "66")):
            if column:
                sheet.merge_range(4, column, 5, column, int(text))
            else:
                sheet.write(4, 0, text)
        sheet.write(5, 0, "性文件")

    assert rows_of(parse(book(paste)), "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
