"""The unit of money that a page names for the amounts of table 2, wherever it names it.

The form of 2021 prints it behind the column's label (单位：万元), that of 2019 prints none.
Pages put it behind the row's label, into a column of units, above the table, into a note.
"""

from __future__ import annotations

import re

from parsers.document import Stream

#: 美元 is no 元, nor is what a slip of the pen leaves before it.
_UNIT = "百万元|十万元|亿元|[千仟]元|[百佰]元|万元|(?<![美欧港日英澳加台新A-Za-z])元"
_FORMAL = str.maketrans("仟佰", "千百")
_NAMED = re.compile(rf"({_UNIT})(?![旦月])")
#: Of the text around a table only what speaks of its unit; 收费86万元 is an amount.
_SPOKEN = re.compile(
    rf"(?:单位|金额)[^。;0-9\n]{{0,8}}?({_UNIT})(?![旦月])|以(?:人民币)?({_UNIT})为?(?:计量)?单位"
)
_ABOVE, _BELOW = 60, 120
Span = tuple[int, int]


def unit_of(stream: Stream, header: Span, row: Span, table: Span) -> str | None:
    """What an amount is counted in; None where nothing says so, or two places say two things.

    ``header`` is the text between the row before and this one's label, ``row`` what stands
    behind the label, the values included, ``table`` the whole table.
    """
    text = stream.text
    named = {one for span in (header, row) for one in _NAMED.findall(text, *span)}
    if not named:
        around = ((max(0, table[0] - _ABOVE), table[0]), _below(text, table[1]))
        spoken = (one for span in around for one in _SPOKEN.findall(text, *span))
        named = {unit for pair in spoken for unit in pair if unit}
    return named.pop().translate(_FORMAL) if len(named) == 1 else None


def _below(text: str, end: int) -> Span:
    """A note under the table; the next part's heading is none of it."""
    limit = min(len(text), end + _BELOW)
    heading = re.compile("三、收到|收到和处理").search(text, end, limit)
    return end, heading.start() if heading else limit
