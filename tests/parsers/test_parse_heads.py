"""Heads of pages in the habits of many portals: whose report, on which year, when published.

``¶`` stands for a line's end, ``⇥`` for a cell's; ``#`` opens the heading of the markup, ``^``
the window title. A fact with ``~`` may also be null or told as doubtful, one with ``!`` must be
told, ``~`` alone must be null or told, ``?`` does not matter. The labels never come from the
program. At first reading 9 of the 75 heads, 4 of the 34 held out and 2 of the third 31 gave a
wrong agency, year or date without a word.
"""

import csv
from html import escape
from pathlib import Path

import pytest

import parsers

DATA = Path(__file__).parent / "data"
FILES = ("heads.tsv", "heads_held_out.tsv", "heads_third.tsv")
BODY = (
    "根据《中华人民共和国政府信息公开条例》的规定编制本报告。",
    "一、总体情况",
    "全年发布信息三百条。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "解读不多，下一步多做解读。",
    "六、其他需要报告的事项",
    "没有其他需要报告的事项。",
)
FACTS = {"agency": "agency", "year": "year", "date": "published_on", "kind": "kind", "tier": "tier"}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def as_text(lines: list[str]) -> str:
    shown = [line.lstrip("#").replace("⇥", "\t") for line in lines if not line.startswith("^")]
    return "\n".join([*shown, *BODY])


def as_html(lines: list[str]) -> str:
    window = next((line[1:] for line in lines if line.startswith("^")), "")
    body = "".join(_wrapped(line) for line in lines if not line.startswith("^"))
    body += "".join(f"<p>{line}</p>" for line in BODY)
    body = body.replace("</table><table>", "")
    return f"<html><head><title>{escape(window)}</title></head><body>{body}</body></html>"


def _wrapped(line: str) -> str:
    if "⇥" in line:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in line.split("⇥"))
        return f"<table><tr>{cells}</tr></table>"
    return f"<h1>{escape(line[1:])}</h1>" if line.startswith("#") else f"<div>{escape(line)}</div>"


def judged(row: dict[str, str], shape) -> dict[str, str]:
    """What is wrong with each fact: ``wrong`` is silent, ``missed`` is null."""
    report = parsers.parse(shape(row["lines"].split("¶")).encode(), source="heads")
    told = {p.where for p in report.problems} | {p.code.partition("_")[0] for p in report.problems}
    found = {}
    for fact, name in FACTS.items():
        value, expected = getattr(report, name), row[fact]
        verdict = _verdict(
            "" if value is None else str(value), expected, name in told, fact in told
        )
        if verdict:
            found[fact] = f"{verdict}: {value}, not {expected}"
    return found


def _verdict(value: str, expected: str, *told: bool) -> str | None:
    if expected == "?" or (expected.endswith("~") and (any(told) or not value)):
        return None
    if expected.endswith("!") and not any(told):
        return "untold"
    if value == expected.rstrip("~!"):
        return None
    return "missed" if not value else ("told" if any(told) else "wrong")


@pytest.mark.parametrize("shape", [as_text, as_html])
@pytest.mark.parametrize(
    "row", [row for name in FILES for row in rows(name)], ids=lambda r: r["lines"]
)
def test_the_head_of_a_page_says_whose_report_it_is_and_when(row, shape):
    assert judged(row, shape) == {}


def test_there_are_enough_heads():
    assert len(rows("heads.tsv")) >= 60
    assert len(rows("heads_held_out.tsv")) >= 30


@pytest.mark.parametrize(
    "words",
    [
        "统计期限自2023年1月1日起至12月31日止",
        "统计期限从2023年1月1日开始，到2023年12月31日结束",
        "统计期限为2023年全年（1月1日至12月31日）",
        "统计期限：2023年01月01日0时至2023年12月31日24时",
        "统计期限为2023年1月1日至12月31日，评议期为2022年7月1日至2023年6月30日",
    ],
)
def test_the_period_in_other_words(words):
    title = "松岭县司法局2023年政府信息公开工作年度报告"
    report = parsers.parse("\n".join([title, f"{words}。", *BODY]).encode(), source="period")
    assert report.period == ("2023-01-01", "2023-12-31")
    assert report.year == 2023
