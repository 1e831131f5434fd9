"""Reports in wrappings that do not show them: scripts, text areas, CSV, MHTML."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Iterator

import pytest

import fixtures
import parsers
from parsers.cell_places import places
from parsers.embedded.loading import json_strings
from parsers.embedded.mhtml import main_part
from parsers.embedded.strings import Field, literals

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
HTML = PAGE.read_bytes().decode("utf-8")
TITLE = EXPECTED["title"]


def article() -> str:
    start = HTML.index("<table")
    return f"<h3>二、主动公开政府信息情况</h3>{HTML[start : HTML.rindex('</table>') + 8]}"


def shell(content: str) -> bytes:
    return (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<div id='c'></div>{content}</body></html>"
    ).encode()


def test_a_json_document_is_read_with_its_title():
    data = json.dumps({"data": {"title": TITLE, "content": article()}}, ensure_ascii=False)
    report = parsers.parse(data.encode(), source="answer.json")
    assert report.tables == EXPECTED["tables"]
    assert report.title == TITLE


def test_what_was_read_from_a_script_is_told():
    literal = json.dumps(article()).replace("</", "<\\/")
    report = parsers.parse(shell(f"<script>var a = 1, body = {literal};</script>"), source="p")
    assert report.tables == EXPECTED["tables"]
    told = [p for p in report.problems if p.code == "embedded_content"]
    assert [p.severity for p in told] == ["info"]
    assert "script" in told[0].detail


def wrappings() -> dict[str, bytes]:
    """The same article in everything that does not show it."""
    once = html.escape(article())
    as_json = json.dumps(article(), ensure_ascii=False)
    literal = as_json.replace("</", "<\\/")
    return {
        "json": f'{{"title": "{TITLE}", "content": {as_json}}}'.encode(),
        "script": shell(f"<script>var a = 1, body = {literal};</script>"),
        "text area": shell(f"<textarea>{once}</textarea>"),
        "template": shell(f"<template>{article()}</template>"),
        "frame": shell(f'<iframe srcdoc="{once}"></iframe>'),
        "field": shell(f'<input type="hidden" value="{once}">'),
        "escaped": shell(f"<div>{once}</div>"),
        "escaped twice": shell(f"<div>{html.escape(once)}</div>"),
        "script in a script": shell(f"<textarea>{html.escape(shell(once).decode())}</textarea>"),
    }


@pytest.mark.parametrize("wrapping", wrappings())
def test_a_number_of_a_content_is_found_in_it_again(wrapping: str) -> None:
    data = wrappings()[wrapping]
    report = parsers.parse(data, source="p")
    assert report.tables == EXPECTED["tables"]
    found = places(data, report.origins, media_type=None, charset=None)
    assert len(found) > 150
    assert all(place.confirmed for place in found.values())
    place = found["requests.received.total"]
    assert place.within[0].startswith("content 1: ")
    assert place.path is not None
    assert place.path.endswith("/td[8]")
    assert place.text == str(EXPECTED["tables"]["requests"]["received"]["total"])


def test_a_content_that_is_another_confirms_nothing() -> None:
    data, other = wrappings()["escaped"], shell(f"<div>{html.escape(article() + '。')}</div>")
    origins = parsers.parse(data, source="p").origins
    found = places(other, origins, media_type=None, charset=None)
    assert not any(place.confirmed for place in found.values())


def test_a_page_that_shows_its_tables_is_not_looked_into():
    hidden = article().replace(">0<", ">9<")
    literal = json.dumps(hidden).replace("</", "<\\/")
    page = HTML.replace("</body>", f"<script>var draft = {literal};</script></body>")
    report = parsers.parse(page.encode(), source="p", url=EXPECTED["url"])
    assert report.tables == EXPECTED["tables"]
    assert not [p for p in report.problems if p.code == "embedded_content"]


def other_reports() -> dict[str, str]:
    """Contents of a page that go under the title of another report."""
    earlier = TITLE.replace("2022", "2021")
    elsewhere = TITLE.replace("市场监督管理局", "教育局")
    body = json.dumps(article(), ensure_ascii=False).replace("</", "<\\/")
    return {
        "year beside": f'<script>var a = [{{"title": "{earlier}", "content": {body}}}];</script>',
        "year behind": f"<script>a = {{content: {body}, title: '{earlier}'}};</script>",
        "year around": f'<script>a = {{"t": "{earlier}", "b": {{"c": {body}}}}};</script>',
        "year within": f"<template><h2>{earlier}</h2>{article()}</template>",
        "body beside": f'<script>var t = "{elsewhere}", c = {body};</script>',
        "body within": f"<textarea>{html.escape(f'<p>{elsewhere}</p>' + article())}</textarea>",
    }


@pytest.mark.parametrize("case", other_reports())
def test_a_content_under_another_reports_title_is_told_and_not_read(case: str) -> None:
    report = parsers.parse(shell(f"<p>一、总体情况</p>{other_reports()[case]}"), source="p")
    assert report.tables == {}
    told = [p for p in report.problems if p.code == "embedded_other"]
    assert [p.severity for p in told] == ["warning"]
    assert "“霁川市" in told[0].detail


def test_of_two_contents_the_reports_own_is_read() -> None:
    other = json.dumps(article().replace(">0<", ">9<")).replace("</", "<\\/")
    own = json.dumps(article()).replace("</", "<\\/")
    earlier = TITLE.replace("2022", "2021")
    script = f'[{{"t": "{earlier}", "c": {other}}}, {{"t": "{TITLE}", "c": {own}}}]'
    report = parsers.parse(shell(f"<script>var all = {script};</script>"), source="p")
    assert report.tables == EXPECTED["tables"]


def test_a_json_list_of_reports_gives_no_report_anothers_title() -> None:
    earlier = {
        "title": TITLE.replace("2022", "2021"),
        "content": "<table><tr><td>无</td></tr></table>",
    }
    own = {"title": TITLE, "time": "2023-01-22", "content": article()}
    data = json.dumps([earlier, own, earlier], ensure_ascii=False).encode()
    report = parsers.parse(data, source="list.json")
    assert (report.title, report.year, report.published_on) == (TITLE, 2022, "2023-01-22")
    assert report.tables == EXPECTED["tables"]


def test_json_lines_that_hold_markup_are_read() -> None:
    other = {"title": "公开指南", "html": "<p>无</p>"}
    own = {"title": TITLE, "time": "2023-01-22", "html": article()}
    data = "\n".join(json.dumps(one) for one in (other, own, other)).encode()
    report = parsers.parse(data, source="lines.jsonl")
    assert (report.title, report.published_on) == (TITLE, "2023-01-22")
    assert report.tables == EXPECTED["tables"]
    found = places(data, report.origins, media_type=None, charset=None)
    assert all(place.confirmed for place in found.values())


def test_a_json_list_of_whole_reports_is_told() -> None:
    earlier = {"title": TITLE.replace("2022", "2021"), "content": article()}
    data = json.dumps([earlier, {"title": TITLE, "content": article()}]).encode()
    report = parsers.parse(data, source="list.json")
    assert report.year == 2021
    assert ("several_reports", "warning") in {(p.code, p.severity) for p in report.problems}


def test_a_comment_is_no_content():
    report = parsers.parse(shell(f"<!--{article()}-->"), source="p")
    assert "requests" not in report.tables
    assert not report.is_report


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('x = "' + "a" * 200 + r"\u003ctd\u003e\n\x41\"" + '"', "a" * 200 + '<td>\nA"'),
        ("x = '" + "b" * 200 + r"\/td\'" + "'", "b" * 200 + "/td'"),
        ("x = `" + "c" * 200 + "\n<td>`", "c" * 200 + "\n<td>"),
        ('x = "short"', None),
    ],
)
def test_string_literals_are_seen_as_the_script_sees_them(script, found):
    assert [text for _, text in literals(script)] == ([found] if found else [])


def test_json_that_is_none_has_no_strings():
    assert json_strings("{not json") == []
    assert json_strings("plain") == []
    found = json_strings('{"a": ["x", {"b": "y"}]}')
    assert found == [Field("a", "x", (1,)), Field("b", "y", (1, 2))]


def test_only_a_multipart_message_is_mhtml():
    assert main_part(HTML.encode()) is None
    assert main_part(b"Content-Type: text/html\r\n\r\n<p>") is None
    whole = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    part = b"Content-Type: text/html; charset=gbk\r\n\r\n<p>x</p>\r\n--b--\r\n"
    assert main_part(whole + part) == (b"<p>x</p>", "gbk")
    assert main_part(whole + b"Content-Type: image/png\r\n\r\nx\r\n--b--\r\n") is None


FORM_ROWS = [
    ["一、本年新收政府信息公开申请数量", 5, 1, 0, 0, 0, 0, 6],
    ["二、上年结转政府信息公开申请数量", 1, 0, 0, 0, 0, 0, 1],
    ["（一）予以公开", 3, 1, 0, 0, 0, 0, 4],
    ["（二）部分公开", 1, 0, 0, 0, 0, 0, 1],
    ["1.属于国家秘密", 0, 0, 0, 0, 0, 0, 0],
    ["1.本机关不掌握相关政府信息", 1, 0, 0, 0, 0, 0, 1],
    ["（七）总计", 5, 1, 0, 0, 0, 0, 6],
    ["四、结转下年度继续办理", 1, 0, 0, 0, 0, 0, 1],
]
HEAD = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


class Lines(list[str]):
    """What the csv module writes to."""

    write = list.append


def delimited(delimiter: str, quoting: int) -> Iterator[str]:
    yield "沙湾县水利局2022年政府信息公开工作年度报告"
    yield "本年度，我局认真落实条例，收到申请6件，其中5件来自自然人，1件来自企业。"
    yield "三、收到和处理政府信息公开申请情况"
    rows = Lines()
    csv.writer(rows, delimiter=delimiter, quoting=quoting, lineterminator="").writerows(
        [HEAD, *FORM_ROWS]
    )
    yield from rows
    yield "四、政府信息公开行政复议、行政诉讼情况"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_cells_between_delimiters_are_read(delimiter, quoting):
    text = "\n".join(delimited(delimiter, quoting))
    read = parsers.parse(text.encode(), source="t").tables["requests"]
    for key, (_, *figures) in zip(
        ("received", "carried_over", "granted", "partly_granted", "denied_state_secret"),
        FORM_ROWS,
        strict=False,
    ):
        assert list(read[key].values()) == figures


def test_commas_of_sentences_make_no_table():
    text = "\n".join(f"第{n}项，共{n}件，其中{n}件已办结，{n}件未办结。" for n in range(1, 20))
    report = parsers.parse(text.encode(), source="t")
    assert report.tables == {}
