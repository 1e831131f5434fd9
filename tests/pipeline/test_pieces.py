"""What a snapshot shows, and where in it the number stands that a reader asks for."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

import fixtures
import parsers
from gongkai.pipeline.pieces import Shown, pieces_of
from parsers.report import Origin
from tests.parsers.pdf_writer import pdf
from tests.parsers.pdf_writer import text as text_at

FOLDER = fixtures.documents_folder()
PAGES = [page for page, _ in fixtures.report_files()]
DOCUMENTS = [FOLDER / name for name in ("seed_twin.txt", "pipe_v2021.txt", "annex_v2008.html")]


def marked(shown: Shown) -> str:
    return "".join("".join(p.text.split()) for p in shown.pieces if p.kind == "text" and p.marked)


def text(shown: Shown) -> str:
    return "".join(piece.text for piece in shown.pieces if piece.kind == "text")


def page(body: str, origin: Origin | None = None) -> Shown:
    return pieces_of(f"<html><body>{body}</body></html>".encode(), None, "utf-8", origin)


@pytest.mark.parametrize("path", [*PAGES, *DOCUMENTS], ids=lambda path: path.name)
def test_what_is_marked_is_what_was_read_there(path: Path) -> None:
    data = path.read_bytes()
    origins = dict(parsers.parse(data, source="x").origins)
    assert len(origins) > 5
    exact = 0
    for name in [*origins][::60]:
        origin = origins[name]
        shown = pieces_of(data, None, None, origin)
        assert shown.is_found, name
        raw = "".join(origin.raw.split())
        assert marked(shown) in (raw, ""), name
        exact += marked(shown) == raw
        assert [piece.kind for piece in shown.pieces if piece.marked], name
    assert exact > len([*origins][::60]) / 2


def test_of_a_number_in_a_content_that_content_is_shown() -> None:
    page = next(p for p, told in fixtures.report_files() if "scjgj" in told["url"])
    table = html.escape(page.read_text(encoding="utf-8").partition("<table")[2])
    data = f"<html><body><p>0</p><textarea>&lt;table{table}</textarea></body></html>".encode()
    origins = parsers.parse(data, source="x").origins
    origin = origins["requests.received.total"]
    assert origin.within
    shown = pieces_of(data, None, None, origin)
    assert shown.is_found
    assert marked(shown) == origin.raw
    assert "总计" in text(shown)
    # Elsewhere the same element of the page itself would be another number.
    elsewhere = pieces_of(data, None, None, origin._replace(within=("frame.html",)))
    assert not elsewhere.is_found
    assert marked(elsewhere) == ""


def test_a_number_over_several_elements_is_marked_in_all_of_them() -> None:
    origin = Origin(element=5, line=None, offset=1, raw="123")
    shown = page("<table><tr><td>（<b>1<i>2</i></b> 3</td></tr></table>", origin)
    assert [piece.text for piece in shown.pieces if piece.kind == "text" and piece.marked] == [
        "1",
        "2",
        "3",
    ]
    assert shown.is_found


def test_a_place_that_prints_something_else_is_not_marked() -> None:
    shown = page("<p>12</p>", Origin(element=3, line=None, offset=0, raw="13"))
    assert not shown.is_found
    assert not any(piece.marked for piece in shown.pieces)
    missing = page("<p>12</p>", Origin(element=99, line=None, offset=0, raw="12"))
    assert not missing.is_found


def test_a_line_that_prints_something_else_is_not_marked() -> None:
    data = "一\n收到 12 件\n三".encode()
    shown = pieces_of(data, None, None, Origin(None, 2, 2, raw="12"))
    assert (marked(shown), shown.is_found) == ("12", True)
    for origin in (Origin(None, 2, 2, raw="13"), Origin(None, 9, 0, raw="12")):
        wrong = pieces_of(data, None, None, origin)
        assert not wrong.is_found
        assert not any(piece.marked for piece in wrong.pieces)


def test_a_blank_cell_is_marked_itself() -> None:
    shown = page("<table><tr><td></td></tr></table>", Origin(5, None, 0, raw=""))
    [cell] = [piece for piece in shown.pieces if piece.kind == "open" and piece.marked]
    assert (cell.text, shown.is_found) == ("td", True)


def test_text_behind_an_element_is_marked() -> None:
    shown = page("<div>1<br>27 件</div>", Origin(4, None, 0, after=True, raw="27"))
    assert (marked(shown), shown.is_found) == ("27", True)


def test_what_the_page_hides_and_what_is_no_text_is_left_out() -> None:
    hostile = (
        "<script>alert(1)</script><style>p{}</style><svg><script>1</script></svg>"
        "<p style='display:none'>彩票</p><p hidden>博彩</p><p>正文</p>"
    )
    shown = page(hostile)
    assert text(shown) == "正文"
    assert shown.hidden == 2


def test_a_document_that_is_no_text_has_no_pieces() -> None:
    for body in (
        b"%PDF-1.7 x",
        b"MZ\0\0" * 99,
        b"PK\x03\x04abc",
        (FOLDER / "rubbish.bin").read_bytes(),
    ):
        assert pieces_of(body, None, None, None) == Shown("other", [])


def test_a_number_of_a_pdf_is_looked_for_on_its_page() -> None:
    data = pdf([text_at(60, 700, "124"), text_at(60, 700, "99")])
    box = (50.0, 690.0, 120.0, 720.0)
    for page, is_found in ((1, True), (2, False)):
        shown = pieces_of(data, None, None, Origin(None, None, 0, raw="124", page=page, box=box))
        assert (shown.form, shown.pieces, shown.is_found) == ("other", [], is_found)


def test_an_endless_document_is_cut() -> None:
    shown = page("<p>很长的一段</p>" * 100_000)
    assert shown.is_cut
    assert len(shown.pieces) < 110_000
    assert pieces_of(("很长\n" * 800_000).encode(), None, None, None).is_cut


def test_deep_nesting_breaks_nothing() -> None:
    shown = page("<font>" * 5_000 + "终" + "</font>" * 5_000)
    assert "终" in text(shown)
