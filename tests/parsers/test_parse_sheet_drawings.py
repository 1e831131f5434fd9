"""Pictures and shapes over the cells of a workbook."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
import xlsxwriter

import parsers
from parsers.cell_places import places
from tests.parsers.package_parts import changed
from tests.parsers.sheets import TITLE, book
from tests.parsers.test_parse_sheet_looks import READ, UNSEEN, of
from tests.parsers.test_parse_spreadsheet import codes, parse, rows_of

DRAWING = "xl/drawings/drawing1.xml"


def png(width: int = 60, height: int = 18) -> io.BytesIO:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"".join(b"\0" + b"\xff" * 3 * width for _ in range(height)))
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


def pictured(at: str, size=(60, 18), blank: bool = False, **options) -> bytes:
    """The table with a picture over a cell; B5 holds 12, or is blank."""

    def add(made, sheet):
        if blank:
            sheet.write_blank("B5", None, made.add_format())
        sheet.insert_image(at, "a.png", {"image_data": png(*size), **options})

    return book(add)


@pytest.mark.parametrize("position", [1, 2, 3])
@pytest.mark.parametrize("blank", [True, False])
def test_what_a_picture_lies_over_is_unreadable(position, blank):
    assert of(pictured("B5", blank=blank, object_position=position)) == (None, UNSEEN)


@pytest.mark.parametrize("at", ["B8", "F5", "B2"])
def test_a_picture_beside_the_cell_hides_nothing(at):
    assert of(pictured(at)) == (12, READ)


def test_a_picture_that_touches_a_cell_hides_nothing():
    assert of(pictured("B6", (60, 18))) == (12, READ)
    assert of(pictured("A5", (70, 18))) == (12, READ)
    assert of(pictured("A5", (100, 18))) == (None, UNSEEN)


def test_columns_and_rows_count_as_wide_and_high_as_they_are():
    def add(_, sheet):
        sheet.set_column(0, 0, 40)
        sheet.set_row(3, 60)
        sheet.insert_image("A4", "a.png", {"image_data": png(200, 60), "object_position": 3})

    assert of(book(add)) == (12, READ)


def test_a_seal_over_words_leaves_them():
    report = parse(pictured("A1", (250, 50)))
    assert (report.title, report.year) == (TITLE, 2023)
    assert rows_of(report, "normative_documents") == [[12, 3, 66]]


def test_a_picture_in_hidden_rows_hides_nothing():
    def add(_, sheet):
        sheet.insert_image("B8", "a.png", {"image_data": png(), "object_position": 2})
        sheet.set_row(7, None, None, {"hidden": True})

    assert of(book(add)) == (12, READ)


def test_rows_that_are_hidden_move_no_picture():
    def add(_, sheet):
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.insert_image("B5", "a.png", {"image_data": png(), "object_position": 2})

    assert of(book(add)) == (None, UNSEEN)


@pytest.mark.parametrize(
    ("options", "is_hidden"),
    [({}, True), ({"fill": {"none": True}}, True), ({"fill": {"none": True}, "text": ""}, False)],
)
def test_a_shape_hides_what_is_under_it_unless_it_is_a_frame(options, is_hidden):
    text = options.pop("text", "99")
    data = book(lambda _, sheet: sheet.insert_textbox("B5", text, {"width": 60, **options}))
    value, notes = of(data)
    assert (value, notes.get("made")) == ((None, "unreadable") if is_hidden else (12, None))


def test_a_shape_that_is_hidden_hides_nothing():
    data = changed(pictured("B5"), DRAWING, b"<xdr:cNvPr ", b'<xdr:cNvPr hidden="1" ')
    assert of(data) == (12, READ)


def test_a_figure_under_a_picture_is_found_again():
    data = pictured("B5")
    report = parse(data)
    found = places(data, report.origins, media_type=None, charset=None)
    assert found["disclosure.normative_documents.made"].confirmed


def as_pictures(*lines: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_column(0, 0, lines)
        sheet.insert_image(len(lines), 0, "a.png", {"image_data": png(300, 200)})
    return out.getvalue()


def test_a_table_that_is_a_picture_is_named():
    data = as_pictures(TITLE, "一、总体情况", "全年平稳有序。", "二、主动公开政府信息情况")
    [problem] = [one for one in parse(data).problems if one.code == "table_as_image"]
    assert (problem.where, problem.detail) == ("disclosure", "xl/media/image1.png")


def test_a_workbook_of_pictures_alone_is_named():
    report = parsers.parse(as_pictures(), source="a.xlsx")
    assert "image_only" in {problem.code for problem in report.problems}


def test_drawings_without_end_are_refused():
    data = pictured("B5")
    anchor = b'<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/><xdr:pic/>'
    anchor += b"</xdr:absoluteAnchor>"
    many = changed(data, DRAWING, b"</xdr:wsDr>", anchor * 2_001 + b"</xdr:wsDr>")
    assert "oversized" in codes(many)
