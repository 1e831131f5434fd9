"""Flattened text to blocks: one block a line, or one a cell where separators show cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.broken_rows import broken_rows
from parsers.document import Block, Document
from parsers.normalise import DECIMALS, visible
from parsers.ruled import is_rule, ruled_tables
from parsers.seen import OBJECT
from parsers.separators import CellRow, settle

_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_ESCAPE = re.compile(r"\\([.\-+#*_()\[\]])")
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,200})\]\([^()\s]{1,500}\)")
#: Emphasis has words inside; two stars alone stand for a figure that is kept back.
_EMPHASIS = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,400}?)(?<=\S)\*\*")
#: One star before words: a figure that is kept back is a star alone.
_LIGHT = re.compile(r"(?<!\*)\*(?=[(（“\"\u4e00-\u9fff])([^*|\t\n]{1,400})(?<=\S)\*(?!\*)")
#: A line break within a Markdown cell.
_BREAK = re.compile(r"\\(?=[ \t]*(?:\||$))", re.MULTILINE)
#: A line that only rules off. One or two dashes in a cell are a value that is not there.
_RULE = re.compile(r"^(?:[\s|｜│┃║¦:+]|[-—=─]{3,}+)*+$")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d+\s*页.{0,20}|\d+\s*/\s*\d+\s*页)\s*$"
)
_PAGE_LINE = 60
#: The number is of any script's digits.
_BEGINS_PAGE_LINE = frozenset("-—–－第") | DECIMALS
#: What begins every line of a list, or of a quoted mail; a dash alone is a value.
_BULLET = re.compile(r"^[ \t]*(?:>[ \t]*$|[>*•●▪‣-][ \t]+(?=\S))", re.MULTILINE)
_SAMPLE = 1_000
_NEARLY_ALL = 0.8
_SEPARATOR = re.compile(r"[|｜│┃║¦]|\t")
_SEPARATORS = tuple("|｜│┃║¦\t")
_BARS = re.compile(r"[|｜│┃║¦]")
_JOINTS = ("-+", "=+", *"├┼┝┠┣╠╬╪╞")


def read_text(text: str) -> Document:
    """Blocks of a flattened text; lines with ``|`` or tabs become rows of cells.

    Page-number lines and Markdown rules are left out. Never raises.
    """
    plain = _plain(text)
    printed = plain.splitlines()
    has_cells = any(mark in plain for mark in _SEPARATORS)
    ruled = ruled_tables(printed) if _has_joints(plain) else {}
    if not (has_cells or ruled):
        return Document(_lines(printed))
    parts = list(_parts(plain, printed, ruled, has_cells))
    settle(list(_runs(parts)))
    return _document(parts)


_Part = Block | CellRow | list[Block] | None


def _lines(lines: list[str]) -> list[Block]:
    """The lines that say something."""
    return [
        Block(line, None, number)
        for number, line in enumerate(lines, 1)
        # Most lines are blank, or hold the number of a cell and nothing else.
        if line and (line.isdecimal() or _is_shown(line))
    ]


def _parts(
    plain: str, printed: list[str], ruled: dict[int, tuple[int, list[Block]]], has_cells: bool
) -> Iterator[_Part]:
    """Lines, rows of cells, ruled tables; None where a table ends."""
    broken = broken_rows(printed) if has_cells and not ruled else {}
    has_joints = _has_joints(plain)
    after = 0
    lines = _logical_lines(plain) if "\t" in plain else enumerate(printed, 1)
    for number, line in lines:
        if number <= after:
            continue
        if number - 1 in ruled:
            after, blocks = ruled[number - 1]
            yield blocks
            continue
        if number - 1 in broken:
            after, rows = broken[number - 1]
            yield None
            yield from (CellRow([(at + 1, text) for at, text in row.cells]) for row in rows)
            yield None
            continue
        if has_joints and is_rule(line):
            continue
        cells = _cells(line) if has_cells else None
        if cells is None:
            shown = _BARS.sub(" ", line) if has_cells else line
            if not line.isspace() and line:
                yield None
            if _is_shown(shown):
                yield Block(shown, line=number)
        elif not _RULE.match(line):
            yield CellRow([(number, cell) for cell in cells])


def _runs(parts: list[_Part]) -> Iterator[list[CellRow]]:
    """The rows that follow one another without anything between them."""
    run: list[CellRow] = []
    for part in parts:
        if isinstance(part, CellRow):
            run.append(part)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _document(parts: list[_Part]) -> Document:
    document = Document([])
    table, row = 0, 0
    for part in parts:
        if part is None:
            table += 1
        elif isinstance(part, Block):
            document.blocks.append(part)
        elif isinstance(part, CellRow) and part.is_line:
            document.blocks += [Block(text, line=line) for line, text in part.cells]
        elif isinstance(part, CellRow):
            row += 1
            document.blocks += [
                Block(text, line=line, table=table, row=row, column=column)
                for column, (line, text) in enumerate(part.cells)
            ]
        else:
            table += 1
            document.blocks += [replace(b, table=table) if b.is_cell else b for b in part]
            table += 1
    return document


def _has_joints(text: str) -> bool:
    """Whether there may be tables drawn with rules."""
    return any(mark in text for mark in _JOINTS)


def _is_shown(line: str) -> bool:
    """Whether a line says something: it is neither blank nor the number of a page."""
    if not line or line.isspace():
        return False
    if len(line) >= _PAGE_LINE or line.lstrip()[0] not in _BEGINS_PAGE_LINE:
        return True
    return _PAGE_NUMBER.match(line) is None


def _plain(text: str) -> str:
    """The text without Markdown's emphasis, heading marks and escapes."""
    text = visible(text.replace("\f", "\n"))
    if _BULLET.search(text, 0, _SAMPLE):
        text = _without_bullets(text)
    if "](" in text:
        text = _LINK.sub(lambda m: m[2] or (OBJECT if m[1] else ""), text)
    if "*" in text:
        text = _LIGHT.sub(r" \1 ", text)
    if "\\" in text:
        text = _BREAK.sub(" ", text)
    if "**" in text or "\\" in text or "#" in text:
        text = _ESCAPE.sub(r"\1", _HEADING.sub("", _EMPHASIS.sub(r" \1 ", text)))
    return text


def _without_bullets(text: str) -> str:
    """The text without the marks of a list, or of a quoted mail, if nearly all lines have one."""
    lines = sum(not line.isspace() for line in text.splitlines() if line)
    plain, marked = _BULLET.subn("", text)
    return plain if marked > lines * _NEARLY_ALL else text


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; a cell that holds line breaks (``a⇥``, ``⇥b``) is one line."""
    pending: tuple[int, str] | None = None
    gap: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if pending is not None and not line.strip(" \xa0\u3000"):
            gap.append(number)
        elif pending is not None and line.startswith("\t"):
            # The tab that ends one line and the tab that begins the next enclose a cell.
            pending, gap = (pending[0], pending[1] + line), []
        else:
            if pending is not None:
                yield pending
                yield from ((blank, "") for blank in gap)
            pending, gap = None, []
            if not line.endswith("\t"):
                yield number, line
        if pending is None and line.endswith("\t"):
            pending = (number, line)
        elif pending is not None and line.startswith("\t") and not line.endswith("\t"):
            yield pending
            pending, gap = None, []
    if pending is not None:
        yield pending


def _cells(line: str) -> list[str] | None:
    """The cells of a line with separators; None for a line of running text."""
    if not _SEPARATOR.search(line):
        return None
    separator = _BARS if _BARS.search(line) else _SEPARATOR
    parts = separator.split(line)
    if separator is _BARS:
        # "| a | b |": the outer bars are a frame; "a | b |" ends with a blank cell.
        framed = not parts[0] or (not parts[0].strip() and not parts[-1].strip())
        parts = parts[1:] if framed else parts
        parts = parts[:-1] if framed and parts and not parts[-1].strip() else parts
    # A title line such as "年报 | 某市人民政府" has a bar too; it still reads as cells of one row.
    return [part.strip() for part in parts] if len(parts) > 1 else None
