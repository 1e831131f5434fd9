"""Tables 3 and 4 under headers in another order that are worded otherwise, or misspelt."""

from __future__ import annotations

import pytest

import parsers
from parsers.forms import load

REQUESTS = load("v2021").tables["requests"]
KEYS = [column.key for column in REQUESTS.columns]
#: Of each row: six applicants and the total, all different.
FIGURES = {"received": (37, 18, 5, 2, 9, 1, 72), "carried_over": (4, 3, 1, 0, 2, 6, 16)}
GROUPS = {
    "review": (12, 0, 1, 0, 13),
    "litigation_direct": (0, 1, 3, 2, 6),
    "litigation_after_review": (4, 3, 0, 5, 12),
}
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def rows_of(lines: list[list[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in line) for line in lines)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"


def requests(heads: list[tuple[str, str]]) -> str:
    """Table 3 with these columns: what the header says, and the key."""
    lines = [["", *(name for name, _ in heads)]]
    for row in REQUESTS.rows:
        figures = dict(zip(KEYS, FIGURES.get(row.key, (0,) * 7), strict=True))
        lines.append([row.label, *(str(figures[key]) for _, key in heads)])
    return rows_of(lines)


def review(heads: list[tuple[str, str]]) -> str:
    spans = "".join(f"<td colspan=5>{name}</td>" for name, _ in heads)
    figures = [str(value) for _, key in heads for value in GROUPS[key]]
    table = rows_of([[*RESULTS] * 3, figures])
    return table.replace("<table>", f"<table><tr>{spans}</tr>", 1)


def read(third: str, fourth: str = "") -> parsers.Report:
    title = "石桥县交通运输局2023年政府信息公开工作年度报告"
    page = (
        f"<html><title>{title}</title><body><h1>{title}</h1><h2>三、收到和处理政府信息公开申请情况"
    )
    page += f"</h2>{third}<h2>四、政府信息公开行政复议、行政诉讼情况</h2>{fourth}</body></html>"
    return parsers.parse(page.encode(), source="p")


@pytest.mark.parametrize(
    "heads",
    [
        "自然人|商业企业|社会公益组识|科研机够|法律服务机构|其他|总计",
        "个人|工商企业|公益性社会组织|科研院所|其他组织|律师事务所|总数",
        "商业企业|自然人|科研机构|社会公益组织|律师事务所|其他|总计",
        "自然人|其他|企业|科研机构|社会公益组织|法律服务机构|总计",
        "公民|企业|科研单位|公益组织|法律机构|其它|合计",
    ],
)
def test_columns_are_read_by_what_their_heads_mean(heads: str) -> None:
    words = {
        **{"自": 0, "个": 0, "公民": 0, "工": 1, "商": 1, "企": 1, "科": 2, "社": 3, "公益": 3},
        **{"法": 4, "律": 4, "其": 5, "总": 6, "合": 6},
    }
    named = [
        (head, KEYS[next(at for word, at in words.items() if head.startswith(word))])
        for head in heads.split("|")
    ]
    table = read(requests(named)).tables["requests"]
    for row, figures in FIGURES.items():
        assert list(table[row].values()) == list(figures)


def test_a_header_in_two_rows_and_other_words_keeps_the_official_order() -> None:
    official = [(column.label, column.key) for column in REQUESTS.columns]
    table = requests(official)
    first = "<td rowspan=2></td><td rowspan=2>公民</td><td colspan=5>法人或其他组织</td>"
    first += "<td rowspan=2>合计</td>"
    second = "".join(
        f"<td>{name}</td>" for name in ("企业", "科研单位", "社会团体", "律所", "其它")
    )
    old = table[table.index("<tr>") : table.index("</tr>") + 5]
    report = read(table.replace(old, f"<tr>{first}</tr><tr>{second}</tr>", 1))
    for row, figures in FIGURES.items():
        assert list(report.tables["requests"][row].values()) == list(figures)
    assert "columns_moved" not in {p.code for p in report.problems}


@pytest.mark.parametrize(
    "heads",
    [
        [("复议", 0), ("经复议起诉", 2), ("直接起诉", 1)],
        [("行政诉讼（直接起诉）", 1), ("行政诉讼（复议后）", 2), ("行政复议", 0)],
        [("行政复议", 0), ("复议后起诉", 2), ("未经复议直接起诉", 1)],
        [("行政复议", 0), ("未经复议提起诉讼", 1), ("经复议后提起诉讼", 2)],
    ],
)
def test_groups_are_read_by_what_their_heads_mean(heads: list[tuple[str, int]]) -> None:
    keys = list(GROUPS)
    official = list(
        zip(
            ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
            KEYS,
            strict=True,
        )
    )
    report = read(requests(official), review([(name, keys[at]) for name, at in heads]))
    for row, figures in GROUPS.items():
        assert list(report.tables["review_litigation"][row].values()) == list(figures)


def outcomes(wrong: int = 0) -> str:
    """Table 3 whose groups, and the third part as a whole, print their own totals."""
    official = [(column.label, column.key) for column in REQUESTS.columns]
    table = requests(official)
    counts = {"granted": 10, "denied_state_secret": 2, "denied_by_law": 1, "total_processed": 13}
    for row in REQUESTS.rows:
        if count := counts.get(row.key):
            zeros = f"{row.label}</td>{'<td>0</td>' * 7}"
            assert zeros in table
            table = table.replace(zeros, _one(row.label, count))
    whole, denied = _one("三、本年度办理结果", 13 + wrong), _one("（三）不予公开", 3)
    for label, own in (("（一）予以公开", whole), ("1.属于国家秘密", denied)):
        table = table.replace(f"<tr><td>{label}", f"<tr><td>{own}</tr><tr><td>{label}", 1)
    return table


def _one(label: str, count: int) -> str:
    return f"{label}</td><td>{count}</td>{'<td>0</td>' * 5}<td>{count}</td>"


def groups_of(report: parsers.Report) -> dict[str, str]:
    return {
        one.where: one.outcome
        for one in report.checks
        if one.id == "T3-GRP" and one.where.endswith("total")
    }


def test_the_subtotals_of_groups_are_the_sums_of_their_rows() -> None:
    assert groups_of(read(outcomes())) == {"outcome.total": "pass", "denied.total": "pass"}
    assert groups_of(read(outcomes(wrong=1)))["outcome.total"] == "fail"


def test_a_row_of_the_offices_own_is_no_group() -> None:
    table = (
        outcomes()
        .replace("（三）不予公开", "9.其他不予公开情形")
        .replace("<td>3</td>", "<td>0</td>")
    )
    report = read(table)
    assert "denied.total" not in groups_of(report)
    assert "row_unknown" in {p.code for p in report.problems}
