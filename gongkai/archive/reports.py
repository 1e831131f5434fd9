"""Storing what a parse brought: one transaction a document, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from sqlite_utils import Database

from gongkai.archive import (
    changes,
    content,
    copies,
    hosts,
    precedence,
    search,
    sources,
    versions,
)
from gongkai.archive.addresses import host_of
from gongkai.archive.connect import writing
from gongkai.archive.editions import edition_of, provenance_of
from gongkai.archive.fetches import Work, requeue, reread
from gongkai.archive.identity import Claim, resolve
from gongkai.archive.rows import utc_now
from parsers.report import Report

Outcome = Literal["report", "not_a_report", "no_agency", "no_year", "failed"]
#: Shanghai published for 2004 (local rules); anything far outside is a misreading.
YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a parse.

    ``changed``: the archive's current reports differ from before. ``set_aside``: it is
    a copy and another version speaks for the report. ``others``: the same for the
    further reports of a page with several.
    """

    report_id: str | None
    outcome: Outcome
    changed: bool
    set_aside: bool
    others: tuple[Stored, ...] = ()


@dataclass(slots=True)
class _InHand:
    """A parse whose content can be written now; ``version_id`` once it is entered."""

    version_id: int
    agency_id: str
    scope: str
    work: Work
    report: Report

    @property
    def report_id(self) -> str:
        return f"{self.agency_id}/{self.report.year}/{self.scope}"


def store_report(db: Database, work: Work, report: Report, parser_version: str) -> Stored:
    """Store a parse with its version, its current rows and its search row.

    A document without agency or year, or that is no report, is only noted. Raises
    ``sqlite3.IntegrityError`` for values outside the contract; then nothing is stored.
    """
    outcomes = [outcome_of(one) for one in (report, *report.others)]
    outcome, detail = next((said for said in outcomes if said[0] == "report"), outcomes[0])
    with search.indexing(db):
        _note_parse(db, work, parser_version, outcome, detail)
        if outcome != "report":
            lost = versions.supersede(db, work)
            changed = settle_after(db, lost)
            return Stored(None, outcome, changed, set_aside=False)
        return _store_all(db, work, report, parser_version)


def store_failure(db: Database, work: Work, parser_version: str, detail: str) -> None:
    """Note that a parse broke off; what an earlier parse brought stays as it is."""
    with writing(db):
        _note_parse(db, work, parser_version, "failed", detail)


def _store_all(db: Database, work: Work, report: Report, parser_version: str) -> Stored:
    """Enter every report of a page, then end the versions that none of them repeats."""
    hands: dict[str, _InHand] = {}
    ids: list[str | None] = []
    reports = (report, *report.others)
    for one in reports:
        hand = _hand(db, work, one) if outcome_of(one)[0] == "report" else None
        ids.append(hand.report_id if hand else None)
        if hand and hand.report_id not in hands:
            alone = not report.others
            hand.version_id = versions.enter(
                db, work, one, hand.report_id, parser_version, alone=alone
            )
            hands[hand.report_id] = hand
    lost = versions.supersede(db, work, [hand.version_id for hand in hands.values()])
    settled = {rid: _settle_one(db, hand, lost, hands.keys()) for rid, hand in hands.items()}
    stored = [
        settled[rid] if rid else Stored(None, outcome_of(one)[0], changed=False, set_aside=False)
        for rid, one in zip(ids, reports, strict=True)
    ]
    return replace(stored[0], others=tuple(stored[1:]))


def _hand(db: Database, work: Work, report: Report) -> _InHand:
    agency_id = _agency(db, work, report)
    scope = report.scope or "unknown"
    return _InHand(0, agency_id, scope, work, report)


def _settle_one(db: Database, hand: _InHand, lost: set[str], own: Collection[str]) -> Stored:
    """Settle what a version brings, and the reports that lost one to its page.

    ``own`` are the reports of the page itself: each is settled with its content in hand.
    """
    agency_year = hand.report_id.rpartition("/")[0] + "/"
    touched = lost | copies.judge(db, agency_year)
    changed = _settle(db, hand.report_id, hand)
    changed |= settle_after(db, touched - set(own))
    sources.hold_against_each_other(db, hand.report_id)
    is_copy = provenance_of(hand.report) in precedence.COPIES
    set_aside = is_copy and _current(db, hand.report_id) != hand.version_id
    return Stored(hand.report_id, "report", changed, set_aside)


def settle_after(db: Database, report_ids: set[str]) -> bool:
    """Settle reports that lost a version, and copies that lost their original by it."""
    for prefix in {report_id.rpartition("/")[0] + "/" for report_id in report_ids}:
        report_ids = report_ids | copies.judge(db, prefix)
    changed = False
    for report_id in sorted(report_ids):
        changed |= _settle(db, report_id)
        sources.hold_against_each_other(db, report_id)
    return changed


def _settle(db: Database, report_id: str, hand: _InHand | None = None) -> bool:
    """Make the best version of a report current; returns whether its rows changed.

    Only the content in hand can be written. When an older version should return, its
    snapshot goes back into the queue and brings the content itself.
    """
    chosen = precedence.best(db, report_id)
    current = _current(db, report_id)
    if chosen and chosen.version_id == current:
        return False
    if chosen and hand and chosen.version_id == hand.version_id:
        _replace(db, chosen, hand)
        return True
    if chosen:
        requeue(db, chosen.snapshot_id, chosen.url)
    if current is not None and not versions.stands(db, current, report_id):
        content.erase(db, report_id)
        return True
    return False


def _replace(db: Database, chosen: precedence.Version, hand: _InHand) -> None:
    place = {
        "report_id": chosen.report_id,
        "agency_id": hand.agency_id,
        "year": hand.report.year,
        "scope": hand.scope,
        "version_id": chosen.version_id,
        "snapshot_id": chosen.snapshot_id,
        "source_id": hand.work.source_id,
        "url": chosen.url,
        "edition": edition_of(hand.report.title),
        "provenance": chosen.provenance,
    }
    replaced = _current(db, chosen.report_id)
    if replaced is not None:
        changes.follow(db, chosen.version_id, replaced)
        content.erase(db, chosen.report_id)
    versions.mark_current(db, chosen.report_id, chosen.version_id)
    content.write(db, place, hand.report)


def _agency(db: Database, work: Work, report: Report) -> str:
    # A copying host's division says nothing about the agency that was copied.
    is_copy = report.provenance in precedence.COPIES
    host = None if is_copy else host_of(work.final_url)
    site_code = report.identifiers.get("site_code")
    claim = Claim(
        report.agency or "",
        report.year or 0,
        None if is_copy else _division(db, work.source_id),
        report.kind,
        report.tier,
        host=host,
        site_code=site_code,
        credit_code=report.identifiers.get("credit_code"),
    )
    if report.provenance in precedence.OFFICIAL:
        hosts.learn(db, host, site_code)
    return resolve(db, claim)


def _division(db: Database, source_id: str | None) -> str | None:
    sql = "SELECT division_code FROM sources WHERE source_id = ?"
    row = db.execute(sql, [source_id]).fetchone()
    return row[0] if row else None


def outcome_of(report: Report) -> tuple[Outcome, str | None]:
    """What becomes of a parse, and why it is no report."""
    if not report.is_report:
        reasons = [p.detail for p in report.problems if p.code == "not_a_report"]
        return "not_a_report", "; ".join(reasons)
    if not report.agency or not report.agency.strip():
        return "no_agency", report.title
    if report.year not in YEARS:
        return "no_year", f"{report.title}: {report.year}"
    return "report", None


def _note_parse(
    db: Database, work: Work, parser_version: str, outcome: Outcome, detail: str | None
) -> None:
    db.execute(
        "INSERT INTO parses (snapshot_id, url, parser_version, parsed_at, outcome, detail)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (snapshot_id, url, parser_version) DO UPDATE SET"
        " parsed_at = excluded.parsed_at, outcome = excluded.outcome, detail = excluded.detail",
        [work.snapshot_id, work.url, parser_version, utc_now(), outcome, detail],
    )
    reread(db, work.snapshot_id, work.url)


def _current(db: Database, report_id: str) -> int | None:
    row = db.execute("SELECT version_id FROM reports WHERE report_id = ?", [report_id]).fetchone()
    return row[0] if row else None
