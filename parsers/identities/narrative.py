"""What the text claims, held against the tables: the N-identities.

A conflict is reported only where the text is of one mind. A clause that agrees with the
table settles it; claims that differ among themselves are decided by the part that the form
gives to the matter, and else by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parsers.report import Check, CheckSeverity, Claim, Number, Outcome, Report, Suspect

_GROUPS = {
    "denied": "denied_",
    "unavailable": "unavailable_",
    "not_processed": "not_processed_",
    "other_handling": "other_",
}
_SUITS = ("litigation_direct", "litigation_after_review")
_RESULTS = ("upheld", "corrected", "other", "pending")
_STATISTICS = {"received": "req_received", "review": "review_total", "litigation": "lit_total"}
_PART = {"requests": "requests", "review_litigation": "review_litigation"}
#: A number with 约 or 余 may stand this far from the exact one.
_LOOSE = 0.1
_WORKED_OUT = ("solved", "merged", "ocr_fixed")


class Target(NamedTuple):
    """A number of the tables: its value (None: not to be had), and the address of its cells."""

    value: Number | None
    address: str


#: Where a claim stands in a part that is none of the six.
_NO_PART = "narrative"


def narrative_checks(report: Report) -> list[Check]:
    """N-NEW, N-DONE, N-CARRYIN, N-CARRYOUT, N-NONE, N-REVIEW, N-LIT, N-OUT and N-FEE."""
    cells = _Cells(report)
    kinds: dict[str, list[Claim]] = {}
    for claim in report.claims:
        kinds.setdefault(claim.kind, []).append(claim)
    checks: list[Check] = []
    for kind, claims in kinds.items():
        table, targets = cells.targets(kind)
        if targets and (check := _compare(cells, kind, claims, table, targets)):
            checks.append(check)
    return [*checks, *_fee(report)]


class _Cells:
    """The totals of tables 3 and 4, and whether they can be relied on."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._notes = {(n.table, n.row, n.column): n.status for n in report.cells}

    def targets(self, kind: str) -> tuple[str, list[Target]]:
        """The table that answers a kind of claim, and the values that agree with it."""
        if kind in _STATISTICS and "statistics" in self.report.tables:
            key = _STATISTICS[kind]
            value = self.report.tables["statistics"].get(key)
            return "statistics", [Target(value, f"statistics.{key}")]
        if kind == "review" or kind.startswith(("review_", "litigation")):
            found = "review_litigation" in self.report.tables
            return "review_litigation", [self._remedy(kind)] if found else []
        if "requests" not in self.report.tables or kind == "fee":
            return "requests", []
        return "requests", self._requests(kind)

    def _requests(self, kind: str) -> list[Target]:
        if kind in ("received", "closed", "handled"):
            return self._of_all(kind)
        row = {"carried_in": "carried_over", "carried_out": "carried_forward"}.get(kind, kind)
        if row in self.report.tables["requests"]:
            return [self._total(row)]
        return [self._group(_GROUPS[kind])] if kind in _GROUPS else []

    def _of_all(self, kind: str) -> list[Target]:
        """What was carried in is counted by some with the new ones, by others apart."""
        new, old = self._total("received"), self._total("carried_over")
        done = self._total("total_processed")
        if kind == "closed":
            return [done, _plus(done, old, -1)]
        with_old = _plus(new, old, 1)
        return [new, with_old] if kind == "received" else [done, new, with_old]

    def _total(self, row: str) -> Target:
        value = self.report.tables["requests"].get(row, {}).get("total")
        return Target(value, f"requests.{row}.total")

    def _group(self, prefix: str) -> Target:
        rows = [row for row in self.report.tables["requests"] if row.startswith(prefix)]
        return Target(
            self._sum("requests", [(row, "total") for row in rows]), f"requests.{prefix}*.total"
        )

    def _remedy(self, kind: str) -> Target:
        group, _, result = kind.partition("_")
        rows: Sequence[str] = ("review",) if group == "review" else _SUITS
        if kind in _SUITS:
            rows, result = (kind,), ""
        column = result if result in _RESULTS else "total"
        value = self._sum("review_litigation", [(row, column) for row in rows])
        return Target(value, " + ".join(f"review_litigation.{row}.{column}" for row in rows))

    def _sum(self, table: str, places: Sequence[tuple[str, str]]) -> Number | None:
        """Blanks count as 0 beside a number; nothing but blanks, or a lost cell, gives None."""
        grid = self.report.tables[table]
        values = [grid.get(row, {}).get(column) for row, column in places]
        for place, value in zip(places, values, strict=True):
            if value is None and self._notes.get((table, *place)) not in ("blank", "dash"):
                return None
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    def suspect(self, table: str) -> Suspect:
        """Whose error a conflict with this table would be."""
        if any(key[0] == table and status in _WORKED_OUT for key, status in self._notes.items()):
            return "parse"
        doubts = {
            check.suspect
            for check in self.report.checks
            if check.table == table and check.outcome == "fail" and check.severity == "ERROR"
        }
        return "source" if doubts <= {"source"} else "unknown"


def _plus(a: Target, b: Target, sign: int) -> Target:
    known = a.value is not None and b.value
    value = (a.value or 0) + sign * (b.value or 0) if known else None
    return Target(value, f"{a.address} {'+' if sign > 0 else '-'} {b.address}")


def _compare(
    cells: _Cells, kind: str, claims: list[Claim], table: str, targets: list[Target]
) -> Check | None:
    for target in targets:
        for claim in claims:
            if target.value is not None and _agrees(claim, target.value):
                return _check(claim, table, target, "pass", None)
    claim_ = _spokesman([claim for claim in claims if not claim.approximate], table)
    if claim_ is None or (table == "statistics" and claim_.value):
        return None
    if targets[0].value is None:
        return _check(claim_, table, targets[0], "not_assessable", None)
    return _check(claim_, table, targets[0], "fail", cells.suspect(table))


def _agrees(claim: Claim, value: Number) -> bool:
    if claim.approximate:
        return abs(claim.value - value) <= _LOOSE * max(value, 1)
    return claim.value == value


def _spokesman(claims: list[Claim], table: str) -> Claim | None:
    """The claim that speaks for all, or for the part that the matter belongs to."""
    for chosen in (claims, [claim for claim in claims if claim.section == _PART.get(table)]):
        if len({claim.value for claim in chosen}) == 1:
            return chosen[0]
    return None


def _check(
    claim: Claim, table: str, target: Target, outcome: Outcome, suspect: Suspect | None
) -> Check:
    return Check(
        _id(claim),
        table,
        claim.section or _NO_PART,
        outcome,
        claim.value,
        target.value,
        suspect,
        "WARN",
        claim.quote,
        target.address,
    )


def _id(claim: Claim) -> str:
    kind = claim.kind
    if kind in ("received", "review", "litigation") and claim.value == 0:
        return "N-NONE"
    fixed = {
        "received": "N-NEW",
        "closed": "N-DONE",
        "handled": "N-DONE",
        "carried_in": "N-CARRYIN",
        "carried_out": "N-CARRYOUT",
    }
    if kind in fixed:
        return fixed[kind]
    if kind.startswith("review"):
        return "N-REVIEW"
    return "N-LIT" if kind.startswith("litigation") else "N-OUT"


def _fee(report: Report) -> Iterator[Check]:
    """N-FEE: part six of the form of 2021 must say what was charged for information."""
    last = next((part for part in report.sections if part.key == "other_matters"), None)
    if report.form != "v2021" or last is None:
        return
    severity: CheckSeverity = "INFO"
    claim = next((claim for claim in report.claims if claim.kind == "fee"), None)
    if claim:
        where, value, quote = claim.section or _NO_PART, claim.value, claim.quote
        yield Check("N-FEE", "narrative", where, "pass", value, None, None, severity, quote)
        return
    stated = any("处理费" in part.narrative for part in report.sections)
    outcome: Outcome = "pass" if stated else "fail"
    suspect: Suspect | None = None if stated else "source"
    yield Check("N-FEE", "narrative", "other_matters", outcome, None, None, suspect, severity)
