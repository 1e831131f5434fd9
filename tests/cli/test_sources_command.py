"""``gongkai sources``: hundreds of sites stay readable; a check writes what it saw."""

import json
import shutil
from collections import Counter

import pytest
from click.testing import CliRunner

import fixtures
from fixtures.server import SampleWeb
from gongkai.cli import main
from scraper.sources import bundled, load_file, load_folder


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def own(tmp_path):
    return tmp_path / "own"


@pytest.fixture(scope="module")
def web():
    with SampleWeb() as web:
        yield web


def test_the_list_is_grouped_and_short(own):
    lines = run("sources", "list", "--sources", own).stdout.splitlines()
    heads = [line for line in lines if line.endswith(")") and "  " not in line]
    assert len(heads) == 32
    assert heads[0].startswith("中央 (")
    assert len(lines) == len(bundled()) + len(heads)


def test_filters_and_json(own):
    result = run("sources", "list", "--province", "贵州", "--level", "county", "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert "liuzhi" in [one["id"] for one in found]
    assert {(one["province"], one["level"]) for one in found} == {("贵州", "county")}
    everything = run("sources", "list", "--json").stdout.splitlines()
    assert len(everything) == len(bundled())
    families = Counter(json.loads(line).get("cms", "none") for line in everything)
    for family, count in families.items():
        assert len(run("sources", "list", "--json", "--cms", family).stdout.splitlines()) == count
    assert run("sources", "list", "--province", "贵州省").exit_code == 2


def test_addresses_on_demand(own):
    text = run("sources", "list", "--province", "广东", "--long").stdout
    assert "\n  http://www.kaiping.gov.cn/\n" in text
    assert "\n  ? http://www.kaiping.gov.cn/skzrmzf/xwdt/tzgg/index.html\n" in text


def test_add_puts_a_source_where_list_and_crawl_find_it(own):
    added = run("sources", "add", "http://www.m.gov.cn/nb/", "--id", "m", "--sources", own)
    assert added.exit_code == 0, added.output
    assert "m  www.m.gov.cn" in run("sources", "list", "--sources", own).stdout
    again = run("sources", "add", "http://www.m.gov.cn/nb/", "--id", "m", "--sources", own)
    assert again.exit_code == 2
    assert "--replace" in again.stderr
    assert run("sources", "add", "nothing.yaml", "--sources", own).exit_code == 2
    (own / "broken.yaml").write_text("id: x\n", encoding="utf-8")
    listed = run("sources", "list", "--sources", own)
    assert (listed.exit_code, "broken.yaml" in listed.stderr) == (2, True)


def test_a_check_of_files_stays_offline(own, tmp_path):
    good = next(fixtures.sources_folder().glob("*.yaml"))
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x\nname: y\n", encoding="utf-8")
    result = run("sources", "check", good, broken, "--sources", own)
    assert result.exit_code == 1
    assert f"{good}: ok" in result.stdout
    assert "listings" in result.stderr
    unknown = run("sources", "check", "nowhere", "--sources", own)
    assert (unknown.exit_code, "nowhere" in unknown.stderr) == (1, True)


def test_a_check_of_an_id_visits_and_writes_what_it_saw(own, web):
    shutil.copytree(fixtures.sources_folder(), own)
    sources = load_folder(own)
    rules = [part for rule in web.connect_to for part in ("--connect-to", rule)]
    dead = "id: dead\nname: D\nlistings: ['http://www.jichuan-sample.gov.cn/not/there/']\n"
    (own / "dead.yaml").write_text(dead, encoding="utf-8")
    ids = [source.id for source in sources]
    checked = run("sources", "check", *ids, "dead", "--sources", own, "--delay", 0, *rules)
    assert checked.exit_code == 1
    assert "dead: not verified: " in checked.stderr
    assert "404" in checked.stderr
    assert (own / "dead.yaml").read_text(encoding="utf-8") == dead
    seen = [source for source in load_folder(own) if source.verified is not None]
    assert {source.id for source in seen} == set(ids)
    for source in seen:
        assert f"{source.id}: seen: {source.verified.saw}" in checked.stdout
        assert "reports on" in source.verified.saw


def test_a_dry_check_writes_nothing(own, web):
    shutil.copytree(fixtures.sources_folder(), own)
    path = next(iter(sorted(own.glob("*.yaml"))))
    rules = [part for rule in web.connect_to for part in ("--connect-to", rule)]
    result = run("sources", "check", path, "--live", "--dry-run", "--sources", own, *rules)
    assert ": seen: " in result.stdout
    assert load_file(path).verified is None


def test_a_source_without_listings_cannot_be_seen(own):
    own.mkdir()
    (own / "h.yaml").write_text("id: h\nname: H\nhome: http://127.0.0.1:9/\n", encoding="utf-8")
    assert run("sources", "check", "h", "--sources", own).exit_code == 2  # nobody says who looks
    result = run("sources", "check", "h", "--sources", own, "--contact", "me@example.org")
    assert result.exit_code == 1
    assert "h: not verified: no listing is known" in result.stderr
