"""Bytes to text: declared character sets lie, and no page is cut off for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.decode import charset_of, decode

TEXT = "霁川市人民政府政府信息公开年报，负责人堃喆镕"


@pytest.mark.parametrize(
    "declared", ["gb2312", "GBK", "gb18030", "utf-8", "iso-8859-1", "no-such-charset", None]
)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_the_declared_charset_never_costs_a_character(encoding, declared):
    decoded = decode(TEXT.encode(encoding), declared)
    assert (decoded.text, decoded.damaged) == (TEXT, 0)


@pytest.mark.parametrize("meta", ["gb2312", "utf-8"])
def test_a_meta_that_lies_is_seen_through(meta):
    page = f'<meta charset="{meta}"><p>{TEXT}</p>'
    for encoding in ("gb18030", "utf-8"):
        assert decode(page.encode(encoding)).text == page


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding):
    assert decode(TEXT.encode(encoding), "gb2312").text == TEXT


def test_utf16_without_a_mark():
    page = "<html><body>" + "a" * 50 + TEXT
    assert decode(page.encode("utf-16-le")).text == page


def test_big5_is_read_when_it_is_declared():
    assert decode("政府資訊公開".encode("big5"), "big5").text == "政府資訊公開"


def test_damage_is_counted_and_the_rest_kept():
    data = TEXT.encode("utf-8")
    decoded = decode(data[:20] + b"\xff" + data[20:])
    assert decoded.damaged >= 1
    assert "信息公开年报" in decoded.text


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=GBK", "GBK"),
        ('text/html;charset="utf-8"', "utf-8"),
        ("text/html", None),
        (None, None),
    ],
)
def test_charset_of_a_header(header, charset):
    assert charset_of(header) == charset


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12)))
def test_no_bytes_make_it_raise(data, declared):
    assert isinstance(decode(data, declared).text, str)
