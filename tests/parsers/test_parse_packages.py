"""What parts of a package may unpack to: whatever can be read as XML is weighed."""

from __future__ import annotations

import codecs
import io
import zipfile

import pytest

from parsers.package import weighed
from parsers.unreadable import Unreadable
from tests.parsers.sheets import book
from tests.parsers.test_parse_spreadsheet import SHEET, codes

_SIZE = 2_000_000


def packed(name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("name", ["word/document.dat", "xl/media/image1.png", "Doc_0/page"])
@pytest.mark.parametrize(
    "head",
    [
        b"<?xml version='1.0'?>",
        codecs.BOM_UTF8 + b"<row>",
        " \n<row>".encode("utf-16"),
        "<row>".encode("utf-16-be"),
        b" " * 70 + b"<row>",
    ],
    ids=["declared", "utf-8", "utf-16", "utf-16-be", "spaces"],
)
def test_a_part_that_can_be_xml_is_weighed_under_any_name(name, head):
    with pytest.raises(Unreadable) as told:
        weighed(packed(name, head + bytes(_SIZE)), "document")
    assert told.value.code == "oversized"


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"BM", b"\x01\0\0\0\x6c\0\0\0"])
def test_a_white_picture_may_pack_as_small(head):
    weighed(packed("xl/media/image1.png", head + b"\xff" * _SIZE), "document")


def test_a_locked_part_is_named():
    data = packed("word/document.xml", b"<row>" + bytes(_SIZE))
    at = data.rindex(b"PK\x01\x02") + 8
    with pytest.raises(Unreadable) as told:
        weighed(data[:at] + b"\x01" + data[at + 1 :], "document")
    assert told.value.code == "encrypted"


def test_a_sheet_of_another_name_is_weighed():
    out = io.BytesIO()
    rows = b"<row/>" * (_SIZE // 6) + b"</sheetData>"
    with (
        zipfile.ZipFile(io.BytesIO(book())) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for one in before.infolist():
            body = before.read(one).replace(b"sheet1.xml", b"sheet1.dat")
            name = one.filename.replace("sheet1.xml", "sheet1.dat")
            if one.filename == SHEET:
                body = body.replace(b"</sheetData>", rows)
            after.writestr(name, body)
    assert "oversized" in codes(out.getvalue())
