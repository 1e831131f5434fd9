"""Two years of one body side by side, and cells of theirs as SQL expressions."""

from __future__ import annotations

from gongkai.archive.view import OFFICIAL

#: Whether the total of table 3 of report ``r`` fails an identity: no rate is made of it then.
TOTAL_FAILS = """EXISTS (SELECT 1 FROM checks c WHERE c.report_id = r.report_id
    AND c.outcome = 'fail' AND ((c.id IN ('T3-BAL', 'T3-TOT')
            AND c."where" IN ('total', 'total_processed', 'total_processed.total'))
        OR (c.id = 'T3-ROW' AND c."where" IN ('total_processed', 'total_processed.total'))))"""
_EARLIER = OFFICIAL.replace("r.", "b.")
_COLUMNS = """r.report_id, r.version_id, b.report_id AS before_id,
    b.version_id AS before_version_id, r.table_forms ->> '$.disclosure' AS form,
    b.table_forms ->> '$.disclosure' AS form_before"""
_ALONE = """NOT EXISTS (SELECT 1 FROM reports o WHERE o.agency_id = {one}.agency_id
    AND o.year = {one}.year AND o.scope <> {one}.scope
    AND o.provenance IN ('official', 'official_injected'))"""


def pairs(changed: str) -> str:
    """Official reports ``r`` and those of the year before, of the agencies of ``changed``.

    ``basis``: ``same`` body and scope; ``scope``: one report in either year, of different
    scope; ``renamed``: the body before has another name (``agency_events``). ``form`` and
    ``form_before`` are those of table 2. ``changed`` is a table with one column agency_id.
    """
    return f"""
SELECT {_COLUMNS}, 'same' AS basis
FROM {changed} c JOIN reports r ON r.agency_id = c.agency_id
JOIN reports b ON b.agency_id = r.agency_id AND b.year = r.year - 1 AND b.scope = r.scope
WHERE {OFFICIAL} AND {_EARLIER}
UNION ALL
SELECT {_COLUMNS}, 'scope'
FROM {changed} c JOIN reports r ON r.agency_id = c.agency_id
JOIN reports b ON b.agency_id = r.agency_id AND b.year = r.year - 1 AND b.scope <> r.scope
WHERE {OFFICIAL} AND {_EARLIER} AND {_ALONE.format(one="r")} AND {_ALONE.format(one="b")}
UNION ALL
SELECT {_COLUMNS}, 'renamed'
FROM agency_events e JOIN reports r ON r.agency_id = e.successor_id
JOIN reports b ON b.agency_id = e.predecessor_id AND b.year = r.year - 1 AND b.scope = r.scope
WHERE e.type = 'rename' AND {OFFICIAL} AND {_EARLIER}
    AND (e.successor_id IN (SELECT agency_id FROM {changed})
        OR e.predecessor_id IN (SELECT agency_id FROM {changed}))
    AND NOT EXISTS (SELECT 1 FROM reports o WHERE o.agency_id = r.agency_id
        AND o.year = r.year - 1)
"""


def request(report: str, row: str, column: str) -> str:
    """A cell of table 3; 0 where it is blank or dashed, in a table that shows a total.

    The contract counts blanks as 0, but a table that was left blank says nothing.
    """
    return f"""(SELECT coalesce(q."{column}", CASE WHEN EXISTS (
            SELECT 1 FROM cell_notes n WHERE n.report_id = {report} AND n."table" = 'requests'
                AND n."row" = '{row}' AND n."column" = '{column}'
                AND n.status IN ('blank', 'dash'))
        AND EXISTS (SELECT 1 FROM requests t WHERE t.report_id = {report}
            AND t."row" = 'total_processed' AND t.total IS NOT NULL) THEN 0 END)
        FROM requests q WHERE q.report_id = {report} AND q."row" = '{row}')"""


def remedy(report: str, group: str, column: str) -> str:
    """A cell of table 4, as printed: a blank one may be of a group left blank."""
    return f"""(SELECT t."{column}" FROM review_litigation t
        WHERE t.report_id = {report} AND t."row" = '{group}')"""


def disclosed(report: str, row: str, column: str) -> str:
    """A cell of table 2, as printed."""
    return f"""(SELECT t.value FROM disclosure t WHERE t.report_id = {report}
        AND t."row" = '{row}' AND t."column" = '{column}')"""
