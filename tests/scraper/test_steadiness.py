"""Listings that move while they are read end their source's run; nothing is half stored."""

import pytest

from scraper.sources import Source

HOST = "www.lanxi-sample.gov.cn"
SOURCE = Source(id="lanxi", name="L", listings=(f"http://{HOST}/nb/index.html",))


def listing(years, pages=2, pinned=()):
    rows = "".join(
        f'<li><a href="/nb/{y + 1}01/t{y + 1}0120_{91000 + y}.html">'
        f"兰溪样市{y}年政府信息公开工作年度报告</a><span>{y + 1}-01-20</span></li>"
        for y in (*pinned, *years)
    )
    return f'<ul>{rows}</ul><script>createPageHTML({pages}, 0, "index", "html");</script>'


@pytest.fixture
def pages(web, reply):
    def put(*answers):
        names = ["index.html", *(f"index_{n}.html" for n in range(1, len(answers)))]
        for name, bodies in zip(names, answers, strict=True):
            replies = [reply(listing(years, len(answers), pinned)) for years, pinned in bodies]
            web.routes[f"{HOST}/nb/{name}"] = replies
        for year in range(2000, 2030):
            path = f"/nb/{year + 1}01/t{year + 1}0120_{91000 + year}.html"
            web.routes[f"{HOST}{path}"] = reply(f"<p>{year}</p>")
        return web

    return put


def asked(web):
    return [path for path in web.paths(HOST) if path.startswith("/nb/index")]


async def test_pages_that_move_abort_the_source(pages, crawl, memory):
    # 2020 comes twice, 2022 never: the server sorted anew between the two pages.
    web = pages(
        [([2024, 2023, 2020], ()), ([2024, 2023, 2022], ())],
        [([2021, 2020, 2019], ())],
    )
    [outcome] = await crawl(SOURCE)
    assert outcome.outcome == "failed"
    assert "flapping pagination" in outcome.reason
    assert memory.links == {}
    assert not [path for path in web.paths(HOST) if "/t20" in path]
    assert outcome.fetched == 0


async def test_the_next_run_of_a_steady_site_takes_all(pages, crawl, memory):
    pages([([2024, 2023, 2020], ()), ([2024, 2023, 2022], ())], [([2021, 2020, 2019], ())])
    await crawl(SOURCE)
    pages([([2024, 2023, 2022], ())], [([2021, 2020, 2019], ())])
    [outcome] = await crawl(SOURCE)
    assert (outcome.outcome, outcome.fetched) == ("done", 6)
    assert len(memory.links) == 6


async def test_steady_pages_cost_nothing(pages, crawl):
    web = pages([([2024, 2023], ())], [([2022, 2021], ())], [([2020, 2019], ())])
    [outcome] = await crawl(SOURCE)
    assert (outcome.outcome, outcome.fetched) == ("done", 6)
    assert len(asked(web)) == 3


async def test_what_stands_on_every_page_is_furniture(pages, crawl):
    web = pages(*([([2024 - 2 * n, 2023 - 2 * n], (2010,))] for n in range(3)))
    [outcome] = await crawl(SOURCE)
    assert (outcome.outcome, outcome.fetched) == ("done", 7)
    assert len(asked(web)) == 3


async def test_an_overlap_that_stands_still_is_looked_at_twice_and_kept(pages, crawl):
    web = pages([([2024, 2023], ())], [([2023, 2022], ())])
    [outcome] = await crawl(SOURCE)
    assert (outcome.outcome, outcome.fetched) == ("done", 3)
    assert len(asked(web)) == 4


async def test_a_dry_run_sees_it_too(pages, crawl):
    pages([([2024, 2020], ()), ([2024, 2022], ())], [([2021, 2020], ())])
    [outcome] = await crawl(SOURCE, dry_run=True)
    assert "flapping pagination" in outcome.reason
