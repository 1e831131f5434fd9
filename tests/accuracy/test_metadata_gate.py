"""Who and when, on a sample of furnished pages: the floors, and the judge itself."""

from __future__ import annotations

import pytest

import parsers
from benchmarks.accuracy import metadata_gate as gate
from benchmarks.accuracy.furniture import furnish
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.score import HTML

SAMPLE = 4


@pytest.fixture(scope="module")
def result() -> gate.MetadataResult:
    return gate.run(SAMPLE, processes=1)


def test_every_layout_is_scored(result: gate.MetadataResult) -> None:
    assert {layout for layout, _ in result.tallies} == set(LAYOUTS)
    assert len(result.table().rows) == len(result.tallies)


@pytest.mark.parametrize("html", [True, False], ids=["pages", "flattened"])
@pytest.mark.parametrize("fact", gate.FACTS)
def test_each_fact_reaches_its_floor(result: gate.MetadataResult, fact: str, html: bool) -> None:
    share = result.total(html=html).share(fact)
    assert share >= gate.FLOOR, "\n".join(result.failures(html=html))[:6000]


def test_no_fact_of_a_page_is_wrong_without_a_warning(result: gate.MetadataResult) -> None:
    assert result.total(html=True).wrong == 0, "\n".join(result.failures(html=True))[:6000]


def test_a_wrong_fact_would_be_counted() -> None:
    page = furnish(1, "trs")
    report = parsers.parse(page.html.encode(), source="page", media_type="text/html")
    assert gate.judge(report, page, "year") == "right"
    report.year = page.year - 1
    assert gate.judge(report, page, "year") == "wrong"
    report.problems.append(parsers.report.Problem("year_derived", "info", "year", ""))
    assert gate.judge(report, page, "year") == "wrong"
    report.problems.append(parsers.report.Problem("year_derived", "warning", "year", ""))
    assert gate.judge(report, page, "year") == "told"
    report.year = None
    assert gate.judge(report, page, "year") == "told"


def test_what_a_text_does_not_show_is_not_asked_for() -> None:
    page = furnish(1, "trs")
    facts = gate.score(page, "bs4_space", "年报")
    assert sum(facts.counts.values()) == facts.wrong == 0
    assert sum(gate.score(page, HTML, page.html).counts.values()) == len(gate.FACTS)
