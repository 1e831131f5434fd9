"""One page with all that was found in reports: no request, no script, nothing beside it.

Each report is a part of its own: the findings in words, then the report as it was read, with
the cells and the clauses that the findings are about marked with their numbers.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from gongkai.browse.desk.marks import Marks, Told, marks_of
from gongkai.browse.desk.text import Clauses
from gongkai.browse.identities import show
from gongkai.browse.language import teller
from gongkai.browse.layout import Cell
from gongkai.browse.report_data import ReportData
from gongkai.browse.report_page import Block, Layouts, ReportPage, SectionView, TableView, make_page
from gongkai.browse.shell import style
from gongkai.browse.wording import SCOPE, SECTIONS, Words, words

LEVELS = {
    "error": Words("错误", "error", "poor"),
    "warning": Words("注意", "warning", "fair"),
    "hint": Words("提示", "hint", "quiet"),
}
#: What is certain enough to stop a publication; hints are for the eye.
COUNTED = ("error", "warning")
#: Said in ``generator``: such a page may be written over.
GENERATOR = "gongkai check"
#: A page that nobody can open helps nobody: findings, and characters of text, of a report.
MOST_FOUND, LONGEST = 300, 200_000


@dataclass(frozen=True, slots=True)
class Checked:
    """One report of a file, or a file that holds none; ``data`` None: it was not opened.

    ``passed`` counts the identities that hold.
    """

    name: str
    data: ReportData | None = None
    layouts: Layouts = field(default_factory=dict)
    found: Sequence[Told] = ()
    passed: int = 0
    is_report: bool = False

    @property
    def short(self) -> str:
        """The file's own name: a page that is passed on need not tell of folders."""
        return re.split(r"[/\\]", self.name)[-1]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each severity."""
        return Counter(one.severity for one in self.found)

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against publishing."""
        return self.is_report and not any(self.counts.get(level) for level in COUNTED)


def result_page(checked: Sequence[Checked], language: str, **further: object) -> str:
    """The whole page in ``zh`` or ``en``.

    ``further`` goes to the template: ``again_url`` and ``saved`` of a page that is served.
    """
    several = len(checked) > 1
    parts = [_part(one, number, language) for number, one in enumerate(checked, 1)]
    return render("check", language, checked=checked, parts=parts, several=several, **further)


def render(template: str, language: str, **context: object) -> str:
    """A page of the desk with its style sheet inside it and the policy that allows no other."""
    shared = {
        "language": language,
        "t": teller(language),
        "levels": LEVELS,
        "generator": GENERATOR,
        "style": Markup(_style()),
        "policy": policy(),
    }
    return _environment().get_template(f"gongkai/{template}.html").render({**shared, **context})


def policy(*more: str) -> str:
    """Content-Security-Policy of such a page: one style sheet, by its digest."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return "; ".join((f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'", *more))


@cache
def _style() -> str:
    return style("pages") + style("desk")


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("gongkai.browse"), autoescape=True)


def _part(one: Checked, number: int, language: str) -> Markup:
    prefix = f"r{number}-"
    found = list(one.found[:MOST_FOUND])
    context: dict[str, Any] = {"one": one, "prefix": prefix, "findings": found}
    if one.data is not None:
        marks = marks_of(one.data, one.layouts, found)
        page = _marked(make_page(one.data, one.layouts), marks, found)
        context |= {
            "page": page,
            "mark": Clauses(marks.quotes, prefix).marked,
            "places": dict(_places(page, found)),
            "scope": words(SCOPE, one.data.report["scope"]),
            "section_of": lambda key: words(SECTIONS, key),
            "longest": LONGEST,
        }
    return Markup(render("_checked", language, **context))


def _places(page: ReportPage, found: Sequence[Told]) -> Iterator[tuple[int, str]]:
    """The anchor of the table or the part that each finding is about."""
    keys = {block.table.key for part in page.sections for block in part.blocks if block.table}
    keys |= {view.key for view in page.loose} | ({"annex"} if page.annex else set())
    parts = {key: part.anchor for key, part in zip(_part_keys(page), page.sections, strict=True)}
    for number, one in enumerate(found, 1):
        table, _, rest = one.place.partition(".")
        if rest in parts or table in parts:
            yield number, parts.get(rest) or parts[table]
        elif table in keys:
            yield number, table


def _part_keys(page: ReportPage) -> list[str | None]:
    by_words = {id(known): key for key, known in SECTIONS.items()}
    return [by_words.get(id(part.words)) for part in page.sections]


def _marked(page: ReportPage, marks: Marks, found: Sequence[Told]) -> ReportPage:
    """The page with our numbers in place of those that each table gives its own remarks."""

    def marked(view: TableView) -> TableView:
        view.failed, view.doubts = [], []
        for line in view.grid.body if view.grid else ():
            line[:] = [_cell(cell, marks, found) for cell in line]
        return view

    def block(one: Block) -> Block:
        return replace(one, table=marked(one.table)) if one.table else one

    def section(one: SectionView) -> SectionView:
        return replace(one, blocks=tuple(map(block, one.blocks)))

    return replace(
        page,
        sections=list(map(section, page.sections)),
        loose=list(map(marked, page.loose)),
        annex=marked(page.annex) if page.annex else None,
    )


def _cell(cell: Cell, marks: Marks, found: Sequence[Told]) -> Cell:
    numbers = marks.cells.get(cell.place, []) if cell.place else []
    css = cell.css.removesuffix(" fails")
    if numbers:
        certain = any(found[number - 1].severity in COUNTED for number in numbers)
        css += " fails" if certain else " doubted"
    fitting = marks.likely.get(cell.place)
    if fitting is not None:
        css += " likely"
    return replace(
        cell, css=css, checks=tuple(numbers), fitting="" if fitting is None else show(fitting)
    )
