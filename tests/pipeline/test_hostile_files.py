"""Files made to break a reader, given to ``parse``, ``check`` and ``import``: a line each, no more.

Time and memory are bounded by the process that reads them; what a file cost is not measured here.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from click.testing import CliRunner

import fixtures
from gongkai.archive import Archive
from gongkai.cli import main
from gongkai.pipeline.one import DocumentReader
from tests.parsers.pdf_writer import assembled, pdf, text
from tests.parsers.sheets import book
from tests.parsers.test_parse_ofd import GOOD as OFD
from tests.parsers.test_parse_ofd import changed
from tests.pipeline.test_office import word

GOOD = fixtures.documents_folder() / "seed_twin.txt"


def packed(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def added(data: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, body)
    return out.getvalue()


def entities(root: bytes) -> bytes:
    """A billion laughs before the root element, and one that names a file."""
    levels = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    outside = b'<!ENTITY f SYSTEM "file:///etc/passwd">'
    return b'<!DOCTYPE x [<!ENTITY e0 "99999">' + levels + outside + b"]>" + root


def no_pages() -> bytes:
    tree = b"<< /Type /Pages /Kids [] /Count 0 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree])


def nested(depth: int) -> bytes:
    data = packed(("a.txt", b"x"))
    for _ in range(depth):
        data = packed(("a.zip", data))
    return data


SHEET, PART, PAGE = (
    "xl/worksheets/sheet1.xml",
    "word/document.xml",
    "Doc_0/Pages/Page_0/Content.xml",
)
#: The name of the file, its bytes, and a word of the line that tells about it.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no_pages.pdf": (no_pages, "pages"),
    "cut.pdf": (lambda: pdf([text(60, 700, "x")])[:200], "ends before"),
    "bomb.docx": (lambda: added(word(), "word/a.xml", bytes(50 * 1024 * 1024)), "unpack to"),
    "bomb.xlsx": (lambda: added(book(), "xl/a.xml", bytes(50 * 1024 * 1024)), "unpack to"),
    "bomb.ofd": (lambda: added(OFD, "a.xml", bytes(50 * 1024 * 1024)), "unpack to"),
    "laughs.xlsx": (
        lambda: changed(book(), SHEET, b"<worksheet", entities(b"<worksheet")),
        "document type",
    ),
    "laughs.ofd": (
        lambda: changed(OFD, PAGE, b"<ofd:Page ", entities(b"<ofd:Page ")),
        "document type",
    ),
    "bomb.zip": (lambda: packed(("a.html", bytes(20 * 1024 * 1024))), "not read"),
    "nested.zip": (lambda: nested(9), "too deep"),
    "nest.rtf": (lambda: b"{\\rtf1" + b"{" * 1_000_000, "LibreOffice"),
    "rubbish.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000), "OLE2"),
    "rubbish.xls": (
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") * 90
        ),
        "workbook",
    ),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, (made, _) in HOSTILE.items():
        (folder / name).write_bytes(made())
    return [folder / name for name in HOSTILE]


@pytest.fixture(autouse=True)
def no_office(monkeypatch):
    monkeypatch.setenv("GONGKAI_SOFFICE", "/nowhere/soffice")


def run(*arguments: object):
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_parse_tells_each_in_a_line_and_reads_the_next(files):
    result = run("parse", *files, GOOD)
    assert result.exit_code == 1
    reports = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["source"] for one in reports] == [str(one) for one in (*files, GOOD)]
    assert reports[-1]["tables"]
    told = result.stderr.splitlines()
    assert len(told) == len(files)
    for line, (name, (_, says)) in zip(told, HOSTILE.items(), strict=True):
        assert name in line
        assert says in line
    assert "root:" not in result.stdout


def test_check_tells_each_and_goes_on(files):
    result = run("check", "--json", *files, GOOD)
    assert result.exit_code == 1
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["is_report"] for one in found] == [False] * len(files) + [True]


def test_an_import_keeps_every_byte_and_reads_the_next(files, tmp_path):
    path = tmp_path / "archive.db"
    result = run("import", "--archive", path, *files, GOOD)
    assert result.exit_code == 1
    for name, (_, says) in HOSTILE.items():
        [line] = [one for one in result.stderr.splitlines() if name in one]
        assert says in line
    with Archive.open(path, read_only=True) as archive:
        kept = {archive.body(row["snapshot_id"]) for row in archive.db["snapshots"].rows}
        assert archive.db["reports"].count == 1
    assert kept == {file.read_bytes() for file in (*files, GOOD)}


def test_entities_of_a_word_document_stay_what_they_are():
    data = changed(word(), PART, b"<w:document", entities(b"<w:document"))
    data = changed(data, PART, b">11<", b">&e9;&f;<")
    with DocumentReader() as reader:
        report = reader.read(data, source="a.docx")
    assert "root:" not in str(report.to_dict())
    assert "99999" not in str(report.to_dict())


def test_two_thousand_pages_are_read_as_far_as_a_report_goes():
    pages = [text(60, 780, "松岭县2023年政府信息公开工作年度报告", 14)]
    pages += [text(60, 700, "第一条至第九条") for _ in range(1_999)]
    with DocumentReader() as reader:
        report = reader.read(pdf(pages), source="a.pdf")
    details = {problem.code: problem.detail for problem in report.problems}
    assert "first 300 of 2000 pages" in details["truncated"]


@pytest.mark.parametrize("slow", [b"%PDF-1.4\n%%EOF", word(), packed(("a.txt", b"x"))])
def test_what_takes_too_long_is_ended_and_the_next_is_read(slow):
    with DocumentReader(timeout=0.0) as reader:
        first = reader.read(slow, source="a")
    assert "longer than 0 s" in " ".join(problem.detail for problem in first.problems)
    with DocumentReader() as reader:
        assert reader.read(word(), source="b").is_report


def test_parts_of_a_report_are_read_in_the_process_that_can_be_killed():
    with DocumentReader(timeout=0.0) as reader:
        report = reader.read_pages([word(), word()], source="a")
    assert "longer than 0 s" in " ".join(problem.detail for problem in report.problems)
    with DocumentReader() as reader:
        assert reader.read_pages([word(), b"%PDF-1.4 cut"], source="a").agency == "松岭县"


def test_a_large_page_is_read_in_it_too():
    large = b"<html><body>" + b"<p>x</p>" * 100_000
    with DocumentReader(timeout=0.0) as reader:
        report = reader.read(large, source="a")
    assert "longer than 0 s" in " ".join(problem.detail for problem in report.problems)
