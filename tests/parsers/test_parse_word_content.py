"""Word documents: what is no text of a cell, frames and boxes in cells, what was not read."""

from __future__ import annotations

import pytest

import parsers
from parsers.cell_places import places
from parsers.word import read_word
from tests.parsers.words import (
    TITLE,
    element,
    line,
    made,
    parse,
    problems_of,
    rows_of,
    run,
    saved,
    with_cell,
    with_table,
)

UNREADABLE = ("unreadable", None)
ONE, TWO, BOTH = run("1"), run("2"), run("12")


def table(*rows):
    cells = ["".join(f"<w:tc>{line(run(text))}</w:tc>" for text in row) for row in rows]
    lines = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{lines}</w:tbl><w:p/>"


def box(*content):
    drawn = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{drawn}</v:textbox></v:shape></w:pict></w:r>"


# --- tables in a cell -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        table(["3", "4"]),
        table(["3"], ["40"]),
        table(["3"]) + table(["4"]),
        line(run("7")) + table(["3"]),
        f"<w:tbl><w:tblPr/><w:tr><w:tc>{line(ONE)}{line(TWO)}</w:tc></w:tr></w:tbl><w:p/>",
    ],
)
def test_several_figures_in_frames_are_not_one(content):
    assert made(content) == UNREADABLE


def test_a_figure_in_several_runs_of_one_frame_is_one():
    framed = f"<w:tbl><w:tblPr/><w:tr><w:tc>{line(ONE, TWO)}<w:p/></w:tc></w:tr></w:tbl><w:p/>"
    assert made(framed) == 12


def test_figures_in_a_frame_are_not_taken_for_rows_of_their_own():
    """As many as the label has lines: two figures one below the other would be two rows."""
    word = with_cell(table(["3"], ["40"]))
    label = word.tables[0].cell(1, 0)
    label.text = "规\n章"
    assert next(b.text for b in read_word(saved(word)).blocks if b.row == 2) == "行政规范性文件"


def test_rows_that_are_taken_out_of_a_frame_are_gone():
    framed = table(["3"], ["40"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert made(framed) == 40


# --- what is no text of the cell --------------------------------------------------------------


def field(*instruction, result=BOTH, end=True):
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    asks = "".join(instruction) + run("", "").replace("w:t>", "w:instrText>")
    return mark("begin") + asks + mark("separate") + result + (mark("end") if end else "")


def test_a_reading_over_a_figure_is_not_run_into_it():
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{run('5')}</w:rt><w:rubyBase>{BOTH}</w:rubyBase></w:ruby>"
    assert made(line(f"<w:r>{ruby}</w:r>")) == 12


def test_of_fields_only_the_result_is_read():
    assert made(line(field(field(result=run("5"))))) == 12
    assert made(line(field(run("7"), field(result=run("5"))), run("3"))) == 123


def test_a_field_that_never_ends_leaves_a_doubt():
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert made(line(ONE, begun, TWO)) == UNREADABLE
    assert made(line(begun, BOTH)) == UNREADABLE


def test_a_choice_from_a_list_is_no_blank():
    listed = '<w:ffData><w:ddList><w:listEntry w:val="12"/></w:ddList></w:ffData>'
    mark = f'<w:r><w:fldChar w:fldCharType="begin">{listed}</w:fldChar></w:r>'
    assert made(line(mark, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')) == UNREADABLE


def math(content):
    return line(f"<m:oMath>{content}</m:oMath>")


def letters(text, look=""):
    return f"<m:r>{look}<m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    "built",
    [
        "<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>",
        "<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>",
        "<m:m><m:mr><m:e>{}</m:e><m:e>{}</m:e></m:mr></m:m>",
        "<m:d><m:e>{}</m:e><m:e>{}</m:e></m:d>",
    ],
)
def test_what_mathematics_builds_is_no_row_of_digits(built):
    assert made(math(built.format(letters(1), letters(2)))) == UNREADABLE


def test_plain_mathematics_is_text_and_looks_as_it_says():
    assert made(math(letters(1) + letters(2))) == 12
    struck = letters(2, "<w:rPr><w:strike/></w:rPr>")
    assert made(math(letters(1) + struck)) == ("annotated", 1)


@pytest.mark.parametrize("sign", ["<w:ptab/>", "<w:pgNum/>"])
def test_what_stands_between_two_digits_parts_them(sign):
    assert made(line(ONE, f"<w:r>{sign}</w:r>", TWO)) == UNREADABLE


def test_digits_in_reverse_order_are_not_read():
    assert made(line(f'<w:bdo w:val="rtl">{BOTH}</w:bdo>')) == UNREADABLE
    assert made(line(f'<w:bdo w:val="ltr">{BOTH}</w:bdo>')) == 12


# --- alternatives -----------------------------------------------------------------------------


def either(*choices, fallback=None):
    asked = "".join(f'<mc:Choice Requires="{one}">{text}</mc:Choice>' for one, text in choices)
    left = f"<mc:Fallback>{fallback}</mc:Fallback>" if fallback is not None else ""
    return f"<mc:AlternateContent>{asked}{left}</mc:AlternateContent>"


def test_of_alternatives_one_is_read():
    assert made(line(either(("wps", BOTH), fallback=run("7")))) == 12
    assert made(line(either(("new", run("7")), ("wps", BOTH), fallback=run("8")))) == 12
    assert made(line(either(("new", run("7")), fallback=BOTH))) == 12
    assert made(line(either(("wps", ONE), ("wps", TWO)))) == 1


def test_alternatives_that_nobody_shows_leave_a_doubt():
    assert made(line(ONE, either(("new", TWO)))) == UNREADABLE


def test_whole_paragraphs_may_be_alternatives():
    assert made(either(("wps", line(BOTH)), fallback=line(ONE))) == 12


# --- boxes ------------------------------------------------------------------------------------


def nested(depth):
    inner = line(run("末"))
    for level in range(depth):
        inner = line(run(f"x{level}"), box(inner))
    return inner


def texts(word):
    return [block.text for block in read_word(saved(word)).blocks]


@pytest.mark.parametrize("depth", [1, 2, 3, 11])
def test_a_box_in_a_box_is_read_once(depth):
    word, _ = with_table()
    word.element.body.insert(0, element(nested(depth)))
    assert texts(word)[: depth + 1] == [*(f"x{n}" for n in reversed(range(depth))), "末"]
    assert texts(word)[depth + 1] == TITLE


def test_a_box_in_a_box_in_a_cell_is_read_once():
    content = line(run("注"), box(line(run("甲"), box(line(run("乙"))))))
    word = with_cell(content)
    assert "注\n甲\n乙" in texts(word)


def test_the_other_form_of_a_box_in_a_box_is_not_read():
    inner = either(("wps", box(line(run("乙")))), fallback=box(line(run("乙"))))
    assert "注\n甲\n乙" in texts(with_cell(line(run("注"), box(line(run("甲"), inner)))))


def test_a_box_beside_a_figure_is_not_run_into_it():
    assert made(line(ONE, box(line(run("2件"))))) == UNREADABLE


def test_a_box_that_was_taken_out_is_gone():
    word, _ = with_table()
    gone = line(run("甲"), f"<w:del>{box(line(run('乙')))}</w:del>")
    word.element.body.insert(0, element(gone))
    assert texts(word)[:2] == ["甲", TITLE]


# --- what was not read ------------------------------------------------------------------------


def test_boxes_beyond_the_bound_are_told_and_cost_nothing():
    word, _ = with_table()
    word.element.body.insert(0, element(nested(40)))
    report = parse(word)
    assert problems_of(report)["truncated"] == "warning"
    assert rows_of(report, "rules") == [[1, 0, 11]]
    assert len(texts(word)) < 40


def test_tables_beyond_the_bound_are_told():
    word, inner = with_table()
    assert "truncated" not in problems_of(parse(word))
    body, content = word.element.body, inner._tbl
    body.remove(content)
    for _ in range(13):
        outer = element("<w:tbl><w:tblPr/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
        outer.tr_lst[0].tc_lst[0].insert(0, content)
        content = outer
    body.insert(2, content)
    assert problems_of(parse(word))["truncated"] == "warning"


def test_a_file_inserted_whole_is_told():
    word, _ = with_table()
    assert "content_unread" not in problems_of(parse(word))
    word.element.body.insert(2, element("<w:altChunk/>"))
    assert problems_of(parse(word))["content_unread"] == "warning"


# --- places -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        table(["3", "4"]),
        line(f'<w:bdo w:val="rtl">{BOTH}</w:bdo>'),
        line(run("12"), run("1", '<w:position w:val="12"/>')),
        line(run("12"), run("1", '<w:vertAlign w:val="superscript"/>')),
    ],
)
def test_what_is_marked_is_found_again(content):
    data = saved(with_cell(content))
    report = parsers.parse(data, source="a")
    found = places(data, report.origins, media_type=None, charset=None)
    assert len(found) == 6
    assert all(place.confirmed for place in found.values())
