"""Pages as word processors leave them: Word paste, split spans, breaks in labels."""

from __future__ import annotations

import random
import re
from html import escape
from typing import ClassVar

from benchmarks.accuracy.layouts.base import Layout, spans
from benchmarks.accuracy.model import Cell, Grid, Paragraph, Printed

OPENING = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>100</w:Zoom>"
    "</w:WordDocument></xml><![endif]-->"
)


class Word(Layout):
    """Pasted from Word: MsoNormal, language spans around digits, o:p, conditional comments."""

    name: ClassVar[str] = "word"

    def article(self, report: Printed, body: str) -> str:
        return super().article(report, OPENING + body)

    def heading(self, text: str) -> str:
        return f'<p class="MsoNormal"><b>{latin(text)}<o:p></o:p></b></p>'

    def paragraph(self, paragraph: Paragraph) -> str:
        return f'<p class="MsoNormal" style="text-indent:32.0pt">{latin(paragraph.text)}</p>'

    def table(self, grid: Grid, rng: random.Random) -> str:
        rows = self.gap.join(self.row(row, rng) for row in grid.rows)
        return (
            '<table class="MsoNormalTable" border="1" style="border-collapse:collapse;'
            f'mso-yfti-tbllook:1184">{rows}</table><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        )

    def row(self, row: tuple[Cell, ...], rng: random.Random) -> str:
        cells = (
            f'<td width="61"{spans(cell)} style="width:45.9pt;mso-border-alt:solid .5pt">'
            f"{self.inner(cell, rng)}</td>"
            for cell in row
        )
        return f'<tr style="mso-yfti-irow:4;height:20.1pt">{self.gap.join(cells)}</tr>'

    def inner(self, cell: Cell, rng: random.Random) -> str:
        text = latin(cell.text) if cell.text else "<o:p>&nbsp;</o:p>"
        return (
            f'<p class="MsoNormal" align="center"><span style="font-family:仿宋_GB2312">{text}'
            f'<span lang="EN-US"><o:p></o:p></span></span></p>'
        )


class SplitSpans(Layout):
    """Digits and words of one cell lie in several spans."""

    name: ClassVar[str] = "split_spans"

    def inner(self, cell: Cell, rng: random.Random) -> str:
        text = cell.text
        at = rng.randint(1, len(text) - 1) if len(text) > 1 and rng.random() < 0.5 else len(text)
        parts = [part for part in (text[:at], text[at:]) if part]
        return (
            "<p>" + "".join(f"<span>{escape(part, quote=False)}</span>" for part in parts) + "</p>"
        )

    def paragraph(self, paragraph: Paragraph) -> str:
        return f"<p>{latin(paragraph.text)}</p>"


class Breaks(Layout):
    """Heads and labels are broken over lines by hand."""

    name: ClassVar[str] = "breaks"

    def pieces(self, text: str) -> list[str]:
        return re.findall(".{1,8}", text) if len(text) > 9 else re.findall(".{1,4}", text)

    def inner(self, cell: Cell, rng: random.Random) -> str:
        if cell.kind in ("value", "stray"):
            return super().inner(cell, rng)
        return "<br>".join(escape(piece, quote=False) for piece in self.pieces(cell.text))


def latin(text: str) -> str:
    """Word's language spans around everything that is not Chinese."""
    return re.sub(
        r"[0-9.,+-]+",
        lambda m: f'<span lang="EN-US">{m[0]}</span>',
        escape(text, quote=False),
    )
