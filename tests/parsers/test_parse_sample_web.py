"""Every report of the sample web and every sample document, against what their makers say.

The expected values come from the figures that the pages were made from, never from a parser.
"""

import json

import pytest

import fixtures
import parsers

PAGES = {
    f"{page.parent.name}/{page.name}": (page, expected)
    for page, expected in fixtures.report_files()
}
DOCUMENTS = sorted(fixtures.documents_folder().glob("*.expected.json"))
METADATA = (
    "title",
    "agency",
    "year",
    "kind",
    "published_on",
    "form",
    "table_forms",
    "scope",
    "provenance",
)


def compare(report: parsers.Report, expected: dict) -> None:
    said = report.to_dict()
    assert {key: said[key] for key in METADATA if key in expected} == {
        key: expected[key] for key in METADATA if key in expected
    }
    assert said["tables"] == expected["tables"]
    assert said["annex"] == expected.get("annex", [])
    assert [(s.key, s.heading) for s in report.sections] == [
        (s["key"], s["heading"]) for s in expected["sections"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_sample_page_reads_as_it_was_made(name):
    page, expected = PAGES[name]
    report = parsers.parse(page.read_bytes(), source=name, url=expected["url"])
    compare(report, expected)
    failed = {
        (c.id, c.table, c.where)
        for c in report.checks
        if c.outcome == "fail" and c.severity == "ERROR"
    }
    assert failed == {(c["id"], c["table"], c["where"]) for c in expected["checks_failed"]}
    notes = {(n.table, n.row, n.column, n.status) for n in report.cells}
    assert notes == {(n["table"], n["row"], n["column"], n["status"]) for n in expected["cells"]}


@pytest.mark.parametrize("name", PAGES)
def test_the_words_of_a_sample_page_agree_with_its_figures(name):
    page, expected = PAGES[name]
    report = parsers.parse(page.read_bytes(), source=name, url=expected["url"])
    of_the_text = [check for check in report.checks if check.id[:2] in ("N-", "D-")]
    assert [check for check in of_the_text if check.outcome == "fail"] == []
    assert {"N-NEW", "N-NONE"} & {check.id for check in of_the_text}
    assert {claim.kind for claim in report.claims} & {"received", "review"}


@pytest.mark.parametrize("name", PAGES)
def test_a_sample_page_keeps_its_text(name):
    page, expected = PAGES[name]
    report = parsers.parse(page.read_bytes(), source=name, url=expected["url"])
    for section, made in zip(report.sections, expected["sections"], strict=True):
        text = "".join(section.text.split())
        for paragraph in made["paragraphs"]:
            assert "".join(paragraph.split()) in text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_sample_document_reads_as_it_was_made(path):
    name = path.name.removesuffix(".expected.json")
    document = next(p for p in path.parent.iterdir() if p.stem == name)
    expected = json.loads(path.read_text(encoding="utf-8"))
    report = parsers.parse(document.read_bytes(), source=document.name)
    if "missing_rows" not in expected:
        compare(report, expected)
        return
    for table, rows in expected["tables"].items():
        for row, cells in rows.items():
            assert report.tables[table][row] == cells
    assert "truncated" in {problem.code for problem in report.problems}


def test_the_glued_text_is_ambiguous_where_no_identity_helps():
    name = "glued_v2021"
    expected = json.loads(
        (fixtures.documents_folder() / f"{name}.expected.json").read_text(encoding="utf-8")
    )
    report = parsers.parse((fixtures.documents_folder() / f"{name}.txt").read_bytes(), source=name)
    told = {(n.table, n.row) for n in report.cells if n.status == "ambiguous"}
    assert told == {(entry["table"], entry["row"]) for entry in expected["ambiguous"]}
    assert all(n.raw for n in report.cells)
