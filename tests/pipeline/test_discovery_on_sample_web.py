"""Discovery over the sample web: a host of every family, from its home page."""

import asyncio

import pytest

import fixtures
from fixtures.server import SampleWeb
from scraper.addresses import ConnectTo
from scraper.discovery import discover
from scraper.hosts import host_of, is_government
from scraper.settings import CrawlSettings
from scraper.sources import Source, load_folder

BY_HOST: dict[str, list[Source]] = {}
for _source in load_folder(fixtures.sources_folder()):
    BY_HOST.setdefault(host_of(_source.listings[0]), []).append(_source)


@pytest.fixture(scope="module")
def found():
    async def all_hosts(settings: CrawlSettings):
        starts = [Source(id="x", name="x", home=f"http://{host}/") for host in BY_HOST]
        return [await discover(start, settings) for start in starts]

    with SampleWeb() as web:
        rules = tuple(ConnectTo.parse(rule) for rule in web.connect_to)
        settings = CrawlSettings(contact="test@example.org", delay=0.0, connect_to=rules)
        return dict(zip(BY_HOST, asyncio.run(all_hosts(settings)), strict=True))


@pytest.mark.parametrize("host", [host for host in BY_HOST if is_government(host)])
def test_the_column_of_every_host_is_found(found, host):
    discovery = found[host]
    assert discovery.column is not None, discovery.reason
    listings = {url for source in BY_HOST[host] for url in source.listings}
    # A host whose home page lists all reports is its own column.
    assert discovery.column.url in listings | {discovery.home}
    assert discovery.column.reports >= 2
    assert discovery.pages <= 12
    named = {source.cms for source in BY_HOST[host]} - {None}
    assert not named or discovery.column.family in named


def test_a_copy_with_one_report_is_no_column(found):
    assert found["www.nili-demo.com"].column is None
