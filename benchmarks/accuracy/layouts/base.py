"""What all layouts share: a page with its head, its article and its tables."""

from __future__ import annotations

import random
from dataclasses import replace
from html import escape
from typing import ClassVar

from benchmarks.accuracy.model import Block, Cell, Grid, Heading, Paragraph, Printed


class Layout:
    """One way of writing a report in HTML; subclasses change what is theirs."""

    name: ClassVar[str] = "trs"
    #: zeros are left blank
    blank_zeros: ClassVar[bool] = False
    #: what stands between tags; set for each page, so that half of all pages are one line
    gap = "\n"

    def arrange(self, blocks: list[Block], rng: random.Random) -> list[Block]:
        """The blocks as this layout prints them: table 2 is one table."""
        return one_disclosure_table(blocks)

    def pieces(self, text: str) -> list[str]:
        """A label cut where this layout cuts it."""
        return [text]

    def page(self, report: Printed, rng: random.Random) -> str:
        self.gap = rng.choice(("\n", ""))
        body = self.gap.join(self.block(block, rng) for block in report.blocks)
        return self.gap.join((self.head(report), self.article(report, body), "</body></html>"))

    def head(self, report: Printed) -> str:
        return self.gap.join(
            (
                '<!DOCTYPE html><html><head><meta charset="utf-8">',
                f'<meta name="ArticleTitle" content="{report.title}">',
                f'<meta name="PubDate" content="{report.published} 09:30">',
                f"<title>{report.title}</title>",
                "<style>.nav li{float:left}</style><script>var page=12;</script></head><body>",
                '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a>',
                "</li></ul>",
            )
        )

    def article(self, report: Printed, body: str) -> str:
        return self.gap.join(
            (
                f'<div class="article"><h1>{report.title}</h1>',
                f'<div class="info"><span>发布时间：{report.published}</span> '
                f"<span>来源：{report.agency}</span></div>",
                f'<div class="TRS_Editor">{body}</div></div>',
                '<div class="footer"><p>网站标识码 0012340056</p></div>',
            )
        )

    def block(self, block: Block, rng: random.Random) -> str:
        if isinstance(block, Grid):
            return self.table(block, rng)
        if isinstance(block, Heading):
            return self.heading(block.text)
        return self.paragraph(block)

    def heading(self, text: str) -> str:
        return f"<p><strong>{escape(text)}</strong></p>"

    def paragraph(self, paragraph: Paragraph) -> str:
        return f"<p>　　{escape(paragraph.text)}</p>"

    def table(self, grid: Grid, rng: random.Random) -> str:
        rows = (self.row(row, rng) for row in grid.rows)
        inner = self.gap.join(rows)
        return f'<table border="1" cellspacing="0"><tbody>{inner}</tbody></table>'

    def row(self, row: tuple[Cell, ...], rng: random.Random) -> str:
        cells = (f"<td{spans(cell)}>{self.inner(cell, rng)}</td>" for cell in row)
        return f"<tr>{self.gap.join(cells)}</tr>"

    def inner(self, cell: Cell, rng: random.Random) -> str:
        return escape(cell.text, quote=False)


def spans(cell: Cell) -> str:
    """The span attributes that a cell needs."""
    across = f' colspan="{cell.cols}"' if cell.cols > 1 else ""
    down = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return across + down


def one_disclosure_table(blocks: list[Block]) -> list[Block]:
    """The blocks of table 2 as one grid."""
    arranged: list[Block] = []
    for block in blocks:
        last = arranged[-1] if arranged else None
        if is_disclosure(block) and is_disclosure(last):
            assert isinstance(block, Grid) and isinstance(last, Grid)
            arranged[-1] = replace(last, rows=last.rows + block.rows)
        else:
            arranged.append(block)
    return arranged


def is_disclosure(block: Block | None) -> bool:
    return isinstance(block, Grid) and block.key.startswith("disclosure")
