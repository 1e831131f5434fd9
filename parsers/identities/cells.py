"""Which cells an identity is about, told from its id and place alone."""

from __future__ import annotations

from parsers import forms
from parsers.identities.statistics import BOUNDS, CASES, CHANNELS
from parsers.report import Check
from parsers.tables.settling import SUMS

_BALANCE = ("received", "carried_over", "total_processed", "carried_forward")
_OUTSIDE = ("received", "carried_over", "carried_forward")
#: Columns of table 2 that an identity of a row looks at.
_DISCLOSURE = {
    "X-ITEMS-NEG": ("items_last_year", "items_change"),
    "T2-ITEM0": ("items_last_year", "items_change", "decisions"),
    "T2-PUB": ("new_disclosed", "new_made"),
    "T2-TOTPUB": ("new_disclosed", "total_disclosed"),
    "T2-MADE": ("made", "in_force", "repealed"),
}


def takes_part(check: Check, table: str, row: str, column: str) -> bool:
    """Whether a cell stands on one of the two sides of an assessed identity."""
    if check.against and f"{table}.{row}.{column}" in check.against.split(" + "):
        return True
    if check.table != table:
        return False
    if table == "requests" and check.id in ("T3-BAL", "T3-TOT"):
        is_in = row in _BALANCE if check.id == "T3-BAL" else row not in _OUTSIDE
        return check.where == column and is_in
    if check.id == "T3-GRP":
        return check.where == f"{_group_of(row)}.{column}"
    if table == "disclosure" and check.id in _DISCLOSURE:
        return check.where == row and column in _DISCLOSURE[check.id]
    if table == "statistics":
        return row in _indicators(check)
    return check.where in (row, f"{row}.{column}", table)


def _group_of(row: str) -> str | None:
    for form in forms.forms_with("requests"):
        for one in form.tables["requests"].rows:
            if one.key == row:
                return one.group
    return None


def _indicators(check: Check) -> tuple[str, ...]:
    for check_id, total, parts in (*SUMS, *CASES):
        if check_id == check.id:
            return (total, *parts)
    for check_id, small, large, _ in BOUNDS:
        where = large if check_id == "S-NORM" else small
        if (check_id, where) == (check.id, check.where):
            return (small, large)
    if check.id == "S-CHAN":
        return ("disclosed_total", *CHANNELS)
    if check.id == "S-TRAIN":
        return ("trainings", "trainees")
    return (check.where,)
