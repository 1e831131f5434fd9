"""What the documents say of sources and schedules is what the program does."""

import configparser
import re
from pathlib import Path

import pytest
import yaml

from gongkai.cli import commands
from gongkai.pipeline.coverage import REASONS
from gongkai.pipeline.status import STATES
from scraper.discovery import PAGES
from scraper.schedule import (
    DAILY,
    LONGEST_RETRY,
    LONGEST_RETRY_IN_SEASON,
    LOOKS,
    MONTHLY,
    OLD_LOOK,
    SLACK,
)
from scraper.source_keys import READERS
from scraper.sources import bundled

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def scheduling():
    return (DOCS / "scheduling.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sources():
    return (DOCS / "sources.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_every_key_of_a_source_is_explained(sources):
    table = "\n".join(line for line in sources.splitlines() if line.startswith("| `"))
    for key in READERS:
        assert f"`{key}`" in table or f"`{key}:" in table, key


def test_the_number_of_bundled_sources(sources):
    assert f"{len(bundled())} come with the package" in sources


def test_states_and_reasons_are_those_of_the_program(scheduling):
    for name, meaning in (STATES | REASONS).items():
        assert f"| {name.replace('_', ' ')} | {meaning}" in scheduling


def test_the_figures_of_the_calendar(scheduling):
    assert (DAILY.days, MONTHLY.days, LONGEST_RETRY.days) == (1, 30, 30)
    assert f"up to {LONGEST_RETRY_IN_SEASON.days} days" in scheduling
    assert f"up to {SLACK.seconds // 3600} hours early" in scheduling
    assert f"at most {PAGES} requests" in scheduling
    ages = [(limit.days, wait.days) for limit, wait in LOOKS]
    assert ages == [(30, 7), (180, 30), (730, 180)]
    assert f"{OLD_LOOK.days} days after that" in scheduling


def test_commands_and_options_exist(scheduling, sources):
    for text in (scheduling, sources):
        for line in re.findall(r"^\$ gongkai (.+)$", text, re.MULTILINE):
            words = line.split("#")[0].split()
            command = commands()[words[0]]
            if words[0] == "sources":
                command = command.commands[words[1]]
            options = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= options, line


def test_units_and_workflow_can_be_read(scheduling):
    units = blocks(scheduling, "ini")
    for text in units:
        unit = configparser.ConfigParser(strict=True, interpolation=None)
        unit.optionxform = str
        unit.read_string(text)
        assert "Unit" in unit
    assert "crawl --due" in units[0]
    [workflow] = map(yaml.safe_load, blocks(scheduling, "yaml"))
    steps = workflow["jobs"]["crawl"]["steps"]
    assert any("gongkai crawl --due" in step.get("run", "") for step in steps)
    [cron] = blocks(scheduling, "cron")
    assert re.search(r"^\d+ \d+ \* \* \* .*gongkai crawl --due", cron, re.MULTILINE)
