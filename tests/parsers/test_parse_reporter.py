"""Titles that name two bodies: which one reports, and when that has to be told."""

import pytest

import parsers
from parsers.title import recognise

BEHIND = "2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "names",
    [
        "松岭县教育局、松岭县体育局",
        "松岭县教育局松岭县体育局",
        "松岭县教育局和松岭县体育局",
        "松岭县税务局、财政局",
        "松岭县水务局（松岭县河长制办公室）",
        "松岭县发展和改革局（县粮食和物资储备局）",
        "松岭县人民政府办公室（县外事办公室）",
    ],
)
def test_two_bodies_are_told(names):
    assert recognise(names + BEHIND).contested
    text = (
        f"{names}{BEHIND}\n根据《条例》编制。\n一、总体情况\n甲。\n二、主动公开政府信息情况\n乙。"
    )
    report = parsers.parse(text.encode(), source="page")
    assert [p.where for p in report.problems if p.code == "agency_doubtful"] == ["agency"]


@pytest.mark.parametrize(
    "name",
    [
        "松岭县住房和城乡建设局",
        "松岭县民族和宗教事务局",
        "松岭县文化广电和旅游局",
        "松岭县人民政府",
        "松岭县人民政府及其部门",
        "松岭县人民政府石门街道办事处",
        "松岭县住建局(人防办)",
        "松岭县人民政府（县政府办公室）",
        "松岭市松岭区教育局",
        "松岭县发展和改革局（粮食局牌子）",
    ],
)
def test_one_body_is_not(name):
    assert not recognise(name + BEHIND).contested


def test_a_bracket_behind_the_title_can_contest_it():
    assert recognise(f"松岭县教育局{BEHIND}（松岭县体育局）").contested
    assert not recognise(f"松岭县{BEHIND}（松岭县体育局）").contested
    assert not recognise(f"松岭县教育局{BEHIND}（图片版）").contested
    assert not recognise(f"松岭县教育局{BEHIND}（松岭县教育局）").contested
