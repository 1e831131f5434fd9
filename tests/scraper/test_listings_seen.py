"""The words and addresses of real reports, as a listing would show them."""

import csv
from datetime import date

import pytest

from scraper.listings import Page, flip_page
from scraper.listings.judge import is_article, judge
from scraper.listings.printed import address_date


@pytest.fixture
def seen(shared):
    with shared("sources/reports_seen.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["official"] == "true"]


def test_every_real_title_is_taken_for_a_report(seen):
    titled = [row for row in seen if row["title"].strip()]
    assert len(titled) > 200
    for row in titled:
        column = Page(row["url"].rpartition("/")[0] + "/", "")
        for annual in (False, True):
            verdict = judge(column, row["url"], (row["title"],), annual=annual)
            assert verdict is not None, row["url"]
            assert verdict.reason is None, row["url"]


def test_most_real_addresses_look_like_articles(seen):
    urls = [row["url"] for row in seen if flip_page(row["url"], 1) is None]
    articles = [url for url in urls if is_article(url)]
    assert len(articles) > 0.9 * len(urls)
    # The rest are columns that are the report, and addresses made from body and year.
    assert not [url for url in articles if url.endswith("/")]


def test_a_date_in_a_real_address_is_that_of_the_posting(seen):
    pairs = [(date.fromisoformat(row["published_on"]), address_date(row["url"]))
             for row in seen if len(row["published_on"]) == 10]  # fmt: skip
    apart = [(found - day).days for day, found in pairs if found is not None]
    assert len(apart) > 50
    # Most agree to the day; the others are why the list's own date comes first.
    assert sum(days == 0 for days in apart) > 0.7 * len(apart)
    assert sum(days < -31 for days in apart) < 0.03 * len(apart)
