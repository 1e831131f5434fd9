"""Kinds of Word documents beside the usual .docx: read, or refused by their name."""

from __future__ import annotations

import pytest

import parsers
from parsers.package import as_file
from tests.parsers.package_parts import changed
from tests.parsers.words import problems_of, rows_of, saved, with_table

MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    "kind",
    [
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_documents_with_macros_and_templates_are_read(kind):
    data = changed(saved(with_table()[0]), "[Content_Types].xml", MAIN, kind)
    assert rows_of(parsers.parse(data, source="a.docm"), "rules") == [[1, 0, 11]]


def test_other_kinds_of_main_parts_are_named():
    kind = b"application/vnd.example+xml"
    data = changed(saved(with_table()[0]), "[Content_Types].xml", MAIN, kind)
    report = parsers.parse(data, source="a")
    assert problems_of(report)["unsupported_format"] == "error"
    assert kind.decode() in report.problems[0].detail


def test_the_strict_form_is_named():
    usual = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    strict = b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    report = parsers.parse(
        changed(saved(with_table()[0]), "_rels/.rels", usual, strict), source="a"
    )
    assert problems_of(report)["unsupported_format"] == "error"
    assert "Strict" in report.problems[0].detail


def test_no_message_names_a_place_in_memory():
    assert "0x" not in repr(as_file(b"abc"))
