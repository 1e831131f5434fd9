"""The next page of a list whose pager sends a form: ASP.NET's postback, a hidden page number.

No script is run: the form is sent as it stands, with the field that the pager's link names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from lxml import html as lxml_html

from scraper.listings.counts import printed
from scraper.listings.labels import names_next, names_number
from scraper.listings.opened import scripts
from scraper.listings.page import Page, Pairs, Request, with_query

_POSTBACK = re.compile(
    r"(?:__doPostBack|WebForm_PostBackOptions)\s*\(\s*[\"']([^\"']*)[\"']\s*,\s*[\"']([^\"']*)[\"']"
)
_FIELD = re.compile(
    r"(?:.*[.$:_])?(?:page(?:No|Num|Number|Index)?|(?:cur|curr|current|to)_?Page(?:No|Num)?|pn|p)",
    re.IGNORECASE,
)
_ARGUMENT = re.compile(r"""[(,]\s*["']?(\d{1,4})["']?\s*[),]""")
_SENT = ("hidden", "text", "")
_MOST_FIELDS, _MOST_FORMS = 60, 10


def posted_next(page: Page) -> tuple[Request, ...]:
    """The request that the pager's form makes for the page after this one, if it has one."""
    if "<form" not in page.html.lower():
        return ()
    at, pages = int(page.request.note("at", "1")), printed(page)
    if 0 < pages <= at:
        return ()
    found = (_next_by(page, form, at) for form in islice(page.tree.iter("form"), _MOST_FORMS))
    return next((one for one in found if one), ())


def _next_by(page: Page, form: lxml_html.HtmlElement, at: int) -> tuple[Request, ...]:
    fields = dict(_fields(form))
    sent = _postback(page, form, at) or _button(form) or _numbered(page, fields, at)
    if not sent:
        return ()
    url = page.absolute((form.get("action") or "").strip() or page.url)
    if url is None or _searches(page, form, url):
        return ()
    pairs = tuple({**fields, **sent}.items())
    return (_request(page, url, pairs, at + 1, (form.get("method") or "get").lower()),)


def _searches(page: Page, form: lxml_html.HtmlElement, url: str) -> bool:
    """Whether the form is the site's search: it asks for words, elsewhere, without the list."""
    asks = any(
        (one.get("type") or "text").lower() in ("text", "search") for one in form.iter("input")
    )
    if not asks or urlsplit(url).path == urlsplit(page.base).path:
        return False
    return not any(names_next(one.text_content()) for one in form.iter("a"))


def _request(page: Page, url: str, pairs: Pairs, at: int, method: str) -> Request:
    notes = (("further", "1"), ("at", str(at)), ("pages", str(printed(page))))
    made = Request(url, column=page.request.column, notes=notes, probe=True)
    if method == "post":
        return replace(made, form=pairs, headers=(("Referer", page.base),))
    return replace(made, url=with_query(url.partition("?")[0], dict(pairs)))


def _fields(form: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    """What the form sends untouched, but for its buttons."""
    for number, element in enumerate(form.iter("input")):
        name = element.get("name")
        if name and (element.get("type") or "").lower() in _SENT and number < _MOST_FIELDS:
            yield name, element.get("value") or ""


def _postback(page: Page, form: lxml_html.HtmlElement, at: int) -> dict[str, str]:
    """``javascript:__doPostBack('pager','2')``, with the state of the page that it came from."""
    if not any(one.get("name") == "__VIEWSTATE" for one in form.iter("input")):
        return {}
    called = next((c for script in _way_on(page, at) if (c := _POSTBACK.search(script))), None)
    return {"__EVENTTARGET": called[1], "__EVENTARGUMENT": called[2]} if called else {}


def _button(form: lxml_html.HtmlElement) -> dict[str, str]:
    """``<input type="submit" name="next" value="下一页">``."""
    for element in form.iter("input"):
        is_button = (element.get("type") or "").lower() == "submit" and element.get("name")
        if is_button and element.get("disabled") is None and names_next(element.get("value") or ""):
            return {element.get("name") or "": element.get("value") or ""}
    return {}


def _numbered(page: Page, fields: dict[str, str], at: int) -> dict[str, str]:
    """A field that holds this page's number, where the pager's link or a count promises more."""
    names = [
        name for name, value in fields.items() if _FIELD.fullmatch(name) and value in ("", str(at))
    ]
    numbers = (int(n) for script in _way_on(page, at) for n in _ARGUMENT.findall(script))
    more = at < printed(page) or at + 1 in numbers
    if not names or not more or not any(True for _ in _way_on(page, at)):
        return {}
    return {names[0]: str(at + 1)}


def _way_on(page: Page, at: int) -> Iterator[str]:
    """The scripts behind 下一页, else behind the number of the next page."""
    texts = [(element, element.text_content()) for element in page.clicked]
    for wanted in (names_next, lambda text: names_number(text) and str(at + 1) in text):
        for element, text in texts:
            if wanted(text):
                yield from (script for script in scripts(element) if "(" in script)
