"""Rows that a programme printed as lists (``['规章', '0', None]``), or a LaTeX table's.

Readers of PDF hand rows on as lists, and recognisers of scans write tables as LaTeX. Looked for
only where cells of a text are missing as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from parsers.document import Block, Document
from parsers.normalise import visible

_QUOTED = r"""(?:"(?:[^"\\\n]|\\.){0,300}"|'(?:[^'\\\n]|\\.){0,300}')"""
_FIELD = rf"(?:{_QUOTED}|None|null|nan|NaN|-?[0-9]+(?:\.[0-9]+)?)"
_LIST = re.compile(rf"\[\s*{_FIELD}(?:\s*,\s*{_FIELD})+\s*\]")
_FIELDS = re.compile(_FIELD)
_NOTHING = frozenset(("None", "null", "nan", "NaN"))
_ESCAPE = re.compile(r"\\(?:n|r|t|(.))")
_AMPERSAND = re.compile(r"(?<!\\)&")
_LATEX_ROW = re.compile(r"\\\\(?:\[[^\]]{0,10}\])?")
_LATEX_RULE = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|c(?:mid)?(?:line|rule)\{[^}]*\})")
_LATEX_SPAN = re.compile(r"\\multi(?:column|row)\{[^{}]*\}(?:\[[^\]]*\])?\{[^{}]*\}\{([^{}]*)\}")
_LATEX_ENDS = re.compile(r"\\(?:begin|end)\{|\\centering|\\caption")
#: Fewer rows than this are no table.
_FEWEST = 8


def read_listed(text: str) -> Document | None:
    """The text as rows of cells; None where no such rows stand in it."""
    text = visible(text)
    if "[" not in text and "\\\\" not in text:
        return None
    document, row, table, was_row = Document([]), 0, 0, False
    for number, line in enumerate(text.splitlines(), 1):
        rows = list(_rows(line))
        table += bool(rows) and not was_row
        was_row = bool(rows) or (was_row and not line.strip())
        for cells in rows:
            row += 1
            document.blocks += [
                Block(cell, line=number, table=table, row=row, column=column)
                for column, cell in enumerate(cells)
            ]
        if not rows and line.strip() and not _LATEX_ENDS.search(line):
            document.blocks.append(Block(line, line=number))
    return document if row >= _FEWEST else None


def _rows(line: str) -> Iterator[list[str]]:
    if "[" in line:
        for found in _LIST.finditer(line):
            yield [_shown(field) for field in _FIELDS.findall(found.group())]
    if "\\\\" not in line:
        return
    for part in _LATEX_ROW.split(line):
        plain = _LATEX_SPAN.sub(r"\1", _LATEX_RULE.sub("", part))
        cells = [_ESCAPE.sub(r"\1", cell).strip() for cell in _AMPERSAND.split(plain)]
        if len(cells) > 1:
            yield cells


def _shown(field: str) -> str:
    """A field without its quotes."""
    if field in _NOTHING:
        return ""
    if field[0] == '"':
        try:
            return " ".join(str(json.loads(field)).split())
        except ValueError:
            return field[1:-1]
    if field[0] == "'":
        return " ".join(_ESCAPE.sub(lambda found: found[1] or " ", field[1:-1]).split())
    return field
