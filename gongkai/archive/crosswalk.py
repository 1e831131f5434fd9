"""Which number of the 2014 table stands where in the tables of 2019, and how well it fits.

The grades are the domain reference's: ``exact``, ``near``, ``lossy``. What has no counterpart
(不是《条例》所指政府信息) or several (告知通过其他途径办理) is left out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crossing:
    """The sum of the 2014 indicators ``keys`` beside the sum of ``rows`` of a table (total)."""

    keys: tuple[str, ...]
    table: str
    rows: tuple[str, ...]
    grade: str

    @property
    def indicator(self) -> str:
        """How the later side is named."""
        return f"{self.table}.{'+'.join(self.rows)}.total"


def _requests(row: str, grade: str, *keys: str) -> Crossing:
    return Crossing(keys, "requests", (row,), grade)


CROSSWALK = (
    _requests("received", "exact", "req_received"),
    _requests("granted", "lossy", "rep_granted", "rep_already_public"),
    _requests("partly_granted", "near", "rep_partial"),
    _requests("denied_state_secret", "exact", "den_state_secret"),
    _requests("denied_third_party", "near", "den_trade_secret", "den_privacy"),
    _requests("denied_security_stability", "exact", "den_three_security"),
    _requests("denied_by_law", "lossy", "den_other_law"),
    _requests("unavailable_not_held", "near", "rep_not_this_agency", "rep_not_exist"),
    _requests("unavailable_unclear", "lossy", "rep_told_to_amend"),
    Crossing(("review_total",), "review_litigation", ("review",), "near"),
    Crossing(
        ("lit_total",),
        "review_litigation",
        ("litigation_direct", "litigation_after_review"),
        "near",
    ),
)


def select(crossing: Crossing, pair: str, where: str) -> str:
    """A ``SELECT`` of both sides of a crossing for the years ``r`` and ``b`` of a body ``a``."""
    before = " + ".join(
        f"(SELECT s.value FROM statistics s WHERE s.report_id = b.report_id AND s.key = '{key}')"
        for key in crossing.keys
    )
    value = " + ".join(
        f"""(SELECT t.total FROM {crossing.table} t WHERE t.report_id = r.report_id
            AND t."row" = '{row}')"""
        for row in crossing.rows
    )
    return f"""
SELECT * FROM (SELECT r.report_id, r.agency_id, a.name, r.year, r.scope, '{crossing.indicator}',
    {before} AS before, {value} AS value, 'v2014' AS form_before,
    r.table_forms ->> '$.{crossing.table}' AS form, '{crossing.grade}'
FROM {pair} WHERE {where} AND b.table_forms ->> '$.statistics' = 'v2014')
WHERE before IS NOT NULL AND value IS NOT NULL"""
