"""Generated reports as Word documents."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from benchmarks.accuracy.model import Cell, Grid, Heading, Printed

#: Habits of those who write: digits in several runs, tracked insertions, a layout table.
HABITS = ("plain", "runs", "inserted", "nested")


def word_file(printed: Printed, habit: str) -> bytes:
    """The report as a .docx."""
    rng = random.Random(f"{habit}:{printed.layout}:{printed.seed}")
    word = docx.Document()
    word.add_heading(printed.title, 0)
    word.add_paragraph(f"发布时间：{printed.published} 来源：{printed.agency}")
    for block in printed.blocks:
        if isinstance(block, Grid):
            outer = word.add_table(1, 1).cell(0, 0) if habit == "nested" else word
            _fill(outer.add_table(0, 1)._tbl, block, habit, rng)
            word.add_paragraph("")
        else:
            style = "Heading 2" if isinstance(block, Heading) else None
            word.add_paragraph(block.text, style)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _fill(table: Any, grid: Grid, habit: str, rng: random.Random) -> None:
    """Rows of cells with their spans; a cell that spans rows goes on in each of them."""
    going: dict[int, tuple[int, int]] = {}
    for row in grid.rows:
        line = OxmlElement("w:tr")
        at, waiting = 0, list(row)
        while waiting or at in going:
            if at in going:
                rows, cols = going.pop(at)
                line.append(_cell(Cell("", "head", cols), "continue", habit, rng))
                if rows > 1:
                    going[at] = (rows - 1, cols)
                at += cols
                continue
            cell = waiting.pop(0)
            line.append(_cell(cell, "restart" if cell.rows > 1 else None, habit, rng))
            if cell.rows > 1:
                going[at] = (cell.rows - 1, cell.cols)
            at += cell.cols
        table.append(line)


def _cell(cell: Cell, merge: str | None, habit: str, rng: random.Random) -> Any:
    node, look = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    node.append(look)
    if cell.cols > 1:
        look.append(_valued("w:gridSpan", str(cell.cols)))
    if merge:
        look.append(_valued("w:vMerge", merge))
    paragraph = OxmlElement("w:p")
    node.append(paragraph)
    cut = rng.randint(0, len(cell.text)) if habit in ("runs", "inserted") else len(cell.text)
    for part in filter(None, (cell.text[:cut], cell.text[cut:])):
        home = paragraph
        if habit == "inserted" and part is not cell.text:
            home = OxmlElement("w:ins")
            paragraph.append(home)
        run, words = OxmlElement("w:r"), OxmlElement("w:t")
        words.text = part
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        home.append(run)
    return node


def _valued(name: str, value: str) -> Any:
    node = OxmlElement(name)
    node.set(qn("w:val"), value)
    return node
