"""Cells that show something else than a plain number: read where certain, told where not."""

from __future__ import annotations

import pytest

import fixtures
import parsers

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
HTML = PAGE.read_bytes().decode("utf-8")
ROW, COLUMN = "received", "total"
VALUE = EXPECTED["tables"]["requests"][ROW][COLUMN]


def page(content: str, head: str = "") -> str:
    """The sample page with another content in the total of the first row of table 3."""
    at = HTML.index("一、本年新收")
    end = HTML.index("</tr>", at)
    row = HTML[at:end]
    first, last, tail = row.rpartition(f">{VALUE}<")
    assert last
    changed = f"{first}>{content.format(VALUE)}<{tail}"
    return HTML.replace(row, changed, 1).replace("</head>", f"{head}</head>", 1)


def read(html: str) -> tuple[object, str | None]:
    report = parsers.parse(html.encode(), source="page", url=EXPECTED["url"])
    notes = {(n.table, n.row, n.column): n.status for n in report.cells}
    return report.tables["requests"][ROW][COLUMN], notes.get(("requests", ROW, COLUMN))


@pytest.mark.parametrize(
    "content",
    [
        "<s>99</s>{}",
        "{}<del>99</del>",
        "<del>99</del><ins>{}</ins>",
        '<span style="text-decoration:line-through">7</span>{}',
        "{}<sup>1</sup>",
        "{}<sup><a href='#n'>1</a></sup>",
        '{}<span style="vertical-align:super">2</span>',
        "{}<a href='#note3'>3</a>",
        '<input type="text" value="{}">',
        "<textarea>{}</textarea>",
        "<select><option>7</option><option selected>{}</option></select>",
        "<table><tr><td>{}</td></tr></table>",
        "\u200e{}\u200f",
        "\u202a{}\u202c",
        '<span style="display:none">9</span>{}',
    ],
)
def test_a_number_that_an_eye_sees_is_read(content):
    assert read(page(content))[0] == VALUE


@pytest.mark.parametrize(
    "digits",
    ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"],
)
def test_digits_of_other_scripts_are_digits(digits):
    shown = str(VALUE).translate(str.maketrans("0123456789", digits))
    assert read(page(shown)) == (VALUE, None)


@pytest.mark.parametrize(
    ("content", "head"),
    [
        ("<s>{}</s>", ""),
        ('<img src="/d/7.png">', ""),
        ("<script>document.write({})</script>", ""),
        ("<noscript>{}</noscript>", ""),
        ('<span data-value="{}"></span>', ""),
        ('<i class="n7"></i>', '<style>.n7::before{content:"7"}</style>'),
        ('{}<span class="sr-only">5</span>', ""),
        ('{}<span aria-hidden="true">{}</span>', ""),
        ('{}<span class="gone">9</span>', "<style>.gone{display:none}</style>"),
        ('{}<span style="opacity:0">9</span>', ""),
        ('{}<span style="color:#fff">9</span>', ""),
        ('<font color="#FFFFFF">{}</font>', ""),
        ("<bdo dir='rtl'>12</bdo>", ""),
        ("3<br>0<br>4", ""),
    ],
)
def test_what_nobody_can_be_sure_of_is_told(content, head):
    html = page(content.replace("{}", str(VALUE)), head)
    value, status = read(html)
    assert (value, status) == (None, "unreadable")


def test_a_total_put_together_confirms_no_other_figure():
    at = HTML.index("一、本年新收")
    row = HTML[at : HTML.index("</tr>", at)]
    twice = row.replace(f">{VALUE}<", f">{VALUE} 9<")
    value, status = read(HTML.replace(row, twice, 1))
    assert (value, status) == (None, "unreadable")


def test_formal_numerals_are_read():
    report = parsers.parse(page("壹拾贰").encode(), source="page")
    note = next(n for n in report.cells if (n.row, n.column) == (ROW, COLUMN))
    assert (note.value, note.status) == (12, "cn_numeral")
