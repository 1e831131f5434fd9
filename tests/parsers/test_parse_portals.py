"""Pages written by hand in the habits of portals that the generator does not imitate.

A header line holds name, title, agency, year and date; ``-`` for none, ``!`` behind a value
that must come with a warning. ``TEXT`` begins a flattened page.
"""

from pathlib import Path

import pytest

import parsers

DATA = Path(__file__).parent / "data"
FILES = (DATA / "portal_pages.txt", DATA / "portal_heads.txt")
BODY = (
    "一、总体情况",
    "全年通过网站发布信息三百余条。",
    "二、主动公开政府信息情况",
    "见下表。",
    "五、存在的主要问题及改进情况",
    "解读不多，下一步多做解读。",
    "六、其他需要报告的事项",
    "没有其他需要报告的事项。",
)


def pages() -> list[tuple[list[str], str]]:
    found = []
    text = "".join(path.read_text(encoding="utf-8") for path in FILES)
    for part in text.split("=== ")[1:]:
        header, _, page = part.partition("\n")
        found.append(([field.strip() for field in header.split("|")], page))
    return found


PAGES = pages()


def read(page: str) -> parsers.Report:
    if page.startswith("TEXT "):
        text = page.removeprefix("TEXT ").replace("{{BODY}}", "\n".join(BODY))
        return parsers.parse(text.encode(), source="page", media_type="text/plain")
    html = page.replace("{{BODY}}", "".join(f"<p>{line}</p>" for line in BODY))
    return parsers.parse(html.encode(), source="page", media_type="text/html")


def test_there_are_enough_pages():
    assert len(PAGES) >= 100


@pytest.mark.parametrize(("header", "page"), PAGES, ids=[header[0] for header, _ in PAGES])
def test_a_portals_page_says_who_and_when(header, page):
    _, title, agency, year, day = header
    report = read(page)
    got = [report.title, report.agency, str(report.year), report.published_on or "-"]
    assert got == ["".join(title.split()), agency.rstrip("!"), year.rstrip("!"), day]
    warned = {p.where for p in report.problems if p.severity == "warning"}
    for value, fact in ((agency, "agency"), (year, "year")):
        assert fact in warned or not value.endswith("!")
    if day == "-":
        assert any(p.where == "published_on" for p in report.problems)
