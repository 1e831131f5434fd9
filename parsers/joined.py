"""A report that a site cut into pages, put together again.

What each page repeats at the joints goes: the site's head, the title, the page numbers.
Lines of numbers and cells are never dropped, whatever they look like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from parsers.document import Block, Document
from parsers.title import recognise

#: Possessive throughout: no line can make this slow.
_PAGING = re.compile(
    r"(?:(?:首|上一|下一|尾|末)页|第\s*+\d++\s*+页|共\s*+\d++\s*+页|\d++|\W|转到|跳转|页)++$"
)
_PAGE_WORD = re.compile("页|上一|下一")
#: The title and the line of publication stand among a page's first blocks.
_HEAD = 60
_BEHIND_TITLE = 6


def join(pages: Sequence[Document]) -> Document:
    """One document of several, in the order given.

    Elements and lines are counted on through the pages; the head (title, meta) is the
    first page's. Raises ``ValueError`` when there is no page.
    """
    if not pages:
        raise ValueError("no pages to join")
    first = pages[0]
    whole = Document([], first.title, dict(first.meta), first.hidden, first.is_html)
    whole.tree = first.tree
    bodies = [[block for block in page.blocks if not _is_paging(block)] for page in pages]
    head = _head_of(bodies[0])
    foot = bodies[-1]
    for number, (page, blocks) in enumerate(zip(pages, bodies, strict=True)):
        kept = blocks
        if number < len(pages) - 1:
            kept = kept[: len(kept) - _common_end(kept, foot)]
        if number:
            kept = kept[_repeated(kept, head, bodies[0]) :]
            whole.hidden = f"{whole.hidden} {page.hidden}".strip()
        _append(whole, kept)
        whole.notes += page.notes
    return whole


def _is_paging(block: Block) -> bool:
    text = block.text
    if block.is_cell or len(text) > 120 or not _PAGE_WORD.search(text):
        return False
    return _PAGING.match(text) is not None


def _says(block: Block) -> str:
    """What a block says when it may be furniture; nothing for cells, numbers and blanks."""
    text = "".join(block.text.split())
    return (
        ""
        if block.is_cell or len(text) < 2 or not re.search("[a-zA-Z\u4e00-\u9fff]", text)
        else text
    )


def _head_of(blocks: list[Block]) -> set[str]:
    """The lines of the first page up to its title and the line of publication behind it."""
    for index, block in enumerate(blocks[:_HEAD]):
        if not block.is_cell and len(block.text) <= 90 and recognise(block.text).is_report:
            lines = [_says(one) for one in blocks[: index + _BEHIND_TITLE]]
            return {line for line in lines if line and "。" not in line and not _is_heading(line)}
    return set()


def _is_heading(line: str) -> bool:
    return bool(re.match(r"第?[一二三四五六七八九十\d]{1,2}(?:部分)?[、.．]", line))


def _repeated(blocks: list[Block], head: set[str], first: list[Block]) -> int:
    """How many blocks at the beginning of a page stood at the beginning of the first."""
    same = takewhile(
        lambda pair: _says(pair[0]) and _says(pair[0]) == _says(pair[1]),
        zip(blocks, first, strict=False),
    )
    count = sum(1 for _ in same)
    while count < len(blocks) and _says(blocks[count]) in head and _says(blocks[count]):
        count += 1
    return count


def _common_end(blocks: list[Block], last: list[Block]) -> int:
    """How many blocks at the end of a page stand at the end of the last page, too."""
    same = takewhile(
        lambda pair: _says(pair[0]) and _says(pair[0]) == _says(pair[1]),
        zip(reversed(blocks), reversed(last), strict=False),
    )
    return sum(1 for _ in same)


def _append(whole: Document, blocks: list[Block]) -> None:
    elements = max((block.element or 0 for block in whole.blocks), default=0)
    lines = max((block.line or 0 for block in whole.blocks), default=0)
    tables = max((block.table for block in whole.blocks), default=-1) + 1
    for block in blocks:
        block.element = block.element + elements if block.element is not None else None
        block.line = block.line + lines if block.line is not None else None
        if block.is_cell:
            block.table += tables
    whole.blocks += blocks
