"""“Save page as”: a page and a folder beside it; the report may stand in a frame."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from gongkai.archive import Archive
from gongkai.cli import main
from gongkai.pipeline import import_paths
from gongkai.pipeline.origin import trace
from gongkai.pipeline.saved_pages import files_in, frames_beside, page_of
from tests.parsers.sheets import TITLE
from tests.parsers.test_parse_archive import page

FRAME = page()
TABLE_ONLY = FRAME.replace(TITLE.encode(), b"")
OUTER = "<html><head><title>{title}</title></head>{frames}</html>"


def frameset(*sources: str, title: str = "信息公开") -> bytes:
    frames = "".join(f'<frame src="{one}">' for one in sources)
    return OUTER.format(title=title, frames=f"<frameset cols='20%,*'>{frames}</frameset>").encode()


def framed(source: str, before: str = "") -> bytes:
    frames = f"<body>{before}<iframe src='{source}'></iframe></body>"
    return OUTER.format(title="信息公开", frames=frames).encode()


@pytest.fixture
def saved(tmp_path):
    def save(outer: bytes, folder: str = "page_files", **files: bytes):
        (tmp_path / "page.html").write_bytes(outer)
        (tmp_path / folder).mkdir()
        for name, data in files.items():
            (tmp_path / folder / name.replace("__", ".")).write_bytes(data)
        return tmp_path / "page.html"

    return save


def run(*arguments: object):
    return CliRunner().invoke(main, [str(one) for one in arguments])


def parsed(*arguments: object) -> dict:
    result = run("parse", *arguments)
    [line] = result.stdout.splitlines()
    return {**json.loads(line), "exit": result.exit_code}


RULES = {"made": 1, "repealed": 0, "in_force": 11}


@pytest.mark.parametrize(
    "outer",
    [
        frameset("page_files/menu.html", "page_files/main.html"),
        framed("./page_files/main.html"),
        framed("page_files/ma%69n.html"),
    ],
)
def test_the_report_in_a_frame_is_read(saved, outer):
    file = saved(outer, main__html=FRAME, menu__html=b"<a href='x'>menu</a>")
    report = parsed(file)
    assert report["tables"]["disclosure"]["rules"] == RULES
    assert (report["exit"], report["source"]) == (0, str(file))
    assert "page_files/main.html" in " ".join(p["detail"] for p in report["problems"])


def test_the_folder_stands_for_its_page(saved):
    file = saved(framed("page_files/main.html"), main__html=FRAME, style__css=b"p{}")
    assert parsed(file.parent / "page_files")["tables"]["disclosure"]["rules"] == RULES
    assert parsed(file.parent)["tables"]["disclosure"]["rules"] == RULES


def test_a_frame_in_a_frame_is_read(saved):
    file = saved(frameset("page_files/a.html"), a__html=framed("b.html"), b__html=FRAME)
    assert parsed(file)["tables"]["disclosure"]["rules"] == RULES


def test_a_title_on_the_page_and_the_rest_in_a_frame_are_one_report(saved):
    file = saved(framed("page_files/main.html", f"<h1>{TITLE}</h1>"), main__html=TABLE_ONLY)
    report = parsed(file)
    assert (report["agency"], report["year"]) == ("松岭县", 2023)
    assert report["tables"]["disclosure"]["rules"] == RULES


def test_a_page_that_shows_its_report_is_read_alone(saved):
    outer = FRAME.replace(b"</body>", b"<iframe src='page_files/other.html'></iframe></body>")
    file = saved(outer, other__html=page("芷桥区", 99))
    report = parsed(file)
    assert (report["agency"], report["tables"]["disclosure"]["rules"]) == ("松岭县", RULES)


def test_frames_of_elsewhere_are_not_read(saved, tmp_path):
    secret = tmp_path.parent / f"{tmp_path.name}-secret.html"
    secret.write_bytes(FRAME)
    names = (f"../{secret.name}", str(secret), f"file://{secret}", "http://example.org/x.html")
    file = saved(frameset(*names, "page_files/link.html"))
    (tmp_path / "page_files" / "link.html").symlink_to(secret)
    assert frames_beside(file, file.read_bytes()) == {}
    secret.unlink()


def test_frames_without_end_are_bounded(saved):
    outer = frameset(*(f"page_files/{n}.html" for n in range(60)))
    itself = framed("itself.html")
    file = saved(outer, itself__html=itself)
    for number in range(60):
        (file.parent / "page_files" / f"{number}.html").write_bytes(framed("itself.html"))
    assert len(frames_beside(file, outer)) == 20


def test_furniture_is_no_input_of_its_own(saved, tmp_path):
    file = saved(
        framed("page_files/main.html"), main__html=FRAME, a__css=b"", b__js=b"", c__png=b""
    )
    (tmp_path / "other.txt").write_text("x", "utf-8")
    assert list(files_in([tmp_path])) == [tmp_path / "other.txt", file]
    (tmp_path / "lonely_files").mkdir()
    (tmp_path / "lonely_files" / "a.html").write_bytes(FRAME)
    assert page_of(tmp_path / "lonely_files") is None
    assert tmp_path / "lonely_files" / "a.html" in list(files_in([tmp_path]))


def test_check_reads_the_frame(saved):
    file = saved(framed("page_files/main.html"), main__html=FRAME)
    result = run("check", "--json", file)
    [line] = result.stdout.splitlines()
    assert json.loads(line)["is_report"] is True


def test_an_import_keeps_both_and_traces_a_number_into_the_frame(saved, tmp_path):
    outer = framed("page_files/main.html")
    file = saved(outer, main__html=FRAME, style__css=b"p{}")
    path = tmp_path / "archive.db"
    result = import_paths(path, [tmp_path / "page_files", tmp_path / "page.html"])
    assert (result.tally.reports, result.tally.unread, result.unopened) == (1, [], [])
    with Archive.open(path, read_only=True) as archive:
        kept = {archive.body(row["snapshot_id"]) for row in archive.db["snapshots"].rows}
        assert kept == {outer, FRAME}
        found = trace(archive, archive.find_report("松岭县 2023"), "disclosure.rules.in_force")
    assert (found.value, found.agrees, found.url) == (11, True, f"file:{file}")
    assert (found.place.within, found.place.confirmed) == (("page_files/main.html",), True)
