"""The cells of identities that are no sums: one cell not above another, a whole number, a row.

What each holds against what: ``parsers.identities.disclosure`` and ``statistics``.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.browse.identities import Check

#: Columns of the row that the check names.
_IN_ROW = {
    "X-ITEMS-NEG": ("items_last_year", "items_change"),
    "T2-ITEM0": ("items_last_year", "items_change", "decisions"),
    "T2-PUB": ("new_disclosed", "new_made"),
    "T2-TOTPUB": ("new_disclosed", "total_disclosed"),
    "T2-MADE": ("made", "in_force", "repealed"),
}
#: Every cell of the row.
_WHOLE_ROW = frozenset(("T2-RULECAP", "T3-SHAPE", "T3-BLANKTOT"))
#: Rows beside the one that the check names; the table of 2014 has one column.
_WITH_ROWS = {
    "S-CLOSE-REPLY": ("req_replied",),
    "S-NORM": ("disclosed_normative",),
    "S-CHAN": (
        "disclosed_total",
        "ch_gazette",
        "ch_website",
        "ch_weibo",
        "ch_wechat",
        "ch_other",
    ),
    "S-TRAIN": ("trainings",),
}


def bounded(check: Check) -> Iterator[str]:
    """The addresses of the cells; a star stands for every column."""
    row = f"{check.table}.{check.where}"
    yield from (f"{row}.{column}" for column in _IN_ROW.get(check.id, ()))
    if check.id in _WHOLE_ROW:
        yield f"{row}.*"
    if check.id in _WITH_ROWS:
        for key in (check.where, *_WITH_ROWS[check.id]):
            yield f"{check.table}.{key}.value"
