"""The arithmetic that the official forms demand, assessed on what was read.

An identity is ``pass``, ``fail`` or ``not_assessable``. Blanks and dashes count as 0, but
a blank total, or a row, group or table without any value, cannot be assessed, and neither
can a cell that could not be read. Published values are never changed.
"""

from __future__ import annotations

from parsers.identities.disclosure import disclosure_checks
from parsers.identities.requests import requests_checks
from parsers.identities.review import review_checks
from parsers.identities.statistics import statistics_checks
from parsers.report import Check
from parsers.tables.grid import TableReading

__all__ = ["assess"]


def assess(readings: dict[str, TableReading], kind: str | None, tier: str | None) -> list[Check]:
    """Every identity that one report can answer, table by table."""
    checks: list[Check] = []
    if reading := readings.get("disclosure"):
        checks += disclosure_checks(reading, kind, tier)
    if reading := readings.get("requests"):
        checks += requests_checks(reading)
    if reading := readings.get("review_litigation"):
        checks += review_checks(reading)
    if reading := readings.get("statistics"):
        checks += statistics_checks(reading)
    return checks
