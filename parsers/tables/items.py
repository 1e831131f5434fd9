"""The words that stand between two labels, each with its place: values, blanks, text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.document import Stream

_HAN = re.compile(r"[\u4e00-\u9fff]")
_UNIT = "(?:亿元|[百佰千仟]元|[十百]?万元|元|万|[件宗项个条份次起])"
#: Text with Chinese in it that is a value all the same.
_VALUE = re.compile(
    rf"[¥￥]?(?:约|近|超过|增加|增长|新增|增|减少|下降|减)?\d[\d.,]*[余多]?{_UNIT}?[余多]?(?:\(.*\))?"
    r"|[零〇一二三四五六七八九两十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+[件宗项个条份次起]?|无|空"
)
_STARTS_VALUE = re.compile(r"(?:约|近|超过?|增加?|减少?|新增|[¥￥+\-↑↓lIO])?:?[0-9]")
#: A table cell with a digit and no more text than this holds a value, readable or not.
_LONGEST_CELL = 24
#: 无 stands for nothing where no other word follows it; a heading may (无三、收到…).
_NOTHING = r"(?:[-/\\*○〇]|无(?=[-/○〇无0-9]|[一二三四五六七八九十][、.]|$))"
_NUMERIC = re.compile(rf"(?:{_NOTHING}|[+↑↓])*\d(?:[\d.,%+]|{_NOTHING})*|{_NOTHING}+")
#: Numbers and signs for nothing, run together: 2无1无无03.
_MARKED = re.compile("[0-9,]*[无○〇][0-9,无○〇]*")
_STICKING = re.compile(
    r"([0-9][0-9,]*(?:\.[0-9]+)?)[1-9][.、]"
    r"(?![一二三四五六七八九十][、.])(?=[\u4e00-\u9fff])"
)
#: The number of a part's heading that has no mark behind it: 163收到和处理….
_HEADED = re.compile(
    r"[0-9][0-9.,]*(?:(?<=3)\)?(?:行政机关)?(?:收到|受理|依申请公开)"
    r"|(?<=4)\)?因?政府信息公开.{0,8}行政复议|(?<=5)\)?(?:政府信息公开)?(?:工作)?中?存在的?主?要?(?:问题|不足)|(?<=6)\)?其[他它]需要)"
)
#: A number in a unit that nobody knows: 3千, 3亩, 3家次. It is no 3.
_COUNTED_OTHERWISE = re.compile(r"[0-9][0-9,.]*(?![一二三四五六七八九])[\u4e00-\u9fff]{1,3}")
#: A unit of money glued to the heading behind it (00万元三、收到…).
_MONEY_END = re.compile("(?:亿元|[千仟]元|[百佰]元|万元|元)(?=[一二三四五六七八九十][、.]|第|$)")
#: What shows behind digits that they are no number by themselves: 57·84, 12:30, 5块.
_TORN = re.compile("[·。:~～′'×+eExX]{1,2}[+-]?[0-9]|[圆块角A-Za-z]|[百千仟佰]元")
_ORDINAL = re.compile(r"\d{1,2}[.、](?!\d)")
_UNIT_ALONE = frozenset(("件", "宗", "项", "个", "条", "份", "次", "起", "元", "万元", "单位"))
#: Group labels set vertically (三/本/年/度 …) leave single characters between the numbers.
VERTICAL = frozenset("三四五六、本年度办理结果不予公开无法提供处其他()")
#: What behind digits shows that they are part of a date, a measure or a sentence.
_NO_VALUE = frozenset("年月日号时分%届岁件项个宗条份次起人元万亿余多篇期")


@dataclass(slots=True)
class Item:
    """One printed value.

    ``raw`` is as printed, inner white space of a cell kept; ``text`` the same normalised,
    of the same length. ``whole`` is True when the source shows it as one table cell;
    ``pieces`` counts the text nodes it was put together from; ``position`` is its place in
    the stream; ``is_tail`` tells that it is the rest of the word in which the label ends.
    """

    raw: str
    text: str
    position: int
    block: int
    whole: bool
    pieces: int = 1
    is_tail: bool = False

    @property
    def is_blank(self) -> bool:
        """An empty cell that the source shows as one."""
        return not self.raw

    @property
    def is_value(self) -> bool:
        """Whether all of it can be one value (Chinese units and annotations included)."""
        text = self.text
        if self.is_number or not text:
            return True
        if not self.whole and (_ORDINAL.fullmatch(text) or _MARKED.fullmatch(text)):
            return text[-1] not in ".、"
        if self.whole and len(text) <= _LONGEST_CELL and _STARTS_VALUE.match(text):
            return not _ORDINAL.match(text)  # whether it can be read is seen later
        return not _HAN.search(text) or bool(_VALUE.fullmatch(text.replace(" ", "")))

    @property
    def is_number(self) -> bool:
        """Whether it is digits and nothing else (superscripts are no digits here)."""
        return self.text.isascii() and self.text.isdigit()


@dataclass(slots=True)
class Slot:
    """What follows a label: its values, and where they end in the stream.

    ``stray`` is running text after the values that numbers of its own follow: a row
    that the form does not know. ``glued`` tells that no border separates the values from
    the text before or behind them.
    """

    items: tuple[Item, ...]
    end: int
    stray: tuple[str, int] | None = None
    glued: bool = False
    #: In text, values in rows without a label right below the label's own.
    below: tuple[Item, ...] = ()


def items_between(stream: Stream, start: int, limit: int) -> Iterator[Item]:
    """Words from ``start`` on; the words of one cell make one item."""
    blocks, total = stream.document.blocks, len(stream.raw)
    pending: Item | None = None
    first = max(stream.word_at(start - 1), 0)
    after = bisect_right(stream.starts, limit, first)
    edges = [*stream.starts[first : after + 1], total]
    for index, begin, end in zip(stream.blocks[first:after], edges, edges[1:], strict=False):
        if begin == limit and begin < total:
            break
        at, stop = begin, end if end < limit else limit
        if begin < start:
            at = start
            if at >= stop:
                continue
        raw, text = stream.raw[at:stop], stream.text[at:stop]
        block = blocks[index]
        whole = block.table >= 0 and begin >= start
        if pending is not None and pending.block == index and pending.whole and whole:
            pending.raw, pending.text = f"{pending.raw} {raw}", f"{pending.text} {text}"
            continue
        if pending is not None:
            yield pending
        # A number put together from several text nodes is told only when it is all there is.
        pieces = block.pieces if block.pieces > 1 and len(raw) == len(block.text.strip()) else 1
        pending = Item(raw, text, at, index, whole, pieces, begin < start)
    if pending is not None:
        yield pending


def cells_beside(stream: Stream, home: int, items: list[Item]) -> list[Item] | None:
    """The items in the label's own table row; None when it has none (wrapped, or no table)."""
    blocks = stream.document.blocks
    if not blocks[home].is_cell:
        return None
    key = (blocks[home].table, blocks[home].row)
    found = [item for item in items if (blocks[item.block].table, blocks[item.block].row) == key]
    found = [item for item in found if item.block != home or _NUMERIC.match(item.text)]
    if stream.document.is_html and any(item.whole for item in found):
        found = [item for item in found if item.block != home]  # a note's number on the label
    # Blank cells at the end of the row lie beyond the next label's start in the stream.
    seen = {item.block for item in found}
    for index in range(max(seen | {home}) + 1, len(blocks)):
        if (blocks[index].table, blocks[index].row) != key or blocks[index].text.strip():
            break
        found.append(Item("", "", stream.block_start(index), index, True))
    return found or None


def split_item(item: Item) -> tuple[Item | None, str | None]:
    """The value at the head of an item, and the running text that follows it."""
    if item.is_value:
        return item, None
    text = item.text
    if text in _UNIT_ALONE:
        return None, None  # a column of units
    if item.whole and not _NUMERIC.match(text):
        return None, text
    found = _NUMERIC.match(text)
    if found is None:
        return None, text
    length = found.end()
    sticking = _STICKING.match(text)
    if sticking is not None:
        # The next label's number sticks to the last digit: 10000012.其他法律….
        length = sticking.end(1)
    elif money := _MONEY_END.match(text, length):
        length = money.end()
    elif _is_no_value(text, length):
        return None, text
    elif headed := _HEADED.match(text):
        own = length == 1 and not item.is_tail
        return (None, text) if own else (_first(item, headed.end()), text[headed.end() :])
    elif _COUNTED_OTHERWISE.fullmatch(text) and not set(text[length:]) <= VERTICAL:
        return item, None
    return _first(item, length), text[length:]


def _is_no_value(text: str, length: int) -> bool:
    """Whether digits are a part of something else, or the number of a label."""
    if text[length:].strip()[:1] in _NO_VALUE or _ORDINAL.match(text):
        return True
    return _TORN.match(text, length) is not None


def with_heading(item: Item, following: Item) -> Item:
    """Glued to its label, a number may end in that of the heading before which it stands."""
    raw, text = item.raw + following.raw, item.text + following.text
    if not _HEADED.match(text):
        return item
    return Item(raw, text, item.position, item.block, False, is_tail=True)


def _first(item: Item, length: int) -> Item:
    """The value that the first characters of an item are."""
    raw, text = item.raw[:length], item.text[:length]
    return Item(raw, text, item.position, item.block, False, item.pieces)
