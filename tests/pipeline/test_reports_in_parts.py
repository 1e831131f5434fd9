"""Reports that stand on two pages or in a frame, from the crawl to the archive."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from gongkai.archive import Archive
from gongkai.pipeline import crawl
from gongkai.pipeline.cluster.orders import jobs, order_for, shards
from gongkai.pipeline.parsing import job_for
from parsers.decode import decode
from scraper.crawl import CrawlSettings
from scraper.sources import Source
from tests.pipeline.clusters import pages
from tests.pipeline.little_web import LittleWeb

HOST = "www.parts-sample.gov.cn"
PAGE = decode(pages(2)[1][1]).text
TITLE = "鹭荻镇人民政府2022年政府信息公开工作年度报告"
_HEAD, _TEXT = re.split(r"(?=<[^<>]*><b>一、)", PAGE, maxsplit=1)
_BEGIN, _REST = re.split(r"(?=<[^<>]*><b>三、)", _TEXT, maxsplit=1)

WAYS = {
    "two pages": {
        "/nb/1.html": f"{_HEAD}{_BEGIN}<p>1 <a href='1_2.html'>下一页</a></p>",
        "/nb/1_2.html": f"{_HEAD}{_REST}",
    },
    "a frame": {
        "/nb/1.html": f"{_HEAD}<iframe src='/text/9.html'></iframe>",
        "/text/9.html": f"<html><meta charset='utf-8'><body>{_TEXT}</body></html>",
    },
    "a refresh": {
        "/nb/1.html": "<meta http-equiv=refresh content='0;url=/real/9.html'>",
        "/real/9.html": PAGE,
    },
}


def crawled(folder: Path, site: dict[str, str]) -> Path:
    with LittleWeb() as web:
        web.pages = {f"{HOST}{path}": page for path, page in site.items()}
        web.pages[f"{HOST}/nb/"] = f"<meta charset=utf-8><li><a href='1.html'>{TITLE}</a></li>"
        source = Source(id="p", name="p", listings=(f"http://{HOST}/nb/",))
        settings = CrawlSettings(delay=0.0, connect_to=(web.rule,), revisit=timedelta(0))
        crawl(folder / "a.db", [source], settings)
    return folder / "a.db"


def figures(archive: Path) -> list[tuple[object, ...]]:
    found = []
    with Archive.open(archive, read_only=True) as opened:
        for table in ("requests", "disclosure", "review_litigation"):
            for row in opened.db.query(f"SELECT * FROM {table}"):
                found.append(tuple(row.values())[1:])
    return sorted(found, key=str)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> list[tuple[object, ...]]:
    return figures(crawled(tmp_path_factory.mktemp("whole"), {"/nb/1.html": PAGE}))


@pytest.mark.parametrize("way", WAYS)
def test_a_report_in_parts_is_read_as_one_here_and_on_a_cluster(tmp_path, whole, way):
    path = crawled(tmp_path, WAYS[way])
    assert len(whole) > 30
    assert figures(path) == whole
    with Archive.open(path, read_only=True) as archive:
        works = archive.queue("0")
        [shard] = shards(archive, [order_for(archive, work) for work in works], 64)
        found = [job for _, job in jobs(shard.data)]
        assert found == [job_for(archive, work) for work in works]
    assert (way == "a refresh") == all(not (job.further or job.frames) for job in found if job)


def test_a_page_that_is_whole_now_is_read_without_its_old_parts(tmp_path, whole):
    crawled(tmp_path, WAYS["two pages"])
    path = crawled(tmp_path, {"/nb/1.html": PAGE, "/nb/1_2.html": "<p>一二三"})
    assert figures(path) == whole
    with Archive.open(path, read_only=True) as archive:
        jobs_of = [job_for(archive, work) for work in archive.queue("0")]
    assert sorted(len(job.further) for job in jobs_of) == [0, 1]
