"""Figures in a workbook that nobody can see, or that are struck out or raised in part."""

from __future__ import annotations

import io
from types import SimpleNamespace

import openpyxl
import pytest
import xlrd
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from parsers.seen import OBJECT
from parsers.spreadsheet import xls
from parsers.spreadsheet.conditions import Rules
from parsers.spreadsheet.formats import shown, shown_text
from parsers.spreadsheet.palette import Palette
from tests.parsers.package_parts import changed
from tests.parsers.sheets import book
from tests.parsers.test_parse_spreadsheet import SHEET, noted, parse, rows_of

READ, UNSEEN = {}, {"made": "unreadable"}
GROUND = PatternFill("solid", fgColor="FF1F4E79")


def of(data: bytes) -> tuple[object, dict[str, str]]:
    """What is read of B5, which holds 12, and the notes of its row."""
    report = parse(data)
    [values] = rows_of(report, "normative_documents")
    notes = {name: status for name, (status, _) in noted(report, "normative_documents").items()}
    return values[0], notes


def styled(font: Font, fill: PatternFill | None = None) -> bytes:
    """The table with one cell in another font, as openpyxl writes it."""
    made = openpyxl.load_workbook(io.BytesIO(book()))
    made.active["B5"].font = font
    if fill is not None:
        made.active["B5"].fill = fill
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (Font(color=Color(theme=0)), None),
        (Font(color="FFFFFF"), None),
        (Font(color="FFF8F8F8"), None),
        (Font(color=Color(indexed=1)), None),
        (Font(color=Color(indexed=9)), None),
        (Font(color=Color(theme=0, tint=-0.03)), None),
        (Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FFFFFFFF")),
        (Font(color="FFFFFFFF"), PatternFill("solid", fgColor=Color(theme=0))),
        (Font(), PatternFill("solid", fgColor="FF000000")),
        (Font(color="FF1F4E79"), GROUND),
        (Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FFE7E6E6")),
        (Font(sz=1), None),
    ],
)
def test_a_figure_that_nobody_sees_is_unreadable(font, fill):
    assert of(styled(font, fill)) == (None, UNSEEN)


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (Font(color=Color(theme=1)), None),
        (Font(color=Color(theme=0, tint=-0.5)), None),
        (Font(color=Color(indexed=64)), None),
        (Font(color="FFFF0000"), None),
        (Font(color="FFFFFFFF"), GROUND),
        (Font(color=Color(theme=0)), PatternFill("solid", fgColor=Color(theme=4))),
        (Font(color="FFFFFFFF"), PatternFill("darkGrid", fgColor="FF000000")),
        (Font(), PatternFill("solid")),
        (Font(), PatternFill("solid", fgColor=Color(theme=0, tint=-0.05))),
    ],
)
def test_a_figure_that_is_seen_is_read(font, fill):
    assert of(styled(font, fill)) == (12, READ)


def test_the_theme_says_which_colour_is_meant():
    scheme = (
        '<t><clrScheme><dk1><c val="FFFFFF"/></dk1><lt1><c val="202020"/></lt1></clrScheme></t>'
    )
    palette = Palette(scheme.encode(), [])
    assert palette.rgb("theme", 0) == (0x20, 0x20, 0x20)
    assert palette.rgb("theme", 1) == (255, 255, 255)
    assert palette.rgb("theme", 7) is palette.rgb("indexed", 3) is palette.rgb("auto", True) is None


RUNS = {
    "white": ('<color rgb="FFFFFFFF"/>', None, UNSEEN),
    "theme": ('<color theme="0"/>', None, UNSEEN),
    "tiny": ('<sz val="1"/>', None, UNSEEN),
    "struck": ("<strike/>", 1, {"made": "annotated"}),
    "not struck": ('<strike val="0"/>', 12, READ),
    "red": ('<color rgb="FFFF0000"/>', 12, READ),
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("where", ["shared", "inline"])
def test_each_part_of_a_text_counts_as_it_looks(name, where):
    look, value, notes = RUNS[name]
    text = f"<r><t>1</t></r><r><rPr>{look}</rPr><t>2</t></r>".encode()
    if where == "shared":
        data = book(lambda _, sheet: sheet.write_string("B5", "12"))
        data = changed(data, "xl/sharedStrings.xml", b"<si><t>12</t>", b"<si>" + text)
    else:
        cell = b'<c r="B5" t="inlineStr"><is>' + text + b"</is></c>"
        data = changed(book(), SHEET, b'<c r="B5"><v>12</v></c>', cell)
    assert of(data) == (value, notes)


def test_a_raised_digit_in_the_cell_itself_is_no_digit():
    text = b'<r><t>1</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>'
    cell = b'<c r="B5" t="inlineStr"><is>' + text + b"</is></c>"
    assert of(changed(book(), SHEET, b'<c r="B5"><v>12</v></c>', cell))[0] != 12


# --- numbers that are not shown, or cannot be read ---------------------------------------------


def test_a_formula_in_a_cell_without_a_name_is_no_blank():
    data = changed(book(), SHEET, b"<v>12</v>", b"<f>5+7</f>")
    for name in (b"A5", b"B5", b"C5", b"D5"):
        data = changed(data, SHEET, b' r="' + name + b'"', b"")
    assert of(data) == (None, UNSEEN)


def test_a_formula_whose_result_is_no_text_is_blank():
    data = changed(book(), SHEET, b'<c r="B5"><v>12</v>', b'<c r="B5" t="str"><f>""</f><v></v>')
    assert of(data) == (None, {"made": "blank"})


def test_a_number_without_end_spoils_its_cell_alone():
    assert of(changed(book(), SHEET, b"<v>12</v>", b"<v>" + b"9" * 400 + b"</v>")) == (None, UNSEEN)
    assert shown(10**400, "0") == OBJECT


def test_a_sheet_that_shows_no_zeros_has_blanks():
    report = parse(book(lambda _, sheet: sheet.hide_zero()))
    assert rows_of(report, "rules") == [[1, None, 11]]
    assert noted(report) == {"repealed": ("blank", None)}


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("12", "General", "12"),
        ("12", "@", "12"),
        ("12", "0;-0;0", "12"),
        ("12", None, "12"),
        ("12", ";;;", ""),
        ("12", '@"00"', "1200"),
        ("12", '0;-0;"无";"约"@"件"', "约12件"),
        ("12", '0;-0;0;"见附件"', "见附件"),
        ("12", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "12"),
        ("12", '"@"0', "12"),
        ("12", "[DBNum1]@", "12" + OBJECT),
        ("规章", "[DBNum1]@", "规章"),
    ],
)
def test_a_text_is_read_as_its_format_shows_it(text, code, told):
    assert shown_text(text, code) == told


def test_a_text_that_its_format_hides_is_blank():
    def hide(made, sheet):
        sheet.write_string("B5", "12", made.add_format({"num_format": ";;;"}))

    assert of(book(hide)) == (None, {"made": "blank"})


# --- .xls --------------------------------------------------------------------------------------


def old(text: object, fonts: list[dict], ground=(0, 0x40), runs=None, code="General") -> str:
    """What a cell of an .xls shows; the first font is the cell's."""
    usual = {"colour_index": 0x7FFF, "struck_out": 0, "escapement": 0, "height": 220}
    pattern, colour = ground
    fill = SimpleNamespace(fill_pattern=pattern, pattern_colour_index=colour)
    style = SimpleNamespace(font_index=0, background=fill, format_key=0)
    made = SimpleNamespace(
        xf_list=[style],
        font_list=[SimpleNamespace(**{**usual, **font}) for font in fonts],
        colour_map={8: (0, 0, 0), 9: (255, 255, 255), 10: (255, 0, 0), 0x7FFF: None},
        format_map={0: SimpleNamespace(format_str=code)},
        datemode=0,
    )
    kind = xlrd.XL_CELL_TEXT if isinstance(text, str) else xlrd.XL_CELL_NUMBER
    cell = SimpleNamespace(ctype=kind, value=text, xf_index=0)
    source = SimpleNamespace(
        cell=lambda *_: cell,
        rich_text_runlist_map={(0, 0): runs} if runs else {},
        show_zero_values=code != "no zeros",
    )
    return xls._text(made, source, (0, 0), Rules([]))


@pytest.mark.parametrize(
    ("ink", "ground", "told"),
    [
        (9, (0, 0x40), OBJECT),
        (9, (1, 9), OBJECT),
        (0x7FFF, (1, 8), OBJECT),
        (9, (1, 8), "12"),
        (9, (2, 9), "12"),
        (10, (0, 0x40), "12"),
        (0x7FFF, (1, 0x40), "12"),
    ],
)
def test_colours_count_in_an_old_workbook(ink, ground, told):
    assert old(12.0, [{"colour_index": ink}], ground) == told


def test_each_part_of_a_text_counts_in_an_old_workbook():
    assert old("12", [{}, {"colour_index": 9}], runs=[(1, 1)]) == "1" + OBJECT
    assert old("12", [{}, {"height": 20}], runs=[(1, 1)]) == "1" + OBJECT
    assert old("12", [{}, {"struck_out": 1}], runs=[(1, 1)]) == "1~~2~~"
    assert old("12", [{}, {"colour_index": 10}], runs=[(1, 1)]) == "12"


def test_formats_of_texts_and_zeros_count_in_an_old_workbook():
    assert old("12", [{}], code=";;;") == ""
    assert old("12", [{}], code='@"00"') == "1200"
    assert old(0.0, [{}], code="no zeros") == ""
