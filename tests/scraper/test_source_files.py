"""Source files as they are written: whole, or with the mark of a check."""

from datetime import date

import pytest

from scraper import source_files
from scraper.source_files import keep_verified, locate, mark_verified, take_in, to_yaml, write
from scraper.sources import Source, SourceError, Verified, bundled, bundled_folder, load_file
from scraper.tls import TlsExceptions

SEEN = Verified(date(2026, 1, 31), "12 reports: trs, “index.html” # all")


def test_a_source_survives_its_own_file(tmp_path):
    for source in bundled():
        assert load_file(write(source, tmp_path)) == source


def test_every_key_survives(tmp_path):
    source = Source(
        id="m",
        name="木司特市人民政府",
        listings=("http://m.gov.cn/nb/",),
        aliases=("a.m.gov.cn",),
        bodies=("no", "2020"),
        division="010100",
        delay=2.5,
        min_reports=0,
        notes="one\ntwo",
        verified=SEEN,
        tls=TlsExceptions(weak_keys=True, unverified=True),
    )
    assert load_file(write(source, tmp_path)) == source
    with pytest.raises(FileExistsError):
        write(source, tmp_path)
    write(Source("m", "M", home="http://m.gov.cn/"), tmp_path, replace=True)
    assert load_file(tmp_path / "m.yaml").name == "M"


@pytest.mark.parametrize(
    "text",
    [
        "# mine\nid: m\nname: M  # why\nhome: http://m.gov.cn/\nverified: null\nnotes: a\n",
        "id: m\nname: M\nhome: http://m.gov.cn/\nverified:\n  date: 2020-01-01\n  saw: |\n    x\n",
        "id: m\nname: M\nverified: {date: 2020-01-01, saw: old} # then\nhome: http://m.gov.cn/\n",
        "id: m\nname: M\nhome: http://m.gov.cn/",
        "id: m\nname: M\nhome: http://m.gov.cn/\nverified:\n",
        "id: m\nname: M\nhome: http://m.gov.cn/\nverified: ~",
    ],
)
def test_the_mark_of_a_check_changes_nothing_else(text, tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    before = load_file(path)
    for seen in (SEEN, Verified(date(2027, 2, 1), "13 reports")):
        mark_verified(path, seen)
        after = load_file(path)
        assert after.verified == seen
        assert (after.home, after.notes) == (before.home, before.notes)
    kept = [line for line in text.splitlines() if line.startswith(("#", "id", "name", "home"))]
    assert set(kept) <= set(path.read_text(encoding="utf-8").splitlines())


def test_an_installed_package_is_not_written_to(tmp_path, monkeypatch):
    monkeypatch.setattr(source_files, "_in_checkout", lambda: False)
    path = bundled_folder() / "liupanshui.yaml"
    before = path.read_text(encoding="utf-8")
    written = keep_verified(load_file(path), SEEN, path, tmp_path / "own")
    assert written == tmp_path / "own" / "liupanshui.yaml"
    assert load_file(written).verified == SEEN
    assert path.read_text(encoding="utf-8") == before


def test_a_file_of_the_own_folder_is_marked_where_it_lies(tmp_path):
    path = tmp_path / "any-name.yaml"
    path.write_text("id: m\nname: M\nhome: http://m.gov.cn/\n", encoding="utf-8")
    assert locate("m", tmp_path) == path
    assert keep_verified(load_file(path), SEEN, path, tmp_path) == path
    assert load_file(path).verified == SEEN
    assert locate("guiyang", tmp_path) == bundled_folder() / "guiyang.yaml"
    assert locate("nowhere", tmp_path) is None


def test_taking_in(tmp_path):
    own = tmp_path / "own"
    path = take_in("http://www.m.gov.cn/nb/", own, name="木司特市人民政府")
    assert (path, load_file(path).name) == (own / "m.gov.cn.yaml", "木司特市人民政府")
    with pytest.raises(FileExistsError):
        take_in("http://www.m.gov.cn/other/", own)
    take_in("http://www.m.gov.cn/other/", own, replace=True)
    again = take_in(str(path), own, source_id="m")
    assert load_file(again).listings == ("http://www.m.gov.cn/other/",)
    for wrong, more in [("http://", {}), (str(tmp_path / "none.yaml"), {})]:
        with pytest.raises(SourceError):
            take_in(wrong, own, **more)
    with pytest.raises(SourceError, match="id: must be"):
        take_in(str(path), own, source_id="M M", replace=True)
    assert sorted(p.name for p in own.iterdir()) == ["m.gov.cn.yaml", "m.yaml"]


def test_the_text_is_readable():
    text = to_yaml(Source("m", "木司特市", home="http://m.gov.cn/", notes="one\ntwo"))
    assert text == (
        "id: m\nname: 木司特市\nhome: http://m.gov.cn/\nnotes: |-\n  one\n  two\nverified: null\n"
    )
