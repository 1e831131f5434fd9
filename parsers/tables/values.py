"""The values that belong to a label: in its own row, or up to the next running text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from parsers.document import Stream
from parsers.normalise import matchable
from parsers.tables.items import (
    VERTICAL,
    Item,
    Slot,
    cells_beside,
    items_between,
    split_item,
    with_heading,
)

_HAN = re.compile(r"[\u4e00-\u9fff]")
#: A label at the head of running text: words, its own number before them included.
_WORDS = re.compile(r"(?:\(?[0-9]{1,2}[).、])?[^0-9]+")
_GLUED_WORDS = re.compile(r"(?:(?!无)[\u4e00-\u9fff]){1,8}(?=[0-9])")
_NEXT_ROW = re.compile("行政|其[他它]|政府")
#: A number with its unit, or a sign for nothing that cannot be the number's own: one cell.
_ONE_COUNTED = re.compile(r"[0-9][0-9,]*[件宗项个条份次起]|--|[/\\○〇]")
_COUNTED = re.compile(
    rf"(?:{_ONE_COUNTED.pattern})*?[0-9][0-9,]*[件宗项个条份次起](?:{_ONE_COUNTED.pattern})*"
)
_COUNT = re.compile("[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
_AMOUNT = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_MONEY = re.compile("(?:人民币)?(?:百万元|十万元|亿元|[千仟]元|[百佰]元|万元|元)")
_MONEY_AHEAD = re.compile(rf"{_MONEY.pattern}(?=[一二三四五六七八九十][、.]|第|收到)")
_BEGINS_MONEY = frozenset("人百十亿千仟佰万元")
_BESIDE = re.compile(rf"{_MONEY.pattern}|\([^()]*[\u4e00-\u9fff][^()]*\)")
_ORDINAL = re.compile(r"\d{1,2}[.、](?!\d)")
#: What stands before the words by which a label is known: 二、2022年 + 结转….
_YEAR_AHEAD = re.compile(
    r"(?:\(?[一二三四五六七]\)?[、.])?(?:结转)?[至到]?20[0-9]{2}年?度?(?:办理结果)?"
)
_FRACTION = re.compile(r"[.,][0-9]")
_GUIDANCE = 260
#: A bracket with more bordered numbers than this holds a row's values.
_FEWEST_WRAPPED = 2
#: Words of a label between its core and its first value are no longer than this.
_LABEL_TAIL = 60
_LONGEST_LINE = 200
#: So few characters behind the last label hold its values, as a rule.
_FEW = 60
#: The text that ends them, and two items more that could still belong to what is before them.
_FEWEST_BEHIND = 3
_TRIMMED = " ()、,.:\t"
_SENTENCE = re.compile("[。;!?]")


def values_after(
    stream: Stream, label_end: int, limit: int, *, label: str = "", is_last: bool = False
) -> Slot:
    """The values between the end of a label and ``limit`` (the next label, or the end).

    ``label`` is the official label: words of it may follow its core, any other words are
    a row that the form does not know. Behind the last label of a table running text
    follows, whose numbers are none of its values, and no row's.
    """
    if stream.has_lines_only and not is_last and stream.raw[label_end : label_end + 1].isdigit():
        plain = _plain_words(stream, label_end, limit)
        if plain is not None:
            return plain
    start = _after_guidance(stream, label_end, limit)
    home = stream.block_at(max(start - 1, 0))
    if start == limit < len(stream.raw) and cells_beside(stream, home, []) is None:
        return Slot((), start)  # most often a group's label, which has no values
    if not is_last:
        plain = _plain_row(stream, home, start, limit) or _plain_words(stream, start, limit)
        if plain is not None:
            return plain
    start = _after_glued_words(stream, start, limit)
    home = stream.block_at(max(start - 1, 0))
    if is_last and (near := _near(stream, start, limit)) < limit:
        last_row = _last_values(stream, home, start, near)
        if last_row is not None:
            return last_row
    items = _items(stream, start, limit)
    own_row = cells_beside(stream, home, items)
    if own_row is None:
        line = home if _is_line(stream, home) else -1
        slot, rest = _until_text(items, start, line, "" if is_last else matchable(label))
        slot.glued = _is_glued(stream, slot)
        slot.stray = None if is_last else _stray(rest)
        return slot
    return _in_cells(stream, home, start, items, own_row, label, is_last=is_last)


def _in_cells(
    stream: Stream,
    home: int,
    start: int,
    items: list[Item],
    own_row: list[Item],
    label: str,
    *,
    is_last: bool,
) -> Slot:
    """The values in the cells of a label's row, and what stands below it."""
    tail = stream.text[start : stream.block_start(home + 1)]
    if not label and _NEXT_ROW.match(tail):
        return Slot((), start, (tail, start))  # two labels in one cell: whose are the values?
    slot, rest = _until_text(own_row, start, home, matchable(label))
    last = max(item.block for item in own_row)
    behind = [item for item in items if item.block > last]
    if not is_last:
        slot.stray = _stray(rest) or _stray(behind)
    of_cells = slot.items and all(item.whole for item in slot.items)  # beside the label, not in it
    if behind and of_cells and not (rest or stream.document.is_html):
        table = stream.document.blocks[home].table
        below = takewhile(lambda item: _is_figure_of(stream, item, table), behind)
        slot.below = tuple(below) or _total_below(slot, behind[0])
    return slot


def _total_below(slot: Slot, item: Item) -> tuple[Item, ...]:
    """A figure alone on the next line: the page's, unless it is the sum of those before it."""
    texts = [one.text for one in (*slot.items, item) if not one.is_blank]
    if item.whole or not all(map(_COUNT.fullmatch, texts)):
        return ()
    *own, last = (int(text.replace(",", "")) for text in texts)
    return (item,) if 0 < last == sum(own) else ()


def with_below(slot: Slot, width: int) -> Slot:
    """A row whose line was broken between two of its cells, as one."""
    own = list(slot.items)
    while own and own[-1].is_blank:
        own.pop()  # the separator behind which the line was broken
    if not slot.below[0].whole and len(own) != width - 1:
        return slot
    items = (*own, *slot.below)
    return replace(slot, items=items, end=items[-1].position + len(items[-1].raw))


def _is_figure_of(stream: Stream, item: Item, table: int) -> bool:
    """Whether an item is a number or a sign for nothing, in a cell of that table."""
    return item.whole and item.is_value and stream.document.blocks[item.block].table == table


def _items(stream: Stream, start: int, limit: int) -> list[Item]:
    return _with_units(_counted(stream, list(items_between(stream, start, limit)), start))


def _near(stream: Stream, start: int, limit: int) -> int:
    """A border not far behind ``start``: most last rows have ended before it."""
    word = bisect_left(stream.starts, start + _FEW)
    return min(stream.starts[word], limit) if word < len(stream.starts) else limit


def _last_values(stream: Stream, home: int, start: int, near: int) -> Slot | None:
    """The values of a table's last line of text, when other text follows them before ``near``."""
    if stream.document.blocks[home].is_cell:
        return None
    line = home if _is_line(stream, home) else -1
    slot, rest = _until_text(_items(stream, start, near), start, line, "")
    if len(rest) < _FEWEST_BEHIND:
        return None
    slot.glued = _is_glued(stream, slot)
    return slot


def _plain_row(stream: Stream, home: int, start: int, limit: int) -> Slot | None:
    """The cells beside a label that fills its own cell, when nothing else is in the way.

    Nearly every row of a clean page is like this; what is not takes the long way.
    """
    blocks = stream.document.blocks
    table, row = blocks[home].table, blocks[home].row
    if table < 0 or stream.block_start(home + 1) != start:
        return None
    items: list[Item] = []
    for index in range(home + 1, len(blocks)):
        block = blocks[index]
        if block.row != row or block.table != table:
            break
        raw = block.text.strip()
        if not (raw.isdigit() and raw.isascii()) and raw:
            return None
        items.append(Item(raw, raw, stream.begins[index], index, True, block.pieces))
    if not items or stream.block_start(items[-1].block + 1) < limit:
        return None
    return Slot(tuple(items), items[-1].position + len(items[-1].raw))


def _plain_words(stream: Stream, start: int, limit: int) -> Slot | None:
    """Numbers in running text, when nothing but whole numbers stands up to the next label."""
    digits = stream.raw[start:limit]
    if not (digits.isascii() and digits.isdigit() and stream.is_border(start)):
        return None
    if not stream.is_border(limit):
        return None
    blocks, raw = stream.document.blocks, stream.raw
    first, last = bisect_left(stream.starts, start), bisect_left(stream.starts, limit)
    if stream.has_lines_only:
        columns = stream.words, stream.starts, stream.blocks
        found = zip(*(column[first:last] for column in columns), strict=True)
        return Slot(tuple([Item(word, word, at, home, False) for word, at, home in found]), limit)
    if first and blocks[stream.blocks[first - 1]].table >= 0:
        return None
    edges = [*stream.starts[first:last], limit]
    items: list[Item] = []
    for place, (begin, end) in zip(stream.blocks[first:last], pairwise(edges), strict=True):
        block, word = blocks[place], raw[begin:end]
        if block.table >= 0:
            return None
        whole = block.pieces > 1 and len(word) == len(block.text.strip())
        items.append(Item(word, word, begin, place, False, block.pieces if whole else 1))
    return Slot(tuple(items), limit)


def _after_glued_words(stream: Stream, start: int, limit: int) -> int:
    """Skip a few words that a label adds (行政事业性收费项目) when the value is glued to them."""
    if stream.is_border(start):
        return start
    # 行政许可行政检查1: these words are a row of their own, and the number is its.
    found = (
        None
        if _NEXT_ROW.match(stream.text, start)
        else _GLUED_WORDS.match(stream.text, start, limit)
    )
    return found.end() if found and not stream.is_border(found.end()) else start


def _counted(stream: Stream, items: list[Item], start: int) -> list[Item]:
    """``2宗0宗——0宗`` glued to its label: the units keep the numbers apart."""
    first = items[0] if items else None
    if first is None or first.whole or first.position != start or stream.is_border(start):
        return items
    found = _COUNTED.match(first.text)
    if found is None:
        return items
    parts = [
        Item(first.raw[a:b], first.text[a:b], first.position + a, first.block, False)
        for a, b in (one.span() for one in _ONE_COUNTED.finditer(found.group()))
    ]
    rest = first.text[found.end() :]
    if rest:
        place = first.position + found.end()
        parts.append(Item(first.raw[found.end() :], rest, place, first.block, False))
    return [*parts, *items[1:]]


def _with_units(items: list[Item]) -> list[Item]:
    """Put the unit of money behind a number beside it; in running text an annotation too."""
    joined: list[Item] = []
    for item in items:
        # All that these expressions match ends so.
        may_be = joined and item.text.endswith(("元", ")"))
        unit = _MONEY if item.whole else _BESIDE
        last = joined[-1] if may_be and unit.fullmatch(item.text) else None
        if last is not None and _AMOUNT.fullmatch(last.text):
            last.raw, last.text = f"{last.raw} {item.raw}", f"{last.text} {item.text}"
        elif joined and not item.whole and item.text[0] in _BEGINS_MONEY:
            joined += _with_unit_ahead(joined[-1], item)
        else:
            joined.append(item)
    return joined


def _with_unit_ahead(last: Item, item: Item) -> Iterator[Item]:
    """Put the unit behind the number before it, where the next heading is glued to the unit."""
    unit = _MONEY_AHEAD.match(item.text)
    if unit is None or not _AMOUNT.fullmatch(last.text):
        yield item
        return
    end = unit.end()
    last.raw, last.text = f"{last.raw} {item.raw[:end]}", f"{last.text} {unit.group()}"
    yield Item(item.raw[end:], item.text[end:], item.position + end, item.block, False)


def _after_guidance(stream: Stream, start: int, limit: int) -> int:
    """Skip the guidance in brackets that labels carry.

    A label that wraps around its numbers has them inside its brackets: those are kept.
    """
    text = stream.text
    while start < limit and text[start] == "(":
        close = _closing(text, start, min(limit, start + _GUIDANCE))
        if close < 0 or not _HAN.search(text, start, close):
            break
        if sum(item.is_value for item in items_between(stream, start, close)) > _FEWEST_WRAPPED:
            break
        start = close + 1
    return start


def _closing(text: str, start: int, limit: int) -> int:
    depth = 0
    for at in range(start, limit):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return -1


def _until_text(items: list[Item], start: int, home: int, label: str) -> tuple[Slot, list[Item]]:
    """Values up to the first running text, and what begins there.

    Words of the label itself are passed over; ``home`` is the block in which the label ends,
    when it is a line of its own.
    """
    kept: list[Item] = []
    end, passed = start, ""
    if len(items) > 1 and items[0].is_tail:
        items = [with_heading(items[0], items[1]), *items[1:]]
    for at, item in enumerate(items):
        if item.is_number:  # as nearly all are
            kept.append(item)
            end = item.position + len(item.raw)
            continue
        value, rest = split_item(item)
        if kept and _FRACTION.match(item.text):
            value, rest = item, None  # what is left of a number whose digits came apart
        if value is None and _ORDINAL.fullmatch(item.text) and _number_follows(items, at):
            value, rest = item, None  # "52." before "4" is a broken number, no label's
        if value is not None:
            kept.append(value)
            end = value.position + len("".join(value.raw.split()))
        if rest is None or _is_vertical(item):
            continue
        passed += rest
        belongs = (
            item.block == home or (at == 0 and item.is_tail) or passed.strip(_TRIMMED) in label
        )
        if not label and _NEXT_ROW.match(rest.strip(_TRIMMED)):
            belongs = False  # 行政许可, 行政检查 25 in one cell: the number is the second's
        if kept or not belongs or len(passed) > _LABEL_TAIL or _SENTENCE.search(rest):
            return Slot(tuple(kept), end), items[at:]
    return Slot(tuple(kept), end), []


def _is_line(stream: Stream, block: int) -> bool:
    """Whether a block is a line, not a whole page on one line."""
    return len(stream.document.blocks[block].text) <= _LONGEST_LINE


def _number_follows(items: list[Item], at: int) -> bool:
    return at + 1 < len(items) and items[at + 1].text[:1].isnumeric()


def _stray(items: list[Item]) -> tuple[str, int] | None:
    """Running text that a value follows, and where it stands; it may go over lines.

    Blank cells may stand between: a row's first columns are often empty.
    """
    label, position, over = "", -1, False
    for item in items:
        if _YEAR_AHEAD.fullmatch(item.text):
            continue
        value, rest = split_item(item)
        if rest is None:
            if label and value is not None and not value.is_blank:
                return (label, position) if _is_shown(value) else None
            over = over or bool(label)
            continue
        if over:
            label, position, over = "", -1, False
        if position < 0:
            whole = item.position + len(item.text.replace(" ", ""))
            position = whole - len(rest.replace(" ", ""))
        words = _WORDS.match(rest)
        label += words.group() if words else rest
        if words is not None and words.end() < len(rest):
            return label, position
    return None


def _is_shown(value: Item) -> bool:
    """Whether a value makes its text a row: a number, or a cell of its own with a dash."""
    return value.whole or value.text[:1].isnumeric()


def _is_glued(stream: Stream, slot: Slot) -> bool:
    if not slot.items or slot.items[0].is_blank:
        return False
    first, last = slot.items[0], slot.items[-1]
    return not (
        stream.is_border(first.position) and stream.is_border(last.position + len(last.raw))
    )


def _is_vertical(item: Item) -> bool:
    return not item.whole and len(item.text) <= 2 and set(item.text) <= VERTICAL
