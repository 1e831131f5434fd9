"""A report's text within JSON, JSON lines, or a string as a programme shows it."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

import fixtures
import parsers
from parsers.cell_places import places
from parsers.embedded.records import text_of

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
TITLE, DATE = EXPECTED["title"], "2023-01-22"
MAIN = html.fromstring(PAGE.read_bytes()).find(".//section")
TABLES = [
    [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
    for table in MAIN.iter("table")
]


def lines() -> list[str]:
    """The report as text, a line a paragraph or a row, tabs between cells."""
    tables = iter(TABLES)
    found: list[str] = []
    for node in MAIN:
        if node.tag == "table":
            found += ["\t".join(row) for row in next(tables)]
        else:
            found.append("".join(node.itertext()))
    return found


TEXT = "\n".join(lines())
RECORD = {"title": TITLE, "pubDate": DATE, "source": EXPECTED["agency"], "content": TEXT}


def wrapped() -> dict[str, str]:
    flat = " ".join(TEXT.split())
    plain = json.dumps(RECORD, ensure_ascii=False)
    return {
        "one line": plain,
        "ascii": json.dumps(RECORD),
        "indented": json.dumps({"code": 0, "data": RECORD}, ensure_ascii=False, indent=1),
        "text first": json.dumps({"text": TEXT, "title": TITLE, "date": DATE}),
        "title in the text": json.dumps({"url": "x", "text": f"{TITLE}\n发布时间：{DATE}\n{TEXT}"}),
        "lines as a list": json.dumps({"title": TITLE, "date": DATE, "body": TEXT.split("\n")}),
        "text twice": json.dumps({"title": TITLE, "date": DATE, "raw_text": flat, "text": TEXT}),
        "json lines": f'{{"title": "{TITLE.replace("2022", "2021")}", "text": "公开"}}\n{plain}\n',
        "tables as rows": json.dumps(in_pieces()),
        "repr": f"Page(title={TITLE!r}, date={DATE!r}, text={TEXT!r})",
        "dict": repr({"title": TITLE, "date": DATE, "text": TEXT}),
        "cut off": plain[:-2],
    }


def in_pieces() -> dict[str, object]:
    before, *parts = re.split(r"\n(?=[一二三四五六]、[^\t\n]*\n)", TEXT)
    pieces: list[object] = [before]
    tables = iter(TABLES)
    for part in parts:
        heading, _, rest = part.partition("\n")
        is_table = "\t" in rest
        pieces += [heading, next(tables) if is_table else rest]
    return {"title": TITLE, "publishTime": DATE, "parts": pieces}


@pytest.mark.parametrize("case", wrapped())
def test_a_text_within_strings_is_read(case: str) -> None:
    data = wrapped()[case].encode()
    report = parsers.parse(data, source="record")
    assert report.tables == EXPECTED["tables"]
    assert (report.title, report.agency, report.year) == (TITLE, EXPECTED["agency"], 2022)
    assert report.published_on == DATE
    assert len(report.sections) == 6
    assert {p.code for p in report.problems if p.severity != "info"} == set()
    found = places(data, report.origins, media_type=None, charset=None)
    assert len(found) > 150
    assert all(place.confirmed for place in found.values())


def test_a_text_that_is_another_confirms_nothing() -> None:
    origins = parsers.parse(wrapped()["one line"].encode(), source="p").origins
    other = json.dumps({**RECORD, "content": f"{TEXT}。"}).encode()
    found = places(other, origins, media_type=None, charset=None)
    assert not any(place.confirmed for place in found.values())


def test_json_lines_of_several_reports_are_several_reports() -> None:
    earlier = {key: value.replace("2022", "2021") for key, value in RECORD.items()}
    data = "\n".join(json.dumps(one) for one in (earlier, RECORD))
    report = parsers.parse(data.encode(), source="records")
    assert [one.year for one in (report, *report.others)] == [2021, 2022]
    assert report.others[0].tables == EXPECTED["tables"]


def test_a_number_keeps_its_digits_and_a_null_is_blank() -> None:
    data = '{"about": "公开", "rows": [["收费", 15.50, null], ["处罚", "44", ""]]}'
    assert text_of(data) == ("JSON", "公开\n收费\t15.50\t\n处罚\t44\t\n")


@pytest.mark.parametrize(
    "source",
    [
        "{not json",
        "[链接](http://x)",
        '{"a": "no report"}',
        '{"a": "<table><tr><td>公开</td></tr></table>"}',
        "一份公开报告\n" * 30,
        "C:\\new\\notes 公开",
        "[" * 5000 + "]" * 5000,
        '{"a":' * 900 + '"公开"' + "}" * 900,
    ],
)
def test_other_texts_are_left_alone(source: str) -> None:
    found = text_of(source)
    assert found is None or source.startswith('{"a":{')
