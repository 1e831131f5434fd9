"""Every number leads back to its place in the source, and what is printed there is it."""

from __future__ import annotations

import pytest
from lxml import html

import fixtures
import parsers
from parsers.cell_places import places
from parsers.document import Stream
from parsers.html import read_html
from parsers.report import Origin, Report

PAGES = [(page, expected["url"]) for page, expected in fixtures.report_files()]
DOCUMENTS = [
    fixtures.documents_folder() / name
    for name in ("seed_twin.txt", "pipe_v2021.txt", "glued_v2021.txt", "annex_v2008.html")
]


def squeezed(text: str) -> str:
    return "".join(text.split())


def cells(report: Report) -> int:
    filled = [n for n in report.origins if report.origins[n].raw.strip()]
    return len(filled)


@pytest.mark.parametrize(("page", "url"), PAGES, ids=lambda one: str(one)[-24:])
def test_every_cell_of_the_sample_web_is_printed_where_its_origin_says(page, url) -> None:
    """Looked up with lxml alone, and not with what reads the pages."""
    data = page.read_bytes()
    report = parsers.parse(data, source="x", url=url)
    found = places(data, report.origins, media_type=None, charset=None)
    encoding = "gb18030" if b"gb2312" in data[:2000] else "utf-8"
    tree = html.fromstring(data.decode(encoding)).getroottree()
    assert cells(report) > 20
    for name, place in found.items():
        assert place.confirmed, (name, place)
        assert place.path is not None
        [element] = tree.xpath(place.path)
        text = squeezed(element.text_content())
        raw = squeezed(place.raw)
        assert text[place.offset : place.offset + len(raw)] == raw, (name, place)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_cell_of_the_sample_documents_is_confirmed(path) -> None:
    data = path.read_bytes()
    report = parsers.parse(data, source="x")
    found = places(data, report.origins, media_type=None, charset=None)
    assert cells(report) > 5
    assert [name for name, place in found.items() if not place.confirmed] == []
    if path.suffix == ".txt":
        lines = data.decode("utf-8").splitlines()
        for place in found.values():
            assert place.line is not None
            below = squeezed("".join(lines[place.line - 1 : place.line + 60]))
            assert squeezed(place.raw) in below or "|" in below


def test_a_cell_between_bars_has_its_number_in_the_row() -> None:
    data = (fixtures.documents_folder() / "pipe_v2021.txt").read_bytes()
    report = parsers.parse(data, source="x")
    lines = data.decode("utf-8").splitlines()
    seen = 0
    for origin in report.origins.values():
        if origin.cell is not None and origin.line is not None and origin.raw:
            parts = lines[origin.line - 1].strip().strip("|").split("|")
            assert squeezed(parts[origin.cell - 1])[origin.offset :].startswith(origin.raw)
            seen += 1
    assert seen > 100


def page(cell: str, before: str = "") -> bytes:
    rows = "".join(f"<tr><td>{name}</td><td>{cell}</td></tr>" for name in ("a", "b"))
    return f"<html><body>{before}<table>{rows}</table></body></html>".encode()


def place(data: bytes, origin: Origin):
    return places(data, {"x": origin}, media_type=None, charset=None)["x"]


@pytest.mark.parametrize(
    "cell",
    [
        "1234",
        "<p><span>12</span><span>34</span></p>",
        "<p>1<b>2</b></p><p>34</p>",
        "12&nbsp;34",
        "<span style='display:none'>99</span>1234",
        "<script>var a = 99;</script>1234",
        "12\u200b34",
    ],
)
def test_a_number_in_pieces_is_found_whole(cell: str) -> None:
    data = page(cell, "<h1>题<!-- 注 --></h1><p style='display:none'>藏<b>匿</b></p>")
    stream = Stream(read_html(data.decode("utf-8")))
    block = max(n for n, one in enumerate(stream.document.blocks) if one.is_cell)
    found = place(data, stream.origin(stream.begins[block], "1234"))
    assert found.path == "/html/body/table/tr[2]/td[2]"
    assert found.confirmed


def test_another_number_at_the_place_is_not_confirmed() -> None:
    assert place(page("1234"), Origin(9, None, 0, raw="1234")).confirmed
    for origin in (
        Origin(9, None, 1, raw="1234"),
        Origin(9, None, 0, raw="1235"),
        Origin(99, None, 0, raw="1234"),
        Origin(None, None, 0, raw="1234"),
    ):
        assert not place(page("1234"), origin).confirmed
    text = "甲 | 5\n乙 | 6\n".encode()
    assert place(text, Origin(None, 2, 0, 2, raw="6")).confirmed
    assert not place(text, Origin(None, 2, 0, 2, raw="5")).confirmed
    assert not place(text, Origin(None, 9, 0, 2, raw="5")).confirmed


@pytest.mark.parametrize(
    ("markup", "after"),
    [
        ("<div><p>甲</p>乙丙<p>丁</p></div>", "/html/body/div/p[1]"),
        ("<div>甲<br>乙丙</div>", "/html/body/div/br"),
        ("<div><div><p>甲</p></div>乙丙</div>", "/html/body/div/div"),
        ("<div><section><p>甲</p>子</section>乙丙</div>", "/html/body/div/section"),
        ("<div>甲<script>1</script>乙丙</div>", "/html/body/div/script"),
    ],
)
def test_text_behind_an_element_is_placed_behind_it(markup: str, after: str) -> None:
    source = f"<html><body>{markup}</body></html>"
    document = read_html(source)
    stream = Stream(document)
    origin = stream.origin(stream.raw.index("丙"), "丙")
    found = place(source.encode(), origin)
    assert (found.path, found.after, found.offset) == (after, True, 1)
    assert found.confirmed


def test_every_report_of_a_page_with_several_has_places() -> None:
    one, url = next((page, url) for page, url in PAGES if "jichuan" in url)
    body = one.read_bytes().decode("utf-8")
    inner = body[body.index("<body") : body.index("</body>")]
    data = body.replace("</body>", inner[inner.index(">") + 1 :] + "</body>").encode()
    report = parsers.parse(data, source="x", url=url)
    for part in (report, *report.others):
        found = places(data, part.origins, media_type=None, charset=None)
        assert found
        assert all(place.confirmed for place in found.values())


def test_rows_that_were_folded_into_one_cell_keep_their_places() -> None:
    labels, figures = "<br>".join("甲乙丙"), "10<br>0<br>10"
    data = f"<html><table><tr><td>{labels}</td><td>{figures}</td></tr></table></html>".encode()
    stream = Stream(read_html(data.decode("utf-8")))
    blocks = [n for n, one in enumerate(stream.document.blocks) if one.column == 1]
    assert [stream.document.blocks[n].text for n in blocks] == ["10", "0", "10"]
    origins = [stream.origin(stream.begins[n], stream.document.blocks[n].text) for n in blocks]
    assert [origin.offset for origin in origins] == [0, 2, 3]
    assert all(place(data, origin).confirmed for origin in origins)


def test_a_page_in_mhtml_is_traced_in_its_own_part() -> None:
    html_part = page("1234").decode("ascii")
    data = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html_part}\r\n--b--\r\n"
    ).encode()
    found = place(data, Origin(9, None, 0, raw="1234"))
    assert found.confirmed
    assert found.path == "/html/body/table/tr[2]/td[2]"
