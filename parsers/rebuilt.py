"""A ``Report`` out of the contract's JSON: the way back from ``Report.to_dict``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from parsers.report import AnnexRow, CellNote, Check, Claim, Problem, Report, Section

#: Keys whose values are records of a kind; all others are taken as they are.
_RECORDS: dict[str, Callable[..., Any]] = {
    "annex": AnnexRow,
    "cells": CellNote,
    "claims": Claim,
    "checks": Check,
    "problems": Problem,
}


def rebuilt(content: Mapping[str, Any]) -> Report:
    """The report that ``to_dict`` gave this object of; equal to it but for ``origins``.

    Raises ``KeyError``, ``TypeError`` or ``AttributeError`` for what is no such object.
    """
    found = dict(content)
    period = found["period"]
    found["period"] = (period["start"], period["end"]) if period else None
    found["sections"] = [_section(section) for section in found["sections"]]
    for key, kind in _RECORDS.items():
        found[key] = [kind(**record) for record in found[key]]
    found["others"] = [rebuilt(other) for other in found.get("others", ())]
    return Report(**found)


def _section(said: Mapping[str, Any]) -> Section:
    return Section(**{**said, "table_spans": tuple(map(_span, said["table_spans"]))})


def _span(pair: Sequence[int]) -> tuple[int, int]:
    start, end = pair
    return start, end
