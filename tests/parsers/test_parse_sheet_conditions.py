"""Conditional formats: those that may hide a figure are worked out, or leave a doubt."""

from __future__ import annotations

import pytest

from tests.parsers.package_parts import changed
from tests.parsers.sheets import book
from tests.parsers.test_parse_sheet_looks import READ, UNSEEN, of
from tests.parsers.test_parse_spreadsheet import SHEET, codes

WHITE, RED = {"font_color": "#FFFFFF"}, {"font_color": "#9C0006", "bg_color": "#FFC7CE"}
UNDER = "B5:D5"


def under(look: dict, area: str = UNDER, **rule) -> bytes:
    """The table with a rule over the row that is read; B5 holds 12."""

    def add(made, sheet):
        sheet.conditional_format(area, {**rule, "format": made.add_format(look)})

    return book(add)


def cell(criteria: str, value: object) -> dict:
    return {"type": "cell", "criteria": criteria, "value": value}


def formula(criteria: str) -> dict:
    return {"type": "formula", "criteria": criteria}


@pytest.mark.parametrize(
    ("look", "rule"),
    [
        (WHITE, cell(">", 0)),
        (WHITE, cell("==", 12)),
        (WHITE, cell("!=", 0)),
        (WHITE, cell("<", "$F$9")),
        (WHITE, formula("=B5=12")),
        (WHITE, formula("=LEN(B5)>1")),
        (WHITE, formula("=ISERROR($A$1)")),
        (WHITE, {"type": "no_errors"}),
        ({"num_format": ";;;"}, cell(">", 0)),
        ({"font_strikeout": True}, cell(">", 0)),
        ({"bg_color": "#000000"}, cell(">", 0)),
        ({"font_color": "#1F4E79", "bg_color": "#1F4E79"}, cell(">", 0)),
    ],
)
def test_a_figure_that_a_condition_may_hide_is_unreadable(look, rule):
    value, notes = of(under(look, **rule))
    assert (value, notes["made"]) == (None, UNSEEN["made"])


@pytest.mark.parametrize(
    ("look", "rule"),
    [
        (RED, cell(">", 0)),
        (RED, formula("=LEN(B5)>1")),
        ({"font_color": "#FFFFFF", "bg_color": "#C00000"}, cell(">", 0)),
        ({"bold": True}, cell(">", 0)),
        (WHITE, cell("==", 0)),
        (WHITE, cell(">=", 100)),
        (WHITE, formula("=B5=0")),
        (WHITE, formula("=ISERROR(B5)")),
        (WHITE, {"type": "errors"}),
        (WHITE, {"type": "blanks"}),
    ],
)
def test_a_figure_that_a_condition_leaves_in_sight_is_read(look, rule):
    assert of(under(look, **rule)) == (12, READ)


def test_a_condition_holds_in_its_area_alone():
    assert of(under(WHITE, "B4:D4", **cell(">", 0))) == (12, READ)


@pytest.mark.parametrize("icons", [True, False])
def test_an_icon_in_the_place_of_a_figure_hides_it(icons):
    def add(_, sheet):
        rule = {"type": "icon_set", "icon_style": "3_traffic_lights", "icons_only": icons}
        sheet.conditional_format("B5", rule)

    assert of(book(add)) == ((None, UNSEEN) if icons else (12, READ))


def test_conditions_of_the_newer_kind_count():
    space = "http://schemas.microsoft.com/office"
    newer = (
        f'</sheetData><extLst><ext uri="x" xmlns:x="{space}/spreadsheetml/2009/9/main" '
        f'xmlns:m="{space}/excel/2006/main"><x:conditionalFormattings><x:conditionalFormatting>'
        '<x:cfRule type="expression"><m:f>OR(B5)</m:f><x:dxf><font><color theme="0"/></font>'
        "</x:dxf></x:cfRule><m:sqref>B5</m:sqref></x:conditionalFormatting>"
        "</x:conditionalFormattings></ext></extLst>"
    )
    assert of(changed(book(), SHEET, b"</sheetData>", newer.encode())) == (None, UNSEEN)


def test_conditions_without_end_are_refused():
    refs = b" ".join(b"B5:XFD1048576" for _ in range(60_000))
    rule = b'"><cfRule type="expression" dxfId="0"><formula>A1</formula></cfRule>'
    rules = (
        b'</sheetData><conditionalFormatting sqref="' + refs + rule + b"</conditionalFormatting>"
    )
    made = book(lambda made, sheet: (sheet.write_row(9, 0, [7] * 60), _white(made, sheet)))
    assert "oversized" in codes(changed(made, SHEET, b"</sheetData>", rules))


def _white(made, sheet):
    rule = {**formula("=A1"), "format": made.add_format(WHITE)}
    sheet.conditional_format("A1", rule)
