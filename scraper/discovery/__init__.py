"""Finds the annual-report column of a government site from its home page."""

from scraper.discovery.result import Column, Discovery, Step
from scraper.discovery.run import PAGES, discover
from scraper.discovery.site import Site

__all__ = ["PAGES", "Column", "Discovery", "Site", "Step", "discover"]
