"""The header of table 3: which columns it names, in which order."""

from __future__ import annotations

import re

from parsers.document import Stream
from parsers.tables.anchors import Hit
from parsers.tables.grid import TableReading
from parsers.tables.order import printed_order, worded_order

_HEADER_REACH = 400
#: What the header of each column says; 法人或其他组织 is no column.
_HEADERS = {
    key: re.compile(pattern)
    for key, pattern in {
        "natural_person": "自然人",
        "business": "商业企业",
        "research": "科研机构",
        "public_interest": "社会公益组织",
        "legal_service": "法律服务机构",
        "other_org": "其[他它](?!组织)",
        "total": "[总合]计",
    }.items()
}
#: The same where a header words them otherwise, or slips.
_WORDINGS = {
    key: re.compile(pattern)
    for key, pattern in {
        "natural_person": "(?:公民|个人|自然)+",
        "business": "(?:工商|商业|企业|公司)+",
        "research": "(?:科研|研究|院所)+",
        "public_interest": "(?:社会|公益|社团)+性?(?:社会|公益)?",
        "legal_service": "(?:法律|律师|律所)+",
        "other_org": "(?<!法人或)(?<!法人和)(?<!法人及)其[他它]",
        "total": "[总合]计|总数|合数",
    }.items()
}
#: The columns that stand beside 法人或其他组织, not below it.
_OUTER = ("natural_person", "total")
_ANY_NAME = re.compile("|".join(("法人", *(one.pattern for one in _HEADERS.values()))))
_ANY_WORDING = re.compile("|".join(("法人", *(one.pattern for one in _WORDINGS.values()))))
#: So far apart do two names of one header stand at most.
_NAME_REACH = 60
_SENTENCE = re.compile("[。;!?]")


def names_start(stream: Stream, first_row: int, name: re.Pattern[str] = _ANY_NAME) -> int:
    """Where the names of the columns begin: the last words before the rows that name some.

    A sentence before the table may name 总计 or 自然人 too.
    """
    low = max(0, first_row - _HEADER_REACH)
    start = first_row
    for found in reversed(list(name.finditer(stream.text, low, first_row))):
        between = stream.text[found.end() : start]
        if start < first_row and (len(between) > _NAME_REACH or _SENTENCE.search(between)):
            break
        start = found.start()
    return start


def first_label(stream: Stream, start: int, first: Hit) -> int:
    """Where the label of the first row stands first: a cell over columns may be repeated."""
    label = stream.text[first.start : first.end]
    found = stream.text.find(label, start, first.start)
    return found if found >= 0 else first.start


def column_order(stream: Stream, reading: TableReading, start: int, first_row: int) -> list[int]:
    """Official index of each printed column; empty unless the header shows that they moved."""
    keys = [column.key for column in reading.table.columns]
    order = printed_order(stream, _HEADERS, start, first_row)
    if order is None:
        start = names_start(stream, first_row, _ANY_WORDING)
        order = worded_order(stream, _HEADERS, _WORDINGS, start, first_row)
    if order is None:
        return []
    places = {
        key: found.start()
        for key, words in (*((one, _WORDINGS[one].pattern) for one in _OUTER), ("", "法人"))
        if (found := re.compile(words).search(stream.text, start, first_row))
    }
    printed = _in_one_row(order, places)
    if printed == keys or len(printed) != len(keys):
        return []
    reading.note("columns_moved", "info", None, "the header names the columns in another order")
    return [keys.index(key) for key in printed]


def _in_one_row(order: list[str], places: dict[str, int]) -> list[str]:
    """The columns from left to right, given their headers in reading order.

    自然人, 法人或其他组织 ("") and 总计 may share a row; then the five stand below the second.
    """
    five = [key for key in order if key not in _OUTER]
    if "" not in places or order.index(five[-1]) - order.index(five[0]) >= len(five):
        return order
    found: list[str] = []
    for key in sorted(places, key=lambda key: places[key]):
        found += [key] if key else five
    return found
