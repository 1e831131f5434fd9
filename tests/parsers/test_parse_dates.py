"""Date lines as sites print them, under the title or at the end of a report on 2020.

``¶`` stands for a line's end, ``⇥`` for a cell's; nothing expected means no date, or only
one that cannot be that of a report on 2020.
"""

import csv
from html import escape
from pathlib import Path

import pytest

import parsers

DATA = Path(__file__).parent / "data" / "dates.tsv"
with DATA.open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
TITLE = "澄岭县财政局2020年政府信息公开工作年度报告"
BODY = (
    "根据《中华人民共和国政府信息公开条例》的要求，澄岭县财政局编制本报告，统计期限为2020年1月1日至2020年12月31日。",
    "一、总体情况",
    "全年发布信息三百条，2020年6月1日开通新栏目。",
    "五、存在的主要问题及改进情况",
    "解读不多，下一步多做解读。",
    "六、其他需要报告的事项",
    "没有其他需要报告的事项。",
)


def page(row: dict[str, str], wrap) -> list[str]:
    lines = [wrap(line) for line in row["lines"].split("¶")]
    body = [wrap(line) for line in BODY]
    return [*lines, *body] if row["where"] == "head" else [*body, *lines]


def as_text(row: dict[str, str]) -> str:
    return "\n".join([TITLE, *page(row, lambda line: line.replace("⇥", "\t"))])


def as_html(row: dict[str, str]) -> str:
    def wrap(line: str) -> str:
        if "⇥" in line:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in line.split("⇥"))
            return f"<table><tr>{cells}</tr></table>"
        return f"<div>{escape(line)}</div>"

    body = "".join(page(row, wrap)).replace("</table><table>", "")
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body></html>"


def test_there_are_enough_variants():
    assert len(ROWS) >= 50


@pytest.mark.parametrize("shape", [as_text, as_html])
@pytest.mark.parametrize("row", ROWS, ids=[row["lines"] for row in ROWS])
def test_the_date_of_publication(row, shape):
    report = parsers.parse(shape(row).encode(), source="lines")
    assert (report.title, report.year) == (TITLE, 2020)
    assert (report.published_on or "") == row["expected"]
