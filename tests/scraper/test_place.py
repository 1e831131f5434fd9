"""Links that say nothing of themselves: what they are by the table or the heading around them."""

import pytest
from lxml import html

from scraper.listings import Page, by_name, detect
from scraper.listings.place import told_by_place

HERE = "http://www.muster.gov.cn/zwgk/nb/"
HEAD = "<tr><th>序号</th><th>单位</th><th>2023年</th><th>2022年</th></tr>"


def urls(body, title="政府信息公开年报"):
    page = Page(HERE, f"<html><title>{title}</title><body>{body}</body></html>")
    return [link.url.removeprefix(HERE) for link in by_name(detect(page)).read(page).links]


@pytest.mark.parametrize("text", ["查看", "点击查看", "[查看]", "年度报告", "下载", "PDF", "√"])
def test_a_table_of_bodies_and_years(text):
    cells = "".join(f"<td><a href='1000{n}.html'>{text}</a></td>" for n in (1, 2))
    table = f"<table>{HEAD}<tr><td>1</td><td>教育局</td>{cells}</tr></table>"
    assert urls(table) == ["10001.html", "10002.html"]
    assert urls(table, "部门决算公开") == []


def test_a_year_over_the_cell_is_enough_across_spans():
    row = "<td colspan='2'>党政办</td><td><a href='10001.html'>查看</a></td><td>—</td>"
    assert urls(f"<table>{HEAD}<tr>{row}</tr></table>") == ["10001.html"]


@pytest.mark.parametrize(
    "body",
    [
        "<h3>教育局</h3><ul><li><a href='10001.html'>年度报告</a></li></ul>",
        "<dl><dt>红星街道办事处</dt><dd><a href='10001.html'>查看详情</a></dd></dl>",
        "<div><span>2023年</span><em><a href='10001.html'>查看</a></em></div>",
    ],
)
def test_a_heading_above(body):
    assert urls(body) == ["10001.html"]


@pytest.mark.parametrize(
    "body",
    [
        "<h3>图片新闻</h3><ul><li><a href='10001.html'>查看详情</a></li></ul>",
        "<table><tr><td>公告</td><td><a href='10001.html'>查看</a></td></tr></table>",
        "<table><tr><th>2023年</th></tr><tr><td><a href='/zn/'>查看</a></td></tr></table>",
        "<h3>教育局</h3><a href='10001.html'>领导之窗</a>",
        "<a href='10001.html'>查看</a>",
    ],
)
def test_what_stands_elsewhere_says_no_more_than_before(body):
    assert urls(body) == []


def test_a_picture_is_called_by_its_words():
    title = "木司特市2023年政府信息公开工作年度报告"
    assert urls(f"<a href='10001.html'><img src='a.png' alt='{title}'></a>") == ["10001.html"]


def test_a_page_of_nothing_but_such_links_takes_no_time():
    """Each looks at what stands before it, and no more of that than a heading has."""
    before = "<div>" + "<b>x</b>" * 30_000 + "</div>"
    links = "".join(f"<p><a href='{10_000 + n}.html'>查看</a></p>" for n in range(3_000))
    assert urls(before + f"<div>{links}</div>") == []


def test_a_row_that_lacks_a_cell_takes_no_head_from_another_column():
    rows = (
        "<tr><td>类别</td><td>单位</td><td>2022年</td><td>2023年</td></tr>"
        '<tr><td rowspan="2">部门</td><td>教育局</td><td>无</td><td><a href="/a">查看</a></td></tr>'
        '<tr><td>财政局</td><td>无</td><td><a href="/b">查看</a></td></tr>'
    )
    table = html.fromstring(f"<table>{rows}</table>")
    first, second = table.iter("a")
    assert "2023年" in told_by_place(first)
    assert "财政局" in told_by_place(second)
    assert not any("年" in text for text in told_by_place(second))
