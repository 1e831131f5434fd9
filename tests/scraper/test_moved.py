"""Pages that are nothing but a script that leads on; sites that moved to another domain."""

import pytest

from scraper.moved import script_target
from scraper.sources import Source

CITY = "www.muster.gov.cn"
TITLE = "木司特市2023年政府信息公开工作年度报告"


def script(code, rest=""):
    head = f"<title>正在跳转</title><script>{code}</script>"
    return f"<html><head>{head}</head><body>{rest}</body></html>"


@pytest.mark.parametrize(
    "code",
    [
        "window.location.href='a.html'", 'location = "a.html";', "top.location.replace( 'a.html' )",
        "document.location='a.html'", "self.location.assign('a.html')",
        "setTimeout(function(){ location.href = 'a.html' }, 100)",
        "if(a){location.href='a.html'}else{location.replace('a.html')}",
    ],
)  # fmt: skip
def test_the_one_address_that_a_script_names(code):
    assert script_target(script(code)) == "a.html"


@pytest.mark.parametrize(
    "page",
    [
        script("if(phone){location.href='/m/a.html'}else{location.href='/pc/a.html'}"),
        script("location.href='/a?id=' + id"),
        script("location.href='/'"),
        script("location.href='/index.html'"),
        script("mylocation='a.html'"),
        script("location.href='a.html'", "年度报告" * 30),
        "<p>location.href='a.html'</p>",
        script("location.reload()"),
    ],
)
def test_what_leads_nowhere_for_certain(page):
    assert script_target(page) is None


async def test_a_column_and_its_reports_behind_scripts(web, reply, crawl, memory):
    web.routes[f"{CITY}/nb/"] = reply(script("window.location='/nb/list.html'"))
    web.routes[f"{CITY}/nb/list.html"] = reply(f"<li><a href='/nb/1.html'>{TITLE}</a></li>")
    web.routes[f"{CITY}/nb/1.html"] = reply(script("location.replace('/real/1.html')"))
    web.routes[f"{CITY}/real/1.html"] = reply(f"<h1>{TITLE}</h1>")
    source = Source(id="city", name="木司特市", listings=(f"http://{CITY}/nb/",))
    [outcome] = await crawl(source)
    assert (outcome.outcome, outcome.links) == ("done", 1)
    kept = [(link.url, link.kind) for link, f in memory.saved if f.ok and link.kind == "report"]
    assert kept == [(f"http://{CITY}/real/1.html", "report")]
    web.requests.clear()
    [outcome] = await crawl(source)
    assert [path for path in web.paths() if "1.html" in path] == []


@pytest.mark.parametrize("path", ["/nb/", "/robots.txt"])
async def test_a_site_that_moved_to_another_domain_says_so(web, reply, crawl, path):
    web.routes[f"{CITY}{path}"] = reply(
        status=301, headers={"Location": f"http://www.neu.gov.cn{path}"}
    )
    source = Source(id="city", name="木司特市", listings=(f"http://{CITY}/nb/",))
    [outcome] = await crawl(source)
    assert web.paths("www.neu.gov.cn") == []
    assert "foreign host www.neu.gov.cn; if the site has moved there, name" in outcome.reason


async def test_a_report_that_its_server_refreshes_away(web, reply, crawl, memory):
    web.routes[f"{CITY}/nb/"] = reply(f"<li><a href='/nb/1.html'>{TITLE}</a></li>")
    web.routes[f"{CITY}/nb/1.html"] = reply(
        "<html></html>", headers={"Content-Type": "text/html", "Refresh": "0; url=/real/1.html"}
    )
    web.routes[f"{CITY}/real/1.html"] = reply(f"<h1>{TITLE}</h1>")
    await crawl(Source(id="city", name="木司特市", listings=(f"http://{CITY}/nb/",)))
    kept = [link.url for link, f in memory.saved if f.ok and link.kind == "report"]
    assert kept == [f"http://{CITY}/real/1.html"]
