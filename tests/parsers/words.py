"""Word documents for tests, in our own words."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

import parsers

TITLE = "松岭县2023年政府信息公开工作年度报告"
HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
RULES = ["规章", "1", "0", "11"]
NORMS = ["行政规范性文件", "12", "3", "66"]
SPACES = " ".join(
    (
        nsdecls("w"),
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:new="http://example.org/not/known/yet"',
    )
)


def saved(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def with_table(rows=(HEAD, RULES, NORMS)) -> tuple[Any, Any]:
    word = docx.Document()
    word.add_paragraph(TITLE)
    word.add_paragraph("二、主动公开政府信息情况")
    table = word.add_table(len(rows), len(rows[0]))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    return word, table


def parse(word: Any) -> parsers.Report:
    return parsers.parse(saved(word), source="a.docx")


def rows_of(report, *names):
    return [list(report.tables["disclosure"][name].values()) for name in names]


def noted(report, row):
    return {note.column: (note.status, note.value) for note in report.cells if note.row == row}


def problems_of(report):
    return {problem.code: problem.severity for problem in report.problems}


def element(markup: str) -> Any:
    """An element from its markup; its namespaces are declared for it."""
    head, mark, rest = markup.partition(">")
    closes = head.endswith("/")
    return parse_xml(f"{head.removesuffix('/')} {SPACES}{'/' if closes else ''}{mark}{rest}")


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def line(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def fill(cell: Any, content: str) -> None:
    """Put these paragraphs and tables into a cell instead of its own."""
    for paragraph in cell._tc.findall(qn("w:p")):
        cell._tc.remove(paragraph)
    cell._tc.extend(element(f"<w:tc>{content}</w:tc>"))


def with_cell(content: str, change: Callable[[Any, Any], None] = lambda word, table: None) -> Any:
    """A report whose cell of rules made holds this content (it says 1 otherwise)."""
    word, table = with_table()
    fill(table.cell(1, 1), content)
    change(word, table)
    return word


def made(content: str, change: Callable[[Any, Any], None] = lambda word, table: None):
    """What that cell is read as: the number, or its note."""
    report = parse(with_cell(content, change))
    value = report.tables["disclosure"]["rules"]["made"]
    return noted(report, "rules").get("made", value)
