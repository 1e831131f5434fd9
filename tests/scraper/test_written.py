"""Rows in a page's scripts and pictures, and frames on the site's other hosts."""

import pytest

from scraper.listings import Page, by_name, detect

HERE = "http://www.muster.gov.cn/nb/"
TITLE = "木司特市2023年政府信息公开工作年度报告"
CODED = TITLE.encode("unicode_escape").decode()


def read(body, title="政府信息公开年报"):
    page = Page(HERE, f"<html><title>{title}</title><body><a href='/'>首页</a>{body}</body></html>")
    return by_name(detect(page)).read(page)


def links(body):
    return [(one.url.removeprefix(HERE), one.title, str(one.listed_on)) for one in read(body).links]


@pytest.mark.parametrize(
    "body",
    [
        f"<script>document.write('<a href=\"1.html\">{TITLE}</a><i>2024-01-29</i>')</script>",
        f'<script>document.write("<li><a href=\\"1.html\\">{TITLE}<\\/a> 2024-01-29")</script>',
        f"<script>var a=[{{title:'{TITLE}',url:'1.html',pubdate:'2024-01-29'}}];</script>",
        f'<script>var a=[{{"title":"{CODED}","linkUrl":"1.html","time":"2024-01-29"}}]</script>',
        f"<textarea><li><a href='1.html'>{TITLE}</a> 2024-01-29</li></textarea>",
    ],
)
def test_rows_that_stand_in_scripts_in_full(body):
    body = body.replace("1.html", "./1.html")
    assert links(body) == [("1.html", TITLE, "2024-01-29")]


@pytest.mark.parametrize(
    "body",
    [
        f"<script>document.write('<a href=\"' + url + '\">{TITLE}</a>')</script>",
        f"<script>// document.write('<a href=\"./1.html\">{TITLE}</a>')\n</script>",
        f"<!-- <a href='./1.html'>{TITLE}</a> -->",
        f"<script>var a={{title:'{TITLE}',url:'nothing'}}</script>",
        f"<script>var t=`<a href='./${{x}}.html'>{TITLE}</a>`</script>",
    ],
)
def test_what_a_script_puts_together_is_no_row(body):
    assert links(body) == []


def test_areas_of_a_picture():
    body = f"<map><area href='./1.html' alt='{TITLE}'><area href='/' alt='首页'></map>"
    assert links(body) == [("1.html", TITLE, "None")]


@pytest.mark.parametrize(
    ("src", "columns"),
    [
        ("//xxgk.muster.gov.cn/list.html", ["http://xxgk.muster.gov.cn/list.html"]),
        ("//www.anders.gov.cn/list.html", []),
        ("//tongji.muster.gov.cn/count.html", []),
    ],
)
def test_frames_of_the_sites_other_hosts(src, columns):
    assert [one.url for one in read(f"<iframe src='{src}'></iframe>").columns] == columns


@pytest.mark.parametrize("text", ["<a ", "{", "{title:'公开',", "<a <a>公开</a"])
def test_endless_scripts_take_no_time(text):
    assert links(f"<script>公开{text * 20_000}</script>") == []
