"""What came in place of the page: named by its signs, and real pages left alone."""

from datetime import UTC, datetime

import pytest

import fixtures
from scraper.outcomes import BLOCKADES
from scraper.protocols import Fetched
from scraper.signs import named

TITLE = "木司特市教育局2023年政府信息公开工作年度报告"
SCRIPT = "<script>var a=1;</script>"


MENU = "<title>提示信息</title><ul>" + "<li><a href='/a'>政务公开</a></li>" * 8 + "</ul>"
FOOT = "<div>主办：木司特市人民政府 <a href='/m'>网站地图</a></div>"


HERE = "http://www.muster.gov.cn/a.html"


def outcome(
    body="",
    status=200,
    kind="report",
    headers=(),
    media_type="text/html; charset=utf-8",
    final_url=HERE,
):
    fetched = Fetched(
        url=HERE,
        final_url=final_url,
        fetched_at=datetime.now(UTC),
        status=status,
        headers=(("Content-Type", media_type), *headers),
        body=body.encode() if isinstance(body, str) else body,
        elapsed=0.1,
    )
    return named(fetched, kind).outcome


PAGES = {
    "challenge": [
        ("<script>document.cookie='__jsl_clearance_s=1'</script>", 521),
        ("<script>document.cookie='__jsl_clearance_s=1'</script>", 200),
        ("<meta content='x'><script>$_ts=window['$_ts'];</script>", 412),
        ("<meta content='x'><script>$_ts=window['$_ts'];</script>", 202),
        ("<meta content='x'><script>$_ts=window['$_ts'];</script>", 400),
        ("<script src='/wzwschallenge/acw_sc__v2.js'>", 404),
        ("<title>安全验证</title><p>正在进行安全检查，请稍候", 200),
        ("<p>请开启浏览器的JavaScript后再访问", 503),
        ("", 412),
        ("", 521),
    ],
    "shield": [
        ("<title>访问被拦截</title><h1>您的请求已被网站防火墙拦截</h1>", 403),
        ("<p>您的IP地址已被列入黑名单", 200),
        ("Access Denied", 405),
        ("", 491),
        ("<html>no</html>", 418),
    ],
    "forbidden": [("<h1>403 Forbidden</h1>", 403), ("", 451)],
    "login": [
        ("<h1>no</h1>", 401),
        ("<title>统一身份认证</title><form><input type='password'></form>", 200),
        ("<p>请先登录后查看本栏目</p>", 200),
    ],
    "soft_404": [
        ("<title>404 - 页面不存在</title>" + "<a href='/'>首页</a>" * 300, 200),
        ("<p>抱歉，您访问的页面不存在或已删除</p>", 200),
        ("<p>该信息已被删除</p>", 200),
        (
            f"{MENU}<div>很抱歉，您访问的页面不存在或已删除！<a href='/'>返回首页</a></div>{FOOT}",
            200,
        ),
    ],
    "empty_shell": [
        (f"<html><div id=app></div>{SCRIPT}</html>", 200),
        ("<script>location.href='/index.html'</script>", 200),
    ],
    "gone": [("<p>您访问的页面不存在</p>", 404), ("", 410)],
    "rate_limited": [("slow down", 429)],
    "server_error": [
        ("<h1>Bad Gateway</h1>", 502),
        ("<title>系统维护</title><div>网站系统升级维护中，请稍后访问。</div>", 200),
        ("<h1>HTTP Status 500</h1><pre>java.lang.NullPointerException</pre>", 200),
        ("<p>服务器内部错误，请联系管理员</p>", 200),
    ],
    "odd_status": [("", 402), ("", 304)],
    "empty_page": [("", 200)],
    "ok": [
        (f"<title>{TITLE}</title>{SCRIPT}", 200),
        (f"<h1>{TITLE}</h1><form>请登录<input type=password></form>", 200),
        (f"<h1>{TITLE}</h1><p>页面不存在", 200),
        ("<img src='scan.jpg'>" + SCRIPT, 200),
        ("<title>跳转</title><script>window.location.href = '/nb/1.html';</script>", 200),
        ("<p>系统维护中</p><a href='/a.pdf'>年报</a>", 200),
        (f"<h1>{TITLE}</h1><p>网站维护中", 200),
        ("<p>全年做好网站维护工作</p>", 200),
        ("<p>年报</p><div>承办：大数据中心 网站维护中心，电话 1234</div><p>网站维护</p>", 200),
        ("<a href='/a.pdf'>年报</a>" + SCRIPT, 200),
        ("<iframe src='/a.html'></iframe>" + SCRIPT, 200),
        ("<p>" + "公开平台查询须输入右侧验证码，登录后查看。" * 60, 200),
        (f"{MENU}<div>您访问的页面不存在</div><a href='/a.pdf'>年报</a>{FOOT}", 200),
        (f"{MENU}<div>{'公开平台已建成，链接失效的页面不存在。' * 40}</div>{FOOT}", 200),
        (f"{MENU}<p><a href='/1.html'>关于页面不存在的公告</a></p>{FOOT}", 200),
        ("<ul>" + "<li><a href='/a'>公告</a></li>" * 9 + "</ul><p>输入验证码", 200),
    ],
}
CASES = [(name, page, status) for name, pages in PAGES.items() for page, status in pages]


@pytest.mark.parametrize(("name", "page", "status"), CASES)
def test_what_a_report_page_is_called(name, page, status):
    assert outcome(page, status) == name


def test_every_blockade_has_a_page_here():
    assert set(BLOCKADES) <= set(PAGES)


def test_an_empty_404_of_a_shield_is_no_withdrawal():
    assert outcome("", 404, headers=(("wzws-ray", "1"),)) == "shield"
    assert outcome("gone", 404, headers=(("wzws-ray", "1"),)) == "gone"


HOME = f"<title>木司特市人民政府</title><h3>{TITLE}</h3>" + "<a href='/x'>要闻</a>" * 20


@pytest.mark.parametrize("path", ["", "/", "/index.html", "/default.aspx"])
def test_a_report_whose_address_leads_to_the_front_page_is_none(path):
    for host in ("http://www.muster.gov.cn", "https://muster.gov.cn"):
        assert outcome(HOME, final_url=host + path) == "soft_404"
        assert outcome(HOME, final_url=host + path, kind="listing") == "ok"


@pytest.mark.parametrize(
    ("body", "final_url"),
    [
        (HOME, "http://www.muster.gov.cn/b.html"),
        (HOME, "http://www.muster.gov.cn/nb/index.html"),
        (HOME, "http://www.muster.gov.cn/?id=7"),
        (f"<title>{TITLE}</title>", "http://nb.muster.gov.cn/"),
    ],
)
def test_a_report_may_have_moved(body, final_url):
    assert outcome(body, final_url=final_url) == "ok"


def test_a_listing_may_have_its_items_in_scripts():
    page = f"<div id=app></div>{SCRIPT}"
    assert outcome(page, kind="listing") == "ok"
    assert outcome("<script>$_ts=1</script>", kind="listing") == "challenge"
    assert outcome("<title>404</title>", kind="listing") == "soft_404"


def test_a_listing_under_its_menu_is_left_to_its_adapter():
    assert outcome(f"{MENU}<p>该栏目不存在</p>", kind="listing") == "ok"


def test_what_is_no_markup_is_not_judged():
    assert outcome(b"%PDF-1.4 access denied", media_type="application/pdf") == "ok"
    assert outcome('{"msg":"请先登录"}', media_type="application/json") == "ok"
    assert outcome("User-agent: *\n# access denied", kind="robots") == "ok"


def test_a_page_in_gbk_is_read_as_such():
    body = "<p>您访问的页面不存在</p>".encode("gbk")
    assert outcome(body, media_type="text/html; charset=gb2312") == "soft_404"


def test_no_report_of_the_sample_web_is_taken_for_something_else():
    pages = list(fixtures.report_files())
    assert pages
    for page, _ in pages:
        assert outcome(page.read_bytes()) == "ok", page


def test_no_listing_of_the_sample_web_is_taken_for_something_else():
    pages = [p for p in fixtures.web_folder().rglob("*.*html") if ".expected" not in p.name]
    listings = [p for p in pages if p.name.startswith(("index", "list"))]
    assert listings
    for page in listings:
        assert outcome(page.read_bytes(), kind="listing") == "ok", page
