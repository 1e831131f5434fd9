"""Numbers that stick to a value, or stand behind it, and are none: of rows, headings, pages."""

from __future__ import annotations

import pytest

from tests.parsers.flat_reports import (
    COLUMNS,
    END,
    FORM,
    PART_3,
    ROWS,
    TABLE_2,
    codes,
    differing,
    figures,
    read,
    table_3,
)

FIGURES = figures()
ROWS_3 = table_3(lambda key, label: "\n".join((label, *map(str, FIGURES[key]))))
LABELS_2 = ["规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"]


def disclosed(text: str, *, glued: bool = False) -> dict[str, dict[str, float | None]]:
    parts = "\n".join((text, PART_3 + ROWS_3 + END))
    report = read("".join(parts.split("\n")) if glued else parts)
    return report.tables["disclosure"]


def numbered(first: int) -> str:
    text = TABLE_2
    for number, label in enumerate(LABELS_2, first):
        text = text.replace(f"\n{label}\n", f"\n{number}\n{label}\n")
    return text


@pytest.mark.parametrize("first", [1, 3])
@pytest.mark.parametrize("glued", [True, False])
def test_the_number_of_the_next_row_is_no_value(glued, first):
    found = disclosed(numbered(first), glued=glued)
    assert found["penalties"]["decisions"] == 44
    assert found["administrative_compulsion"]["decisions"] == 7
    assert found["rules"] == {"made": 0, "repealed": 0, "in_force": 0}


def test_nor_is_it_behind_a_blank_row():
    found = disclosed(numbered(1).replace("\n44\n", "\n"))
    assert found["penalties"]["decisions"] is None
    assert found["administrative_compulsion"]["decisions"] == 7


@pytest.mark.parametrize("scheme", ["table", "group"])
def test_rows_of_table_3_numbered_on_lines_of_their_own(scheme):
    """Zeros are left out: with the number behind them, 2 and 2 are a row that ends in 4."""
    own = {row.key: row.ordinal for row in FORM.tables["requests"].rows}

    def row(key: str, label: str) -> str:
        number = str([k for k, _ in ROWS].index(key) + 1) if scheme == "table" else own[key]
        bare = label.removeprefix(f"{own[key]}.")
        lead = [number] if number and number.isdecimal() else []
        return "\n".join((*lead, bare, *(str(v) for v in FIGURES[key] if v)))

    report = read(TABLE_2, PART_3, table_3(row), END)
    true = {key: [value or None for value in row] for key, row in FIGURES.items()}
    assert differing(report, true)["wrong"] == 0
    totals = {key: report.tables["requests"][key]["total"] for key in FIGURES}
    assert sum(total is not None for total in totals.values()) > len(totals) // 2


@pytest.mark.parametrize("fee", ["15.5", "0.0", "16", "1,200.5"])
def test_the_number_of_the_next_heading_is_no_decimal(fee):
    text = TABLE_2.replace("15.5", fee) + PART_3.replace("三、", "3、")
    report = read("".join((text + ROWS_3 + END).split("\n")))
    assert report.tables["disclosure"]["fees"]["amount"] == float(fee.replace(",", ""))


@pytest.mark.parametrize("mark", ["", "）", " "])
@pytest.mark.parametrize("fee", ["0", "16", "15.5"])
def test_the_number_of_a_heading_without_a_mark_is_doubted(fee, mark):
    text = TABLE_2.replace("15.5", fee) + PART_3.replace("三、", f"3{mark}")
    report = read("".join((text + ROWS_3 + END).split("\n")))
    assert report.tables["disclosure"]["fees"]["amount"] is None
    raw = f"{fee}3{mark}收到".replace(" ", "").replace("）", ")")
    assert [n.raw.replace("）", ")")[: len(raw)] for n in report.cells if n.row == "fees"] == [raw]


def test_a_heading_without_a_mark_on_its_own_line_is_no_value():
    text = TABLE_2 + PART_3.replace("三、", "3")
    assert read(text, ROWS_3, END).tables["disclosure"]["fees"]["amount"] == 15.5


def test_a_short_caption_is_no_part_of_a_value():
    text = TABLE_2
    for number, item in ((1, "一"), (5, "五"), (6, "六"), (8, "八")):
        text = text.replace(f"第二十条第（{item}）项", f"20({number})")
    found = disclosed(text, glued=True)
    assert found["licences"]["decisions"] == 812
    assert found["administrative_compulsion"]["decisions"] == 7


@pytest.mark.parametrize("unit", ["千", "百", "仟", "亩", "家次", "千件"])
@pytest.mark.parametrize("row", [("licences", "812"), ("penalties", "44")])
@pytest.mark.parametrize("mark", ["\n", " ", "\t"])
def test_a_count_in_an_unknown_unit_is_not_read(mark, row, unit):
    key, value = row
    text = TABLE_2.replace(f"\n{value}\n", f"{mark}3{unit}\n")
    report = read(text, PART_3, ROWS_3, END)
    assert report.tables["disclosure"][key]["decisions"] is None
    assert [note.raw for note in report.cells if note.row == key] == [f"3{unit}"]


@pytest.mark.parametrize("unit", ["件", "宗"])
def test_a_count_with_its_unit_is(unit):
    assert disclosed(TABLE_2.replace("\n812\n", f"\n3{unit}\n"))["licences"]["decisions"] == 3


def paged(text: str) -> str:
    return f"前言。\n1\n{text}{PART_3}{ROWS_3}4\n{END}\n5\n六、其他需要报告的事项\n无。"


def test_the_number_of_a_page_is_no_value_of_a_blank_row():
    report = read(paged(TABLE_2.replace("\n812\n", "\n3\n")))
    assert report.tables["disclosure"]["licences"]["decisions"] is None
    assert ("ambiguous_cells", "warning") in codes(report, "disclosure.licences")
    assert report.tables["disclosure"]["penalties"]["decisions"] == 44


def test_nor_is_it_the_last_of_three():
    report = read(paged(TABLE_2.replace("\n13\n1\n22\n", "\n13\n22\n2\n")))
    assert set(report.tables["disclosure"]["normative_documents"].values()) == {None}


def test_without_page_numbers_a_small_value_is_read():
    report = read(TABLE_2.replace("\n812\n", "\n3\n"), PART_3, ROWS_3, END)
    assert report.tables["disclosure"]["licences"]["decisions"] == 3
    assert list(report.tables["requests"]["received"]) == COLUMNS
