"""Listings that are more than a list: reports themselves, years below, frames, guesses, twins."""

import pytest

from scraper.sources import Source

CITY = "www.muster.gov.cn"
COLUMN = f"http://{CITY}/zwgk/nb/"
TITLE = "木司特市{year}年政府信息公开工作年度报告"


def city(*listings, **changes):
    return Source(id="city", name="木司特市", listings=listings or (COLUMN,), **changes)


def report(year, rest=""):
    return (
        f"<html><head><title>{TITLE.format(year=year)}</title></head><body>"
        f"<h1>{TITLE.format(year=year)}</h1>"
        f"<p>本报告的统计期限为{year}年1月1日至{year}年12月31日。</p><p>一、总体情况</p><p>按季公开。</p>"
        f"<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>{rest}</body></html>"
    )


def column(content, name="政府信息公开年报"):
    return f"<html><head><title>{name}</title></head><body>{content}</body></html>"


def row(href, title, day=""):
    return f"<li><a href='{href}'>{title}</a><span>{day}</span></li>"


def kinds(memory):
    return {link.url.removeprefix(f"http://{CITY}"): link.kind for link, _ in memory.saved}


async def test_year_columns_are_reports_and_are_read_from_the_parent(web, reply, crawl, memory):
    web.routes[f"{CITY}/zwgk/nb/"] = reply(
        column(row("./2022n/", "2022年") + row("2021N_57/", "2021") + row("/zwgk/zn/", "公开指南"))
    )
    web.routes[f"{CITY}/zwgk/nb/2022n/"] = reply(report(2022))
    web.routes[f"{CITY}/zwgk/nb/2021N_57/"] = reply(report(2021))
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.links, outcome.fetched) == ("done", 2, 2)
    assert kinds(memory) == {
        "/robots.txt": "robots",
        "/zwgk/nb/": "listing",
        "/zwgk/nb/2022n/": "report",
        "/zwgk/nb/2021N_57/": "report",
    }
    assert memory.state[f"{COLUMN}2022n/"] == "fetched"
    assert memory.links[f"{COLUMN}2022n/"].title == TITLE.format(year=2022)
    # Each request is recorded once.
    assert len(memory.saved) == len(web.paths())


async def test_a_column_with_the_newest_report_and_a_list_of_the_older(web, reply, crawl, memory):
    older = row("./202301/t20230120_4455667.html", TITLE.format(year=2022), "2023-01-20")
    web.routes[f"{CITY}/zwgk/nb/"] = reply(report(2023, older))
    web.routes[f"{CITY}/zwgk/nb/202301/t20230120_4455667.html"] = reply(report(2022))
    [outcome] = await crawl(city())
    assert (outcome.links, outcome.fetched, outcome.listing_pages) == (2, 2, 1)
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.new_links, outcome.waiting) == ("done", 0, 0)


async def test_tiers_years_and_bodies_below_each_other(web, reply, crawl, memory):
    web.routes[f"{CITY}/zwgk/nb/"] = reply(column(row("bm/", "市直部门") + row("xz/", "乡镇街道")))
    web.routes[f"{CITY}/zwgk/nb/bm/"] = reply(column(row("2023/", "2023年"), "市直部门"))
    web.routes[f"{CITY}/zwgk/nb/bm/2023/"] = reply(
        column(row("content_88123.html", "教育局") + row("jtj/", "交通局"), "2023年")
    )
    web.routes[f"{CITY}/zwgk/nb/bm/2023/jtj/"] = reply(report(2023))
    web.routes[f"{CITY}/zwgk/nb/bm/2023/content_88123.html"] = reply(report(2023))
    [outcome] = await crawl(city())
    assert outcome.problems == (f"listing {COLUMN}xz/: answers 404",)
    assert {url.rpartition("/nb/")[2] for url in memory.links} == {
        "bm/2023/content_88123.html",
        "bm/2023/jtj/",
    }


async def test_a_year_column_with_a_file_only_is_left_to_the_parser(web, reply, crawl, memory):
    web.routes[f"{CITY}/zwgk/nb/"] = reply(column(row("2022/", "2022年") + row("2021/", "2021年")))
    web.routes[f"{CITY}/zwgk/nb/2022/"] = reply(column("<a href='P1.pdf'>下载</a>", "2022年"))
    web.routes[f"{CITY}/zwgk/nb/2022/P1.pdf"] = reply(b"%PDF")
    web.routes[f"{CITY}/zwgk/nb/2021/"] = reply(column("<p>敬请期待</p>", "2021年"))
    [outcome] = await crawl(city())
    assert (outcome.links, outcome.attachments) == (1, 1)
    assert memory.links[f"{COLUMN}2022/"].title == "2022年"
    assert outcome.problems == (f"column {COLUMN}2021/: neither a list nor a report's text",)


async def test_a_maze_of_columns_ends(web, reply, crawl):
    for depth in range(8):
        path = "2020/" * depth
        web.routes[f"{CITY}/zwgk/nb/{path}"] = reply(column(row("2020/", "2020年")))
    [outcome] = await crawl(city())
    assert outcome.listing_pages == 4
    assert any("columns below each other" in problem for problem in outcome.problems)


async def test_the_frame_holds_the_list(web, reply, crawl, memory):
    frames = (
        "<iframe src='/nb_list.html'></iframe><iframe src='http://www.b.gov.cn/x.html'></iframe>"
    )
    web.routes[f"{CITY}/zwgk/nb/"] = reply(column(frames))
    web.routes[f"{CITY}/nb_list.html"] = reply(
        column(row("/i/12345.html", TITLE.format(year=2020)))
    )
    web.routes[f"{CITY}/i/12345.html"] = reply(report(2020))
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.links) == ("done", 1)
    assert web.paths("www.b.gov.cn") == []


def counted(*rows, pages=3):
    return column("".join(rows) + f"<p>共{pages}页 <a href='javascript:go(2)'>下一页</a></p>")


@pytest.mark.parametrize("name", ["index_{0}.html", "index_{1}.html", "{1}.html", "?page={1}"])
async def test_pages_that_are_counted_but_not_linked_are_looked_for(web, reply, crawl, name):
    rows = [row(f"t/{10000 + n}.html", TITLE.format(year=2010 + n)) for n in range(6)]
    web.routes[f"{CITY}/zwgk/nb/"] = reply(counted(*rows[:2]))
    for page in (2, 3):
        path = name.format(page - 1, page)
        web.routes[f"{CITY}/zwgk/nb/{path}"] = reply(counted(*rows[page * 2 - 2 : page * 2]))
    [outcome] = await crawl(city(), dry_run=True)
    assert (outcome.outcome, outcome.links) == ("done", 6)


async def test_a_guessed_page_with_another_columns_rows_is_not_taken(web, reply, crawl):
    first = row("t/10000.html", TITLE.format(year=2019))
    web.routes[f"{CITY}/zwgk/nb/"] = reply(counted(first, pages=2))
    leak = row("/xzjd/t/20001.html", TITLE.format(year=2018))
    web.routes[f"{CITY}/zwgk/nb/index_1.html"] = reply(counted(leak, pages=2))
    [outcome] = await crawl(city(), dry_run=True)
    assert outcome.links == 1
    assert outcome.outcome == "failed"
    assert "counts more pages than it links to" in outcome.reason


async def test_one_site_under_two_names_is_taken_once(web, reply, crawl):
    rows = row("/i/1234567.html", TITLE.format(year=2020)) + row("/i/", "政府信息公开年报")
    for host in (CITY, "muster.gov.cn", "www.muster-alt.gov.cn", "jyj.muster.gov.cn"):
        web.routes[f"{host}/zwgk/nb/"] = reply(column(rows))
    others = [f"http://{h}/zwgk/nb/" for h in ("muster.gov.cn", "www.muster-alt.gov.cn")]
    bureau = "http://jyj.muster.gov.cn/zwgk/nb/"
    [outcome] = await crawl(city(COLUMN, *others, bureau), dry_run=True)
    # A bureau's page at the same path is another page.
    assert outcome.links == 2
    same = f"the same page as http://{CITY}/i/1234567.html"
    assert [out.reason for out in outcome.left_out] == [same, same]


async def test_template_noise_makes_no_second_report(web, reply, crawl, memory):
    rows = row("t/10001.html?isMobile=false", TITLE.format(year=2020))
    rows += row("t/10001.html?isMobile=true", TITLE.format(year=2020))
    web.routes[f"{CITY}/zwgk/nb/"] = reply(column(rows))
    web.routes[f"{CITY}/zwgk/nb/t/10001.html"] = reply(report(2020))
    [outcome] = await crawl(city())
    assert list(memory.links) == [f"{COLUMN}t/10001.html"]
    assert outcome.outcome == "done"


async def test_proxies_and_twins_are_left_out_with_the_reason(web, reply, crawl):
    vpn = "https://webvpn.uni.edu.cn/http/77726476706e69737468656265737421e7/nb/1.html"
    wza = f"http://{CITY}/nb_wza/20230118/5719.html"
    gate = f"http://big5.muster.gov.cn/gate/big5/{CITY}/zwgk/nb/t/10001.html"
    rows = "".join(row(url, TITLE.format(year=2020 + n)) for n, url in enumerate((vpn, wza, gate)))
    web.routes[f"{CITY}/zwgk/nb/"] = reply(column(rows))
    [outcome] = await crawl(city(), dry_run=True)
    reasons = {out.url: out.reason for out in outcome.left_out}
    assert reasons == {
        vpn: "address of a web VPN, not of the site itself",
        wza: "barrier-free twin of the page",
        gate: "twin of the page in traditional script",
    }
    # The page behind the converter of the script is on the site itself.
    assert outcome.links == 1


async def test_dates_of_the_template_are_told_and_not_taken(web, reply, crawl, memory):
    rows = "".join(
        row(f"{y + 1}01/t{y + 1}0120_{7000000 + y}.html", TITLE.format(year=y), "2024-05-05")
        for y in (2019, 2020, 2021)
    )
    web.routes[f"{CITY}/zwgk/nb/"] = reply(column(rows))
    [outcome] = await crawl(city(), dry_run=True)
    assert "a date of the template" in outcome.problems[0]


async def test_an_enumerated_year_without_a_report_is_asked_again_only_while_young(
    web, reply, crawl, memory
):
    module = "/module/xxgk/xxgkAnnualReport.jsp"
    years = "".join(f"<option>{year}</option>" for year in (2009, 2010, 2049))
    page = column(f"<select>{years}</select>暂无")
    base = f"{CITY}{module}?area=11990131099000187K&fbtime="
    for year in (2009, 2010, 2049):
        web.routes[f"{base}{year}"] = reply(page)
    web.routes[f"{base}2010"] = reply(report(2010))
    source = city(f"http://{base}2049")
    [outcome] = await crawl(source)
    assert outcome.outcome == "done"
    assert [memory.state[f"http://{base}{year}"] for year in (2009, 2010, 2049)] == [
        "absent",
        "fetched",
        "empty",
    ]
    assert [link.kind for link, _ in memory.saved if "2009" in link.url] == ["listing"]


async def test_a_listing_that_only_scripts_would_fill_is_called_an_empty_shell(web, reply, crawl):
    shell = (
        "<title>市政府</title><noscript>请启用</noscript><div id=app></div><script src={}></script>"
    )
    web.routes[f"{CITY}/zwgk/nb/"] = reply(shell.format("/static/app.8f3.js"))
    [outcome] = await crawl(city())
    told = f"{COLUMN} is an empty shell that /static/app.8f3.js would fill; no script is run"
    assert outcome.reason == f"the listings name no report: {told}"
    [outcome] = await crawl(city(min_reports=2))
    assert outcome.reason == f"expected at least 2 reports, the listings name 0: {told}"


async def test_paths_that_a_server_makes_no_difference_between_end(web, reply, crawl):
    years = "".join(f"<a href='{year}/'>{year}年</a>" for year in (2022, 2021))
    page = reply(column(years + row("/r/10001.html", TITLE.format(year=2022))))
    below = ["", "2022/", "2021/", *(f"{a}/{b}/" for a in (2022, 2021) for b in (2022, 2021))]
    web.routes |= {f"{CITY}/zwgk/nb/{path}": page for path in below}
    web.routes[f"{CITY}/r/10001.html"] = reply(report(2022))
    [outcome] = await crawl(city())
    assert outcome.outcome == "done"
    asked = [path.removeprefix("/zwgk/nb/") for path in web.paths() if "/nb/" in path]
    assert asked == ["", "2022/", "2021/"]
    told = [problem for problem in outcome.problems if "shows what another does" in problem]
    assert len(told) == 2


async def test_a_menu_that_every_column_shows_is_no_such_path(web, reply, crawl):
    menu = "".join(f"<a href='/zwgk/nb/{year}/'>{year}年</a>" for year in (2022, 2021))
    web.routes[f"{CITY}/zwgk/nb/"] = reply(column(menu))
    for year in (2022, 2021):
        web.routes[f"{CITY}/zwgk/nb/{year}/"] = reply(report(year, menu))
    [outcome] = await crawl(city())
    assert (outcome.outcome, outcome.links, outcome.problems) == ("done", 2, ())


@pytest.mark.parametrize(("name", "asked"), [("政府信息公开年报", 7), ("政务公开", 20)])
async def test_a_calendar_behind_the_reports_ends(web, reply, crawl, name, asked):
    """Each of its pages lists something new, and none lists a report."""
    for number in range(1, 21):
        rows = row(f"/n/{number}0001.html", f"关于做好第{number}号工作部署的通知", "2024-01-02")
        rows += row("/r/10001.html", TITLE.format(year=2022)) if number < 3 else ""
        more = f"<a href='list.jsp?day={number + 1}'>下一页</a>" if number < 20 else ""
        path = "" if number == 1 else f"list.jsp?day={number}"
        web.routes[f"{CITY}/zwgk/nb/{path}"] = reply(column(rows + more, name))
    [outcome] = await crawl(city(), dry_run=True)
    assert (outcome.outcome, outcome.listing_pages, outcome.links) == ("done", asked, 1)
    told = [problem for problem in outcome.problems if "named no report" in problem]
    assert len(told) == (asked == 7)
