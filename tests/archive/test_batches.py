"""Many documents in one commit: whole or not at all, and indexed at its end."""

from __future__ import annotations

import pytest

from gongkai.archive.connect import writing

from .factory import PARSER, Desk, report, section

URL = "http://www.yunxi.example/gk/1.html"


def _says(text: str, **changes: object) -> object:
    return report(sections=[section("overview", text)], **changes)


def _found(desk: Desk, words: str) -> list[str]:
    return [hit.report_id for hit in desk.archive.search(words)]


def test_a_report_that_is_replaced_within_its_batch_is_found_by_its_new_words(desk: Desk) -> None:
    old, new = desk.work(URL, b"old"), desk.work(URL, b"new")
    with desk.archive.batch():
        first = desk.archive.store_report(old, _says("复议两件"), PARSER)
        desk.archive.store_report(new, _says("诉讼一件"), PARSER)
    assert _found(desk, "诉讼") == [first.report_id]
    assert _found(desk, "复议") == []
    assert desk.archive.verify().faults == []


def test_a_report_of_an_earlier_commit_leaves_the_index_within_a_batch(desk: Desk) -> None:
    desk.store(URL, b"old", _says("复议两件"))
    new, other = desk.work(URL, b"new"), desk.work(f"{URL}?2", b"other")
    with desk.archive.batch():
        desk.archive.store_report(new, _says("诉讼一件"), PARSER)
        desk.archive.store_report(other, _says("听证一次", agency="青石县人民政府"), PARSER)
    assert _found(desk, "复议") == []
    assert len(_found(desk, "诉讼")) == len(_found(desk, "听证")) == 1
    assert desk.archive.verify().faults == []


def test_a_report_that_turns_out_to_be_none_leaves_nothing_in_the_index(desk: Desk) -> None:
    work = desk.work(URL, b"page")
    with desk.archive.batch():
        desk.archive.store_report(work, _says("复议两件"), PARSER)
        desk.archive.store_report(work, report(agency=None), "2")
    assert _found(desk, "复议") == []
    assert desk.archive.verify().faults == []


def test_a_batch_that_breaks_off_leaves_nothing_and_nothing_waiting(desk: Desk) -> None:
    works = [desk.work(f"{URL}?{number}", b"%d" % number) for number in range(2)]
    before = desk.dump()
    with pytest.raises(RuntimeError, match="disk full"), desk.archive.batch():
        desk.archive.store_report(works[0], _says("复议两件"), PARSER)
        raise RuntimeError("disk full")
    assert desk.dump() == before
    desk.archive.store_report(works[1], _says("诉讼一件"), PARSER)
    assert _found(desk, "复议") == []
    assert len(_found(desk, "诉讼")) == 1
    assert desk.archive.verify().faults == []


def test_what_breaks_off_inside_a_batch_and_is_caught_leaves_the_rest(desk: Desk) -> None:
    desk.store(f"{URL}?3", b"3", _says("听证一次", agency="青石县人民政府"))
    works = [desk.work(f"{URL}?{number}", b"%d" % number) for number in range(2)]
    with desk.archive.batch():
        desk.archive.store_report(works[0], _says("复议两件"), PARSER)
        with pytest.raises(ValueError, match="aliens"):
            grids = {"requests": {"granted": {"aliens": 1}}}
            later = {"agency": "青石县人民政府", "published_on": "2024-02-01"}
            desk.archive.store_report(works[1], _says("诉讼一件", tables=grids, **later), PARSER)
    assert len(_found(desk, "复议")) == len(_found(desk, "听证")) == 1
    assert _found(desk, "诉讼") == []
    assert desk.archive.verify().faults == []


def test_an_inner_write_that_fails_takes_nothing_else_with_it(desk: Desk) -> None:
    sql = "INSERT INTO archive_info (key, value) VALUES (?, '')"
    with writing(desk.db):
        desk.db.execute(sql, ["outer"])
        with pytest.raises(RuntimeError, match="inner"), writing(desk.db):
            desk.db.execute(sql, ["first"])
            with writing(desk.db):
                desk.db.execute(sql, ["innermost"])
            raise RuntimeError("inner")
        with writing(desk.db):
            desk.db.execute(sql, ["last"])
    kept = desk.value("SELECT group_concat(key) FROM archive_info WHERE value = ''")
    assert kept == "outer,last"
