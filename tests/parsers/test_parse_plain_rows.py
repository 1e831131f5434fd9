"""Rows read from their markup: what libxml2 writes out is not what the page holds."""

from __future__ import annotations

import pytest
from lxml import etree

from parsers.plain_cells import Plain, plain_row

XHTML = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)


def _read(cells: str, doctype: str = "") -> list[Plain] | None:
    page = f"{doctype}<table><tr>{cells}</tr></table>".encode()
    root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))
    return plain_row(next(root.iter("tr")))


@pytest.mark.parametrize("doctype", ["", XHTML], ids=["html", "xhtml"])
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("<td>5<td>6", [("5", 0, 1, False, 1, 1), ("6", 0, 1, False, 1, 1)]),
        ("<td></td><td> </td><th/>", [("", 0, 1, False, 1, 1)] * 3),
        ("<td>&lt;5 &amp;amp; 6&gt;", [("<5 &amp; 6>", 0, 1, False, 1, 1)]),
        ("<td>\n<p><span>1</span><span>2</span></p>\n", [("12", 3, 2, False, 1, 1)]),
        ("<td><p>7<o:p></o:p></p>", [("7", 2, 1, False, 1, 1)]),
        ("<td><a href='/x'>甲</a>", [("甲", 1, 1, True, 1, 1)]),
        ("<th colspan='2' rowspan=3 nowrap>总计", [("总计", 0, 1, False, 2, 3)]),
        # A bracket that was forgotten, and a style that stands in another attribute.
        ('<td width="9"<p>8', [("8", 0, 1, False, 1, 1)]),
        ('<td title=" style=" class="display:none">9', [("9", 0, 1, False, 1, 1)]),
    ],
)
def test_the_row_is_what_the_page_holds(cells: str, expected: list[Plain], doctype: str) -> None:
    assert _read(cells, doctype) == expected


@pytest.mark.parametrize(
    "cells",
    [
        "<td>1<br>2",
        "<td>1<sup>2</sup>",
        "<td>1<a href='#n'>2</a>",
        "<td><p>1</p><p>2</p>",
        "<td style='display&#58;none'>1",
        "<td><span title='a>b' style='text-decoration:line-through'>1</span>",
        "<td>1<table><tr><td>2</table>",
        "<td>1&#1;",
        "<td>" + "长" * 401,
    ],
)
def test_a_row_that_shows_more_is_walked(cells: str) -> None:
    assert _read(cells) is None
