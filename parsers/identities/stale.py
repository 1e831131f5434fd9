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
_LONGEST = 120


def stale_years(report: Report) -> list[Check]:
    """D-YEAR failures that the parse leaves open; ``left`` is the report's year, ``right`` that
    of the text."""
    told = any(one.id == "D-YEAR" and one.outcome == "fail" for one in report.checks)
    if told or report.year is None:
        return []
    text = "".join(part.narrative for part in report.sections)
    if str(report.year - 1) not in text:
        return []
    return [*_opening(report, report.year), *_sentences(report, report.year)]


def _opening(report: Report, year: int) -> Iterator[Check]:
    """Part one opens with last year: some do, to tell of both; D-YEAR itself looks at the rest."""
    overview = next((part for part in report.sections if part.key == "overview"), None)
    opens = re.match(rf"\s*({year - 1}年度?)[,，]", overview.narrative if overview else "")
    if opens:
        yield _failure(year, "overview", opens.group(1), "INFO")


def _sentences(report: Report, year: int) -> Iterator[Check]:
    """At most one a part."""
    if "requests" not in report.tables:
        return
    known = {claim.kind for claim in report.claims}
    told = [claim for claim in _of_last_year(report, year) if claim.kind not in known]
    told = [claim for claim in told if claim.value]
    if not all(_fits(report, claim) for claim in told) or sum(c.value for c in told) < _LEAST:
        return
    for part in report.sections:
        first = next((claim for claim in told if claim.section == part.key), None)
        if first:
            yield _failure(year, part.key or "narrative", _quoted(part.text, year - 1, first))


def _quoted(text: str, year: int, claim: Claim) -> str:
    """The clause with the year before it, from where the year stands."""
    end = claim.start + len(claim.quote)
    at = text.rfind(str(year), 0, end)
    return text[at:end] if at >= 0 and end - at < _LONGEST else claim.quote


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
