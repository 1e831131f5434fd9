"""Report pages with what belongs to them: attachments, flip-books, notices."""

import pytest

from scraper.listings import Page, attachments, flip_page
from scraper.listings.hints import may_name_book, may_name_file
from scraper.sources import Source

CITY = "www.muster.gov.cn"
COLUMN = f"http://{CITY}/nb/"
TITLE = "木司特市2022年政府信息公开工作年度报告"
REPORT = f"{COLUMN}2022.html"


def city(**changes):
    return Source(**({"id": "city", "name": "木司特市", "listings": (COLUMN,)} | changes))


@pytest.fixture
def site(web, reply):
    web.routes[f"{CITY}/nb/"] = reply(f"<li><a href='2022.html'>{TITLE}</a></li>")
    return web


def saved(memory, kind):
    return [link.url for link, _ in memory.saved if link.kind == kind]


async def test_attachments_are_fetched_and_name_their_report(site, reply, crawl, memory):
    site.routes[f"{CITY}/nb/2022.html"] = reply(
        "<p>见附件</p><a href='P01.pdf' title='年度报告'>下载</a><a href='P01.pdf'>PDF</a>"
        "<a href='http://files.muster.gov.cn/W02.doc'>Word</a>"
        "<a href='http://www.casino.com/x.pdf'>x</a>"
    )
    site.routes[f"{CITY}/nb/P01.pdf"] = reply(
        b"%PDF-1.4", headers={"Content-Type": "application/pdf"}
    )
    site.routes["files.muster.gov.cn/W02.doc"] = reply(b"\xd0\xcf", headers={"Content-Type": ""})
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.fetched, outcome.attachments) == ("done", 1, 2)
    files = {link.url: link for link, _ in memory.saved if link.kind == "attachment"}
    assert set(files) == {f"{COLUMN}P01.pdf", "http://files.muster.gov.cn/W02.doc"}
    assert {link.found_on for link in files.values()} == {REPORT}
    assert files[f"{COLUMN}P01.pdf"].title == "年度报告"
    assert site.paths("www.casino.com") == []
    site.requests.clear()
    [outcome] = await crawl(city())
    assert site.paths() == ["/nb/"]


async def test_a_missing_attachment_is_told_and_fails_nothing(site, reply, crawl, memory):
    site.routes[f"{CITY}/nb/2022.html"] = reply(
        "<a href='P01.pdf'>下载</a><a href='P02.pdf'>下载</a>"
    )
    site.routes[f"{CITY}/nb/P02.pdf"] = reply("oops", status=500)
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.failed, outcome.attachments) == ("done", 0, 0)
    assert outcome.problems == (f"{COLUMN}P02.pdf: answers 500",)
    assert memory.state[f"{COLUMN}P01.pdf"] == "gone"


async def test_a_report_whose_link_is_broken_is_told_and_fails_nothing(site, crawl):
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.gone) == ("done", 1)
    assert outcome.problems == (f"1 report never gave a page (404), first {REPORT}",)


async def test_the_limit_counts_reports_only(site, reply, crawl, memory):
    site.routes[f"{CITY}/nb/2022.html"] = reply("<a href='P01.pdf'>下载</a>")
    site.routes[f"{CITY}/nb/P01.pdf"] = reply(b"%PDF")
    [outcome] = await crawl(city(), limit=1)
    assert (outcome.fetched, outcome.attachments) == (1, 1)


async def test_a_flip_book_is_fetched_to_its_last_page_before_its_first_is_stored(
    site, reply, crawl, memory
):
    book = "/nb/2022/files/basic-html/page{}.html"
    site.routes[f"{CITY}/nb/"] = reply(f"<li><a href='{book.format(2)}'>{TITLE}</a></li>")
    for number in (1, 2, 3):
        site.routes[CITY + book.format(number)] = reply(f"<p>page {number}</p>")
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.links, outcome.fetched) == ("done", 1, 1)
    kinds = [(link.kind, link.url[-6]) for link, f in memory.saved if "basic" in link.url and f.ok]
    assert kinds == [("part", "2"), ("part", "3"), ("report", "1")]


async def test_the_cover_of_a_flip_book_leads_to_its_pages(site, reply, crawl, memory):
    site.routes[f"{CITY}/nb/2022.html"] = reply(
        "<iframe src='b/files/basic-html/page1.html'></iframe>"
    )
    site.routes[f"{CITY}/nb/b/files/basic-html/page1.html"] = reply("<p>一</p>")
    [outcome] = await crawl(city())
    assert saved(memory, "report") == [f"{COLUMN}b/files/basic-html/page1.html"]
    assert memory.state[REPORT] == "fetched"
    assert outcome.outcome == "done"


def test_pages_of_a_flip_book():
    url = "http://a.gov.cn/nb/files/basic-html/page12.html?x=1"
    assert flip_page(url, 1) == "http://a.gov.cn/nb/files/basic-html/page1.html?x=1"
    assert flip_page("http://a.gov.cn/nb/page12.html", 1) is None


@pytest.mark.parametrize(
    ("html", "files"),
    [
        ("<iframe src='/pdfjs/web/viewer.html?file=/nb/a%20b.pdf'></iframe>", ["/nb/a%20b.pdf"]),
        ("<embed src='x.pdf'><object data='y.ofd'></object>", ["/nb/x.pdf", "/nb/y.ofd"]),
        ("<a onclick=\"window.open('z.wps')\">下载</a>", ["/nb/z.wps"]),
        ("<a href='a.html'>x</a><a href='b.jpg'>x</a><a href='javascript:x()'>x</a>", []),
        ("<a href='a&#46;&#112;df'>x</a><a href='b%2eDocx'>x</a>", ["/nb/a.pdf", "/nb/b%2eDocx"]),
        ("<a href='v.html?file=c%252Epdf'>x</a>", ["/nb/c%2Epdf"]),
        (
            "<a href='/m/downfile.jsp?id=0&filename=21.doc'>x</a>",
            ["/m/downfile.jsp?id=0&filename=21.doc"],
        ),
        ("<a href='d.p\ndf'>x</a><a href=e.zip\nclass=x>x</a>", ["/nb/d.pdf", "/nb/e.zip"]),
        ("<base href='/f/g.pdf'><a href='?page=2'>x</a>", ["/f/g.pdf?page=2"]),
        (
            "".join(f"<a href='{n}.zip'>x</a>" for n in range(30)),
            [f"/nb/{n}.zip" for n in range(8)],
        ),
    ],
)
def test_where_files_hide(html, files):
    found = [file.url for file in attachments(Page(f"{COLUMN}1.html", html))]
    assert found == [f"http://{CITY}{path}" for path in files]


def test_a_look_at_a_page_that_names_no_file_says_so():
    script = "<script>document.write('w' + window.etc); a.docs = 100%</script>"
    assert not may_name_file(f"{script}<a href='a.html'>文档</a><a href='b.html?p=%E6%96%87'>x</a>")
    assert not may_name_book(f"{script}<a href='/files/page1.html'>x</a>")


async def test_reports_filed_under_notices_are_found(site, reply, crawl, memory):
    notices = [
        "木司特市人民政府关于发布《木司特市2021年政府信息公开工作年度报告》的通知",
        "关于公布木司特市教育局2020年政府信息公开工作年度报告的公告",
    ]
    rows = "".join(
        f"<li><a href='/tz/{10000 + n}.html'>{t}</a></li>" for n, t in enumerate(notices)
    )
    site.routes[f"{CITY}/nb/"] = reply(rows)
    [outcome] = await crawl(city(), dry_run=True)
    assert outcome.links == 2


@pytest.mark.parametrize(
    ("html", "files"),
    [
        ("<a href='/down?id=43'>点击下载</a>", ["/down?id=43"]),
        ("<a href='/system/_content/download.jsp?wbfileid=7'>年报.docx</a>",
         ["/system/_content/download.jsp?wbfileid=7"]),
        ("<a href='/api/attachment/55' download='a'>正文</a>", ["/api/attachment/55"]),
        ("<iframe src='/pdfjs/viewer.html?file=%2Fget%3Fid%3D45'></iframe>", ["/get?id=45"]),
        ("<a href='/download/'>下载中心</a><a href='/download/app.html'>下载</a>", []),
        ("<a href='/down?id=43'>网站地图</a><a href='/i?id=1'>下载</a>", []),
    ],
)  # fmt: skip
async def test_a_page_that_only_hands_out_its_report(site, reply, crawl, memory, html, files):
    site.routes[f"{CITY}/nb/2022.html"] = reply(f"<h1>{TITLE}</h1>{html}")
    await crawl(city())
    assert saved(memory, "attachment") == [f"http://{CITY}{path}" for path in files]


async def test_what_a_report_with_a_text_of_its_own_hands_out_is_the_sites(
    site, reply, crawl, memory
):
    text = "一、总体情况 本报告期自2022年1月1日起至2022年12月31日止 二、主动公开政府信息情况"
    site.routes[f"{CITY}/nb/2022.html"] = reply(f"{text}<a href='/down?id=4'>下载客户端</a>")
    await crawl(city())
    assert saved(memory, "attachment") == []


def listed(*names):
    rows = "".join(f"<p><a href='/nb/3000{n}.html'>{name}</a></p>" for n, name in enumerate(names))
    return f"<title>木司特市各部门2022年政府信息公开工作年度报告</title>{rows}"


async def test_a_report_that_is_a_list_of_reports_is_read_as_one(site, reply, crawl, memory):
    site.routes[f"{CITY}/nb/2022.html"] = reply(listed("教育局", "财政局", "民政局") + "<a>2</a>")
    for number in range(3):
        site.routes[f"{CITY}/nb/3000{number}.html"] = reply(f"<h1>{TITLE}</h1>")
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.fetched) == ("done", 4)
    assert saved(memory, "report") == [f"{COLUMN}3000{number}.html" for number in range(3)]
    assert {memory.links[url].found_on for url in saved(memory, "report")} == {REPORT}
    site.requests.clear()
    [outcome] = await crawl(city())
    assert site.paths() == ["/nb/"]


async def test_neighbours_of_a_report_make_it_no_list(site, reply, crawl, memory):
    site.routes[f"{CITY}/nb/2022.html"] = reply(f"<h1>{TITLE}</h1>" + listed("教育局", "财政局"))
    site.routes[f"{CITY}/nb/30000.html"] = site.routes[f"{CITY}/nb/30001.html"] = reply("<p>x")
    await crawl(city())
    assert saved(memory, "report")[0] == REPORT


async def test_a_scanned_report_beside_others_is_no_list(site, reply, crawl, memory):
    kin = listed("教育局", "财政局", "民政局") + "<img src='/images/logo.png'>"
    for number, pictures in enumerate(("", "<p><img src='W02023.jpg'></p>")):
        memory.saved.clear()
        memory.state.clear()
        site.routes[f"{CITY}/nb/2022.html"] = reply(f"<h1>{TITLE}</h1>{kin}{pictures}")
        await crawl(city())
        assert (REPORT in saved(memory, "report")) == bool(number)


async def test_the_limit_holds_for_what_a_list_names_too(site, reply, crawl, memory):
    site.routes[f"{CITY}/nb/2022.html"] = reply(listed("教育局", "财政局", "民政局"))
    await crawl(city(), limit=1)
    assert saved(memory, "report") == []
    assert f"{COLUMN}30000.html" in memory.links


async def test_further_pages_of_such_a_list_are_told(site, reply, crawl):
    more = "<a href='2022_2.html?page=2'>下一页</a>"
    site.routes[f"{CITY}/nb/2022.html"] = reply(listed("教育局", "财政局", "民政局") + more)
    [outcome] = await crawl(city(), limit=1)
    assert f"{REPORT}: a list, its further pages are not read" in outcome.problems
