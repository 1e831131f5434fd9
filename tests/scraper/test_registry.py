"""The bundled sources: complete, valid, and made by a script that can be run again."""

import csv
import re
from collections import Counter

import pytest
import yaml

from scraper.hosts import host_of
from scraper.registry.build import Tables, build, entry
from scraper.registry.columns import reasons_of, use_of
from scraper.registry.sites import Site, sites
from scraper.source_keys import PROVINCES
from scraper.sources import bundled, bundled_folder, load_folder

#: The first two digits of GB/T 2260, in the order of PROVINCES.
CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
)
PROVINCE_OF = dict(zip(CODES.split(), PROVINCES, strict=True))


@pytest.fixture(scope="module")
def sources():
    return bundled()


@pytest.fixture
def tables(shared):
    return shared("sources/columns.csv").parent


def test_one_file_a_site_named_by_its_id(sources):
    for path in bundled_folder().glob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["id"] == path.stem
    assert {source.id for source in sources} == {site.id for site in sites()}


def test_every_province_and_the_central_departments(sources):
    governments = {s.province for s in sources if s.level == "province" and s.name.endswith("政府")}
    assert governments == set(PROVINCES)
    assert sum(source.level == "national" for source in sources) >= 50


def test_nobody_was_there_and_each_says_so(sources):
    for source in sources:
        assert source.verified is None, source.id
        assert "not visited yet" in (source.notes or "").lower(), source.id


def test_no_address_and_no_host_belongs_to_two_sites(sources):
    hosts = Counter(host for source in sources for host in source.hosts)
    assert not [host for host, times in hosts.items() if times > 1]


def test_divisions_lie_in_their_province_and_fit_their_level(sources):
    shapes = {"province": "..0000", "prefecture": "....00", "county": "....(?!00).."}
    for source in sources:
        if source.division is not None:
            assert PROVINCE_OF[source.division[:2]] == source.province, source.id
            assert re.fullmatch(shapes[source.level], source.division) or source.division in (
                "429005",  # 潜江市, 省直辖县级
                "659004",  # 五家渠市, 自治区直辖县级
            ), source.id


def core(name):
    """What tells a place from others: 巴南 of 重庆市巴南区人民政府, 大理 of 大理白族自治州."""
    place = re.sub(r"(?:人民政府|行政公署|管理委员会)\w*$", "", name)
    if "自治" in place:
        return place[:2]
    return re.sub(r"(?:特区|[省市区县旗盟州])$", "", place)[-2:]


def test_names_are_those_of_bodies_that_were_seen_or_of_their_division(sources):
    for source in sources:
        if source.name in source.hosts:
            assert "the host stands for it" in (source.notes or "")
        elif source.level == "national" or source.name.endswith(("省人民政府", "自治区人民政府")):
            continue
        elif source.bodies and source.name not in source.bodies:
            named = core(source.name) in "".join(source.bodies)
            assert named or "Name:" in (source.notes or ""), source.id


def test_every_official_host_of_the_tables_is_covered(sources, tables):
    wanted = Tables.read(tables).hosts
    assert len(wanted) > 300
    covered = {host for source in sources for host in source.hosts}
    assert not wanted - covered


def test_rows_are_used_for_what_they_are(sources, tables):
    by_host = {host: source for source in sources for host in source.hosts}
    with (tables / "columns.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        source = by_host[host_of(row["column_url"])]
        if row["note"].startswith("HOME"):
            assert row["column_url"] not in source.listings
        elif re.match("GENERAL|OPAQUE", row["note"]) and source.id != "moe":
            assert row["column_url"] in source.candidates
            assert row["column_url"] in source.notes
        else:
            assert row["column_url"] in (*source.listings, *source.candidates)
    uses = Counter(use_of(row["column_url"], row["note"]) for row in rows)
    assert set(uses) == {"home", "candidate", "listing"}


def test_every_body_of_liupanshui_is_there(sources, tables):
    bodies = {body for source in sources for body in source.bodies}
    with (tables / "reports_seen.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["official"] == "true"]
    mine = {row["agency"] for row in rows if "gzlps" in row["url"] or "六盘水" in row["agency"]}
    assert {"六盘水市人民政府", "六盘水市财政局", "六枝特区人民政府"} <= mine
    assert mine <= bodies


def test_building_again_changes_nothing(tables, tmp_path):
    assert len(build(tables, tmp_path)) == len(sites())
    assert build(tables, tmp_path) == []
    assert len(load_folder(tmp_path)) == len(sites())
    kept = bundled_folder() / "liupanshui.yaml"
    before = kept.read_text(encoding="utf-8")
    assert build(tables, bundled_folder()) == []
    assert kept.read_text(encoding="utf-8") == before


TABLES = {
    "columns.csv": """column_url,host,province,level,cms_guess,evidence_url,confidence,note
http://www.xian.gov.cn/nb/,,,,trs,,seen,
http://www.xian.gov.cn/tzgg/,,,,trs,,derived,GENERAL column: filed among others
""",
    "reports_seen.csv": """url,agency,official
http://www.xian.gov.cn/nb/1.html,某县人民政府,false
http://www.xian.gov.cn/nb/2.html,弦县人民政府,true
""",
}
SITE = Site("xian", ("www.xian.gov.cn", "xian.gov.cn"), "弦县人民政府", None, "county", None, None)


@pytest.fixture
def small(tmp_path, monkeypatch):
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("scraper.registry.build.sites", lambda: [SITE])
    return tmp_path


def test_what_a_file_says_already_stays(small, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    file = out / "xian.yaml"
    file.write_text(
        "# by hand\nid: xian\nname: 弦县\nlistings: [http://www.xian.gov.cn/new/]\nnotes: mine\n",
        encoding="utf-8",
    )
    assert build(small, out) == ["xian"]
    text = file.read_text(encoding="utf-8")
    after = yaml.safe_load(text)
    assert text.startswith("# by hand\n")
    assert (after["name"], after["notes"], after["verified"]) == ("弦县", "mine", None)
    assert after["listings"] == ["http://www.xian.gov.cn/new/", "http://www.xian.gov.cn/nb/"]
    assert after["candidates"] == ["http://www.xian.gov.cn/tzgg/"]
    assert build(small, out) == []


def test_a_verified_file_is_left_alone(small, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    text = (
        "id: xian\nname: 弦县\nhome: http://xian.gov.cn/\nverified: {date: 2026-01-02, saw: it}\n"
    )
    (out / "xian.yaml").write_text(text, encoding="utf-8")
    assert build(small, out) == []
    assert (out / "xian.yaml").read_text(encoding="utf-8") == text


def test_an_address_moved_by_hand_is_not_put_back(small, tmp_path):
    out = tmp_path / "out"
    build_into = out / "xian.yaml"
    out.mkdir()
    build(small, out)
    data = yaml.safe_load(build_into.read_text(encoding="utf-8"))
    data["candidates"] += data.pop("listings")
    data["home"] = "http://www.xian.gov.cn/"
    data["listings"] = ["http://www.xian.gov.cn/zfxxgk/"]
    build_into.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    build(small, out)
    assert yaml.safe_load(build_into.read_text(encoding="utf-8"))["listings"] == data["listings"]


def test_a_host_that_no_site_names_stops_the_build(small, monkeypatch):
    monkeypatch.setattr("scraper.registry.build.sites", list)
    with pytest.raises(ValueError, match=r"no site for www\.xian\.gov\.cn"):
        build(small, small)


def test_an_entry(small):
    found = entry(SITE, Tables.read(small))
    assert found["listings"] == ["http://www.xian.gov.cn/nb/"]
    assert found["bodies"] == ["弦县人民政府"]
    assert (found["home"], found["aliases"], found["cms"]) == (None, ["xian.gov.cn"], "trs")
    assert "GENERAL" in found["notes"]


@pytest.mark.parametrize(
    ("url", "note", "use", "reasons"),
    [
        ("http://a.gov.cn/", "HOME: no column", "home", []),
        ("http://a.gov.cn/tzgg/", "GENERAL column: filed", "candidate", ["general"]),
        ("http://a.gov.cn/c1/", "OPAQUE id; inferred_from_copy", "candidate", ["opaque", "copy"]),
        ("http://a.gov.cn/nb/", "inferred_from_copy: same path", "listing", ["copy"]),
        ("http://b.gov.cn/gate/big5/a.gov.cn/nb/", "", "candidate", ["twin"]),
        ("http://a.gov.cn/bmxxgk/zfxxgk/", "derived", "candidate", ["above"]),
        ("http://a.gov.cn/zfxxgk/zfxxgknb/", "", "listing", []),
    ],
)
def test_how_far_an_address_is_trusted(url, note, use, reasons):
    assert (use_of(url, note), reasons_of(url, note)) == (use, reasons)
