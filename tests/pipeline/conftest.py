"""One crawl of the sample web, shared by the tests that only look at its archive."""

from __future__ import annotations

from pathlib import Path

import pytest

import fixtures
from fixtures.server import SampleWeb
from gongkai.archive import Archive
from gongkai.pipeline import CrawlResult, crawl
from scraper.addresses import ConnectTo
from scraper.crawl import CrawlSettings
from scraper.sources import load_folder


def crawl_sample_web(archive: Path, web: SampleWeb) -> CrawlResult:
    rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
    settings = CrawlSettings(contact="test@example.org", delay=0.0, connect_to=rules)
    return crawl(archive, load_folder(fixtures.sources_folder()), settings)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory) -> tuple[Path, CrawlResult, CrawlResult, list]:
    """Archive, first and second crawl, and the requests of the second."""
    archive = tmp_path_factory.mktemp("crawled") / "archive.db"
    with SampleWeb() as web:
        first = crawl_sample_web(archive, web)
        before = len(web.requests)
        second = crawl_sample_web(archive, web)
        return archive, first, second, list(web.requests[before:])


@pytest.fixture
def db(crawled):
    with Archive.open(crawled[0], read_only=True) as archive:
        yield archive.db
