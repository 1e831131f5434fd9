"""The words and paths that lead to the column, and whose site it is."""

import pytest

from scraper.discovery.pointers import pointers, sitemap
from scraper.discovery.site import Site, site_of
from scraper.discovery.words import is_annual, is_annual_path, score
from scraper.listings import Page

HOME = "http://www.lanxi-sample.gov.cn/"


@pytest.mark.parametrize(
    "words",
    [
        "政府信息公开年报",
        "政府信息公开 年度报告",
        "政府信息公开工作年度报告",
        "信息公开年报",
        "历年年报",
        "年度报告",
    ],
)
def test_words_that_name_the_column(words):
    assert is_annual(words)
    assert score(words, f"{HOME}a/") == 100


@pytest.mark.parametrize(
    "words",
    [
        "政府网站工作年度报表",
        "政府网站年报",
        "法治政府建设年度报告",
        "统计年报",
        "企业年报公示",
        "财政决算年度报告",
        "年报解读会议通知",
    ],
)
def test_words_that_do_not(words):
    assert not is_annual(words)
    assert score(words, f"{HOME}a/") < 50


@pytest.mark.parametrize(
    ("url", "annual"),
    [
        ("/zwgk/zfxxgk/zfxxgknb/", True),
        ("/zwgk/zfxxgk/zfxxgknb/2022n/", True),
        ("/zfxxgk/gknb/index.html", True),
        ("/xxgk/nb_2022n/", True),
        ("/jyb_xxgk/xxgk/nianbao/", True),
        ("/xxgkgzndbg/", True),
        ("/zwgk/nbjg/", False),
        ("/zwgk/nbsj/", False),
        ("/zwgk/zfxxgk/zfxxgkzn/", False),
        ("/gknbgs.html", False),
    ],
)
def test_paths(url, annual):
    assert is_annual_path(f"{HOME}{url[1:]}") is annual


def test_the_order_of_what_is_looked_at():
    links = [
        ("政府信息公开年报", "/a/"),
        ("2024年政府信息公开年报", "/a/2024/"),
        ("图标", "/zfxxgk/zfxxgknb/"),
        ("政府信息公开", "/b/"),
        ("信息公开", "/c/"),
        ("政府信息公开指南", "/d/"),
        ("某某局2024年政府信息公开工作年度报告", "/xw/202501/t20250120_77001.html"),
        ("公开", "/e/"),
        ("网站地图", "/f/"),
        ("图标", "/zwgk/x/"),
        ("新闻", "/g/"),
    ]
    scores = [score(words, HOME.rstrip("/") + url) for words, url in links]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0


def test_years_and_tiers_count_only_below_the_column():
    for words in ("2023年", "2023年度", "市直部门", "乡镇（街道）"):
        assert score(words, f"{HOME}x/") == 0
        assert score(words, f"{HOME}x/", below_annual=True) > 60


def test_an_article_is_followed_only_for_its_way_back():
    article = f"{HOME}zwgk/xw/202501/t20250120_77001.html"
    assert score("市领导调研信息公开工作并召开座谈会强调要求", article) == 0
    assert 0 < score("云溪市教育局2024年政府信息公开工作年度报告", article) < 50


@pytest.mark.parametrize(
    ("head", "site"),
    [
        (
            '<meta name="SiteName" content="兰溪样市人民政府网"><meta content="9901000012" '
            'name="SiteIDCode">',
            Site("兰溪样市人民政府", "990100", "prefecture"),
        ),
        (
            '<meta name="sitename" content="工信样部门户网站"><meta name="SiteIDCode" '
            'content="bm07000001">',
            Site("工信样部", None, "national"),
        ),
        ('<meta name="SiteIDCode" content="9900000001">', Site("x", "990000", "province")),
        ('<meta name="SiteIDCode" content="9901230001">', Site("x", "990123", "county")),
        ('<meta name="SiteIDCode" content="unknown">', Site("x")),
        ("<title>首页 - 样州教育局官方网站</title>", Site("样州教育局")),
        ("<title>欢迎访问样县人民政府门户网站</title>", Site("样县人民政府")),
        ("<title>网站首页</title>", Site("www.lanxi-sample.gov.cn")),
        ("", Site("www.lanxi-sample.gov.cn")),
    ],
)
def test_whose_site_it_is(head, site):
    found = site_of(Page(HOME, f"<html><head>{head}</head><body></body></html>"))
    if site.name == "x":
        assert (found.division, found.level) == (site.division, site.level)
    else:
        assert found == site


def test_every_kind_of_pointer():
    page = Page(
        HOME,
        """<html><head><base href="/b/"><meta http-equiv="refresh" content="3;URL='r.html'"></head>
        <body><a href="a.html" title="全名">短…</a><a href="javascript:void(0)"
        onclick="window.open('/w.html')">弹窗</a>
        <a href="javascript:location.href='j.html'">脚本</a>
        <area shape="rect" href="m.html" alt="图块"><iframe src="/f.html"></iframe>
        <iframe src="/tongji/count.html"></iframe>
        <select><option value="o.html">菜单</option><option value="">请选择</option></select>
        <div data-url="/d.html">数据</div><a href="i.html"><img alt="图标"></a>
        <a href="mailto:a@b.c">信</a><a href="#">顶</a><a href="http://[bad/">坏</a></body></html>""",
    )
    found = {(p.url.removeprefix(HOME), p.words, p.how) for p in pointers(page)}
    assert found == {
        ("b/r.html", "", "redirect"),
        ("b/a.html", "全名", "link"),
        ("w.html", "弹窗", "script"),
        ("b/j.html", "脚本", "script"),
        ("b/m.html", "图块", "area"),
        ("f.html", "", "frame"),
        ("b/o.html", "菜单", "menu"),
        ("d.html", "数据", "script"),
        ("b/i.html", "图标", "link"),
    }


def test_a_sitemap():
    page = Page(HOME, f"<urlset><url><loc> {HOME}a/ </loc></url><url><loc>x</loc></url></urlset>")
    assert [pointer.url for pointer in sitemap(page)] == [f"{HOME}a/"]
