"""OFD: what is drawn and not seen, or elsewhere than it seems; pages with too much on them."""

from __future__ import annotations

import io
import zipfile

import pytest

import parsers
from benchmarks.accuracy.ofd_writer import line, package
from parsers.ofd import canvas, pages, read_ofd
from parsers.ofd import reading as ofd_reading
from parsers.pdf import read_pdf, sheets, strokes
from parsers.pdf.covers import fills_box
from parsers.report import Report
from tests.parsers import pdf_writer
from tests.parsers.package_parts import changed
from tests.parsers.test_parse_ofd import HIGH, LEFT, PAGE, ROWS, TOP, WIDE, objects

BLANK = (ROWS[0], ROWS[1], ("行政规范性文件", "", "3", "66"))
X, Y = LEFT + WIDE + 2, TOP + 2 * HIGH + 6
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
#: A white box over the second of two digits.
RECTANGLE = "M 0 0 L 9 0 L 9 7 L 0 7 C"
WHITE = '<ofd:FillColor Value="255 255 255"/>'


def text(x: float, words: str, attributes: str = "", inner: str = "", size: float = 4) -> str:
    wide = size * max(1, len(words))
    return (
        f'<ofd:TextObject Boundary="{x} {Y - 4} {wide} 5" Size="{size}" {attributes}>{inner}'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g 9 2">{words}</ofd:TextCode></ofd:TextObject>'
    )


def area(ink: str = WHITE, attributes: str = 'Fill="true"', data: str = RECTANGLE) -> str:
    return (
        f'<ofd:PathObject Boundary="{X + 2} {Y - 5} 9 7" Stroke="0" {attributes}>{ink}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def page(*drawn: str) -> bytes:
    return package([[*objects(BLANK), *drawn]])


def read(data: bytes) -> Report:
    return parsers.parse(data, source="a.ofd")


def made(data: bytes) -> tuple[object, str]:
    report = read(data)
    number = report.tables["disclosure"]["normative_documents"]["made"]
    states = {(one.row, one.column): one.status for one in report.cells}
    return number, states.get(("normative_documents", "made"), "read")


def with_part(data: bytes, name: str, inner: str) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(
            name, f"<ofd:Res {SPACE}><ofd:DrawParams>{inner}</ofd:DrawParams></ofd:Res>"
        )
    return out.getvalue()


UNSEEN = {
    "white in hexadecimal": text(X + 2, "2", inner='<ofd:FillColor Value="#FF #FF #FF"/>'),
    "white in one word": text(X + 2, "2", inner='<ofd:FillColor Value="#FFFFFF"/>'),
    "of a palette": text(X + 2, "2", inner='<ofd:FillColor Index="3"/>'),
    "not filled": text(X + 2, "2", 'Fill="0"'),
    "mirrored": text(X + 2, "2", 'CTM="1 0 0 -1 0 8"'),
    "turned one by one": text(X + 2, "2", 'CharDirection="180"'),
    "without a size": text(X + 2, "2", size=0),
    "of a size that nobody sees": text(X + 2, "2", size=0.01),
    "squeezed": text(X + 2, "2", 'HScale="0.01"'),
    "under a white area": text(X + 2, "2") + area(),
    "under a dark area": text(X + 2, "2") + area('<ofd:FillColor Value="0 0 0"/>'),
    "under an area filled by 1": text(X + 2, "2") + area(attributes='Fill="1"'),
}


@pytest.mark.parametrize("drawn", UNSEEN.values(), ids=UNSEEN)
def test_a_digit_that_is_not_seen_makes_no_number(drawn):
    assert made(page(text(X, "1"), drawn)) == (None, "unreadable")


def test_an_object_that_is_invisible_is_not_there():
    assert made(page(text(X, "1"), text(X + 2, "2", 'Visible="0"'))) == (1, "read")
    assert made(page(text(X, "12", 'Visible="1"'))) == (12, "read")


SEEN = {
    "black in hexadecimal": text(X, "12", inner='<ofd:FillColor Value="#00 #1F #0a"/>'),
    "filled": text(X, "12", 'Fill="1"'),
    "over a white area": area() + text(X, "12"),
    "under an area without a colour": text(X, "12") + area(ink=""),
    "under an area that is not filled": text(X, "12") + area(attributes='Fill="0"'),
    "under what shines through": text(X, "12") + area(attributes='Fill="true" Alpha="60"'),
    "in an area's hole": text(X, "12")
    + area(data="M -9 -2 L 20 -2 L 20 9 L -9 9 C M -8 -1 L 19 -1 L 19 8 L -8 8 C"),
    "beside a sloping area": text(X, "12") + area(data="M 9 0 L 9 7 L 0 7 C"),
}


@pytest.mark.parametrize("drawn", SEEN.values(), ids=SEEN)
def test_digits_that_are_seen_are_read(drawn):
    assert made(page(drawn)) == (12, "read")


def test_a_number_drawn_over_a_hidden_one_is_not_guessed():
    assert made(page(text(X + 3, "45"), area(), text(X, "12")))[0] in (12, None)


# --- sets of ways to draw ---------------------------------------------------------------------


def in_layer(data: bytes) -> bytes:
    """The second digit in a layer of its own that names set 5."""
    layer = f'</ofd:Layer><ofd:Layer DrawParam="5">{text(X + 2, "2")}</ofd:Layer>'
    return changed(data, PAGE, b"</ofd:Layer>", layer.encode())


PARAMS = {
    "of its own": f'<ofd:DrawParam ID="5">{WHITE}</ofd:DrawParam>',
    "of the one it builds on": (
        f'<ofd:DrawParam ID="5" Relative="6"/><ofd:DrawParam ID="6">{WHITE}</ofd:DrawParam>'
    ),
}


@pytest.mark.parametrize("params", PARAMS.values(), ids=PARAMS)
@pytest.mark.parametrize("listed", ["PublicRes", "DocumentRes"])
def test_the_colour_of_a_layer_counts(params, listed):
    data = with_part(in_layer(page(text(X, "1"))), "Doc_0/R.xml", params)
    named = f"<ofd:{listed}>R.xml</ofd:{listed}></ofd:CommonData>"
    data = changed(data, "Doc_0/Document.xml", b"</ofd:CommonData>", named.encode())
    assert made(data) == (None, "unreadable")


def test_the_colour_that_an_object_names_counts():
    data = with_part(page(text(X, "1"), text(X + 2, "2", 'DrawParam="5"')), "Doc_0/Pages/R.xml", "")
    data = with_part(
        page(text(X, "1"), text(X + 2, "2", 'DrawParam="5"')), "R.xml", PARAMS["of its own"]
    )
    data = changed(data, PAGE, b"<ofd:Content>", b"<ofd:PageRes>/R.xml</ofd:PageRes><ofd:Content>")
    assert made(data) == (None, "unreadable")


def test_sets_that_are_not_there_or_build_on_themselves_end():
    assert made(in_layer(page(text(X, "1")))) == (12, "read")
    ring = '<ofd:DrawParam ID="5" Relative="5"/>'
    data = with_part(in_layer(page(text(X, "1"))), "Doc_0/R.xml", ring)
    named = b"<ofd:PublicRes>R.xml</ofd:PublicRes></ofd:CommonData>"
    data = changed(data, "Doc_0/Document.xml", b"</ofd:CommonData>", named)
    assert made(data) == (12, "read")


# --- what is cut off ----------------------------------------------------------------------------


def clip(wide: float, attributes: str = "", data: str = "") -> str:
    data = data or f"M 0 0 L {wide} 0 L {wide} 5 L 0 5 C"
    return (
        f"<ofd:Clips {attributes}><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 {wide} 5'>"
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )


@pytest.mark.parametrize(
    ("clips", "expected"),
    [
        (clip(2), (None, "unreadable")),
        (clip(9), (12, "read")),
        (
            clip(9).replace("</ofd:Clips>", "") + clip(2).replace("<ofd:Clips >", ""),
            (None, "unreadable"),
        ),
        (clip(9, data="M 0 0 L 9 0 L 9 5 C"), (None, "unreadable")),
        ("<ofd:Clips><ofd:Clip/></ofd:Clips>", (None, "unreadable")),
    ],
)
def test_clips_hide_what_lies_outside(clips, expected):
    assert made(page(text(X, "12", inner=clips))) == expected


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        ('TransFlag="true"', (12, "read")),
        ('TransFlag="0"', (None, "unreadable")),
        ("", (None, "unreadable")),
    ],
)
def test_clips_may_be_transformed_with_their_object(flag, expected):
    moved = text(X, "12", 'CTM="2 0 0 2 0 -4"', clip(2, flag), 2).replace("g 9 2", "g 9 1")
    wide = moved.replace(f'Boundary="{X} {Y - 4} 4 5"', f'Boundary="{X} {Y - 4} 8 5"')
    assert made(page(wide)) == expected


def test_what_reaches_out_of_its_box_is_cut_off():
    cut = text(X, "12").replace(f"{X} {Y - 4} 8 5", f"{X} {Y - 4} 2 5")
    assert made(page(cut)) == (None, "unreadable")


# --- runs ------------------------------------------------------------------------------------


def test_a_run_begins_where_the_one_before_began():
    rows = (ROWS[0], ("规章", "", "0", "11"), ("行政规范性文件", "", "", "66"))
    codes = (
        f'<ofd:TextCode X="{X}" Y="{TOP + HIGH + 6}">1</ofd:TextCode>'
        f'<ofd:TextCode Y="{Y}" DeltaX="2">12</ofd:TextCode>'
        f'<ofd:TextCode X="{X + WIDE}">3</ofd:TextCode>'
    )
    run = f'<ofd:TextObject Boundary="0 0 210 297" Size="4">{codes}</ofd:TextObject>'
    found = read(package([[*objects(rows), run]])).tables["disclosure"]
    assert list(found["rules"].values()) == [1, 0, 11]
    assert list(found["normative_documents"].values()) == [12, 3, 66]


def test_a_layer_in_front_hides_what_stands_behind_it_in_the_file():
    front = f'<ofd:Content><ofd:Layer Type="Foreground">{area()}</ofd:Layer>'
    data = changed(page(text(X, "12")), PAGE, b"<ofd:Content>", front.encode())
    assert made(data) == (None, "unreadable")


def test_a_pattern_of_a_colour_is_no_text():
    pattern = f"<ofd:FillColor><ofd:Pattern><ofd:CellContent>{text(X, '12')}"
    pattern += "</ofd:CellContent></ofd:Pattern></ofd:FillColor>"
    assert made(page(area(ink=pattern)))[0] is None


# --- too much ---------------------------------------------------------------------------------


def notes(data: bytes) -> list[tuple[str, str]]:
    return [(one.code, one.detail) for one in read(data).problems if one.code == "page_unread"]


TWO = package([objects(), [*objects(BLANK), text(X, "1"), text(X + 2, "2")]])


def test_a_page_with_too_many_objects_is_not_read_in_part(monkeypatch):
    monkeypatch.setattr(pages, "MOST_OBJECTS", len(objects(BLANK)) + 1)
    assert notes(TWO) == [("page_unread", f"page 2: more than {pages.MOST_OBJECTS} objects")]
    monkeypatch.setattr(pages, "MOST_OBJECTS", len(objects(BLANK)) + 2)
    assert notes(TWO) == []


def test_a_page_with_too_many_characters_is_not_read_in_part(monkeypatch):
    only = page(text(X, "1"), text(X + 2, "2"))
    count = len(read_ofd(only).blocks) and sum(
        len(one) for one in ofd_reading.texts_in(only, [(1, (0, 0, 9_999, 9_999))])
    )
    monkeypatch.setattr(canvas, "MOST_GLYPHS", count)
    assert read(only).is_report
    monkeypatch.setattr(canvas, "MOST_GLYPHS", count - 1)
    details = [one.detail for one in read(only).problems if one.code == "empty_document"]
    assert details == [f"its pages show no text: page 1: more than {count - 1} characters"]


def test_too_many_areas_over_text_end_a_page(monkeypatch):
    monkeypatch.setattr(canvas, "MOST_COVERS", 1)
    data = package([objects(), [*objects(BLANK), text(X, "12"), area(), area()]])
    assert [detail for _, detail in notes(data)] == ["page 2: more than 1 areas drawn over text"]


def test_a_pdf_page_with_too_much_is_told(monkeypatch):
    first, second = pdf_writer.text(60, 700, "松岭县"), pdf_writer.text(60, 700, "收到12件")
    data = pdf_writer.pdf([first, second])
    monkeypatch.setattr(sheets, "MOST_GLYPHS", 4)
    assert read_pdf(data).notes == [("page_unread", "page 2: more than 4 characters")]
    monkeypatch.undo()
    assert read_pdf(data).notes == []
    monkeypatch.setattr(strokes, "MOST_OBJECTS", 1)
    lines = pdf_writer.pdf([first, second + pdf_writer.line(10, 10, 90, 10)])
    assert [code for code, _ in read_pdf(lines).notes] == ["truncated"]


def test_a_template_that_is_not_there_is_told():
    data = changed(
        page(text(X, "12")), PAGE, b"<ofd:Content>", b'<ofd:Template TemplateID="9"/><ofd:Content>'
    )
    assert notes(data) == [("page_unread", "page 1: its template is not there")]
    assert made(data) == (12, "read")


def test_a_template_in_front_is_drawn_last():
    out = io.BytesIO(page(text(X, "12")))
    with zipfile.ZipFile(io.BytesIO(package([[area()]]))) as other:
        template = other.read(PAGE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Doc_0/Tpls/T.xml", template)
    listed = b'<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
    data = changed(out.getvalue(), "Doc_0/Document.xml", b"</ofd:CommonData>", listed)
    use = b'<ofd:Template TemplateID="9"%s/><ofd:Content>'
    assert made(changed(data, PAGE, b"<ofd:Content>", use % b"")) == (12, "read")
    front = use % b' ZOrder="Foreground"'
    assert made(changed(data, PAGE, b"<ofd:Content>", front)) == (None, "unreadable")


def test_areas_that_fill_their_box():
    assert fills_box([(0, 0), (4, 0), (4, 4), (0, 4)])
    assert not fills_box([(0, 0), (4, 0), (4, 4)])
    assert not fills_box([(0, 0), (4, 0)])


def test_a_rule_over_a_blank_stays_a_rule():
    assert made(page(line(X, Y - 1, X + 6, Y - 1)))[0] is None
