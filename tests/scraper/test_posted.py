"""Pagers that send a form: the request for the next page, and a server that ignores it."""

import re
from urllib.parse import parse_qs

import pytest

from scraper.listings import Page, by_name, detect
from scraper.sources import Source

CITY = "www.muster.gov.cn"
HERE = f"http://{CITY}/nb/list.do?cat=nb"
TITLE = "木司特市{year}年政府信息公开工作年度报告"


def form(pager, fields="", attributes="method='post' action='list.do'", years=(2023, 2022)):
    rows = "".join(
        f"<li><a href='/nb/r{year}.html'>{TITLE.format(year=year)}</a></li>" for year in years
    )
    return (
        f"<html><title>政府信息公开年报</title><body><form {attributes}>{fields}<ul>{rows}</ul>"
        f"{pager}</form></body></html>"
    )


def asked(*args, **changes):
    page = Page(HERE, form(*args, **changes))
    return by_name(detect(page)).read(page).requests


STATE = "<input type='hidden' name='__VIEWSTATE' value='ab=='><input name='q' value=''>"
NUMBER = "<input type='hidden' name='pageNo' value='1'>"


@pytest.mark.parametrize(
    ("pager", "fields", "sent"),
    [
        (
            "<a href=\"javascript:__doPostBack('pager','2')\">下一页</a>",
            STATE,
            {"__VIEWSTATE": "ab==", "q": "", "__EVENTTARGET": "pager", "__EVENTARGUMENT": "2"},
        ),
        (
            "<a href=\"javascript:__doPostBack('g','Page$2')\">2</a>",
            STATE,
            {"__VIEWSTATE": "ab==", "q": "", "__EVENTTARGET": "g", "__EVENTARGUMENT": "Page$2"},
        ),
        ("<a href='#' onclick='goPage(2)'>下一页</a>", NUMBER, {"pageNo": "2"}),
        ("共3页<a href='javascript:next()'>下一页</a>", NUMBER, {"pageNo": "2"}),
        ("<input type='submit' name='n' value='下一页'>", NUMBER, {"pageNo": "1", "n": "下一页"}),
    ],
)
def test_the_form_is_sent_as_the_pager_would(pager, fields, sent):
    [request] = asked(pager, fields)
    assert (request.method, request.url) == ("POST", f"http://{CITY}/nb/list.do")
    assert dict(request.form) == sent


def test_a_form_that_is_asked_for_by_its_address():
    [request] = asked("<a onclick='goPage(2)'>下一页</a>", NUMBER, "action='list.do'")
    assert (request.method, request.url) == ("GET", f"http://{CITY}/nb/list.do?pageNo=2")


@pytest.mark.parametrize(
    ("pager", "fields"),
    [
        ("<a href='#' onclick='goPage(1)'>上一页</a>", NUMBER),
        ("<a href='#' onclick='goPage(2)'>下一页</a>", "<input name='keyword'>"),
        ("<a href='javascript:search()'>搜索</a>", NUMBER + STATE),
        ("<input type='submit' name='s' value='搜索'>", NUMBER),
    ],
)
def test_other_forms_are_left_alone(pager, fields):
    assert {request.method for request in asked(pager, fields)} <= {"GET"}


def test_the_sites_search_is_no_pager():
    search = "<form method='post' action='/search'><input name='q'>" + NUMBER + "</form>"
    pager = "<a href='#' onclick='goPage(2)'>下一页</a>"
    page = Page(HERE, f"<title>政府信息公开年报</title><a href='/'>首页</a>{search}{pager}")
    assert {one.method for one in by_name(detect(page)).read(page).requests} <= {"GET"}


def test_a_long_state_is_no_part_of_what_tells_requests_apart():
    [request] = asked("<a onclick='goPage(2)'>下一页</a>", NUMBER + STATE.replace("ab", "a" * 9999))
    assert len(request.key) < 200


YEARS = ((2023, 2022), (2021, 2020), (2019,))


def served(at):
    pager = f"共3页<a href='#' onclick='goPage({at + 1})'>下一页</a>"
    return form(pager, NUMBER.replace("'1'", f"'{at}'"), years=YEARS[at - 1])


@pytest.mark.parametrize("obey", [True, False])
async def test_the_whole_list_is_read_or_its_loss_told(web, reply, crawl, memory, obey):
    web.routes[f"{CITY}/nb/list.do?cat=nb"] = reply(served(1))
    pages = (2, 3, 3) if obey else (1,)
    web.routes[f"{CITY}/nb/list.do"] = [reply(served(at)) for at in pages]
    [outcome] = await crawl(Source(id="city", name="木司特市", listings=(HERE,)), dry_run=True)
    assert outcome.links == (5 if obey else 2)
    assert outcome.outcome == ("done" if obey else "failed")
    sent = [parse_qs(r.body.decode()).get("pageNo") for r in web.requests if r.method == "POST"]
    # A page that brought nothing new is asked for once more: a list may be sorted anew.
    assert sent == ([["2"], ["3"]] if obey else [["2"], ["2"]])
    if not obey:
        assert re.search("counts 3 pages.* nothing new for page 2", outcome.reason)
