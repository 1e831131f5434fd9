from __future__ import annotations

from datetime import date

import pytest

from .factory import Desk, link

A, B, C = (f"http://www.yunxi.example/{name}.html" for name in "abc")


def test_addresses_are_remembered_once(desk: Desk) -> None:
    first = link(A, title="年度报告", listed_on=date(2024, 1, 20), found_on="http://l.example/")
    assert desk.archive.offer([first, link(B)]) == 2
    assert desk.archive.offer([link(A, title="另一标题"), link(C)]) == 1
    assert desk.archive.pending("yunxi") == [first, link(B), link(C)]
    assert desk.archive.pending("elsewhere") == []


def test_listings_do_not_wait(desk: Desk) -> None:
    desk.archive.offer([link(A, kind="listing")])
    assert desk.archive.pending("yunxi") == []


@pytest.mark.parametrize(
    ("outcome", "waits"), [("fetched", 0), ("gone", 0), ("failed", 1), ("blocked", 1)]
)
def test_only_what_never_came_is_tried_again(desk: Desk, outcome: str, waits: int) -> None:
    desk.archive.offer([link(A)])
    desk.archive.done(link(A), outcome)
    assert len(desk.archive.pending("yunxi")) == waits
    assert desk.value("SELECT state FROM frontier") == outcome
    assert desk.value("SELECT closed_at FROM frontier").endswith("Z")


def test_a_later_failure_does_not_undo_a_fetch(desk: Desk) -> None:
    desk.archive.done(link(A), "fetched")
    desk.archive.done(link(A), "failed")
    assert desk.value("SELECT state FROM frontier") == "fetched"
    desk.archive.done(link(A), "gone")
    assert desk.value("SELECT state FROM frontier") == "gone"
