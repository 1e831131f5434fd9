"""Word documents: text that styles hide, strike or raise, colours, what is small or moved."""

from __future__ import annotations

import pytest
from docx.oxml.ns import qn

from parsers.seen import OBJECT
from parsers.word import read_word
from tests.parsers.words import (
    RULES,
    element,
    line,
    made,
    parse,
    rows_of,
    run,
    saved,
    with_cell,
    with_table,
)

UNREADABLE = ("unreadable", None)
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
WHITE = '<w:color w:val="FFFFFF"/>'
HOW = {
    "struck": "<w:strike/>",
    "hidden": "<w:vanish/>",
    "white": WHITE,
    "raised": '<w:vertAlign w:val="superscript"/>',
}
#: What is read where 12 stands and the 2 looks so.
READ = {
    "struck": ("annotated", 1),
    "hidden": UNREADABLE,
    "white": UNREADABLE,
    "raised": ("annotated", 1),
}

#: What the cell's text is where all of the table looks so.
ALL = {"struck": "~~12~~", "hidden": OBJECT, "white": OBJECT, "raised": "¹²"}


def shown(change):
    document = read_word(saved(with_cell(line(run("12")), change)))
    return next(block.text for block in document.blocks if (block.row, block.column) == (1, 1))


def style(name, look, *, kind="character", based="", more=""):
    basis = f'<w:basedOn w:val="{based}"/>' if based else ""
    return element(
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{basis}'
        f"<w:rPr>{look}</w:rPr>{more}</w:style>"
    )


def styled(*styles):
    return lambda word, table: word.styles.element.extend(styles)


@pytest.mark.parametrize("how", HOW)
def test_a_characters_style_counts_as_its_own_look(how):
    content = line(run("1"), run("2", '<w:rStyle w:val="X"/>'))
    assert made(content, styled(style("X", HOW[how]))) == READ[how]


@pytest.mark.parametrize("how", HOW)
def test_so_does_the_style_that_a_style_is_based_on(how):
    content = line(run("1"), run("2", '<w:rStyle w:val="Y"/>'))
    change = styled(style("X", HOW[how], based="Y"), style("Y", "", based="X"))
    assert made(content, change) == READ[how]


@pytest.mark.parametrize("how", HOW)
def test_a_paragraphs_style_counts(how):
    content = f'<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>{run("12")}</w:p>'
    assert made(content, styled(style("P", HOW[how], kind="paragraph"))) == UNREADABLE


@pytest.mark.parametrize("how", HOW)
def test_a_tables_style_counts(how):
    def change(word, table):
        word.styles.element.append(style("T", HOW[how], kind="table"))
        table._tbl.tblStyle_val = "T"

    assert shown(change) == ALL[how]


@pytest.mark.parametrize("where", ["defaults", "usual style"])
def test_what_holds_for_the_whole_document_counts(where):
    def change(word, table):
        root = word.styles.element
        usual = f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"
        normal = root.get_by_id("Normal")
        look = root.find(usual) if where == "defaults" else normal.get_or_add_rPr()
        look.append(element("<w:strike/>"))

    assert shown(change) == ALL["struck"]


def test_a_runs_own_look_goes_before_its_styles():
    look = '<w:rStyle w:val="X"/><w:strike w:val="0"/><w:vanish w:val="false"/>'
    look += '<w:color w:val="auto"/><w:vertAlign w:val="baseline"/>'
    assert made(line(run("1"), run("2", look)), styled(style("X", "".join(HOW.values())))) == 12


def test_a_style_does_not_take_back_what_another_strikes():
    """Word toggles, other programs do not: such digits are no number without a word."""
    words = run("12", '<w:rStyle w:val="X"/>')
    content = f'<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>{words}</w:p>'
    change = styled(
        style("P", "<w:strike/>", kind="paragraph"), style("X", '<w:strike w:val="0"/>')
    )
    assert made(content, change) == UNREADABLE


# --- colours ----------------------------------------------------------------------------------


def whiten(row, shaded):
    for cell in row.cells:
        cell.paragraphs[0].runs[0]._r.get_or_add_rPr().append(element(WHITE))
        if shaded:
            cell._tc.get_or_add_tcPr().append(element(DARK))


@pytest.mark.parametrize("shaded", [True, False])
def test_white_words_of_a_header_are_read(shaded):
    word, table = with_table()
    whiten(table.rows[0], shaded)
    assert rows_of(parse(word), "rules", "normative_documents") == [[1, 0, 11], [12, 3, 66]]


def test_white_digits_on_a_dark_cell_are_read():
    word, table = with_table()
    whiten(table.rows[1], True)
    assert rows_of(parse(word), "rules") == [[1, 0, 11]]


@pytest.mark.parametrize(
    "look",
    [
        WHITE + DARK,
        WHITE + '<w:highlight w:val="darkBlue"/>',
        WHITE + '<w:highlight w:val="yellow"/>',
        '<w:color w:val="000080"/><w:highlight w:val="cyan"/>',
        '<w:color w:val="D9D9D9"/>',
    ],
)
def test_what_differs_from_its_ground_is_seen(look):
    assert made(line(run("1"), run("2", look))) == 12


@pytest.mark.parametrize(
    "look",
    [
        '<w:color w:val="FEFEFE"/>',
        '<w:color w:val="F2F2F2"/>',
        '<w:color w:val="1F4E7A"/>' + DARK,
        '<w:color w:val="000088"/><w:highlight w:val="darkBlue"/>',
        '<w:color w:val="1F4E79"/>' + DARK,
        WHITE + '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>',
        WHITE + '<w:highlight w:val="white"/>',
        '<w:color w:val="000000"/><w:shd w:val="solid" w:color="auto" w:fill="auto"/>',
    ],
)
def test_what_has_nearly_the_colour_of_its_ground_is_not_read(look):
    assert made(line(run("1"), run("2", look))) == UNREADABLE


def test_a_shaded_paragraph_is_a_ground():
    content = f"<w:p><w:pPr>{DARK}</w:pPr>{run('1')}{run('2', WHITE)}</w:p>"
    assert made(content) == 12
    content = f'<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>{run("1")}{run("2", WHITE)}</w:p>'
    dark = style("P", "", kind="paragraph", more=f"<w:pPr>{DARK}</w:pPr>")
    assert made(content, styled(dark)) == 12


def test_black_digits_on_a_black_cell_are_not_read():
    def change(word, table):
        black = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
        table.cell(1, 1)._tc.get_or_add_tcPr().append(element(black))

    assert made(line(run("12", '<w:color w:val="000000"/>')), change) == UNREADABLE
    assert made(line(run("12", '<w:color w:val="auto"/>')), change) == 12


def shading(condition=""):
    """A table whose style has a dark ground, all over or in its first row."""
    cell = f"<w:tcPr>{DARK}</w:tcPr>"
    part = f'<w:tblStylePr w:type="{condition}">{cell}</w:tblStylePr>' if condition else cell

    def change(word, table):
        word.styles.element.append(style("T", "", kind="table", more=part))
        table._tbl.tblStyle_val = "T"

    return change


def test_the_ground_of_a_tables_style_counts_where_it_holds():
    digits = line(run("12", WHITE))
    assert made(digits, shading()) == 12
    assert made(digits, shading("firstRow")) == UNREADABLE
    years = ["年度", "2021年", "2022年", "2023年"]
    word, table = with_table((years, RULES))
    shading("firstRow")(word, table)
    whiten(table.rows[0], shaded=False)
    cells = [block.text for block in read_word(saved(word)).blocks if block.is_cell]
    assert cells == [*years, *RULES]


def test_a_cell_that_says_it_has_no_shade_has_none_of_its_tables_style():
    def change(word, table):
        shading()(word, table)
        clear = '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>'
        table.cell(1, 1)._tc.get_or_add_tcPr().append(element(clear))

    assert made(line(run("12", WHITE)), change) == UNREADABLE


# --- size and height --------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["1", "4", "0.5pt"])
def test_digits_of_no_size_are_not_seen(size):
    assert made(line(run("12"), run("1", f'<w:sz w:val="{size}"/>'))) == UNREADABLE


def test_a_digit_that_stands_higher_is_no_part_of_a_number():
    raised = run("1", '<w:position w:val="12"/><w:sz w:val="12"/>')
    assert made(line(run("12"), raised)) == ("annotated", 12)


@pytest.mark.parametrize("height", ["1", "-2", "-12"])
def test_one_that_stands_a_little_off_the_line_leaves_a_doubt(height):
    moved = run("1", f'<w:position w:val="{height}"/>')
    assert made(line(run("12"), moved)) == UNREADABLE


@pytest.mark.parametrize("height", ["1", "-2", "12"])
def test_digits_that_are_moved_together_are_a_number(height):
    moved = f'<w:position w:val="{height}"/>'
    assert made(line(run("1", moved), run("2", moved), run("件"))) == 12
