"""Pages whose report stands in frames: in several of them, of another year, and many that lack."""

from __future__ import annotations

from parsers.framed import MOST_ASKED, frames_of, parse_framed
from parsers.report import Report

TITLE = "松岭县2023年政府信息公开工作年度报告"
FIGURES = (
    "<p>二、主动公开政府信息情况</p><table>"
    "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>1</td><td>0</td><td>11</td></tr>"
    "<tr><td>行政规范性文件</td><td>12</td><td>3</td><td>66</td></tr></table>"
)
OVERVIEW = "<p>一、总体情况</p><p>本县认真做好政府信息公开工作，及时发布各类信息。</p>"
PROBLEMS = "<p>五、存在的主要问题及改进情况</p><p>队伍建设仍需加强，将组织培训。</p>"


def page(inner: str) -> bytes:
    return f"<html><body>{inner}</body></html>".encode()


def outer(title: str, *names: str) -> bytes:
    frames = "".join(f'<iframe src="{name}"></iframe>' for name in names)
    return page(f"<h1>{title}</h1>{frames}")


def read(first: bytes, **frames: str) -> Report:
    named = {f"{name}.html": page(inner) for name, inner in frames.items()}
    return parse_framed(first, named, source="x")


def told(report: Report) -> list[tuple[str, str]]:
    codes = ("framed", "year_conflict")
    return [(one.severity, one.detail) for one in report.problems if one.code in codes]


def test_a_report_over_several_frames_is_joined():
    report = read(outer(TITLE), a=OVERVIEW, b=FIGURES, c=PROBLEMS, d="<p>今日访问量</p>")
    assert (report.agency, report.year) == ("松岭县", 2023)
    assert report.tables["disclosure"]["rules"] == {"made": 1, "repealed": 0, "in_force": 11}
    assert {"overview", "proactive", "problems"} <= {one.key for one in report.sections}
    detail = "the report was put together of the page and a frame: a.html, b.html, c.html"
    assert told(report) == [("info", detail)]


def test_what_other_frames_hold_of_a_whole_report_is_told():
    report = read(outer(""), a=OVERVIEW, b=f"<h1>{TITLE}</h1>{FIGURES}")
    assert "overview" not in {one.key for one in report.sections}
    detail = "the page and its other frames hold overview, which was not read"
    assert ("warning", detail) in told(report)


def test_another_report_in_a_frame_is_told_and_never_joined():
    other = f"<h1>{TITLE.replace('松岭县', '芷桥区')}</h1>{OVERVIEW}"
    report = read(outer(""), a=other, b=f"<h1>{TITLE}</h1>{FIGURES}")
    assert report.agency == "松岭县"
    assert "overview" not in {one.key for one in report.sections}
    detail = "another frame of the page holds another report, which was not read: a.html"
    assert ("warning", detail) in told(report)


def test_a_title_in_a_frame_of_its_own_joins_the_rest():
    report = read(outer(""), a=f"<h1>{TITLE}</h1>{OVERVIEW}", b=FIGURES, c=PROBLEMS)
    assert (report.agency, report.year) == ("松岭县", 2023)
    assert {"overview", "proactive", "problems"} <= {one.key for one in report.sections}


def test_a_frame_of_another_body_is_not_joined_to_the_page():
    other = f"<h1>{TITLE.replace('松岭县', '芷桥区')}</h1>{OVERVIEW}"
    report = read(outer(TITLE), a=other, b=FIGURES)
    assert report.agency == "松岭县"
    assert "overview" not in {one.key for one in report.sections}


def test_a_frame_of_another_year_than_its_page_says_so():
    frame = f"<h1>{TITLE.replace('2023', '2022')}</h1>{FIGURES}"
    report = read(outer(TITLE), a=frame)
    assert report.year == 2022
    assert ("warning", "the page's title says 2023, its frame 2022") in told(report)
    same = read(outer(TITLE), a=f"<h1>{TITLE}</h1>{FIGURES}")
    assert told(same) == [("info", "the report stands in a frame of the page: a.html")]


def test_frames_that_were_not_saved_are_not_asked_for_without_end():
    asked: list[str] = []
    many = outer(TITLE, *(f"{number}.html" for number in range(5_000)))
    assert frames_of(many, asked.append) == {}
    assert len(asked) == MOST_ASKED
    twice: list[str] = []
    assert frames_of(outer(TITLE, "a.html", "a.html", "./a.html"), twice.append) == {}
    assert twice == ["a.html"]
