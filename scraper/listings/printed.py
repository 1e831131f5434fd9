"""Dates that a list prints and that cannot be those of its reports."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from parsers.title import recognise
from scraper.listings.page import ListedLink

# /202101/t20210129_…, /2021/1/29/, /2021-01-29/, /20240118/: never inside a longer run of
# digits, since serial numbers (2017052662977646594) begin like dates.
_IN_ADDRESS = re.compile(
    r"(?<![\da-f])(?P<y>20\d\d)(?:(?P<m>[01]\d)(?P<d>[0-3]\d)|(?P<s>[-/])(?P<m2>\d{1,2})(?P=s)(?P<d2>\d{1,2}))"
    r"(?=[_/.-]|$)"
)
_SEVERAL = 3


def address_date(url: str) -> date | None:
    """The day of posting that many systems write into an address, if it is there."""
    for found in _IN_ADDRESS.finditer(urlsplit(url).path):
        month, day = found["m"] or found["m2"], found["d"] or found["d2"]
        try:
            return date(int(found["y"]), int(month), int(day))
        except ValueError:
            continue
    return None


def sound_dates(links: list[ListedLink]) -> tuple[list[ListedLink], tuple[str, ...]]:
    """The links without impossible dates, and a remark on what was dropped or disagrees.

    A report on a year appears after it. One date on every row of a list whose addresses
    carry several is the template's, not the reports'.
    """
    remarks = []
    if _is_template(links):
        remarks.append(f"every row prints {links[0].listed_on}: a date of the template, not taken")
        links = [replace(link, listed_on=None) for link in links]
    early = [link for link in links if _is_early(link)]
    if early:
        remarks.append(_told(early, "printed before the end of the year reported on, not taken"))
        links = [replace(link, listed_on=None) if link in early else link for link in links]
    apart = [link for link in links if _disagrees(link)]
    if apart:
        remarks.append(_told(apart, "more than a month from the date in the address"))
    return links, tuple(remarks)


def _is_template(links: list[ListedLink]) -> bool:
    printed = {link.listed_on for link in links}
    posted = {address_date(link.url) for link in links} - {None}
    return len(links) >= _SEVERAL and len(printed) == 1 and None not in printed and len(posted) > 1


def _is_early(link: ListedLink) -> bool:
    year = recognise(link.title).year
    return year is not None and link.listed_on is not None and link.listed_on < date(year, 12, 1)


def _disagrees(link: ListedLink) -> bool:
    posted = address_date(link.url)
    return (
        posted is not None
        and link.listed_on is not None
        and abs((posted - link.listed_on).days) > 31
    )


def _told(links: list[ListedLink], what: str) -> str:
    first = links[0]
    return f"{len(links)} dates {what}, first {first.listed_on} at {first.url}"
