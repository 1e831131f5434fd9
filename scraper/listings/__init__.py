"""Listing adapters: one module a CMS family, found by fingerprint or named by the source.

A family is a module with ``fingerprint(page) -> bool`` and ``read(page) -> ListingPage``,
both pure; to add one, write the module, name it in ``_FAMILIES`` (before those whose marks
its pages carry too, and before the generic one), and give it samples with golden files.
"""

from __future__ import annotations

from typing import Protocol

from scraper.listings import (
    epoint,
    generic,
    gkmlpt,
    hanweb,
    jpaas,
    jpage,
    lonsun,
    nfcms,
    openness,
    trs,
    truecms,
    ucap,
    vsb,
)
from scraper.listings.attachments import Attachment, attachments
from scraper.listings.column import report_title
from scraper.listings.page import LeftOut, ListedLink, ListingPage, Page, Request
from scraper.listings.twins import flip_page, twin_reason

__all__ = [
    "Attachment",
    "Family",
    "LeftOut",
    "ListedLink",
    "ListingPage",
    "Page",
    "Request",
    "attachments",
    "by_name",
    "detect",
    "enumerated",
    "families",
    "flip_page",
    "report_title",
    "twin_reason",
]


class Family(Protocol):
    """What an adapter module offers."""

    def fingerprint(self, page: Page) -> bool:
        """Whether the page is of this family."""
        ...

    def read(self, page: Page) -> ListingPage:
        """The reports that the page lists and the further pages of the listing."""
        ...


_FAMILIES: dict[str, Family] = {
    "hanweb": hanweb,
    "jpaas": jpaas,
    "truecms": truecms,
    "jpage": jpage,
    "gkmlpt": gkmlpt,
    "epoint": epoint,
    "openness": openness,
    "lonsun": lonsun,
    "ucap": ucap,
    "nfcms": nfcms,
    "trs": trs,
    "vsb": vsb,
    "generic": generic,
}


def families() -> tuple[str, ...]:
    """The names that a source's ``cms`` may have."""
    return tuple(_FAMILIES)


def by_name(name: str) -> Family:
    """The adapter of a named family; KeyError for an unknown name."""
    return _FAMILIES[name]


def detect(page: Page) -> str:
    """The name of the family of a page; the generic one when no other knows it."""
    return next((name for name, one in _FAMILIES.items() if one.fingerprint(page)), "generic")


def enumerated(url: str) -> bool:
    """Whether an address was made from a body and a year, so that nothing may be there."""
    return hanweb.enumerated(url) or openness.enumerated(url)
