"""The identities between two years (domain reference: X-, T4-AFTER, T4-PEND, T2-UNIT, P-YOY).

Only what does not hold is entered; a side that was not read makes an identity unassessable.
"""

from __future__ import annotations

from sqlite_utils import Database

from gongkai.archive.content import APPLICANTS
from gongkai.archive.pairs import disclosed, pairs, remedy, request

_NOW, _BEFORE = "p.report_id", "p.before_id"
_ITEMS = ("licences", "other_external_services", "penalties", "administrative_compulsion", "fees")
_DOCUMENTS = ("rules", "normative_documents")
_GROUPS = ("review", "litigation_direct", "litigation_after_review")
#: A body that changed its name or scope may carry its requests over differently.
_ERROR = "CASE p.basis WHEN 'same' THEN 'ERROR' ELSE 'WARN' END"

_EQUAL = "left <> right"
_AT_MOST = "left > right"
#: 万元 and 元 differ by 10,000.
_UNIT = """left > 0 AND right > 0 AND (right / (1.0 * left) BETWEEN 5000 AND 20000
    OR left / (1.0 * right) BETWEEN 5000 AND 20000)"""
_OUTLIER = "right > 1000 AND left > 0 AND right > 20 * left"

#: ``(check, table, where, left, right, severity, what fails, of which pairs)``
Rule = tuple[str, str, str, str, str, str, str, str]


def enter(db: Database, changed: str) -> None:
    """Enter what does not hold for the agencies of ``changed``; inside a transaction."""
    db.execute("DROP TABLE IF EXISTS temp.year_pairs")
    db.execute(f"CREATE TEMP TABLE year_pairs AS {pairs(changed)}")
    db.execute(
        "DELETE FROM year_differences WHERE version_id IN"
        f" (SELECT r.version_id FROM {changed} c JOIN reports r ON r.agency_id = c.agency_id)"
    )
    for rule in RULES:
        db.execute(_statement(rule))
    db.execute("DROP TABLE temp.year_pairs")


def _statement(rule: Rule) -> str:
    return f"""
INSERT INTO year_differences (version_id, before_version_id, check_id, "table", "where",
    left, right, severity, basis)
{differing(rule)} ON CONFLICT DO NOTHING"""


def differing(rule: Rule) -> str:
    """The pairs of ``temp.year_pairs`` for which a rule does not hold, with both sides."""
    check_id, table, where, left, right, severity, fails, of = rule
    return f"""
SELECT * FROM (SELECT p.version_id, p.before_version_id, '{check_id}' AS check_id,
    '{table}' AS "table", '{where}' AS "where", {left} AS left, {right} AS right,
    {severity} AS severity, p.basis FROM temp.year_pairs p WHERE {of})
WHERE {fails}"""


def _carried(column: str) -> Rule:
    """X-CARRY: what was carried forward comes back as carried over."""
    return (
        "X-CARRY" if column == "total" else "X-CARRY-COL",
        "requests",
        f"carried_over.{column}",
        request(_BEFORE, "carried_forward", column),
        request(_NOW, "carried_over", column),
        _ERROR if column == "total" else "'WARN'",
        _EQUAL,
        "1",
    )


def _both(form: str) -> str:
    return f"p.form = '{form}' AND p.form_before = '{form}'"


def _table_2(
    check_id: str, cell: tuple[str, str], left: str, severity: str, fails: str, of: str
) -> Rule:
    right = disclosed(_NOW, *cell)
    return (check_id, "disclosure", ".".join(cell), left, right, f"'{severity}'", fails, of)


def _items(row: str) -> Rule:
    """X-ITEMS: the items of last year are those of the year before and their change."""
    before = [disclosed(_BEFORE, row, column) for column in ("items_last_year", "items_change")]
    cell = (row, "items_last_year")
    return _table_2("X-ITEMS", cell, " + ".join(before), "WARN", _EQUAL, _both("v2019"))


def _documents(row: str) -> Rule:
    """X-NORM: in force are those of last year and the new ones, less the repealed ones."""
    made, repealed = disclosed(_NOW, row, "made"), disclosed(_NOW, row, "repealed")
    left = f"{disclosed(_BEFORE, row, 'in_force')} + {made} - {repealed}"
    return _table_2("X-NORM", (row, "in_force"), left, "WARN", _EQUAL, _both("v2021"))


def _amount(form: str, row: str) -> Rule:
    """T2-UNIT: 10,000 times the amount of the year before is one of yuan, or the reverse."""
    cell = (row, "amount")
    return _table_2("T2-UNIT", cell, disclosed(_BEFORE, *cell), "WARN", _UNIT, _both(form))


def _outlier(row: str, column: str) -> Rule:
    """P-YOY: more than 20 times that of the year before, and more than 1,000."""
    cell = (row, column)
    return _table_2("P-YOY", cell, disclosed(_BEFORE, *cell), "INFO", _OUTLIER, "1")


def _remedies(check_id: str, group: str, left: str, right: str, severity: str) -> Rule:
    place = ("review_litigation", f"{group}.total")
    return (check_id, *place, left, right, f"'{severity}'", _AT_MOST, "1")


def _after_review() -> Rule:
    """T4-AFTER: who sues after a review had one, this year or the year before."""
    group = "litigation_after_review"
    right = f"{remedy(_NOW, 'review', 'total')} + {remedy(_BEFORE, 'review', 'total')}"
    return _remedies("T4-AFTER", group, remedy(_NOW, group, "total"), right, "WARN")


def _pending(group: str) -> Rule:
    """T4-PEND: what was pending is decided, or pending again."""
    sides = remedy(_BEFORE, group, "pending"), remedy(_NOW, group, "total")
    return _remedies("T4-PEND", group, *sides, "INFO")


def _received() -> Rule:
    sides = request(_BEFORE, "received", "total"), request(_NOW, "received", "total")
    return ("P-YOY", "requests", "received.total", *sides, "'INFO'", _OUTLIER, "1")


RULES: tuple[Rule, ...] = (
    *map(_carried, APPLICANTS),
    *map(_items, _ITEMS),
    *map(_documents, _DOCUMENTS),
    _after_review(),
    *map(_pending, _GROUPS),
    _amount("v2021", "fees"),
    _amount("v2019", "procurement"),
    _received(),
    *(_outlier(row, "decisions") for row in _ITEMS[:4]),
    *(_outlier(row, "made") for row in _DOCUMENTS),
)
