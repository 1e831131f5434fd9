"""Text that keeps a page's columns: drawn with lines, or side by side with wrapped labels."""

from __future__ import annotations

import pytest

import parsers
from parsers.columns import display_width
from parsers.forms import load

ROWS = load("v2021").tables["requests"].rows
#: Seven numbers a row that satisfy T3-ROW, T3-TOT and T3-BAL.
FIGURES = {
    "received": (1204, 3, 0, 1, 0, 2, 1210),
    "carried_over": (7, 0, 0, 0, 0, 0, 7),
    "granted": (900, 2, 0, 1, 0, 1, 904),
    "denied_third_party": (11, 1, 0, 0, 0, 0, 12),
    "unavailable_not_held": (290, 0, 0, 0, 0, 1, 291),
    "total_processed": (1201, 3, 0, 1, 0, 2, 1207),
    "carried_forward": (10, 0, 0, 0, 0, 0, 10),
}
HEADER = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def numbers(key: str) -> list[str]:
    return [str(value) for value in FIGURES.get(key, (0,) * 7)]


def pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines that take no more than ``width`` columns."""
    lines = [""]
    for character in text:
        if display_width(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def drawn(widths: list[int], bar: str, joint: str, rule: str) -> str:
    """The table with a rule after every row, cells wrapped to their columns."""
    ruled = joint + joint.join(rule * width for width in widths) + joint
    lines = [ruled]
    for cells in [list(HEADER), *([row.label, *numbers(row.key)] for row in ROWS)]:
        parts = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for at in range(max(map(len, parts))):
            shown = [part[at] if at < len(part) else "" for part in parts]
            padded = [pad(cell, width) for cell, width in zip(shown, widths, strict=True)]
            lines.append(bar + bar.join(padded) + bar)
        lines.append(ruled)
    return "\n".join(lines)


def side_by_side(numbers_at: str) -> str:
    """The table without lines: labels wrapped, numbers beside the first or a middle line."""
    lines = ["".join(pad(cell, 16) for cell in HEADER)]
    for row in ROWS:
        label = wrapped(row.label, 14)
        home = 0 if numbers_at == "first" else (len(label) - 1) // 2
        for at, part in enumerate(label):
            cells = numbers(row.key) if at == home else []
            lines.append("  " + pad(part, 16) + "".join(pad(cell, 16) for cell in cells))
    return "\n".join(line.rstrip() for line in lines)


def page(table: str) -> bytes:
    title = "沙湾县水利局2022年政府信息公开工作年度报告"
    head = f"{title}\n\n三、收到和处理政府信息公开申请情况\n\n{table}\n\n"
    return (head + "四、政府信息公开行政复议、行政诉讼情况\n\n本年度没有。\n").encode()


def assert_read(report: parsers.Report) -> None:
    assert {key: list(row.values()) for key, row in report.tables["requests"].items()} == {
        row.key: list(FIGURES.get(row.key, (0,) * 7)) for row in ROWS
    }


@pytest.mark.parametrize(
    ("bar", "joint", "rule"), [("│", "┼", "─"), ("|", "+", "-"), ("┃", "╋", "━")]
)
@pytest.mark.parametrize("width", [4, 6])
def test_a_ruled_table_is_read_cell_by_cell(bar, joint, rule, width):
    report = parsers.parse(page(drawn([24, *[width] * 7], bar, joint, rule)), source="t")
    assert_read(report)


def test_digits_that_wrap_in_their_column_are_one_number_and_told_so():
    report = parsers.parse(page(drawn([24, *[2] * 7], "│", "┼", "─")), source="t")
    assert_read(report)
    notes = {(note.row, note.column): note.status for note in report.cells}
    assert notes["received", "natural_person"] == "merged"


def test_two_numbers_under_one_another_in_a_wide_cell_are_not_joined():
    table = drawn([24, *[6] * 7], "│", "┼", "─").replace("│1204  │", "│12    │", 1)
    wrong = "│" + "│".join([pad("", 24), pad("04", 6), *[" " * 6] * 6]) + "│"
    first = next(line for line in table.splitlines() if "│12    │" in line)
    report = parsers.parse(page(table.replace(first, f"{first}\n{wrong}", 1)), source="t")
    cell = report.tables["requests"]["received"]["natural_person"]
    status = next(n.status for n in report.cells if n.row == "received")
    # 12 and 04 add up with the row only as 1204: the sum may confirm it, nothing else.
    assert (cell, status) == (1204, "merged")


def test_a_hyphen_in_a_narrow_column_is_a_value_that_is_not_there():
    table = drawn([24, *[4] * 7], "│", "┼", "─")
    narrow = table.replace("│0   ", "│-   ")
    report = parsers.parse(page(narrow), source="t")
    assert report.tables["requests"]["denied_by_law"]["business"] is None
    assert {n.status for n in report.cells} <= {"dash", "merged"}
    assert report.tables["requests"]["received"]["natural_person"] == 1204


@pytest.mark.parametrize("numbers_at", ["first", "middle"])
def test_columns_side_by_side_are_put_together(numbers_at):
    assert_read(parsers.parse(page(side_by_side(numbers_at)), source="t"))


def test_a_label_that_lost_its_lines_takes_no_numbers_of_its_neighbour():
    lines = side_by_side("middle").splitlines()
    first = next(i for i, line in enumerate(lines) if "1.本机关不掌握" in line)
    del lines[first]
    report = parsers.parse(page("\n".join(lines)), source="t")
    read = report.tables["requests"]
    for key in ("denied_admin_lookup", "unavailable_not_held", "unavailable_requires_creation"):
        expected = list(FIGURES.get(key, (0,) * 7))
        told = {n.column for n in report.cells if n.row == key}
        noted = any(p.where == f"requests.{key}" for p in report.problems)
        for (column, value), right in zip(read[key].items(), expected, strict=True):
            assert value == right or column in told or noted
