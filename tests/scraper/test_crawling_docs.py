"""docs/crawling.md names every outcome, every setting and every event."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

from gongkai.cli.crawl import crawl
from gongkai.pipeline.log import RunLog
from scraper import events
from scraper.outcomes import ANSWERS, BLOCKADES, OUTCOMES
from scraper.settings import CrawlSettings

DOCS = (Path(__file__).parents[2] / "docs" / "crawling.md").read_text(encoding="utf-8")


def first_cells(title):
    part = DOCS.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


def test_outcomes():
    assert first_cells("Outcomes") == list(OUTCOMES)
    assert len(set(OUTCOMES)) == len(OUTCOMES)
    assert not set(ANSWERS) & set(BLOCKADES)


def test_settings_and_the_options_that_set_them():
    assert sorted(first_cells("Settings")) == sorted(f.name for f in fields(CrawlSettings))
    named = set(re.findall(r"`(--[\w-]+)", DOCS))
    options = {option for parameter in crawl.params for option in parameter.opts}
    assert named - {"--kills"} <= options


def test_events(tmp_path):
    for event in get_args(events.Event):
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", event.__name__).lower()
        assert f"`{name}`" in DOCS
    with RunLog(tmp_path / "deep" / "log") as log:
        log.see(events.SourceStarted("a", "木司特\udcff"))
    assert '"event": "source_started"' in (tmp_path / "deep" / "log").read_text(encoding="utf-8")
