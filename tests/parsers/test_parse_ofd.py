"""OFD: pages of words and rules; what is not seen, and packages that lie."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from benchmarks.accuracy.ofd_writer import line, package, words
from parsers.cell_places import places
from parsers.ofd.geometry import numbers, steps, subpaths
from tests.parsers.package_parts import changed

TITLE = "松岭县2023年政府信息公开工作年度报告"
ROWS = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "1", "0", "11"),
    ("行政规范性文件", "12", "3", "66"),
)
LEFT, TOP, WIDE, HIGH = 20, 60, 40, 10


def cell(row: int, column: int, text: str) -> list[str]:
    return list(words(LEFT + column * WIDE + 2, TOP + row * HIGH + 6, text, 4))


def objects(rows=ROWS) -> list[str]:
    found = [*words(20, 30, TITLE, 5), *words(20, 45, "二、主动公开政府信息情况", 4)]
    for at in range(len(rows) + 1):
        y = TOP + at * HIGH
        found.append(line(LEFT, y, LEFT + 4 * WIDE, y))
    for at in range(5):
        x = LEFT + at * WIDE
        found.append(line(x, TOP, x, TOP + len(rows) * HIGH))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            found += cell(row, column, text)
    return found


def parse(data: bytes) -> parsers.Report:
    return parsers.parse(data, source="a.ofd")


def rules(report) -> list[object]:
    return list(report.tables["disclosure"]["rules"].values())


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in parse(data).problems}


GOOD = package([objects()])
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def with_row(*texts: str) -> bytes:
    return package([objects((ROWS[0], ("规章", *texts), ROWS[2]))])


def test_a_table_is_read():
    report = parse(GOOD)
    assert rules(report) == [1, 0, 11]
    assert (report.title, report.agency, report.year) == (TITLE, "松岭县", 2023)


def test_each_number_is_found_again_on_its_page():
    report = parse(GOOD)
    found = places(GOOD, report.origins, media_type=None, charset=None)
    place = found["disclosure.rules.in_force"]
    assert (place.page, place.text) == (1, "11")
    assert all(one.confirmed for one in found.values())
    other = places(with_row("1", "0", "12"), report.origins, media_type=None, charset=None)
    assert not other["disclosure.rules.in_force"].confirmed


def test_a_blank_cell_is_blank():
    report = parse(with_row("1", "", "11"))
    assert rules(report) == [1, None, 11]
    assert {n.column: n.status for n in report.cells} == {"repealed": "blank"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'Size="4"><ofd:TextCode', b'Size="4"><ofd:FillColor Value="255 255 255"/><ofd:TextCode'),
        (b'Size="4"><ofd:TextCode', b'Size="4" Fill="false"><ofd:TextCode'),
    ],
)
def test_digits_out_of_sight_are_not_read(old, new):
    data = changed(GOOD, PAGE, old + b' X="0" Y="4">0<', new + b' X="0" Y="4">0<')
    report = parse(data)
    assert rules(report)[1] is None
    assert {n.column: n.status for n in report.cells if n.row == "rules"}["repealed"] != "blank"


def test_what_is_said_to_be_invisible_is_not_read():
    draft = "".join(words(LEFT + 2, 150, "草稿91", 4)).replace(
        "<ofd:TextObject", '<ofd:TextObject Visible="false"'
    )
    report = parse(package([[*objects(), draft]]))
    assert "91" not in str(report.to_dict())


def test_slanting_words_are_no_text():
    mark = "".join(words(60, 80, "样张", 12)).replace(" Size", ' CTM="0.7 0.7 -0.7 0.7 0 0" Size')
    report = parse(package([[*objects(), mark]]))
    assert rules(report) == [1, 0, 11]
    assert "样张" not in str(report.to_dict())


def test_letters_without_a_text_behind_them_are_told():
    data = changed(GOOD, PAGE, b">11<", ">\ue011\ue012<".encode())
    assert rules(parse(data))[2] is None
    assert "encoding_damage" in codes(data)


def test_a_transformed_object_stands_where_it_is_drawn():
    at = LEFT + 2 * WIDE + 2
    moved = "".join(words(0, 4, "7", 2)).replace(" Size", f' CTM="2 0 0 2 {at} {TOP + 14}" Size')
    report = parse(package([[*objects((ROWS[0], ("规章", "1", "", "11"), ROWS[2])), moved]]))
    assert rules(report) == [1, 7, 11]


def test_a_template_is_drawn_on_its_page():
    out = io.BytesIO(package([objects((ROWS[0], ("规章", "1", "", "11"), ROWS[2]))]))
    with zipfile.ZipFile(io.BytesIO(package([cell(1, 2, "7")]))) as other:
        template = other.read(PAGE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Doc_0/Tpls/T.xml", template)
    data = changed(
        out.getvalue(),
        "Doc_0/Document.xml",
        b"</ofd:CommonData>",
        b'<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>',
    )
    data = changed(data, PAGE, b"<ofd:Content>", b'<ofd:Template TemplateID="9"/><ofd:Content>')
    assert rules(parse(data)) == [1, 7, 11]


def test_a_scan_is_named():
    image = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>'
    assert {"image_only", "not_a_report"} <= codes(package([[image]]))


def test_no_pages_and_no_words_are_named():
    assert {"empty_document", "not_a_report"} <= codes(package([]))
    assert {"empty_document", "not_a_report"} <= codes(package([[]]))


def test_a_locked_file_is_named():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Encryptions.xml", "<x/>")
    assert {"encrypted", "not_a_report"} <= codes(out.getvalue())


def test_a_page_that_is_not_there_is_told():
    data = changed(
        GOOD, "Doc_0/Document.xml", b"</ofd:Pages>", b'<ofd:Page ID="2" BaseLoc="x"/></ofd:Pages>'
    )
    assert "page_unread" in codes(data)


def test_places_outside_the_package_are_only_names():
    data = changed(GOOD, "Doc_0/Document.xml", b"Pages/Page_0", b"../../../etc/passwd")
    assert "not_a_report" in codes(data)


def test_pages_without_end_are_cut():
    many = b"".join(b'<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' for _ in range(2_000))
    data = changed(GOOD, "Doc_0/Document.xml", b"<ofd:Pages>", b"<ofd:Pages>" + many)
    assert "truncated" in codes(data)


def test_a_document_type_is_refused():
    data = changed(GOOD, PAGE, b"<ofd:Page ", b'<!DOCTYPE x [<!ENTITY a "1">]><ofd:Page ')
    assert {"damaged_file", "not_a_report"} <= codes(data)


def test_ways_between_letters():
    assert steps("g 3 5 6", 9) == [5, 5, 5, 6]
    assert steps("1 2 3", 2) == [1, 2]
    assert steps("g 99999999999999999999 5", 4) == [5, 5, 5, 5]
    assert steps("g -3 5 x", 4) == []
    assert steps(None, 4) == []


def test_numbers_have_an_end():
    assert numbers("1 2.5 -.5 1e400 9e99 nan inf") == [1, 2.5, -0.5]


def test_parts_of_paths():
    assert list(subpaths("M 0 0 L 2 0 L 2 1 C S 5 5 B 1 1 2 2 3 3")) == [
        ([(0, 0), (2, 0), (2, 1), (0, 0)], True),
        ([(5, 5), (3, 3)], False),
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("MLBQAC S0123456789.-eg"), max_size=40))
def test_no_path_raises(text):
    list(subpaths(text))
    steps(text, 10)
    numbers(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=12))
def test_damage_anywhere_raises_nothing(at, junk):
    assert "parser_error" not in codes(GOOD[:at] + junk + GOOD[at + len(junk) :])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_within_a_page_raises_nothing(data):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        body = archive.read(PAGE)
    at = data.draw(st.integers(0, len(body) - 1))
    size = data.draw(st.integers(1, 12))
    junk = data.draw(st.binary(max_size=12))
    cut = body[at : at + size]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as before, zipfile.ZipFile(out, "w") as after:
        for one in before.infolist():
            whole = body[:at] + junk + body[at + len(cut) :]
            after.writestr(one, whole if one.filename == PAGE else before.read(one))
    assert "parser_error" not in codes(out.getvalue())
