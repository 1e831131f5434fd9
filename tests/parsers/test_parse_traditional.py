"""Pages in traditional script, and units of money that end as another one does."""

from __future__ import annotations

import pytest

from parsers.normalise import matchable
from tests.parsers.flat_reports import END, PART_3, TABLE_2, figures, read, table_3

_TO_TRADITIONAL = str.maketrans("单万规费发数处额项废决业", "單萬規費發數處額項廢決業")


def _fee(table_2: str) -> tuple[object, str | None]:
    rows = figures()
    report = read(
        table_2, PART_3, table_3(lambda k, label: f"{label} {' '.join(map(str, rows[k]))}"), END
    )
    told = [c.status for c in report.cells if (c.row, c.column) == ("fees", "amount")]
    return report.tables["disclosure"]["fees"]["amount"], told[0] if told else None


def test_ten_thousand_yuan_in_traditional_script_are_no_yuan():
    assert _fee(TABLE_2.translate(_TO_TRADITIONAL)) == (15.5, None)


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("仟元", (1.55, "unit_converted")),
        ("佰元", (0.155, "unit_converted")),
        ("美元", (15.5, "unit_unknown")),
        ("人民币元", (0.00155, "unit_converted")),
        ("人民币万元", (15.5, None)),
    ],
)
def test_a_unit_that_ends_as_another_is_not_that_other(unit, found):
    assert _fee(TABLE_2.replace("万元", unit)) == found


def test_names_of_bodies_and_headings_match_in_traditional_script():
    assert (
        matchable("臨江縣統計局應急、醫療、稅務問題進展") == "临江县统计局应急、医疗、税务问题进展"
    )


def test_headings_with_the_narrow_mark_are_found():
    rows = figures()
    table = table_3(lambda k, label: f"{label} {' '.join(map(str, rows[k]))}")
    parts = [part.replace("、", "､") for part in (TABLE_2, PART_3, table, END)]
    keys = [section.key for section in read(*parts).sections]
    assert keys == ["overview", "proactive", "requests", "review_litigation", "problems"]
