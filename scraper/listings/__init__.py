"""Listing adapters: one module a CMS family, found by fingerprint or named by the source.

A family is a module with ``fingerprint(page) -> bool`` and ``read(page) -> ListingPage``;
to add one, write the module and name it in ``_FAMILIES``, before the generic one.
"""

from __future__ import annotations

from typing import Protocol

from scraper.listings import generic, trs
from scraper.listings.page import LeftOut, ListedLink, ListingPage, Page

__all__ = [
    "Family",
    "LeftOut",
    "ListedLink",
    "ListingPage",
    "Page",
    "by_name",
    "detect",
    "families",
]


class Family(Protocol):
    """What an adapter module offers."""

    def fingerprint(self, page: Page) -> bool:
        """Whether the page is of this family."""
        ...

    def read(self, page: Page) -> ListingPage:
        """The reports that the page lists and the further pages of the listing."""
        ...


_FAMILIES: dict[str, Family] = {"trs": trs, "generic": generic}


def families() -> tuple[str, ...]:
    """The names that a source's ``cms`` may have."""
    return tuple(_FAMILIES)


def by_name(name: str) -> Family:
    """The adapter of a named family; KeyError for an unknown name."""
    return _FAMILIES[name]


def detect(page: Page) -> str:
    """The name of the family of a page; the generic one when no other knows it."""
    return next((name for name, one in _FAMILIES.items() if one.fingerprint(page)), "generic")
