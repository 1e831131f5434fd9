"""Drawings and conditional formats of an .xls, record by record."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from parsers.spreadsheet import xls
from parsers.spreadsheet.conditions import Rule, Rules
from parsers.spreadsheet.looks import BLACK, WHITE, Look
from parsers.spreadsheet.records import Extras, extras_of
from parsers.unreadable import Unreadable
from tests.parsers.test_parse_spreadsheet import noted

OLD = (Path(__file__).parent / "data" / "report.xls").read_bytes()
COLOURS = {8: BLACK, 9: WHITE}.get
B5 = (4, 5, 1, 2)
BOF, EOF = (0x809, b""), (0x0A, b"")


def record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def sheet(*records: tuple[int, bytes]) -> Extras:
    stream = b"".join(record(*one) for one in (BOF, *records, EOF, *records))
    return extras_of(b"before" + stream, 6, COLOURS)


def atom(kind: int, body: bytes, first: int = 0) -> bytes:
    return struct.pack("<HHI", first, kind, len(body)) + body


def drawn(*anchor: int, kind: int = 8, fill: int | None = None, letters: int = 0) -> list:
    """A shape's records: left, from, top, from, right, from, bottom, from."""
    said = atom(0xF00B, struct.pack("<HI", 0x1BF, fill), 0x13) if fill is not None else b""
    inner = said + atom(0xF010, struct.pack("<9H", 2, *anchor))
    shape = struct.pack("<HHI", 0xF, 0xF004, len(inner)) + inner
    text = struct.pack("<9H", 0, 0, 0, 0, 0, letters, 0, 0, 0)
    return [(0xEC, shape), (0x5D, struct.pack("<3H", 0x15, 0x12, kind)), (0x1B6, text)]


@pytest.mark.parametrize(
    ("anchor", "area"),
    [
        ((1, 0, 4, 0, 2, 0, 5, 0), B5),
        ((1, 100, 4, 20, 1, 900, 4, 200), B5),
        ((0, 900, 3, 250, 2, 100, 5, 20), B5),
        ((0, 0, 4, 0, 2, 0, 5, 0), (4, 5, 0, 2)),
        ((1, 0, 4, 0, 1, 100, 5, 0), None),
        ((300, 0, 4, 0, 301, 0, 5, 0), None),
    ],
)
def test_a_drawing_lies_over_its_cells(anchor, area):
    found = sheet(*drawn(*anchor)).drawings
    assert found.areas == ([area] if area else [])
    assert found.pictures == ([(area[0], "#B5" if area == B5 else "#A5")] if area else [])


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({"kind": 2}, 1),
        ({"kind": 2, "fill": 0x100010}, 1),
        ({"kind": 2, "fill": 0x100000}, 0),
        ({"kind": 2, "fill": 0x100000, "letters": 2}, 1),
        ({"kind": 1}, 0),
        ({"kind": 0x19}, 0),
    ],
)
def test_lines_notes_and_frames_hide_nothing(options, count):
    assert len(sheet(*drawn(1, 0, 4, 0, 2, 0, 5, 0, **options)).drawings.areas) == count


def test_each_shape_counts_and_a_charts_own_do_not():
    one, other = drawn(1, 0, 4, 0, 2, 0, 5, 0), drawn(2, 0, 4, 0, 3, 0, 5, 0, kind=6)
    chart = [BOF, *drawn(0, 0, 0, 0, 9, 0, 9, 0), EOF]
    assert len(sheet(*one, *chart, *other, (0xEC, atom(0xF00D, b""))).drawings.areas) == 2


def condition(sign: int = 5, number: bytes = b"\x1e\0\0", kind: int = 1, **look: int) -> list:
    """A rule over B5; ``ink`` and ``ground`` by number, ``strike``, ``digits``."""
    flags, body = 0x3C0000, b""
    if "ink" in look or "strike" in look:
        flags |= 1 << 26
        style, ink = look.get("strike", 0), look.get("ink", -1)
        font = struct.pack("<64xiiHHI", 0, style, 400, 0, 0)
        body += struct.pack("<80sii i 26x", font, ink, 0, 0 if style else 0x9A)
    if "border" in look:
        flags |= 1 << 28
        body += bytes(8)
    if "ground" in look:
        flags = (flags | 1 << 29) & ~(1 << 18)
        body += struct.pack("<HH", 0x400, look["ground"] << 7)
    flags |= (1 << 25) if "digits" in look else 0
    areas = struct.pack("<HH4HH4H", 1, 0, 4, 4, 1, 1, 1, 4, 4, 1, 1)
    head = struct.pack("<BBHHIH", kind, sign, len(number), 0, flags, 0)
    return [(0x1B0, areas), (0x1B1, head + body + number)]


@pytest.mark.parametrize(
    ("rule", "is_hidden"),
    [
        (condition(ink=9), True),
        (condition(ink=8), False),
        (condition(ground=8), True),
        (condition(ink=9, border=1, ground=8), False),
        (condition(ink=8, border=1, ground=8), True),
        (condition(strike=0x80), True),
        (condition(digits=1), True),
        (condition(sign=3, ink=9), False),
        (condition(sign=3, ink=9, number=b"\x1e\x0c\0"), True),
        (condition(sign=3, ink=9, number=b"\x1f" + struct.pack("<d", 12)), True),
        (condition(sign=8, ink=9, number=b"\x1f" + struct.pack("<d", 11.5)), False),
        (condition(sign=3, ink=9, number=b"\x24\0\0\0\0"), True),
        (condition(sign=0, ink=9, kind=2), True),
    ],
)
def test_a_condition_that_hides_a_figure_is_worked_out_or_doubted(rule, is_hidden):
    [found] = sheet(*rule).rules
    assert found.hides((4, 1), 12.0, Look()) is is_hidden
    assert not found.hides((4, 2), 12.0, Look())


def test_a_rule_that_is_cut_off_may_do_anything():
    areas, (code, body) = condition(ink=9)
    assert sheet(areas, (code, body[:20])).rules[0].hides((4, 1), 12.0, Look())


def test_records_without_end_are_refused():
    with pytest.raises(Unreadable):
        sheet(*condition(ink=9) * 5_001)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([0xEC, 0x5D, 0x1B6, 0x1B0, 0x1B1]), st.binary(max_size=40)))
)
def test_any_record_is_read(records):
    assert isinstance(sheet(*records), Extras)


def test_a_cell_of_a_style_that_is_not_there_is_damage():
    style = OLD.index(struct.pack("<HHHH", 0xFD, 10, 3, 0)) + 8  # of the text in A4
    report = parsers.parse(OLD[:style] + b"\xff\x0f" + OLD[style + 2 :], source="a.xls")
    assert "damaged_file" in {problem.code for problem in report.problems}


def test_a_chain_of_sectors_that_never_ends_is_refused():
    chain = struct.pack("<4i", 41, 42, 43, -2)
    assert chain in OLD
    report = parsers.parse(OLD.replace(chain, struct.pack("<4i", 41, 42, 0, -2)), source="a.xls")
    assert "damaged_file" in {problem.code for problem in report.problems}


# --- in a workbook -----------------------------------------------------------------------------


def read(monkeypatch, extras: Extras) -> dict:
    began = []

    def told(stream, begin, colour):
        began.append((bytes(stream[begin : begin + 2]), colour(9)))
        return extras

    monkeypatch.setattr(xls, "extras_of", told)
    report = parsers.parse(OLD, source="report.xls")
    assert set(began) == {(b"\x09\x08", WHITE)}
    return noted(report)


def test_a_figure_under_a_picture_is_not_trusted(monkeypatch):
    extras = Extras()
    extras.drawings.areas.append((3, 4, 3, 4))
    assert read(monkeypatch, extras) == {"in_force": ("unreadable", None)}


def test_a_figure_that_a_condition_hides_is_unreadable(monkeypatch):
    rule = Rule([(3, 4, 3, 4)], "", "", [], ink=WHITE)
    assert read(monkeypatch, Extras(rules=[rule])) == {"in_force": ("unreadable", None)}


def test_questions_have_a_bound():
    rules = Rules([Rule([B5] * 3_001, "cellIs", "equal", ["0"], ink=WHITE)])
    with pytest.raises(Unreadable):
        for row in range(1_000):
            rules.told("12", (row, 1), 12.0, Look())
