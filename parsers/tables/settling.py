"""Numbers of the v2014 table that could be read in several ways, by its ERROR identities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.balance import Rule, Vector, settle
from parsers.tables.grid import Cell, TableReading

#: ``id``, total, parts: the total is the sum of its parts.
SUMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("S-REQ", "req_received", ("req_in_person", "req_fax", "req_online", "req_letter")),
    ("S-CLOSED", "req_closed", ("req_closed_on_time", "req_closed_extended")),
    (
        "S-REPLIED",
        "req_replied",
        (
            "rep_already_public",
            "rep_granted",
            "rep_partial",
            "rep_denied",
            "rep_not_this_agency",
            "rep_not_exist",
            "rep_told_to_amend",
            "rep_other_channel",
        ),
    ),
    (
        "S-DENIED",
        "rep_denied",
        (
            "den_state_secret",
            "den_trade_secret",
            "den_privacy",
            "den_three_security",
            "den_not_gov_info",
            "den_other_law",
        ),
    ),
    ("S-STAFF", "staff_total", ("staff_full_time", "staff_part_time")),
)


def settle_rows(reading: TableReading, pending: Mapping[str, Sequence[int]]) -> None:
    """Take the one reading that a sum of the form confirms; else the cell stays as it is.

    Cases without a decision have no row under 复议 and 诉讼, so those sums decide nothing,
    and neither do sums among which a row stands that the form does not have.
    """
    if not pending:
        return
    known: dict[str, list[Vector]] = {
        key: [(int(cell.value or 0),)]
        for key, (cell,) in reading.rows.items()
        if key not in pending and not cell.is_lost
    }
    tried: dict[str, list[Vector]] = {
        key: [(number,) for number in dict.fromkeys(numbers)] for key, numbers in pending.items()
    }
    rules = _rules(reading, {*known, *tried})
    settled = settle({**known, **tried}, rules)
    for key in tried:
        confirmed = any(
            key in (*rule.plus, *rule.minus) and _holds(rule, settled) for rule in rules
        )
        if confirmed and len(settled[key]) == 1:
            _write(reading, key, settled[key][0][0] or 0)


def _rules(reading: TableReading, known: set[str]) -> list[Rule]:
    after = {row for row, _, _ in reading.extras}
    return [
        Rule(parts, (total,), exact=True)
        for _, total, parts in SUMS
        if {total, *parts} <= known and not after & {total, *parts}
    ]


def _holds(rule: Rule, settled: Mapping[str, Sequence[Vector]]) -> bool:
    rows = [settled[key] for key in (*rule.plus, *rule.minus)]
    if any(len(readings) != 1 for readings in rows):
        return False
    left, right = (sum(settled[key][0][0] or 0 for key in side) for side in (rule.plus, rule.minus))
    return left == right


def _write(reading: TableReading, key: str, number: int) -> None:
    (cell,) = reading.rows[key]
    status = "solved"
    if "".join(cell.raw.split()) == str(number) and " " in cell.raw:
        status = "merged"
    elif not cell.raw.replace(" ", "").isdecimal():
        status = "ocr_fixed"
    reading.rows[key] = [Cell(number, status, cell.raw, cell.position)]
