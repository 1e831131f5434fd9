"""All six parts first, and the tables behind the last of them."""

from __future__ import annotations

import re

import fixtures
import parsers

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
HTML = PAGE.read_bytes().decode("utf-8")
TABLES = re.findall(r"<table.*?</table>", HTML, re.DOTALL)
KEYS = ["overview", "proactive", "requests", "review_litigation", "problems", "other_matters"]


def read(html: str) -> parsers.Report:
    return parsers.parse(html.encode(), source="page", url=EXPECTED["url"])


def behind(html: str) -> str:
    """The page with its tables, under captions of their own, moved behind part six."""
    for number, table in enumerate(TABLES, 1):
        html = html.replace(table, f"<p>见附表{number}。</p>")
    annex = "".join(f"<p>附表{number}</p>{table}" for number, table in enumerate(TABLES, 1))
    return html.replace("</section>", f"{annex}</section>")


def test_headings_before_the_tables_are_found():
    report = read(behind(HTML))
    assert report.tables == EXPECTED["tables"]
    assert [section.key for section in report.sections] == KEYS
    assert "section_missing" not in {p.code for p in report.problems}
    assert "需要报告的事项" in report.sections[-1].text
    assert "附表" not in report.sections[-1].text
    assert report.sections[1].text == "见附表1。"


def test_a_list_of_the_parts_is_not_taken_for_them():
    headings = re.findall("<h2>(.*?)</h2>", HTML)
    contents = "".join(f"<p>{heading}</p>" for heading in headings)
    cut = HTML[: HTML.index("<h2>五、")]
    page = cut.replace("<h2>一、", f"{contents}<h2>一、", 1) + "</section></body></html>"
    report = read(page)
    missing = {p.where for p in report.problems if p.code == "section_missing"}
    assert missing == {"problems", "other_matters"}
