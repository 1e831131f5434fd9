"""Word documents: merged cells, nested tables, changes, what is hidden, and packages that lie."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from parsers import package
from parsers.cell_places import places
from parsers.word import read_word
from tests.parsers.words import HEAD, NORMS, RULES, TITLE, noted, parse, rows_of, saved, with_table


def run_of(cell, text=""):
    cell.text = ""
    return cell.paragraphs[0].add_run(text)


def test_a_table_is_read():
    report = parse(with_table()[0])
    assert rows_of(report, "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]
    assert (report.agency, report.year) == ("松岭县", 2023)


def test_the_title_in_the_properties_says_nothing():
    word, _ = with_table()
    word.core_properties.title = "芷桥区2019年政府信息公开工作年度报告"
    report = parse(word)
    assert (report.title, report.year) == (TITLE, 2023)


def test_a_blank_cell_is_blank():
    word, table = with_table()
    table.cell(1, 2).text = ""
    assert noted(parse(word), "rules") == {"repealed": ("blank", None)}


def test_merged_cells_have_their_spans():
    word = docx.Document()
    table = word.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "乙"
    for column, text in enumerate("123"):
        table.cell(2, column).text = text
    blocks = [b for b in read_word(saved(word)).blocks if b.is_cell]
    assert [(b.text, b.row, b.column, b.across, b.down) for b in blocks] == [
        ("甲", 0, 0, 1, 2),
        ("乙", 0, 1, 2, 1),
        ("", 1, 0, 1, 1),
        ("", 1, 1, 1, 1),
        ("1", 2, 0, 1, 1),
        ("2", 2, 1, 1, 1),
        ("3", 2, 2, 1, 1),
    ]


def test_a_table_within_a_layout_table_is_a_table():
    word = docx.Document()
    word.add_paragraph(TITLE)
    outer = word.add_table(1, 1).cell(0, 0)
    outer.text = "二、主动公开政府信息情况"
    inner = outer.add_table(3, 4)
    for cells, texts in zip(inner.rows, (HEAD, RULES, NORMS), strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    assert rows_of(parse(word), "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]


def test_a_figure_in_a_frame_of_its_own_is_the_cells():
    word, table = with_table()
    table.cell(1, 3).text = ""
    table.cell(1, 3).add_table(1, 1).cell(0, 0).text = "17"
    assert rows_of(parse(word), "rules") == [[1, 0, 17]]


def test_tracked_changes_count_as_they_would_be_accepted():
    word, table = with_table()
    cell = table.cell(1, 1)
    run = run_of(cell, "5")._r
    paragraph = cell.paragraphs[0]._p
    for tag, text, kind in (("w:ins", "7", "w:t"), ("w:del", "9", "w:delText")):
        change, inner = OxmlElement(tag), OxmlElement("w:r")
        words = OxmlElement(kind)
        words.text = text
        inner.append(words)
        change.append(inner)
        paragraph.append(change)
    assert run.getparent() is paragraph
    assert rows_of(parse(word), "rules") == [[57, 0, 11]]


def test_a_row_that_a_tracked_change_took_out_is_gone():
    word, table = with_table((HEAD, ["规章", "9", "9", "9"], RULES, NORMS))
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert rows_of(parse(word), "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]


def test_cells_merged_the_old_way_are_one():
    word, table = with_table()
    for column, value in ((1, "restart"), (2, "continue"), (3, "continue")):
        merge = OxmlElement("w:hMerge")
        merge.set(qn("w:val"), value)
        table.cell(1, column)._tc.get_or_add_tcPr().append(merge)
    blocks = [b for b in read_word(saved(word)).blocks if b.is_cell and b.row == 1]
    assert [(b.text, b.across) for b in blocks] == [("规章", 1), ("1", 3)]


@pytest.mark.parametrize("how", ["vanish", "white"])
def test_digits_that_nobody_sees_are_not_read(how):
    word, table = with_table()
    run = run_of(table.cell(1, 1), "5")
    if how == "vanish":
        run.font.hidden = True
    else:
        run.font.color.rgb = RGBColor(255, 255, 255)
    report = parse(word)
    assert noted(report, "rules") == {"made": ("unreadable", None)}


def test_struck_and_raised_digits_are_no_part_of_a_number():
    word, table = with_table()
    run_of(table.cell(1, 1), "45").font.strike = True
    table.cell(1, 1).paragraphs[0].add_run("12")
    run_of(table.cell(1, 3), "11")
    table.cell(1, 3).paragraphs[0].add_run("1").font.superscript = True
    report = parse(word)
    assert noted(report, "rules") == {"made": ("annotated", 12), "in_force": ("annotated", 11)}


def test_a_picture_in_a_cell_makes_it_unreadable():
    word, table = with_table()
    table.cell(1, 1).text = ""
    table.cell(1, 1).paragraphs[0].add_run()._r.append(OxmlElement("w:drawing"))
    assert noted(parse(word), "rules") == {"made": ("unreadable", None)}


def test_content_controls_are_looked_through():
    word, table = with_table()
    cell = table.cell(1, 1)
    run = run_of(cell, "23")._r
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    cell.paragraphs[0]._p.append(control)
    control.append(content)
    content.append(run)
    assert rows_of(parse(word), "rules") == [[23, 0, 11]]


def test_every_cell_is_found_again_in_its_element():
    data = saved(with_table()[0])
    report = parsers.parse(data, source="a")
    found = places(data, report.origins, media_type=None, charset=None)
    read = [place for place in found.values() if place.raw]
    assert len(read) == 6
    assert all(place.confirmed and place.path.endswith("]") for place in read)


# --- packages ---------------------------------------------------------------------------------

GOOD = saved(with_table()[0])


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in parsers.parse(data, source="x").problems}


def test_a_damaged_package_is_named():
    assert {"damaged_file", "not_a_report"} <= codes(GOOD[: len(GOOD) // 2])


def test_a_locked_document_is_named():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    locked += "EncryptedPackage".encode("utf-16-le")
    assert {"encrypted", "not_a_report"} <= codes(locked)


def test_a_zip_of_something_else_is_not_taken_for_word():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<x/>")
    assert "unsupported_format" in codes(out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("年报.docx", GOOD)
    assert "unsupported_format" not in codes(out.getvalue())


@pytest.mark.parametrize("limit", ["MOST_PARTS", "MOST_BYTES"])
def test_a_package_beyond_the_limits_is_not_unpacked(limit, monkeypatch):
    monkeypatch.setattr(package, limit, 3)
    assert {"oversized", "not_a_report"} <= codes(GOOD)


def test_a_bomb_is_not_unpacked():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.bin", bytes(package.MOST_BYTES + 1))
    assert len(out.getvalue()) < 1_000_000
    assert "oversized" in codes(out.getvalue())


def test_entities_are_not_expanded():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                doctype = b'<!DOCTYPE x [<!ENTITY a "11111">]><w:document'
                data = data.replace(b"<w:document", doctype, 1).replace(b">11<", b">&a;<")
            new.writestr(part, data)
    report = parsers.parse(out.getvalue(), source="x")
    assert "11111" not in str(report.to_dict())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=12))
def test_damage_anywhere_raises_nothing(at, junk):
    assert "parser_error" not in codes(GOOD[:at] + junk + GOOD[at + len(junk) :])


def test_vertical_merges_without_a_start_are_cells():
    word, table = with_table()
    look = table.cell(1, 0)._tc.get_or_add_tcPr()
    look.append(OxmlElement("w:vMerge"))
    assert look.find(qn("w:vMerge")) is not None
    report = parse(word)
    assert rows_of(report, "normative_documents") == [[12, 3, 66]]
