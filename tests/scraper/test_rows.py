"""Rows of a listing that are easily lost: opened by scripts, spaced out, without a year."""

from datetime import date

import pytest

from scraper.listings import Page, by_name

HERE = "http://www.muster.gov.cn/nb/"
TITLE = "木司特市教育局2023年政府信息公开工作年度报告"
BARE = "木司特市教育局政府信息公开工作年度报告"


def read(rows):
    page = Page(HERE, f"<title>政府信息公开年报</title><ul>{rows}</ul>")
    return by_name("generic").read(page)


@pytest.mark.parametrize(
    "row",
    [
        "<li><a href='javascript:;' onclick=\"window.open('/nb/2001.html')\">{}</a><i>{}</i></li>",
        "<li><a href=\"javascript:window.open('/nb/2001.html','_blank')\">{}</a><i>{}</i></li>",
        "<li onclick=\"location.href='/nb/2001.html'\">{}<span>{}</span></li>",
        "<li><a href='javascript:void(0)' data-url='/nb/2001.html'>{}</a><span>{}</span></li>",
        "<div><a href='#' onclick=\"openNews('2001.html')\">{}</a> {}</div>",
        "<tr><td onclick='window.location.assign(\"/nb/2001.html\")'>{}</td><td>{}</td></tr>",
    ],
)
def test_a_row_whose_address_stands_in_a_script(row):
    other = row.replace("2001", "2002")
    found = read(row.format(TITLE, "2024-01-15") + other.format(TITLE, "2024-02-20"))
    assert [(one.url, one.title) for one in found.links] == [
        (f"{HERE}2001.html", TITLE),
        (f"{HERE}2002.html", TITLE),
    ]
    days = [one.listed_on for one in found.links]
    # A cell that is a link by itself does not say which other cell is its date.
    assert days in ([date(2024, 1, 15), date(2024, 2, 20)], [None, None])


def test_a_real_link_inside_a_clickable_row_is_the_link():
    row = f"<li onclick=\"track('/count.html')\"><a href='2001.html'>{TITLE}</a></li>"
    assert [one.url for one in read(row).links] == [f"{HERE}2001.html"]


def test_a_title_without_a_printed_address_is_left_out_by_name():
    [out] = read(f"<li><a href='#' onclick='view(2001)'>{TITLE}</a></li>").left_out
    assert out.title == TITLE
    assert "view(2001)" in out.reason


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("[01-15]", None),
        ("20240115", date(2024, 1, 15)),
        ("2024年元月15日", date(2024, 1, 15)),
        ("24-01-15", None),
        ("1月15日", None),
    ],
)
def test_a_full_title_without_a_year_beside_a_day(printed, day):
    [link] = read(f"<li><a href='2001.html'>{BARE}</a><span>{printed}</span></li>").links
    assert (link.title, link.listed_on) == (BARE, day)


def test_a_full_title_without_any_day_is_left_out_by_name():
    found = read(f"<li><a href='2001.html'>{BARE}</a></li>")
    assert found.links == ()
    assert [(out.url, out.title) for out in found.left_out] == [(f"{HERE}2001.html", BARE)]
    # The name of a column is no report.
    menu = read("<li><a href='/col/88001.html'>政府信息公开年报</a><span>01-15</span></li>")
    assert (menu.links, menu.left_out) == ((), ())


def test_a_title_that_is_spaced_out():
    text = "木司特市教育局 2023 年 政 府 信 息 公 开 工 作 年 度 报 告"
    [link] = read(f"<li><a href='2001.html'>{text}</a><i>2024-01-15</i></li>").links
    assert (link.url, link.listed_on) == (f"{HERE}2001.html", date(2024, 1, 15))
