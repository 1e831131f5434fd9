"""What of a sheet is read at all: its bounds, what it hides, and which sheet is which."""

from __future__ import annotations

import pytest

from parsers.spreadsheet.places import area_of, place_of
from parsers.spreadsheet.sheet import Sheet, blocks_of
from parsers.unreadable import Unreadable
from tests.parsers.package_parts import changed
from tests.parsers.sheets import book
from tests.parsers.test_parse_spreadsheet import SHEET, parse, rows_of

BOOK = "xl/workbook.xml"


def truncated(data: bytes) -> list[str]:
    return [one.detail for one in parse(data).problems if one.code == "truncated"]


def test_columns_beyond_the_limit_are_told():
    [detail] = truncated(book(lambda _, sheet: sheet.write_number(4, 300, 1)))
    assert "256 columns" in detail
    assert truncated(book(lambda made, sheet: sheet.write_blank(4, 300, None, _bold(made)))) == []
    assert truncated(book(lambda _, sheet: sheet.write_number(8, 255, 1))) == []


def _bold(made):
    return made.add_format({"bold": True})


@pytest.mark.parametrize("size", [b"0", b"0.0", b"0.00"])
def test_rows_and_columns_of_no_size_are_hidden(size):
    def draft(_, sheet):
        sheet.write_row(5, 0, ["规章", 91, 92, 93])
        sheet.write_column(2, 4, ["草稿", 94, 95])

    data = changed(book(draft), SHEET, b'<row r="6"', b'<row ht="' + size + b'" r="6"')
    column = b'<cols><col min="5" max="5" width="' + size + b'"/></cols><sheetData>'
    report = parse(changed(data, SHEET, b"<sheetData>", column))
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
    assert not any(str(number) in str(report.to_dict()) for number in range(91, 96))


def test_two_sheets_of_one_name_hide_each_its_own():
    def second(made, sheet):
        sheet.write_row(5, 0, ["规章", 91, 92, 93])
        sheet.set_row(5, None, None, {"hidden": True})
        made.add_worksheet("草稿").write_string(0, 0, "附")

    data = changed(book(second), BOOK, "草稿".encode(), "年报".encode())
    assert rows_of(parse(data), "rules") == [[1, 0, 11]]
    assert "91" not in str(parse(data).to_dict())


def test_places_and_areas():
    assert place_of("AB7") == (6, 27)
    assert place_of("$C$2") == (1, 2)
    assert place_of("7") is place_of("") is None
    assert area_of("B2:c4") == (1, 4, 1, 3)
    assert area_of("A1:XFD1048576") == (0, 5_000, 0, 256)
    # What lies beyond what is read would count as less than nothing.
    assert area_of("A6000:B7000") is area_of("ZZ1:ZZ2") is area_of("B2:A1") is None


def test_merged_areas_without_end_are_refused_whoever_wrote_them():
    with pytest.raises(Unreadable):
        blocks_of(Sheet("s", {(0, 0): "a"}, [(0, 5_000, 0, 256)] * 9), 0)
