"""Source files, read strictly."""

from datetime import date

import pytest

from scraper.sources import (
    Source,
    SourceError,
    Verified,
    load_file,
    load_folder,
    registry,
)

GOOD = """
id: muster
name: 木司特市人民政府
listings: [http://www.muster.gov.cn/zwgk/nb/]
cms: trs
division: "990100"
level: prefecture
delay: 2
expect: {min_reports: 5}
notes: an invented city
home: http://www.muster.gov.cn/
candidates: [http://www.muster.gov.cn/zwgk/tzgg/]
aliases: [muster.gov.cn]
bodies: [木司特市教育局]
province: 贵州
verified: {date: 2026-01-31, saw: 12 reports}
"""


def write(folder, text, name="muster.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key(tmp_path):
    assert load_file(write(tmp_path, GOOD)) == Source(
        id="muster",
        name="木司特市人民政府",
        listings=("http://www.muster.gov.cn/zwgk/nb/",),
        cms="trs",
        division="990100",
        level="prefecture",
        delay=2.0,
        min_reports=5,
        notes="an invented city",
        home="http://www.muster.gov.cn/",
        candidates=("http://www.muster.gov.cn/zwgk/tzgg/",),
        aliases=("muster.gov.cn",),
        bodies=("木司特市教育局",),
        province="贵州",
        verified=Verified(date(2026, 1, 31), "12 reports"),
    )


def test_a_home_will_do_where_no_column_is_known(tmp_path):
    source = load_file(write(tmp_path, "id: m\nname: M\nhome: http://a.gov.cn/\nverified: null\n"))
    assert (source.listings, source.home, source.verified) == ((), "http://a.gov.cn/", None)
    with pytest.raises(SourceError, match="listings: is missing; a source without any needs a"):
        load_file(write(tmp_path, "id: m\nname: M\nlistings: []\n"))


def test_the_hosts_of_a_source(tmp_path):
    assert load_file(write(tmp_path, GOOD)).hosts == {"www.muster.gov.cn", "muster.gov.cn"}


def test_an_own_folder_comes_before_what_is_bundled(tmp_path):
    write(tmp_path, GOOD.replace("id: muster", "id: liupanshui"), "mine.yaml")
    known = registry(tmp_path)
    assert known["liupanshui"].name == "木司特市人民政府"
    assert len(known) == len(registry())
    assert registry(tmp_path / "none") == registry()


def test_three_keys_are_enough(tmp_path):
    text = "id: m\nname: M\nlistings: ['https://a.gov.cn/']\ncms:\n"
    source = load_file(write(tmp_path, text))
    assert (source.cms, source.delay, source.min_reports) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "replacement", "complaint"),
    [
        ("delay: 2", "dealy: 2", "dealy: unknown key"),
        ("delay: 2", "delay: fast", "delay: must be seconds"),
        ("delay: 2", "delay: true", "delay: must be seconds"),
        ("delay: 2", "delay: .nan", "delay: must be seconds"),
        ("delay: 2", "delay: -1", "delay: must be seconds"),
        ("id: muster", "id: Muster City", "id: must be lower-case"),
        ("id: muster", "", "id: is missing"),
        ("name: 木司特市人民政府", "name: 7", "name: must be text"),
        ("listings: [http://www.muster.gov.cn/zwgk/nb/]", "listings: http://a.cn/", "listings: "),
        (
            "listings: [http://www.muster.gov.cn/zwgk/nb/]",
            "listings: [http://a/, http://a/]",
            "twice",
        ),
        (
            "home: http://www.muster.gov.cn/",
            "home: www.muster.gov.cn",
            "home: must be a web address",
        ),
        ("aliases: [muster.gov.cn]", "aliases: [http://a.cn/]", "aliases: must be hosts"),
        ("bodies: [木司特市教育局]", "bodies: 木司特市教育局", "bodies: must be a list of names"),
        ("province: 贵州", "province: 贵州省", "province: must be one of 北京"),
        ("{date: 2026-01-31, saw: 12 reports}", "true", "verified: must be a mapping"),
        (
            "{date: 2026-01-31, saw: 12 reports}",
            "{date: soon, saw: x}",
            "verified.date: must be a date",
        ),
        ("{date: 2026-01-31, saw: 12 reports}", "{date: 2026-01-31}", "verified.saw: must be text"),
        ("{date: 2026-01-31, saw: 12 reports}", "{by: me}", "verified.by: unknown key"),
        ("listings: [http://www.muster.gov.cn/zwgk/nb/]", "listings: [www.a.cn]", "listings: "),
        ("cms: trs", "cms: typo3", "cms: unknown family 'typo3'; known are hanweb, jpaas"),
        ('division: "990100"', "division: 990100", "division: must be six digits in quotes"),
        ("level: prefecture", "level: city", "level: must be one of national"),
        ("expect: {min_reports: 5}", "expect: 5", "expect: must be a mapping"),
        ("expect: {min_reports: 5}", "expect: {min: 5}", "expect.min: unknown key"),
        ("expect: {min_reports: 5}", "expect: {min_reports: x}", "expect.min_reports: must be"),
        ("notes: an invented city", "notes: [a]", "notes: must be text"),
    ],
)
def test_errors_name_file_and_key(tmp_path, line, replacement, complaint):
    assert line in GOOD
    with pytest.raises(SourceError) as caught:
        load_file(write(tmp_path, GOOD.replace(line, replacement)))
    assert "muster.yaml: " in str(caught.value)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "id: [unclosed\n", "\x00"])
def test_what_is_no_source_at_all(tmp_path, text):
    with pytest.raises(SourceError, match=r"muster\.yaml"):
        load_file(write(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        load_file(tmp_path / "none.yaml")


def test_a_folder_and_its_double_ids(tmp_path):
    write(tmp_path, GOOD, "b.yaml")
    write(tmp_path, GOOD.replace("id: muster", "id: alpha"), "c.yaml")
    write(tmp_path, "not: a source", "readme.txt")
    assert [source.id for source in load_folder(tmp_path)] == ["alpha", "muster"]
    write(tmp_path, GOOD, "d.yaml")
    with pytest.raises(SourceError, match=r"d\.yaml: id: 'muster' is already used by .*b\.yaml"):
        load_folder(tmp_path)


def test_a_bare_address():
    source = Source.for_url("http://www.muster.gov.cn:8080/zwgk/nb/")
    assert (source.id, source.listings) == (
        "muster.gov.cn",
        ("http://www.muster.gov.cn:8080/zwgk/nb/",),
    )
    for url in ("muster.gov.cn", "ftp://muster.gov.cn/", "http://"):
        with pytest.raises(SourceError):
            Source.for_url(url)
