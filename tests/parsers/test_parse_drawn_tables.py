"""Tables drawn with lines around the whole and below the head, or with double lines."""

from __future__ import annotations

import pytest

from parsers.columns import display_width
from tests.parsers.flat_reports import COLUMNS, ROWS, TABLE_2, differing, figures, read

_NAMES = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
_HEAD_4 = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
#: Corners and joints of the first, the middle and the last rule, the line, the bar.
_SIGNS = {
    "single": "┌┬┐├┼┤└┴┘─│",
    "heavy": "┏┳┓┣╋┫┗┻┛━┃",
    "double": "╔╦╗╠╬╣╚╩╝═║",
    "round": "╭┬╮├┼┤╰┴╯─│",
    "ascii": "+++++++++-|",
}
_TRUE_4 = [1, 0, 2, 0, 3, 0, 4, 0, 0, 4, 0, 0, 0, 5, 5]


def _drawn(rows: list[list[str]], signs: str, *, every: bool) -> str:
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]

    def rule(left: str, joint: str, right: str) -> str:
        return left + joint.join(signs[9] * (width + 2) for width in widths) + right

    bar = signs[10]
    lines = [
        bar
        + bar.join(
            f" {text}{' ' * (width - display_width(text))} "
            for text, width in zip(row, widths, strict=True)
        )
        + bar
        for row in rows
    ]
    middle = rule(*signs[3:6])
    inner = f"\n{middle}\n".join(lines) if every else "\n".join([lines[0], middle, *lines[1:]])
    return "\n".join([rule(*signs[:3]), inner, rule(*signs[6:9])])


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("signs", _SIGNS.values(), ids=_SIGNS)
def test_every_line_or_every_cell_between_rules_is_a_row(signs, every):
    own = figures()
    third = [_NAMES, *([label, *map(str, own[key])] for key, label in ROWS)]
    fourth = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        ["", *[""] * 4, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        _HEAD_4 * 3,
        [*map(str, _TRUE_4)],
    ]
    report = read(
        TABLE_2,
        "三、收到和处理政府信息公开申请情况\n",
        _drawn(third, signs, every=every),
        "\n四、政府信息公开行政复议、行政诉讼情况\n",
        _drawn(fourth, signs, every=every),
        "\n五、存在的主要问题及改进情况\n无。",
    )
    assert len(COLUMNS) == len(_NAMES) - 1
    assert differing(report, own) == {"wrong": 0, "null": 0}
    got = [value for row in report.tables["review_litigation"].values() for value in row.values()]
    assert got == _TRUE_4
