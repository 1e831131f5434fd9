"""The last amount of table 2, glued to the heading behind it: read whole with its unit, or not."""

from __future__ import annotations

import pytest

import parsers
from tests.parsers.flat_reports import TABLE_2, TITLE

_HEAD = f"{TITLE}发布时间：2024-01-18一、总体情况坚持公开。{''.join(TABLE_2.split())}"
_BEHIND = "三、收到和处理政府信息公开申请情况四、政府信息公开行政复议、行政诉讼情况无"


def _fee(amount: str, between: str = "") -> tuple[object, str | None]:
    text = _HEAD.removesuffix("15.5") + between + amount + between + _BEHIND
    report = parsers.parse(text.encode(), source="t.txt")
    told = [cell.status for cell in report.cells if cell.row == "fees"]
    return report.tables["disclosure"]["fees"]["amount"], told[0] if told else None


@pytest.mark.parametrize("between", ["", "\n", " "])
@pytest.mark.parametrize(
    ("amount", "value", "status"),
    [
        ("930699 元", 93.0699, "unit_converted"),
        ("930699\n元", 93.0699, "unit_converted"),
        ("3 千元", 0.3, "unit_converted"),
        ("12 亿元", 120000, "unit_converted"),
        ("1808.9仟元", 180.89, "unit_converted"),
        ("70913百元", 709.13, "unit_converted"),
        ("5.3 万元", 5.3, None),
        ("15.5", 15.5, None),
    ],
)
def test_an_amount_takes_its_unit_along(amount, value, status, between):
    assert _fee(amount, between) == (value, status)


@pytest.mark.parametrize("between", ["", "\n"])
@pytest.mark.parametrize(
    "amount",
    ["57·84", "766。07", "2.4268e+02", "12:30", "12~30", "3×4", "12a", "5块", "6740300圆", "12."],
)
def test_the_beginning_of_what_is_no_number_is_none(amount, between):
    value, status = _fee(amount, between)
    assert (value, status) == (None, "unreadable")
