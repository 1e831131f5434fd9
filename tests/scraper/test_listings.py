"""What the adapters read from listing pages."""

import random
from datetime import date

import pytest

from scraper.listings import Page, by_name, detect, families

HERE = "http://www.muster.gov.cn/zwgk/nb/"
REPORT = "木司特市{year}年政府信息公开工作年度报告"


def tag(name, attributes, text, dice):
    """The same element in any attribute order, case and quoting."""
    pairs = list(attributes.items())
    dice.shuffle(pairs)
    quote = dice.choice(["'", '"'])
    name = dice.choice([name, name.upper()])
    inner = " ".join(f"{key}={quote}{value}{quote}" for key, value in pairs)
    return f"<{name} {inner}>{text}</{name}>"


def row(year, dice):
    title, date_text = REPORT.format(year=year), f"{year + 1}-01-29"
    href = f"./{year}/t{year + 1}0129_88{year}.html"
    attributes = {"href": href, "title": title, "target": "_blank"}
    link = tag("a", attributes, title[:9] + "…", dice)
    shapes = [
        f"<li>{link}<span>{date_text}</span></li>",
        f"<li><span>[{date_text}]</span>{link}</li>",
        f"<table><tr><td>{link}</td><td>{date_text}</td></tr></table>",
        f"<div class=row><h4>{link}</h4><i>发布日期：{date_text}</i></div>",
        f"<dl><dt>{link}</dt><dd>{date_text}</dd></dl>",
    ]
    return dice.choice(shapes)


def trs_page(years, dice, script='createPageHTML(3, 0, "index", "html");', url=HERE):
    rows = "".join(row(year, dice) for year in years)
    return Page(
        url,
        f"<html><body><a href='/'>首页</a><a href='/zwgk/nb/'>政府信息公开年报</a>{rows}"
        f"<script>{script}</script></body></html>",
    )


@pytest.mark.parametrize("seed", range(12))
def test_trs_whatever_the_markup(seed):
    dice = random.Random(seed)
    page = trs_page([2019, 2020, 2021], dice)
    assert detect(page) == "trs"
    listing = by_name("trs").read(page)
    assert [link.url for link in listing.links] == [
        f"{HERE}{year}/t{year + 1}0129_88{year}.html" for year in (2019, 2020, 2021)
    ]
    assert [link.title for link in listing.links] == [
        REPORT.format(year=year) for year in (2019, 2020, 2021)
    ]
    assert [link.listed_on for link in listing.links] == [
        date(year + 1, 1, 29) for year in (2019, 2020, 2021)
    ]
    assert listing.next_urls == (f"{HERE}index_1.html", f"{HERE}index_2.html")


@pytest.mark.parametrize(
    ("script", "pages"),
    [
        ('createPageHTML(2,0,"index","html")', ["index_1.html"]),
        ("createPageHTML( 2 , 0 , 'list', 'shtml' )", ["list_1.shtml"]),
        ('createPageHTML("page_div", 2, 0, "index", "html", 30)', ["index_1.html"]),
        ('var countPage = 3;\ncreatePageHTML(countPage, cur, "index", "shtml")',
         ["index_1.shtml", "index_2.shtml"]),
        ("var countPage = 2; // pages", ["index_1.html"]),
        ('createPageHTML(1, 0, "index", "html")', []),
        ('// createPageHTML(9, 0, "index", "html")\nvar countPage = 1;', []),
        ("function createPageHTML(total, at, name, ext) {}", []),
    ],
)  # fmt: skip
def test_trs_counts_pages_by_its_script(script, pages):
    listing = by_name("trs").read(trs_page([2020], random.Random(1), script))
    assert list(listing.next_urls) == [HERE + name for name in pages]


def test_trs_further_pages_from_a_later_page_and_wild_counts():
    script = 'createPageHTML(3, 1, "index", "html")'
    page = trs_page([2020], random.Random(1), script, HERE + "index_1.html")
    assert by_name("trs").read(page).next_urls == (f"{HERE}index_2.html",)
    wild = trs_page([2020], random.Random(1), 'createPageHTML(99999999, 0, "index", "html")')
    assert len(by_name("trs").read(wild).next_urls) == 999


def generic(body, url="http://www.dorf.gov.cn/xxgk/list.shtml", base=""):
    page = Page(url, f"<html><head>{base}</head><body>{body}</body></html>")
    assert detect(page) == "generic"
    return by_name("generic").read(page)


def link(href, text, **attributes):
    extra = "".join(f" {key}='{value}'" for key, value in attributes.items())
    return f"<li><a href='{href}'{extra}>{text}</a></li>"


def test_generic_follows_words_and_page_numbers():
    listing = generic(
        link("a.html", REPORT.format(year=2022))
        + "<p><a href='list.shtml'>1</a><a href='list_2.shtml'>2</a><a href='list_3.shtml'>[3]</a>"
        "<a href='list_2.shtml'>下一页</a><a href='javascript:go(4)'>4</a><a href='#'>5</a>"
        "<a href='/news/list_2.shtml'>下一页</a><a href='http://x.gov.cn/xxgk/2.html'>2</a></p>"
    )
    assert [link.url for link in listing.links] == ["http://www.dorf.gov.cn/xxgk/a.html"]
    assert listing.next_urls == (
        "http://www.dorf.gov.cn/xxgk/list_2.shtml",
        "http://www.dorf.gov.cn/xxgk/list_3.shtml",
    )


def test_derivatives_are_left_out_with_the_reason():
    listing = generic(
        link("a.html", "一图读懂2022年政府信息公开年度报告")
        + link("b.html", "关于编制2022年政府信息公开工作年度报告的通知")
        + link("c.html", REPORT.format(year=2022))
    )
    assert [link.url[-6:] for link in listing.links] == ["c.html"]
    assert [(out.url[-6:], out.reason[:10]) for out in listing.left_out] == [
        ("a.html", "derivative"),
        ("b.html", "derivative"),
    ]


def test_menus_news_and_columns_are_no_reports():
    listing = generic(
        link("/xxgk/nb/", "政府信息公开年报")
        + link("/xxgk/zn.html", "政府信息公开指南")
        + link("/news/1.html", "我县召开2022年政府信息公开工作会议")
        + link("/news/2.html", "2022年政府工作报告")
        + link("mailto:a@b.cn", REPORT.format(year=2020))
    )
    assert listing.links == ()


def test_the_title_attribute_comes_before_the_clipped_text():
    clipped = generic(link("a.html", "木司特市2022年政府信息…", title=REPORT.format(year=2022)))
    assert clipped.links[0].title == REPORT.format(year=2022)
    useless = generic(link("a.html", REPORT.format(year=2022), title="点击查看"))
    assert useless.links[0].title == REPORT.format(year=2022)


def test_dates_beside_links_that_share_one_block():
    listing = generic(
        "<div><a href='a.html'>甲镇2020年政府信息公开工作年度报告</a> 2021-01-20<br>"
        "<a href='b.html'>乙镇2020年政府信息公开工作年度报告</a> 2021年2月3日<br>"
        "<a href='c.html'>丙镇2020年政府信息公开工作年度报告</a> 2021-02-31</div>"
    )
    dates = [link.listed_on for link in listing.links]
    assert dates == [date(2021, 1, 20), date(2021, 2, 3), None]


def test_a_date_inside_the_link_is_not_part_of_the_title():
    listing = generic(
        "<ul><li><a href='a.html'><i>2023/1/9</i> 甲镇2022年政府信息公开工作年度报告</a></li></ul>"
    )
    assert listing.links[0].listed_on == date(2023, 1, 9)
    assert listing.links[0].title == "甲镇2022年政府信息公开工作年度报告"


def test_a_base_element_and_repeated_links():
    listing = generic(
        link("a.html", "") + link("a.html", REPORT.format(year=2021)) + link("a.html#top", "更多"),
        base="<base href='http://www.dorf.gov.cn/other/'>",
    )
    assert [link.url for link in listing.links] == ["http://www.dorf.gov.cn/other/a.html"]


def test_backslashes_of_an_address_are_read_as_browsers_do():
    rows = link("..\\b\\1.html", REPORT.format(year=2021)) + link(
        "2.html?a=\\x", REPORT.format(year=2020)
    )
    found = [one.url for one in generic(rows).links]
    assert found[0] == "http://www.dorf.gov.cn/b/1.html"
    assert found[1].endswith("2.html?a=\\x")


@pytest.mark.parametrize(
    "html", ["", "\0\0", "<", "plain text", "<a href='http://[x'>2</a>", "\ud800"]
)
def test_pages_that_are_none(html):
    page = Page(HERE, html)
    listing = by_name(detect(page)).read(page)
    assert (listing.links, listing.next_urls) == ((), ())


@pytest.mark.parametrize("depth", [300, 6000])
def test_links_below_very_deep_nesting_are_seen(depth):
    html = "<html><body>" + "<font><div>" * depth + link("a.html", REPORT.format(year=2020))
    page = Page(HERE, html)
    assert [link.url for link in by_name("generic").read(page).links] == [HERE + "a.html"]


def test_the_generic_family_is_asked_last():
    assert families()[-1] == "generic"


def test_a_link_to_the_report_module_does_not_make_a_list_one():
    module = "<a href='/module/xxgk/xxgkAnnualReport.jsp?area=11990131099000187K'>年报</a>"
    assert detect(Page(HERE, module)) == "hanweb"
    assert (
        detect(Page(HERE, module + "<script>'/module/web/jpage/dataproxy.jsp'</script>")) == "jpage"
    )


def test_a_sites_own_search_is_no_channel():
    page = "<a href='/search/20230101'>搜索</a><a href='a.html'>x</a>"
    assert detect(Page(HERE, page)) == "generic"
    assert detect(Page(HERE, page + "<i data-u='/searchList/4411?page=1'></i>")) == "ucap"
