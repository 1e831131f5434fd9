"""From a home page to the annual-report column, on sites with several habits."""

from dataclasses import replace
from datetime import date

import pytest

from scraper.discovery import discover
from scraper.sources import Source, Verified

HOST = "www.lanxi-sample.gov.cn"
HOME = f"http://{HOST}/"
META = (
    '<meta name="SiteName" content="兰溪样市人民政府门户网站">'
    '<meta name="SiteIDCode" content="9901000012">'
)


def page(body: str, title: str = "兰溪样市人民政府", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def links(*pairs: tuple[str, str]) -> str:
    return (
        "<ul>" + "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in pairs) + "</ul>"
    )


NEWS = links(
    *((f"/xwzx/202501/t20250103_{4000 + n}.html", f"市领导调研第{n}号工地") for n in range(30))
)


def reports(folder: str, years=range(2021, 2025), body: str = "兰溪样市人民政府") -> str:
    rows = "".join(
        f'<li><a href="{folder}{y + 1}01/t{y + 1}0120_{91000 + y}.html">'
        f"{body}{y}年政府信息公开工作年度报告</a><span>{y + 1}-01-20</span></li>"
        for y in years
    )
    return f"<ul>{rows}</ul>"


def column(folder: str = "./", **more) -> str:
    crumbs = '<div class="position">首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>'
    return page(crumbs + reports(folder, **more), "政府信息公开年报")


PARTS = """<h1>兰溪样市民政局2022年政府信息公开工作年度报告</h1>
<p>本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。</p>
<p>一、总体情况</p><p>全年按时完成。</p><p>二、主动公开政府信息情况</p><p>见表。</p>
<p>三、收到和处理政府信息公开申请情况</p><p>见表。</p>
<p>五、存在的主要问题及改进情况</p><p>人手不足。</p>"""


@pytest.fixture
def site(web, reply):
    """Put pages under the host; the home page is ``/``."""

    def put(pages: dict[str, str], host: str = HOST) -> None:
        web.routes |= {f"{host}{path}": reply(body) for path, body in pages.items()}

    return put


@pytest.fixture
def find(settings):
    async def run(source: Source | None = None, **more):
        source = source or Source(id="lanxi", name="?", home=HOME)
        return await discover(source, settings, **more)

    return run


STANDARD = {
    "/": page(links(("/zwgk/", "政务公开"), ("/bsfw/", "办事服务")) + NEWS, head=META),
    "/zwgk/": page(
        links(("/zwgk/zfxxgk/", "政府信息公开"), ("/zwgk/fdzdgknr/", "法定主动公开内容"))
    ),
    "/zwgk/zfxxgk/": page(
        links(
            ("zfxxgkzn/", "政府信息公开指南"),
            ("zfxxgkzd/", "政府信息公开制度"),
            ("zfxxgknb/", "政府信息公开年报"),
        )
    ),
    "/zwgk/zfxxgk/zfxxgknb/": column(),
}


async def test_the_standard_menu(site, find, web):
    site(STANDARD)
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}zwgk/zfxxgk/zfxxgknb/"
    assert (found.column.reports, found.column.family) == (4, "trs")
    assert [step.words for step in found.column.trail] == [
        "",
        "政务公开",
        "政府信息公开",
        "政府信息公开年报",
    ]
    assert "政务公开 > 政府信息公开 > 政府信息公开年报" in found.column.seen
    assert found.pages == len([p for p in web.paths() if p != "/robots.txt"]) <= 12


async def test_the_site_says_whose_it_is(site, find):
    site(STANDARD)
    found = await find()
    assert (found.site.name, found.site.division, found.site.level) == (
        "兰溪样市人民政府",
        "990100",
        "prefecture",
    )


async def test_images_maps_and_scripts(site, find):
    site(
        {
            "/": page(
                '<map><area alt="政府信息公开平台" href="/pt/index.html"></map>' + NEWS,
            ),
            "/pt/index.html": page(
                "<div onclick=\"window.open('/pt/list1.html')\">政府信息公开指南</div>"
                "<li onclick=\"location.href='/pt/lm/nb1/'\"><img alt='政府信息公开年报'></li>"
            ),
            "/pt/lm/nb1/": column(),
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}pt/lm/nb1/"
    assert [step.how for step in found.column.trail] == ["home", "area", "script"]


async def test_a_menu_that_a_script_writes(site, find):
    menu = "document.write('<li><a href=\"/lm/7/\">政府信息公开年报</a></li>')"
    site({"/": page(f"<script>{menu}</script>" + NEWS), "/lm/7/": column()})
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}lm/7/"


async def test_menus_and_lists_in_frames(site, find):
    site(
        {
            "/": page('<iframe src="/inc/menu.html"></iframe>' + NEWS),
            "/inc/menu.html": page(links(("/gk/index.html", "信息公开"))),
            "/gk/index.html": page(
                '<select><option value="/gk/nb.html">信息公开年报</option></select>'
            ),
            "/gk/nb.html": page('<iframe src="/gk/nblist.html"></iframe>', "信息公开年报"),
            "/gk/nblist.html": page(reports("/gk/")),
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}gk/nb.html"
    assert found.column.reports == 4
    assert [step.how for step in found.column.trail] == ["home", "frame", "link", "menu"]


@pytest.mark.parametrize(
    "door",
    [
        "<script>window.location.href='/lx/index.html';</script>",
        '<meta http-equiv="refresh" content="0; url=/lx/index.html">',
        '<a href="/lx/index.html">进入网站</a>',
    ],
)
async def test_a_doorway_before_the_site(site, find, door):
    site(
        {
            "/": page(door),
            "/lx/index.html": page(links(("/lx/xxgknb/", "信息公开年报")) + NEWS),
            "/lx/xxgknb/": column(),
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}lx/xxgknb/"


async def test_back_from_a_report_in_the_news(site, find):
    article = "/ywdt/202501/t20250120_77001.html"
    site(
        {
            "/": page(
                links((article, "兰溪样市人民政府2024年政府信息公开工作年度报告")) + NEWS,
            ),
            article: page(
                '<div class="crumb"><a href="/">首页</a> &gt; '
                '<a href="/x/y/">政府信息公开年报</a></div>' + PARTS
            ),
            "/x/y/": column(),
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}x/y/"
    assert not found.column.is_report


async def test_a_column_that_is_the_report(site, find):
    site(
        {
            "/": page(links(("/zfxxgk/", "政府信息公开")) + NEWS),
            "/zfxxgk/": page(links(("/zfxxgk/nb/", "政府信息公开年报"))),
            "/zfxxgk/nb/": page(PARTS, "政府信息公开年报"),
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}zfxxgk/nb/"
    assert found.column.is_report
    assert "is a report itself" in found.column.seen


async def test_a_column_of_year_columns(site, find):
    years = {f"/nb/{y}n_57{y}/": column(years=[y]) for y in range(2021, 2025)}
    site(
        {
            "/": page(links(("/nb/", "政府信息公开年报")) + NEWS),
            "/nb/": page(links(*((path, path[4:8] + "年") for path in years)), "政府信息公开年报"),
            **years,
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}nb/"


async def test_only_the_sitemap_knows(site, find):
    urls = "".join(f"<url><loc>{HOME}{p}</loc></url>" for p in ("xw/1/", "gs/zfxxgknb/", "lx/"))
    site(
        {
            "/": page("<p>新版网站建设中</p>"),
            "/sitemap.xml": f"<urlset>{urls}</urlset>",
            "/gs/zfxxgknb/": column(),
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert [step.how for step in found.column.trail] == ["home", "sitemap"]


async def test_what_only_looks_like_it(site, find):
    """Headlines about two reports, reports on other matters, and the website's own figures."""
    site(
        {
            "/": page(
                reports("/xw/", years=(2023, 2024))
                + links(
                    ("/fzzf/", "法治政府建设年度报告"),
                    ("/wzbb/", "政府网站工作年度报表"),
                    ("/zwgk/", "政务公开"),
                )
                + NEWS
            ),
            "/fzzf/": page(reports("/fzzf/", body="法治政府建设"), "法治政府建设年度报告"),
            "/wzbb/": page(links(("/wzbb/2024.html", "2024年政府网站工作年度报表")), "年度报表"),
            "/zwgk/": page(
                links(("/zwgk/tzgg/", "公开公告"), ("/zwgk/xxgknb/", "政府信息公开年报"))
                + reports("/zwgk/tzgg/", years=(2023, 2024))
                + NEWS
            ),
            "/zwgk/tzgg/": page(reports("/zwgk/tzgg/", years=(2023, 2024)) + NEWS, "公开公告"),
            "/zwgk/xxgknb/": column(),
        }
    )
    found = await find()
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}zwgk/xxgknb/"


async def test_an_empty_column_is_not_confirmed(site, find):
    empty = page("<p>暂无信息</p>", "政府信息公开年报")
    one = column(years=[2024])
    site(STANDARD | {"/zwgk/zfxxgk/zfxxgknb/": empty})
    found = await find()
    assert found.column is None
    assert "closest: http://www.lanxi-sample.gov.cn/zwgk/zfxxgk/zfxxgknb/ names 0" in found.reason
    site({"/zwgk/zfxxgk/zfxxgknb/": one})
    assert (await find()).column is None


async def test_the_budget_holds_and_is_told(site, find, web):
    maze = {f"/gk{n}/": page(links((f"/gk{n + 1}/", "信息公开"))) for n in range(40)}
    site({"/": page(links(("/gk0/", "信息公开"))), **maze})
    found = await find(budget=7)
    assert found.column is None
    assert found.pages == 7 == len([p for p in web.paths() if p != "/robots.txt"])
    assert "no column confirmed on 7 pages" in found.reason


async def test_candidates_are_looked_at_before_the_menus(site, find, web):
    site(STANDARD | {"/c106201/list.shtml": page(reports("/c106201/"), "信息列表")})
    source = Source(id="x", name="X", home=HOME, candidates=(f"{HOME}c106201/list.shtml",))
    found = await find(source)
    assert found.column is not None, found.reason
    assert found.column.url == f"{HOME}c106201/list.shtml"
    assert found.pages <= 3


async def test_robots_and_foreign_hosts_hold(site, find, web, reply):
    site(
        {
            "/": page(
                links(
                    ("http://www.casino-sample.com/zfxxgknb/", "政府信息公开年报"), ("/nb/", "年报")
                )
            ),
            "/nb/": column(),
        }
    )
    web.routes[f"{HOST}/robots.txt"] = reply("User-agent: *\nDisallow: /nb/\n")
    found = await find()
    assert found.column is None
    assert {request.host.partition(":")[0] for request in web.requests} == {HOST}
    assert "/nb/" not in web.paths()


async def test_the_other_scheme_when_one_does_not_answer(site, find):
    site(STANDARD)
    found = await find(Source(id="x", name="X", home=f"https://{HOST}/"))
    assert found.column is not None, found.reason
    assert found.home == HOME


async def test_a_home_that_does_not_come(find):
    found = await find()
    assert found.column is None
    assert "the home page did not come" in found.reason
    assert found.pages <= 3


async def test_the_source_that_it_makes(site, find):

    site(STANDARD)
    found = await find()
    seen = Verified(date(2026, 1, 1), found.column.seen)
    made = found.source(None, seen)
    assert (made.id, made.name, made.division, made.level, made.cms) == (
        "lanxi-sample.gov.cn",
        "兰溪样市人民政府",
        "990100",
        "prefecture",
        "trs",
    )
    old = Source(id="lx", name="兰溪样市", listings=(f"{HOME}old/",), delay=2.0, cms="ucap")
    renewed = found.source(old, seen)
    assert (renewed.id, renewed.name, renewed.delay) == ("lx", "兰溪样市", 2.0)
    assert renewed.listings == (f"{HOME}zwgk/zfxxgk/zfxxgknb/",)
    assert renewed.candidates == (f"{HOME}old/",)
    assert replace(renewed, verified=None).verified is None


async def test_an_adapter_that_trips_ends_no_search_and_is_told(site, find, monkeypatch):
    def trips(*_):
        raise KeyError("rows")

    monkeypatch.setattr("scraper.discovery.search.read_listing", trips)
    site({"/": page(links(("/gk/", "信息公开"))), "/gk/": page("<p>无</p>")})
    found = await find()
    assert found.column is None
    assert "cannot be read: KeyError: 'rows'" in found.reason
