"""Which pages are columns of annual reports, which are reports, and what their links are."""

from urllib.parse import urljoin

import pytest

import fixtures
from parsers.decode import decode
from scraper.listings import Page, Request, report_title
from scraper.listings.column import is_annual
from scraper.listings.judge import judge
from scraper.listings.links import read_page

HERE = "http://www.muster.gov.cn/zwgk/nb/"
PAGES = [
    path
    for path in fixtures.web_folder().rglob("*")
    if path.suffix in (".html", ".htm", ".shtml", ".jsp")
]
REPORTS = dict(fixtures.report_files())


def page(title="", body="", head=""):
    return Page(HERE, f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>")


@pytest.mark.parametrize("path", PAGES, ids=lambda p: f"{p.parts[-2]}-{p.name}")
def test_the_text_of_a_report_is_known_and_nothing_else_is_taken_for_it(path):
    title = report_title(Page(HERE, decode(path.read_bytes(), None).text))
    if path in REPORTS:
        assert title is not None
        assert REPORTS[path]["title"] in title
    else:
        assert title is None


@pytest.mark.parametrize(
    "made",
    [
        page("政府信息公开年报_木司特市人民政府"),
        page("公开年报"),
        page("木司特市", "<div class='crumbs'>首页 &gt; 政府信息公开 &gt; 年报</div>"),
        page("木司特市", "<p>您现在的位置：首页 &gt; 政务公开 &gt; 市直部门 &gt; 年度报告</p>"),
        page("x", "", "<meta name='columnname' content='政府信息公开工作年度报告'>"),
    ],
)
def test_columns_of_annual_reports(made):
    assert is_annual(made)


@pytest.mark.parametrize(
    "made",
    [
        page("统计年报"),
        page("木司特市", "<div class='crumbs'>首页 &gt; 政府信息公开 &gt; 企业年报</div>"),
        page(
            "木司特市", "<div class='crumbs'>首页 &gt; 政府信息公开 &gt; 法治政府建设年度报告</div>"
        ),
        page("政府信息公开指南"),
        page("木司特市", "<div class='news'>政府信息公开年报已发布</div>"),
        page("政务要闻"),
    ],
)
def test_other_columns(made):
    assert not is_annual(made)


def verdict(text, href="202301/t20230120_123456.html", annual=True):
    return judge(page(), HERE + href, (text,), annual=annual)


@pytest.mark.parametrize(
    "text", ["教育局", "2023年", "2023年度", "市卫生健康委员会", "红星街道办事处", "2023年教育局",
             "教育局2023年年报", "木司特市2023年政府信息公开…"]
)  # fmt: skip
def test_a_name_or_a_year_is_enough_in_such_a_column_only(text):
    assert verdict(text).kind == "report"
    assert verdict(text, annual=False) is None


@pytest.mark.parametrize(
    "text", ["政府信息公开指南", "首页", "网站地图", "机构职能", "更多", "领导之窗",
             "2023年法治政府建设年度报告", "教育局召开年度工作会议", "2023年部门决算公开年度报告"]
)  # fmt: skip
def test_what_else_stands_in_such_a_column(text):
    assert verdict(text) is None


@pytest.mark.parametrize(
    ("text", "href", "kind"),
    [
        ("2022年", "2022n/", "column"),
        ("市直部门", "bm/", "column"),
        ("2024年1月", "2024/01/", "column"),
        ("2024-01", "202401/index.html", "column"),
        ("2024年1月29日", "20240129/", None),
        ("教育局", "bm/jyj/index.html", "column"),
        ("2021年政府信息公开年报", "2021n_57/", "column"),
        ("木司特市教育局2021年政府信息公开年报", "2021n_57/", "report"),
        ("2022年", "../2022n/", None),
        ("政府信息公开制度", "zd/", None),
        ("2022年", "/col/col99/index.html", "column"),
        ("财政局", "/col/col98/index.html", None),
    ],
)
def test_columns_below_are_read_from_links(text, href, kind):
    found = judge(page(), urljoin(HERE, href), (text,), annual=True)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("text", "href", "kind"),
    [
        ("教育局", "http://jyj.muster.gov.cn/zfxxgk/nb/", "column"),
        ("市教育局", "/jyj/zfxxgknb/index.html", "column"),
        ("市直部门年报", "/bmgk/ndbg/", "column"),
        ("教育局", "http://jyj.muster.gov.cn/", None),
        ("教育局", "http://jyj.muster.gov.cn/zwgk/gsgg/", None),
        ("教育局", "http://www.anders.gov.cn/zfxxgk/nb/", None),
        ("年报", "/zfxxgk/nb/", None),
        ("政府信息公开指南", "/zfxxgk/nb/zn/", None),
        ("市政府", "/zwgk/nb/", None),
    ],
)
def test_columns_of_bodies_lie_on_hosts_of_their_own(text, href, kind):
    found = judge(page(), urljoin(HERE, href), (text,), annual=True)
    assert (found and found.kind) == kind


def test_years_to_choose_from_are_columns():
    options = "<option value=''>选择年度</option><option value='2022/'>2022年</option>"
    options += "<option value='/zwgk/nb/2021/index.html'>2021</option>"
    options += "<option value='http://www.casino.com/2020/'>2020年</option>"
    made = page("政府信息公开年报", f"<select id='y'>{options}</select><a href='/'>首页</a>")
    assert [one.url for one in read_page(made).columns] == [
        f"{HERE}2022/",
        f"{HERE}2021/index.html",
    ]


@pytest.mark.parametrize(
    ("text", "href", "title", "kind"),
    [
        ("2022年", "list.jsp?year=2022", "", "column"),
        ("教育局", "list.jsp?dept=7", "", "column"),
        ("2022年", "list.jsp?year=2023", "", None),
        ("2022年", "list.jsp?year=2022&dept=7", "教育局", None),
        ("办事指南", "list.jsp?c=8", "", None),
        ("2003年", "list.jsp?year=2003", "", None),
        ("2048年", "list.jsp?year=2048", "", None),
    ],
)
def test_columns_that_the_same_script_shows(text, href, title, kind):
    here = f"{HERE}list.jsp?year=2023"
    request = Request(here, notes=(("title", title),) if title else ())
    made = Page(here, "<html></html>", request)
    found = judge(made, urljoin(here, href), (text,), annual=True)
    assert (found and found.kind) == kind
