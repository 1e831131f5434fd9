"""Ways to the further pages of a listing: links in any dress, scripts, counts, other places."""

import pytest

from scraper.listings import Page, detect
from scraper.listings.counts import counted
from scraper.listings.labels import names_next, names_number
from scraper.reading import by_name
from scraper.sources import Source

CITY = "www.muster.gov.cn"
HERE = f"http://{CITY}/nb/list.html"
TITLE = "木司特市{year}年政府信息公开工作年度报告"


def listing(nav, years=(2023, 2022), url=HERE):
    rows = "".join(
        f"<li><a href='/nb/r{year}.html'>{TITLE.format(year=year)}</a></li>" for year in years
    )
    return Page(
        url, f"<html><title>政府信息公开年报</title><body><ul>{rows}</ul>{nav}</body></html>"
    )


def read(nav, **changes):
    page = listing(nav, **changes)
    return by_name(detect(page)).read(page)


@pytest.mark.parametrize(
    "link",
    [
        *(f"<a href='2.html'>{text}</a>" for text in (
            "下一页", "下一页&gt;", "下一页&gt;&gt;", "下一页 »", "[下一页]", "【下一页】",
            "下页 &gt;",
            "下&nbsp;一&nbsp;页", "下　一　页", "Next →", "NEXT", "较旧文章 »", "Older posts",
            "后一页",
            "下一页(2)", "尾页", "最后一页»", "»", "＞", "[2]", "第 2 页", "-2-",
        )),
        "<a href='2.html'><img src='n.gif' alt='下一页'></a>",
        "<a href='2.html' title='下一页'><i></i></a>",
        "<a href='2.html' aria-label='下一页'>→→→→</a>",
        "<a href='2.html' class='page-next'></a>",
        "<a href='2.html' rel='next'>继续</a>",
        "<a href='javascript:;' data-url='/nb/2.html'>点击加载更多</a>",
        "<td onclick=\"window.location.href='/nb/2.html'\">下页 &gt;</td><td>1/2</td>",
        "<a href='#' onclick=\"location='/nb/2.html'\">下一页</a>",
        "<a href=\"javascript:location.href='/nb/2.html'\">下一页</a>",
        "<a href=\"javascript:gotoPage('/nb/2.html')\">下一页</a>",
        "<a data-url='2.html'>下一页</a>",
        "<select onchange='location.href=this.value'><option value='/nb/list.html'>1</option>"
        "<option value='/nb/2.html'>2</option></select>",
    ],
)  # fmt: skip
def test_a_way_to_the_second_page(link):
    assert read(link).next_urls == (f"http://{CITY}/nb/2.html",)


@pytest.mark.parametrize(
    "text",
    ["上一页", "< 上一页", "<<", "首页", "更多 >", "下一篇：公告", "1", "[1]", "（3）", "公开 >"],
)  # fmt: skip
def test_what_is_no_way_on(text):
    assert not names_next(text)
    assert not names_number(text)
    assert read(f"<a href='2.html'>{text.replace('<', '&lt;')}</a>").next_urls == ()


@pytest.mark.parametrize(
    ("nav", "pages"),
    [
        ("共2页", 2),
        ("共 <b>12</b> 页", 12),
        ("第 1 页 / 2 页", 2),
        ("第1页/共7页", 7),
        ("总页数：2", 2),
        ("共有 2 页", 2),
        ("总共 4 页", 4),
        ("页次：1/3", 3),
        ("每页 3 条 共 5 条", 2),
        ("共 41 条记录，每页 20 条", 3),
        ("<a>下一页</a><span>1/2</span>", 2),
        ("<a href='javascript:go(2)'>下一页</a><a href='javascript:go(6)'>尾页</a>", 6),
        ("<a href='#' onclick='toPage(\"2\", this)'>2</a>", 2),
        ('<script>createPage(2,0,"list","html");</script>', 2),
        ('<script>createPageHTML("2","0","list","html");</script>', 2),
        ("<script>Pager({size:2,current:0,prefix:'list',suffix:'html'});</script>", 2),
        ("<script>var m_nPageCount=2;</script>", 2),
        ("<script>document.write('共9页')</script>", 9),
        ("每页 20 条 共 5 条", 1),
        ("<script>// createPage(9,0,'list','html')\n</script>", 0),
        ("<span>1/15</span><span>1/20</span><a>下一页</a>", 0),
        ("<span>1/2</span>", 0),
        ("<a href='javascript:void(0)'>下一页</a>", 0),
        ("<a href='javascript:go(1)'>下一页</a>", 0),
    ],
)
def test_how_many_pages_there_are(nav, pages):
    assert counted(listing(nav)) == pages


def test_a_count_in_a_script_that_names_the_pages():
    for script in ('createPage(3,0,"nb","html")', 'createPageHTML("3","0","nb","html")'):
        urls = read(f"<script>{script};</script>").next_urls
        assert urls == tuple(f"http://{CITY}/nb/nb_{n}.html" for n in (1, 2))
    script = "<script>Pager({size:2,current:0,prefix:'nb',suffix:'shtml'});</script>"
    assert read(script).next_urls == (f"http://{CITY}/nb/nb_1.shtml",)


@pytest.mark.parametrize(
    ("here", "link", "there"),
    [
        ("/channels/512.html", "/list/512/2.html", "/list/512/2.html"),
        ("/nb/", "http://muster.gov.cn/nb/2.html", None),
        ("/nb/", "http://other.gov.cn/nb/2.html", ""),
        ("/channels/512.html", "/list/other.html", ""),
    ],
)
def test_a_next_page_in_another_place(here, link, there):
    found = read(f"<a href='{link}'>下一页</a>", url=f"http://{CITY}{here}")
    if there == "":
        assert found.next_urls == ()
        assert [r for r in found.remarks if link.rpartition("gov.cn")[2] in r]
        return
    assert found.next_urls == (f"http://{CITY}{there}" if there else link,)
    assert found.remarks == ()


def test_a_list_that_says_that_it_has_more_rows_is_told():
    [remark] = read("共 41 条").remarks
    assert "41 rows announced, 2 links on the page" in remark
    assert read("共 2 条").remarks == ()
    assert "41 rows" in read("首页 上一页 下一页 尾页 共 41 条").incomplete
    assert read("首页 上一页 下一页 尾页 共 2 条").incomplete is None


def test_a_next_page_that_is_a_script_is_told():
    [remark] = read("<a href='javascript:nextPage()'>下一页</a>").remarks
    assert "nextPage()" in remark
    for script in ("javascript:void(0)", "javascript:;", "#"):
        assert read(f"<a href='{script}' onclick='return false'>下一页</a>").remarks == ()


@pytest.mark.parametrize(("pages", "result"), [(2, "done"), (3, "failed")])
async def test_a_script_may_count_one_page_too_many_but_not_two(web, reply, crawl, pages, result):
    script = f"<script>createPageHTML({pages}, 0, 'list', 'html')</script>"
    web.routes[f"{CITY}/nb/list.html"] = reply(listing(script).html)
    [outcome] = await crawl(Source(id="city", name="木司特市", listings=(HERE,)), dry_run=True)
    assert outcome.outcome == result
    assert f"http://{CITY}/nb/list_1.html: answers 404" in outcome.problems[-1 if pages == 2 else 1]


async def test_a_count_without_a_way_fails_the_source(web, reply, crawl):
    web.routes[f"{CITY}/nb/list.html"] = reply(listing("第 1 页 / 2 页").html)
    [outcome] = await crawl(Source(id="city", name="木司特市", listings=(HERE,)), dry_run=True)
    assert outcome.outcome == "failed"
    assert "counts more pages than it links to" in outcome.reason


@pytest.mark.parametrize(("href", "count"), [("?page=2", 1), ("?page=1", 0), ("/more/", 0)])
def test_more_leads_on_where_its_address_counts_pages(href, count):
    assert len(read(f"<a href='{href}'>查看更多&gt;&gt;</a>").next_urls) == count


def test_pages_that_only_a_script_fetches_are_counted_and_told():
    assert counted(listing("<a href='javascript:void(0)' data-page='3'>3</a>")) == 3
    [remark] = read("<a href='javascript:loadMore()'>加载更多</a>").remarks
    assert "loadMore" in remark
