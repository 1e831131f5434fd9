"""Labels of table 3 that name the years (2022年结转 for 上年结转) or say less than the form's."""

from __future__ import annotations

import pytest

from tests.parsers.flat_reports import (
    END,
    PART_3,
    TABLE_2,
    codes,
    differing,
    figures,
    read,
    table_3,
)

_WORDS = {
    "本年新收": "2023年新收",
    "上年结转": "2022年结转",
    "三、本年度办理结果": "三、2023年度办理结果",
    "结转下年度继续办理": "结转2024年继续办理",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "逾期未缴费",
}


@pytest.mark.parametrize("mark", ["\t", " ", "\n", "|"])
def test_a_year_for_a_word_costs_no_row(mark):
    rows = figures()
    table = table_3(lambda key, label: mark.join((label, *map(str, rows[key]))))
    for official, printed in _WORDS.items():
        assert official in table
        table = table.replace(official, printed)
    report = read(TABLE_2, PART_3, table, END)
    assert differing(report, rows) == {"wrong": 0, "null": 0}
    assert codes(report) <= {("label_variant", "info")}
