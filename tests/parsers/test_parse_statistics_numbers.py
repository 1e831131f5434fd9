"""The 2014 table whose rows are numbered, run together: a number is no part of a value."""

from __future__ import annotations

import pytest

import parsers
from tests.parsers.test_parse_statistics import FIGURES, FOOT, TITLE, lines

_HEAD = "政府信息公开情况统计表（2016年度）统计指标单位统计数"


def _read(row: str, *, only_rows: bool) -> dict[str, object]:
    shown, number = "", 0
    for key, label, unit, value in lines()[1:]:
        counts = key is not None or not only_rows
        number += counts
        shown += row.format(n=number if counts else "", label=label, unit=unit, value=value)
    report = parsers.parse(f"{TITLE}\n{_HEAD}{shown}{FOOT}".encode(), source="x")
    return report.tables["statistics"]


def _wrong(got: dict[str, object]) -> dict[str, object]:
    return {key: got[key] for key in FIGURES if got[key] not in (None, FIGURES[key])}


@pytest.mark.parametrize("only_rows", [True, False])
@pytest.mark.parametrize("row", ["{n}{label}{unit}{value}", "{n}{label}{value}"])
def test_a_row_number_glued_to_the_value_before_it_is_told_apart(row, only_rows):
    got = _read(row, only_rows=only_rows)
    assert _wrong(got) == {}
    assert sum(value is None for value in got.values()) <= 2


@pytest.mark.parametrize("only_rows", [True, False])
@pytest.mark.parametrize("row", ["{label}{unit}{n}{value}", "{label}{n}{value}"])
def test_a_row_number_glued_to_the_front_of_its_value_leaves_none(row, only_rows):
    assert _wrong(_read(row, only_rows=only_rows)) == {}


def test_values_without_numbers_are_not_doubted():
    assert _read("{label}{unit}{value}", only_rows=True) == FIGURES
