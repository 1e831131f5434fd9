"""One agency, read from the archive: who it is, its reports, its numbers across years."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from gongkai.browse.report_data import Record, records

CHILDREN = 200
#: What is listed of a kind at most; a link leads to the rest.
LISTED = 60

AGENCY = """
select a.*, p.name as parent_name, d.name as division
from agencies a left join agencies p on p.agency_id = a.parent_id
  left join divisions d on d.division_code = a.division_code
where a.agency_id = ?
"""
# A view joined to another would be made whole first: each is asked for one agency alone.
REPORTS = """
select report_id, title, year, scope, form, provenance, published_on, checks_failed,
  provenance in ('official', 'official_injected') as is_official,
  table_forms ->> '$.requests' as requests_form,
  table_forms ->> '$.review_litigation' as review_form
from reports where agency_id = ? order by year desc, scope
"""
TIMES = "select report_id, days_late, date_doubted from timeliness where agency_id = ?"
OUTCOMES = """
select report_id, received, carried_over, granted, partly_granted, denied, unavailable,
  not_processed, other, total_processed, carried_forward, any_disclosure
from outcome_rates where agency_id = ?
"""
REMEDIES = """
select report_id, review_upheld, review_corrected, review_other, review_pending, review_total,
  direct_upheld + after_upheld as suit_upheld,
  direct_corrected + after_corrected as suit_corrected,
  direct_other + after_other as suit_other, direct_pending + after_pending as suit_pending,
  direct_total + after_total as suit_total
from remedy_rates where agency_id = ?
"""
CHAIN = "select * from carry_chain where agency_id = ? order by scope, year"
REPEATS = f"""
select * from text_repeats where agency_id = ?
order by year desc, relation <> 'last_year', share desc limit {LISTED}
"""
YEAR_CHECKS = f"""
select * from year_checks where agency_id = ?
order by severity <> 'ERROR', year desc limit {LISTED}
"""
GAPS = "select year, reason from missing_reports where agency_id = ? order by year"
NAMES = "select name, first_year, last_year from agency_names where agency_id = ? order by 2, 1"
EVENTS = """
select e.*, p.name as predecessor, s.name as successor
from agency_events e left join agencies p on p.agency_id = e.predecessor_id
  left join agencies s on s.agency_id = e.successor_id
where ? in (e.predecessor_id, e.successor_id) order by e.year
"""
BELOW = f"""
select agency_id, name from agencies where parent_id = ? order by name limit {CHILDREN + 1}
"""
LABELS = "select key, label, label_en, unit from indicators"
GROUPS = """
select distinct "row" as "key", group_label as label from form_rows
where "table" = 'requests' and group_label is not null and form = 'v2021'
"""


@dataclass(frozen=True, slots=True)
class AgencyData:
    """Records as the archive's views give them; ``reports`` newest first, with their lateness.

    ``numbers`` holds what became of the requests, reviews and lawsuits of a report, by its id:
    a report is left out where the archive's views leave it out.
    ``labels`` are the data dictionary's, by key; ``groups`` those of the groups of table 3, by
    a row of the group.
    """

    agency: Record
    reports: list[Record]
    numbers: dict[str, Record]
    chain: list[Record]
    repeats: list[Record]
    year_checks: list[Record]
    gaps: list[Record]
    names: list[Record]
    events: list[Record]
    children: list[Record]
    labels: dict[str, Record]
    groups: dict[str, str]


def load_agency(connection: sqlite3.Connection, agency_id: str) -> AgencyData | None:
    """Everything that the page shows; None when there is no such agency."""
    found = records(connection, AGENCY, agency_id)
    if not found:
        return None

    def of(sql: str) -> list[Record]:
        return records(connection, sql, agency_id)

    times = {row["report_id"]: row for row in of(TIMES)}
    numbers: dict[str, Record] = {}
    for row in (*of(OUTCOMES), *of(REMEDIES)):
        numbers.setdefault(row["report_id"], {}).update(row)
    return AgencyData(
        agency=found[0],
        reports=[row | times.get(row["report_id"], {}) for row in of(REPORTS)],
        numbers=numbers,
        chain=of(CHAIN),
        repeats=of(REPEATS),
        year_checks=of(YEAR_CHECKS),
        gaps=of(GAPS),
        names=of(NAMES),
        events=of(EVENTS),
        children=of(BELOW),
        labels={row["key"]: row for row in records(connection, LABELS)},
        groups={row["key"]: row["label"] for row in records(connection, GROUPS)},
    )
