"""Sentences about last year that tell this year's figures: a year that was not brought up to date.

For a report before it is published (D-YEAR). A sentence that names last year is no claim about
this one, so that it is read again as if it were: where the text says nothing else of the matter,
and the figure is the one in this year's table, the year is what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.claims import Reporter, find_claims
from parsers.identities.narrative import narrative_checks
from parsers.report import Check, CheckSeverity, Claim, Report

#: One figure may be the same in two years.
_LEAST = 2


def stale_years(report: Report) -> list[Check]:
    """D-YEAR failures, one a sentence; ``left`` is the report's year, ``right`` the one named."""
    if report.year is None:
        return []
    text = "".join(part.narrative for part in report.sections)
    if str(report.year - 1) not in text:
        return []
    return [*_opening(report, report.year), *_sentences(report, report.year)]


def _opening(report: Report, year: int) -> Iterator[Check]:
    """Part one opens with last year: some do, to tell of both; D-YEAR itself looks at the rest."""
    overview = next((part for part in report.sections if part.key == "overview"), None)
    opens = re.match(rf"\s*({year - 1}年度?)[,，]", overview.narrative if overview else "")
    told = any(one.id == "D-YEAR" and one.outcome == "fail" for one in report.checks)
    if opens and not told:
        yield _failure(year, "overview", opens.group(1), "INFO")


def _sentences(report: Report, year: int) -> list[Check]:
    if "requests" not in report.tables:
        return []
    known = {claim.kind for claim in report.claims}
    told = [
        claim for claim in _of_last_year(report, year) if claim.kind not in known and claim.value
    ]
    agreeing = [claim for claim in told if _fits(report, claim)]
    if len(agreeing) < len(told) or sum(claim.value for claim in agreeing) < _LEAST:
        return []
    quotes = {claim.quote: claim.section or "narrative" for claim in agreeing}
    return [_failure(year, where, quote) for quote, where in quotes.items()]


def _of_last_year(report: Report, year: int) -> list[Claim]:
    reporter = Reporter(report.agency, report.kind, report.scope, year - 1)
    return find_claims(report.sections, reporter)


def _fits(report: Report, claim: Claim) -> bool:
    """Whether a claim agrees with this year's tables."""
    copy = Report(
        report.source, tables=report.tables, cells=report.cells, checks=report.checks,
        claims=[claim],
    )  # fmt: skip
    return any(check.outcome == "pass" for check in narrative_checks(copy))


def _failure(year: int, where: str, quote: str, severity: CheckSeverity = "WARN") -> Check:
    sides, against = (year, year - 1), f"{year}年"
    return Check("D-YEAR", "metadata", where, "fail", *sides, "source", severity, quote, against)
