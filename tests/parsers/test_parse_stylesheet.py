"""What a page's own style sheet hides, raises or strikes out is read as a reader sees it."""

from __future__ import annotations

import pytest

import fixtures
import parsers
from parsers.cell_places import places
from parsers.stylesheet import stylesheet

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
HTML = PAGE.read_text(encoding="utf-8")
FIRST, LAST = HTML.index("<table"), HTML.rindex("</table>") + 8
TABLES = HTML[FIRST:LAST]


def read(tables: str, style: str = ".old{display:none}") -> parsers.Report:
    page = HTML[:FIRST] + tables + HTML[LAST:]
    page = page.replace("</head>", f"<style>{style}</style></head>", 1)
    return parsers.parse(page.encode(), source="p", url=EXPECTED["url"])


def hidden_row(style: str, attributes: str = 'class="old"') -> int | None:
    """What is read of a row that another of the same name, perhaps in sight, stands beside."""
    number = EXPECTED["tables"]["disclosure"]["penalties"]["decisions"]
    row = TABLES.index("行政处罚")
    start, end = TABLES.rindex("<tr", 0, row), TABLES.index("</tr>", row) + 5
    other = TABLES[start:end].replace("<tr", f"<tr {attributes}", 1)
    assert f">{number}<" in other
    other = other.replace(f">{number}<", f">{number + 700}<")
    found = read(TABLES[:end] + other + TABLES[end:], style)
    value = found.tables["disclosure"]["penalties"]["decisions"]
    assert value in (None, number)
    return value


@pytest.mark.parametrize(
    "style",
    [
        ".old{display:none}",
        "tr.old , .x { color:red; DISPLAY : none !important }",
        "/* .old{display:block} */ .old{visibility:hidden}",
        "@media print{.a{display:block}} .old{display:none}",
    ],
)
def test_a_row_of_a_hidden_class_is_not_read(style: str) -> None:
    assert hidden_row(style) is not None


@pytest.mark.parametrize(
    ("style", "attributes"),
    [
        (".old{color:red}", 'class="old"'),
        ("@media print{.old{display:none}}", 'class="old"'),
        ("@media (max-width:600px){.a{color:red} .old{display:none}}", 'class="old"'),
        (".old{display:none} .old.open{display:table-row}", 'class="old open"'),
        (".old{display:none}", 'class="old" style="display:table-row"'),
        (".older{display:none}", 'class="old"'),
        (".box .old{display:none}", 'class="old"'),
    ],
)
def test_a_row_that_may_be_seen_is_doubted_with_the_other(style: str, attributes: str) -> None:
    assert hidden_row(style, attributes) is None


@pytest.mark.parametrize(
    "hidden",
    ['<div class="old">{}</div>', '<div style="display:none">{}</div>', "<dialog>{}</dialog>"],
)
def test_tables_that_a_page_shows_only_hidden_are_read_and_told(hidden: str) -> None:
    report = read(hidden.format(TABLES))
    assert report.tables == EXPECTED["tables"]
    told = {p.code: p.severity for p in report.problems}
    assert told["hidden_content"] == "warning"
    page = HTML[:FIRST] + hidden.format(TABLES) + HTML[LAST:]
    page = page.replace("</head>", "<style>.old{display:none}</style></head>", 1)
    found = places(page.encode(), report.origins, media_type=None, charset=None)
    assert all(place.confirmed for place in found.values())
    assert len(found) > 150


def test_the_tables_in_sight_win_over_those_that_are_not() -> None:
    changed = TABLES.replace(">0<", ">9<")
    report = read(f'<div class="old">{changed}</div>{TABLES}')
    assert report.tables == EXPECTED["tables"]
    assert not {p.code for p in report.problems} & {"hidden_content", "several_reports"}


@pytest.mark.parametrize("style", [".m{vertical-align:super}", ".m{text-decoration:line-through}"])
def test_a_digit_that_a_class_raises_or_strikes_out_is_no_part_of_the_number(style: str) -> None:
    number = EXPECTED["tables"]["disclosure"]["penalties"]["decisions"]
    before = f">{number}<"
    at = TABLES.index(before, TABLES.index("行政处罚"))
    marked = f'>{number}<span class="m">7</span><'
    report = read(TABLES[:at] + marked + TABLES[at + len(before) :], style)
    assert report.tables["disclosure"]["penalties"]["decisions"] == number
    notes = [n.status for n in report.cells if (n.row, n.column) == ("penalties", "decisions")]
    assert notes == ["annotated"]


def test_names_that_no_element_has_are_left_out() -> None:
    page = "<style>.a,#b,.gone-away{display:none}</style><body><p class=a id=b></p>"
    sheet = stylesheet(".a,#b,.gone-away{display:none}", page)
    assert sheet.gone == {".a", "#b"}
    assert not stylesheet("", "<p class=a>").gone
