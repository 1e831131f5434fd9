"""One cell: number, nothing, or something in between that is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.numbers import han_number, read_number

COUNTS = [
    ("0", 0, None),
    (" 12 ", 12, None),
    ("1,234", 1234, None),
    ("1，234", 1234, None),
    ("１２", 12, None),
    ("3件", 3, None),
    ("6 ", 6, None),
    ("3.0", 3, None),
    ("", None, "blank"),
    ("\u3000", None, "blank"),
    ("\xa0", None, "blank"),
    ("-", None, "dash"),
    ("—", None, "dash"),
    ("/", None, "dash"),
    ("无", None, "dash"),
    ("十二", 12, "cn_numeral"),
    ("两件", 2, "cn_numeral"),
    ("12余件", 12, "approximate"),
    ("约30", 30, "approximate"),
    ("12（含上年结转2）", 12, "annotated"),
    ("12①", 12, "annotated"),
    ("1 2", None, "unreadable"),
    ("#REF!", None, "unreadable"),
    ("l2", None, "unreadable"),
    ("见附件", None, "unreadable"),
    ("1.5", None, "unreadable"),
]


@pytest.mark.parametrize(("raw", "value", "status"), COUNTS)
def test_counts(raw, value, status):
    reading = read_number(raw)
    assert (reading.value, reading.status) == (value, status)


@pytest.mark.parametrize(
    ("raw", "unit", "value", "status"),
    [
        ("50.7", "万元", 50.7, None),
        ("0", None, 0, None),
        ("251000元", "万元", 25.1, "unit_converted"),
        ("160.5964万元", None, 160.5964, None),
        ("1.2亿元", "万元", 12000, "unit_converted"),
        ("477.35", None, 477.35, "unit_unknown"),
        ("251000", "元", 25.1, "unit_converted"),
        ("24252.311082", "万元", 24252.311082, None),
        ("", "万元", None, "blank"),
        ("1.2.3", "万元", None, "unreadable"),
        ("93.72（万元）", "万元", 93.72, None),
        ("930699（元）", "万元", 93.0699, "unit_converted"),
        ("1808.9仟元", "万元", 180.89, "unit_converted"),
        ("￥879.91", "万元", 879.91, None),
        ("RMB 188.48", "万元", 188.48, None),
        ("约623.14", "万元", 623.14, "approximate"),
        ("￥879.91", None, 879.91, "unit_unknown"),
        ("3.5美元", "万元", None, "unreadable"),
    ],
)
def test_amounts_are_in_ten_thousand_yuan(raw, unit, value, status):
    reading = read_number(raw, "amount", unit)
    assert (reading.value, reading.status) == (value, status)


@pytest.mark.parametrize(
    ("raw", "value", "status"),
    [
        ("+5", 5, None),
        ("-3", -3, None),
        ("增5", 5, None),
        ("减3", -3, None),
        ("减少2", -2, None),
        ("↑1", 1, None),
        ("5/2", 3, "annotated"),
        ("0", 0, None),
    ],
)
def test_changes_carry_their_sign(raw, value, status):
    reading = read_number(raw, "signed")
    assert (reading.value, reading.status) == (value, status)


def test_a_letter_is_only_a_candidate():
    assert read_number("l2").candidate == 12


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十一", 21),
        ("一百零五", 105),
        ("三千", 3000),
        ("一万二千", 12000),
        ("二〇二〇", 2020),
    ],
)
def test_chinese_numerals(text, value):
    assert han_number(text) == value


@given(st.integers(0, 10**9))
def test_every_count_reads_back(value):
    assert read_number(f"{value}").value == value
    assert read_number(f"{value:,}").value == value


@given(st.text(max_size=20), st.sampled_from(["count", "signed", "amount"]))
def test_no_text_makes_it_raise_and_no_status_invents_a_number(text, kind):
    reading = read_number(text, kind)
    if reading.status in ("blank", "dash", "unreadable"):
        assert reading.value is None
