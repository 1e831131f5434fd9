"""Which links of a listing are annual reports, and the date beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from parsers.title import recognise
from scraper.listings import answers, column, place
from scraper.listings.attachments import attachments, is_file
from scraper.listings.beside import date_beside, has_day_beside
from scraper.listings.judge import Verdict, is_article, judge, judge_by_place
from scraper.listings.opened import opened, scripts
from scraper.listings.page import (
    Anchor,
    LeftOut,
    ListedLink,
    ListingPage,
    Page,
    Request,
    close_up,
    squeeze,
)
from scraper.listings.printed import sound_dates
from scraper.listings.twins import flip_page, original, twin_reason

_ITEM_LENGTH = 6
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a listing: its address, what it is called, the date beside it.

    ``titles`` are in the order of trust; ``element`` is the link on the page, if there is one.
    """

    url: str
    titles: tuple[str, ...]
    listed_on: date | None = None
    element: Any = None

    @property
    def is_item(self) -> bool:
        """Whether this may be a row rather than a piece of the page's menu."""
        return any(len(title) >= _ITEM_LENGTH for title in self.titles)


@dataclass(slots=True)
class _Sorted:
    links: dict[str, ListedLink] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    columns: dict[str, Request] = field(default_factory=dict)


def read_page(
    page: Page, requests: Iterable[Request] = (), hidden: Page | None = None
) -> ListingPage:
    """Sort the links of an HTML page into reports, left-out ones, columns and the rest.

    ``hidden`` is a piece of the page that its script shows: its links count as the page's.
    """
    report = column.report_title(page)
    # The title attribute comes first: the text on the page is often cut off with an ellipsis.
    entries = (
        Entry(
            anchor.url,
            tuple(t for t in (anchor.title, answers.without_dates(_text(anchor))) if t),
            element=anchor.element,
        )
        for anchor in (*(hidden.anchors if hidden is not None else ()), *page.anchors)
    )
    options = (Entry(url, (text,)) for url, text in page.options if len(text) <= _LONGEST)
    found = read_entries(page, (*entries, *options), requests)
    found = replace(found, has_files=bool(attachments(page)))
    if report is None:
        return replace(found, left_out=(*found.left_out, *_without_address(page)))
    # The files that a report page offers are its attachments.
    links = tuple(link for link in found.links if not is_file(link.url))
    return replace(found, report=report, links=links)


def _text(anchor: Anchor) -> str:
    """The text of a link; what its picture is called where it has none."""
    pictures = () if anchor.text else anchor.element.iter("img")
    shown = (squeeze(one.get("alt") or one.get("title")) for one in pictures)
    return anchor.text or next((text for text in shown if text), "")


def _without_address(page: Page) -> Iterator[LeftOut]:
    """Titles of reports that only a script opens, which makes the address itself."""
    for element in page.clicked:
        text = squeeze(element.text_content())[:_LONGEST]
        if "公" not in text or page.absolute(opened(element) or "") is not None:
            continue
        title = recognise(close_up(text))
        if title.is_report and title.year is not None:
            script = next((one for one in scripts(element) if one), "no address at all")
            why = f"no address is printed for it, a script makes one: {script[:80]}"
            yield LeftOut(f"{page.url}#{text}", text, why)


def read_entries(
    page: Page, entries: Iterable[Entry], requests: Iterable[Request] = ()
) -> ListingPage:
    """Sort rows into reports, left-out ones, columns and the rest."""
    requests = tuple(requests)
    known = {page.url, page.base, *(request.url for request in requests)}
    rows = [entry for entry in entries if entry.url not in known]
    annual = column.is_annual(page)
    kept = _Sorted()
    for entry in rows:
        if entry.url not in kept.links:
            verdict = judge(page, entry.url, entry.titles, annual=annual)
            _place(page, entry, _by_place(entry, verdict) if annual else verdict, kept)
    links, remarks = sound_dates(list(kept.links.values()))
    return ListingPage(
        links=tuple(links),
        left_out=tuple(out for url, out in kept.left_out.items() if url not in kept.links),
        requests=requests,
        items=_items(page, rows) | kept.links.keys() | kept.columns.keys(),
        columns=tuple(kept.columns.values()),
        remarks=remarks,
        annual=annual,
    )


def _by_place(entry: Entry, verdict: Verdict | None) -> Verdict | None:
    """The verdict, or where a link says nothing of itself, what stands around it."""
    is_told = verdict is not None and (verdict.kind == "column" or verdict.dated or verdict.reason)
    mute = entry.element is not None and any(map(place.says_nothing, entry.titles))
    if is_told or not mute or not is_article(entry.url):
        return verdict
    around = place.told_by_place(entry.element)
    return judge_by_place(entry.titles, around) or verdict


def _items(page: Page, rows: list[Entry]) -> frozenset[str]:
    """The addresses listed: what has a title's length, and every row of an API's answer."""
    is_answer = bool(page.request.base)
    return frozenset(entry.url for entry in rows if is_answer or entry.is_item)


def api_entry(
    page: Page, row: dict[str, Any], *, url: str, title: str, day: object
) -> Entry | None:
    """A row of an API's answer; titles may hold mark-up of the search engine."""
    address = page.absolute(url) if url else None
    if address is None:
        return None
    shown = squeeze(page.part(title).tree.text_content()) if "<" in title else squeeze(title)
    return Entry(address, (shown,) if shown else (), answers.day_of(day))


def _place(page: Page, entry: Entry, verdict: Verdict | None, kept: _Sorted) -> None:
    if verdict is None:
        return
    listed_on = entry.listed_on
    if listed_on is None and entry.element is not None:
        listed_on = date_beside(entry.element)
    if verdict.kind == "report" and not (verdict.dated or listed_on or _has_day(entry, verdict)):
        # A column's own name (政府信息公开年报) reads like a report but has neither.
        if verdict.full:
            out = LeftOut(entry.url, verdict.title, "its title names no year and no date is beside")
            kept.left_out.setdefault(entry.url, out)
        return
    if verdict.kind == "column":
        name = column.name_of(page) or verdict.title
        request = Request(entry.url, column=name, notes=(("title", verdict.title),))
        kept.columns.setdefault(entry.url, request)
    elif verdict.reason is not None:
        kept.left_out.setdefault(entry.url, LeftOut(entry.url, verdict.title, verdict.reason))
    else:
        for found in _beside_twins(page, ListedLink(entry.url, verdict.title, listed_on)):
            if isinstance(found, LeftOut):
                kept.left_out.setdefault(found.url, found)
            else:
                kept.links.setdefault(found.url, found)


def _has_day(entry: Entry, verdict: Verdict) -> bool:
    """Whether a day beside a full title vouches for it; the page itself will name the year."""
    return verdict.full and entry.element is not None and has_day_beside(entry.element)


def _beside_twins(page: Page, link: ListedLink) -> Iterator[ListedLink | LeftOut]:
    """The link, or why it is left out; the page behind a converter of the script instead of it.

    Any page of a flip-book stands for its first.
    """
    link = replace(link, url=flip_page(link.url, 1) or link.url)
    reason = twin_reason(link.url)
    # A listing that lies in the twin itself has nothing else to offer.
    if reason is None or reason == twin_reason(page.base):
        yield link
        return
    yield LeftOut(link.url, link.title, reason)
    behind = original(link.url)
    if behind is not None:
        yield replace(link, url=behind)
