"""The header of table 4: in which order it names the three groups."""

from __future__ import annotations

import re

from parsers.document import Stream
from parsers.tables.grid import TableReading
from parsers.tables.order import printed_order, worded_order

_HEADER_REACH = 160
_GROUPS = {
    key: re.compile(pattern)
    for key, pattern in {
        "review": "行政复议",
        "litigation": "行政诉讼",
        "litigation_direct": "未?经?复?议?直接起诉",
        "litigation_after_review": "(?<!未)(?:经)?复议后(?:提起|再)?起诉",
    }.items()
}
#: The same where a header words them otherwise, or says nothing of the lawsuits as a whole.
_WORDINGS = {
    "litigation_direct": re.compile(
        "未经?(?:行政)?复议[^0-9]{0,6}?(?:起诉|诉讼)|直接(?:提起)?(?:行政)?(?:起诉|诉讼)"
    ),
    "litigation_after_review": re.compile("(?<!未)经(?:过|行政)?复议后?|复议后"),
    "review": re.compile("复议"),
}


def printed_groups(stream: Stream, reading: TableReading) -> list[str]:
    """The row keys in the order in which the header names the groups."""
    official = [row.key for row in reading.table.rows]
    order = printed_order(stream, _GROUPS, reading.start, reading.end)
    if order is None:
        return _worded_groups(stream, reading) or official
    later = [key for key in order if key.startswith("litigation_")]
    first = order.index("litigation") < order.index("review")
    printed = [*later, "review"] if first else ["review", *later]
    if printed != official:
        reading.note("columns_moved", "info", None, "the header names the groups in another order")
    return printed


def _worded_groups(stream: Stream, reading: TableReading) -> list[str] | None:
    """The groups in another wording, from the part's heading on; None where one is not there."""
    low = max(0, reading.start - _HEADER_REACH)
    low += stream.text[low : reading.start].rfind("情况") + 1
    printed = worded_order(stream, {}, _WORDINGS, low, reading.end)
    if printed is not None and printed != [row.key for row in reading.table.rows]:
        reading.note("columns_moved", "info", None, "the header names the groups in another order")
    return printed
