"""Bars and tabs between cells, in the habits of the tools that write them."""

import pytest

import parsers
from parsers.text import read_text

ROWS = {
    "规章": (0, 1, 7),
    "规范性文件": (4, 3, 29),
    "行政许可": (61, -4, 803),
    "其他对外管理服务事项": (9, 0, 55),
    "行政处罚": (12, 2, 31),
    "行政强制": (5, 0, 6),
}
CAPTIONS = {
    "规章": "第二十条第（一）项",
    "行政许可": "第二十条第（五）项",
    "行政处罚": "第二十条第（六）项",
}
HEADS = {
    "规章": ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
    "行政许可": ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
}
BEFORE = "芦溪镇人民政府2019年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
AFTER = "\n三、收到和处理政府信息公开申请情况\n我镇没有收到申请。"


def table(rows=ROWS):
    lines = []
    for label, values in rows.items():
        if label in CAPTIONS:
            lines += [[CAPTIONS[label]], list(HEADS.get(label, HEADS["行政许可"]))]
        lines.append([label, *map(str, values)])
    return [["" if cell == "None" else cell for cell in line] for line in lines]


def broken(lines, width=5):
    """A bar and a line break behind every cell, rows filled up with bars."""
    return "\n".join(
        " |\n".join(line) + " |" + (" " + "|" * (width - len(line)) if len(line) < width else "")
        for line in lines
    )


def broken_behind_captions(lines, width=6):
    """The same, the filling on a line of its own."""
    return "\n".join(" |\n".join(line) + " |\n" + "|" * (width - len(line)) for line in lines)


def doubled(lines):
    return "\n".join("|" + "||".join(line) + "|" for line in lines)


def double_tabs(lines):
    return "\n".join("\t\t".join(line) for line in lines)


def bar_behind(lines):
    return "\n".join(f"{cell}|" for line in lines for cell in line)


def filled(lines, width=4):
    return "\n".join(" | ".join(line) + " |" + "|" * (width - len(line)) for line in lines)


PRINTERS = [broken, broken_behind_captions, doubled, double_tabs, bar_behind, filled]


def read(text):
    return parsers.parse((BEFORE + text + AFTER).encode(), source="t.txt")


def values(report):
    keys = ("rules", "normative_documents", "licences", "other_external_services")
    shown = report.tables["disclosure"]
    return {
        key: tuple(shown[key].values()) for key in (*keys, "penalties", "administrative_compulsion")
    }


@pytest.mark.parametrize("printer", PRINTERS)
def test_every_habit_is_read(printer):
    assert list(values(read(printer(table()))).values()) == list(ROWS.values())


@pytest.mark.parametrize("printer", PRINTERS)
def test_a_row_that_lost_its_empty_cells_tells_no_columns(printer):
    lines = [[cell for cell in line if cell] for line in table({**ROWS, "规章": (None, 8, None)})]
    report = read(printer(lines))
    found = values(report)
    assert found["rules"] == (None, None, None)
    assert {c.status for c in report.cells if c.row == "rules"} == {"ambiguous"}
    assert list(found.values())[1:] == list(ROWS.values())[1:]


@pytest.mark.parametrize("printer", [double_tabs, filled])
def test_a_text_that_keeps_empty_fields_tells_them(printer):
    rows = {**ROWS, "规章": (None, None, 8), "行政强制": (5, None, None)}
    found = values(read(printer(table(rows))))
    assert found["rules"] == (None, None, 8)
    assert found["administrative_compulsion"] == (5, None, None)


def test_the_last_row_may_lack_its_filling_and_a_head_may_be_broken():
    text = broken(table()).replace("本年新制作数量", "本年新\n制作数量")
    text += "\n第二十条第（八）项 | ||||\n信息内容 |\n上一年项目数量 |\n本年增/减 | ||"
    text += "\n行政事业性收费 |\n3 |\n-1 |"
    report = read(text)
    assert list(values(report).values()) == list(ROWS.values())
    assert tuple(report.tables["disclosure"]["fees"].values()) == (3, -1)
    assert "收到和处理" in report.sections[-1].heading


def test_markdown_that_holds_tags_is_read_as_markdown():
    rule = "|---|---|---|---|"
    lines = table()
    text = (
        "<div class='article'>\n\n"
        + "\n".join(
            [
                rule if n == 1 else "| " + " | ".join(f"<span>{c}</span>" for c in line) + " |"
                for n, line in enumerate([lines[0], ["", "", "", ""], *lines[1:]])
            ]
        )
        + "\n\n</div>"
    )
    assert list(values(read(text)).values()) == list(ROWS.values())


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("12宗0宗——1宗1宗——14宗", (12, 0, None, 1, 1, None, 14)),
        ("————5宗——2宗——7宗", (None, None, 5, None, 2, None, 7)),
        ("/57件////57件", (None, 57, None, None, None, None, 57)),
    ],
)
def test_units_and_signs_for_nothing_keep_glued_numbers_apart(printed, expected):
    labels = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
    ]
    labels += ["（二）部分公开", "1.属于国家秘密", "（七）总计", "四、结转下年度继续办理"]
    text = "三、收到和处理政府信息公开申请情况" + "".join(label + printed for label in labels)
    report = parsers.parse(text.encode(), source="t.txt")
    for row in ("received", "granted", "denied_state_secret", "carried_forward"):
        assert tuple(report.tables["requests"][row].values()) == expected


def test_a_table_drawn_inside_the_cell_of_another_is_read_without_its_frame():
    cells = [cell for line in table() for cell in (line[0], "    ".join(line[1:])) if cell]
    text = "\n".join(f"|   | | {cell:30} |  |  |" for cell in cells)
    assert list(values(read(text)).values()) == list(ROWS.values())


def test_no_blank_is_told_beside_a_cell_with_several_numbers():
    page = (
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line)}</tr>" for line in table())
        + "</table>"
    )
    page = page.replace("<td>4</td><td>3</td><td>29</td>", "<td></td><td>4 3 29</td><td></td>")
    report = read(page)
    assert values(report)["normative_documents"] == (None, None, None)
    found = {c.status for c in report.cells if c.row == "normative_documents"}
    assert found == {"ambiguous", "unreadable"}


MENUS = [
    "首页|政务公开|办事服务|12|",
    "首页| |12| |公开| |",
    "首页||公开||服务||",
    "首页|公开",
    "首页\t公开\t服务\t",
]


@pytest.mark.parametrize("menu", MENUS)
@pytest.mark.parametrize("printer", PRINTERS)
def test_a_menu_with_bars_moves_no_figure_of_the_table(printer, menu):
    report = parsers.parse(f"{menu}\n{BEFORE}{printer(table())}{AFTER}".encode(), source="t.txt")
    assert list(values(report).values()) == list(ROWS.values())


def test_a_head_of_fewer_fields_keeps_its_last_word():
    blocks = read_text(
        "某局2013年年度报告|首页|服务|12|\n\n|项目|数量|\n| 甲 | |7| |\n| 乙 | |8| |"
    ).blocks
    assert [b.text for b in blocks if b.line == 3] == ["项目", "数量"]
