"""A draft on paper: a page in one of the layouts, a Word document, or flattened text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from benchmarks.accuracy import narrative, statistics, style
from benchmarks.accuracy.grids import Writer
from benchmarks.accuracy.habits import barred_cells
from benchmarks.accuracy.labels import labels
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Block, Cell, Grid, Heading, Paragraph, Place, Printed
from benchmarks.accuracy.style import Style
from benchmarks.accuracy.word_writer import word_file
from benchmarks.checking.model import Draft

#: Deviations from the official form that a report may show, and still be clean: none that
#: adds or leaves out rows.
_KINDS = tuple(kind for kind in style.KINDS if kind != "extra_rows")
_EARLY_KINDS = statistics.SHARED_KINDS
#: Deviations in which money shows its unit, so that nobody takes one for the other.
_MONEY = ("amount_units", "procurement_amount")
FORMATS = ("html", "docx", "text")


class File(NamedTuple):
    """``marks``: the cells in which nothing, or a dash, is printed."""

    name: str
    data: bytes
    marks: dict[Place, str]


def format_of(draft: Draft) -> str:
    """Most reports are pages; every seventh is a Word file, every eleventh flattened text."""
    if draft.seed % 7 == 3:
        return "docx"
    return "text" if draft.seed % 11 == 5 else "html"


def file_of(draft: Draft) -> File:
    """The file that is checked."""
    kind = format_of(draft)
    if kind == "text":
        # Text that drops empty cells determines little: these offices print their zeros.
        printed = print_draft(replace(draft, layout="trs"), plain=True)
        return File(f"{draft.seed}.txt", barred_cells(printed.html).encode(), printed.marks)
    printed = print_draft(draft)
    if kind == "docx":
        return File(f"{draft.seed}.docx", word_file(printed, "plain"), printed.marks)
    return File(f"{draft.seed}.html", printed.html.encode(), printed.marks)


def print_draft(draft: Draft, *, plain: bool = False) -> Printed:
    """The page. ``plain``: in the official wording, with every zero printed."""
    rng = random.Random(f"paper:{draft.seed}:{draft.year}")
    shape = LAYOUTS[draft.layout]
    habits = _style(draft, rng, plain)
    habits.blank_zeros = shape.blank_zeros
    report = _front(draft, rng, sorted(habits.kinds))
    early = draft.era == "v2014"
    blocks, report.marks = (_early if early else _blocks)(draft, rng, habits)
    blocks = [_reprinted(block, draft) for block in blocks]
    report.blocks = blocks if early else shape.arrange(blocks, rng)
    report.html = shape.page(report, random.Random(f"page:{draft.seed}"))
    return report


def _style(draft: Draft, rng: random.Random, plain: bool) -> Style:
    kinds = _EARLY_KINDS if draft.era == "v2014" else _KINDS
    if draft.planted and draft.planted.kind == "unit":
        kinds = tuple(kind for kind in kinds if kind not in _MONEY)
    drawn = rng.sample(kinds, 0 if plain else rng.choice((0, 0, 1, 2, 3)))
    return Style(
        frozenset(drawn), rng, emptied=rng.choice((1.0, 0.5)), totals_stay=rng.random() < 0.5
    )


def _front(draft: Draft, rng: random.Random, variants: list[str]) -> Printed:
    title = rng.choice(narrative.TITLES).format(agency=draft.body.name, year=draft.title_year)
    published = f"{draft.year + 1}-01-{rng.randint(5, 31):02}"
    return Printed(
        draft.seed, draft.layout, draft.era, title, draft.body.name, draft.year, published,
        {}, {}, [], None, variants=variants,
    )  # fmt: skip


def _introduction(draft: Draft, rng: random.Random) -> str:
    start, end = draft.period
    opening = rng.choice(
        (
            "按照《中华人民共和国政府信息公开条例》的要求，{}编制本报告。",
            "根据《中华人民共和国政府信息公开条例》规定，现公布{}{}年政府信息公开工作年度报告。",
        )
    )
    period = f"统计期限为{start}年1月1日至{end}年12月31日。"
    return opening.format(draft.named, draft.year) + period


def _blocks(
    draft: Draft, rng: random.Random, habits: Style
) -> tuple[list[Block], dict[Place, str]]:
    writer = Writer(draft.era, draft.figures, habits, None)
    opening = f"{draft.overview_year}年，各项工作有序推进。" if draft.overview_year else ""
    said = {
        "overview": [
            opening,
            *(one.text.replace("{year}", str(draft.sentence_year)) for one in draft.overview),
        ],
        "review_litigation": [one.text for one in draft.remedies],
        "problems": ["一是公开内容的深度还不够；二是答复文书的说理有待加强。"],
        "other_matters": [f"本机关{draft.fee}"],
    }
    grids: dict[str, Callable[[], list[Grid]]] = {
        "proactive": writer.disclosure,
        "requests": lambda: [writer.requests()],
        "review_litigation": lambda: [writer.review()],
    }
    blocks: list[Block] = [Paragraph(_introduction(draft, rng))]
    for section in labels()["sections"]:
        key = section["key"]
        blocks.append(Heading(key, habits.heading(key, section["number"], section["title"])))
        blocks += [Paragraph(text) for text in said.get(key, []) if text]
        blocks += grids[key]() if key in grids else []
    return blocks, writer.marks


def _early(draft: Draft, rng: random.Random, habits: Style) -> tuple[list[Block], dict[Place, str]]:
    figures = {place.row: value for place, value in draft.figures.items()}
    writer = statistics.Writer(figures, habits)
    remedies = figures["review_total"] or figures["lit_total"]
    said = {
        "overview": f"{draft.overview_year}年，各项工作有序推进。" if draft.overview_year else "",
        "proactive": f"主动公开政府信息{figures['disclosed_total']}条。",
        "requests": f"全年收到申请{figures['req_received']}件。",
        "review_litigation": "" if remedies else "未发生行政复议和行政诉讼。",
    }
    blocks: list[Block] = [Paragraph(_introduction(draft, rng))]
    data = statistics.data()
    for number, (key, title) in zip("一二三四五六七八", data["headings"], strict=True):
        text = said.get(key) or "本部分各项工作均已完成。"
        blocks += [Heading(key, f"{number}、{title}"), Paragraph(text)]
    return [*blocks, Paragraph(data["title"]), writer.grid()], writer.marks


def _reprinted(block: Block, draft: Draft) -> Block:
    """The block with the cells and the order of rows that the draft asks for."""
    if not isinstance(block, Grid):
        return block
    rows = [tuple(_cell(cell, draft) for cell in row) for row in block.rows]
    at = [n for n, row in enumerate(rows) if any(_is_swapped(cell, draft) for cell in row)]
    if len(at) == 2:
        one, other = at
        rows[one], rows[other] = _exchange(rows[one], rows[other])
    return replace(block, rows=tuple(rows))


def _cell(cell: Cell, draft: Draft) -> Cell:
    text = draft.printed.get(cell.place) if cell.place else None
    return cell if text is None else replace(cell, text=text)


def _is_swapped(cell: Cell, draft: Draft) -> bool:
    if cell.place is None or draft.swapped is None:
        return False
    return any(cell.place[:2] == place[:2] for place in draft.swapped)


def _exchange(
    one: tuple[Cell, ...], other: tuple[Cell, ...]
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Two rows change places; what spans them stays."""

    def parted(row: tuple[Cell, ...]) -> tuple[list[Cell], list[Cell]]:
        return (
            [cell for cell in row if cell.kind == "group"],
            [cell for cell in row if cell.kind != "group"],
        )

    (above, first), (below, second) = parted(one), parted(other)
    return (*above, *second), (*below, *first)
