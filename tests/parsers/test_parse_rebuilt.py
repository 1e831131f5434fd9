"""A report that goes through JSON comes back as it was."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

import fixtures
import parsers
from parsers.rebuilt import rebuilt
from parsers.report import Report


def through_json(report: Report) -> Report:
    return rebuilt(json.loads(json.dumps(report.to_dict())))


def documents():
    for page, expected in fixtures.report_files():
        yield page.read_bytes(), expected["url"]
    for page in sorted(fixtures.documents_folder().iterdir()):
        yield page.read_bytes(), page.name


def test_every_field_of_every_document_comes_back() -> None:
    seen: set[str] = set()
    for body, url in documents():
        report = parsers.parse(body, source=url, url=url if "://" in url else None)
        for one in (report, *report.others):
            one.origins = {}
            seen |= {field.name for field in fields(one) if getattr(one, field.name)}
        again = through_json(report)
        assert again == report, url
        # Rows are stored in the order of the keys.
        assert json.dumps(again.to_dict()) == json.dumps(report.to_dict()), url
    assert {field.name for field in fields(Report)} - seen <= {"origins", "original_url", "others"}


def test_the_further_reports_of_a_page_come_along() -> None:
    first, second = (parsers.parse(body, source=url) for body, url in list(documents())[:2])
    first.original_url, second.origins, first.origins = "http://www.jichuan.example/1", {}, {}
    first.others = [second]
    again = through_json(first)
    assert again == first
    assert again.others[0].sections


def test_numbers_keep_their_kind_and_text_its_half_pairs() -> None:
    report = Report("x", title="\ud840", tables={"statistics": {"a": 1, "b": 1.0, "c": None}})
    again = through_json(report)
    assert again == report
    assert [type(n) for n in again.tables["statistics"].values()] == [int, float, type(None)]


@pytest.mark.parametrize("content", [{}, {"source": "x"}, {**Report("x").to_dict(), "more": 1}])
def test_what_is_no_report_is_refused(content) -> None:
    with pytest.raises((KeyError, TypeError)):
        rebuilt(content)
