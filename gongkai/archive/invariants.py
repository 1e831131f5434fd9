"""What must always hold in ``archive.db``, as queries that find where it does not.

Each query gives one column: what is wrong, in one line. ``verify`` runs them all.
"""

from __future__ import annotations

_WIDE = {
    "requests": (
        "natural_person",
        "business",
        "research",
        "public_interest",
        "legal_service",
        "other_org",
        "total",
    ),
    "review_litigation": ("upheld", "corrected", "other", "pending", "total"),
    "disclosure": ("value",),
    "statistics": ("value",),
    "annex_rows": ("this_year", "cumulative"),
}


def _count(table: str, columns: tuple[str, ...]) -> str:
    cells = " + ".join(f"count({column})" for column in columns)
    return f"(SELECT {cells} FROM {table} t WHERE t.report_id = r.report_id)"


_CELLS = " + ".join(_count(table, columns) for table, columns in _WIDE.items())


def _counted(column: str, what: str, where: str) -> str:
    rows = f"(SELECT count(*) FROM checks c WHERE c.report_id = r.report_id AND {where})"
    return f"""
SELECT 'report ' || report_id || ': {column} is ' || {column} || ', but ' || n || ' {what}'
FROM (SELECT r.report_id, r.{column}, {rows} AS n FROM reports r) WHERE {column} <> n
"""


def _json(table: str, key: str, column: str) -> str:
    """SQLite's integrity check lets broken JSON pass in tables with other checks (3.40)."""
    return f"""
SELECT '{table} ' || {key} || ': {column} is no JSON'
FROM {table} WHERE {column} IS NOT NULL AND NOT json_valid({column})
"""


INVARIANTS = (
    *(_json("fetches", "fetch_id", name) for name in ("headers", "tls", "notes", "warc_fields")),
    _json("reports", "report_id", "table_forms"),
    _json("sections", "report_id", "table_spans"),
    """
SELECT 'a takedown was not finished; apply the list again with gongkai takedown'
FROM archive_info WHERE key = 'takedown_unfinished'
""",
    """
SELECT 'version ' || v.version_id || ' of ' || v.report_id || ': its snapshot ' || v.snapshot_id
    || ' was taken down'
FROM report_versions v JOIN removed_snapshots USING (snapshot_id)
""",
    """
SELECT 'report ' || r.report_id || ': its version ' || r.version_id
    || ' is not the one marked current, or names another snapshot'
FROM reports r LEFT JOIN report_versions v ON v.version_id = r.version_id
WHERE v.version_id IS NULL OR v.is_current = 0 OR v.report_id <> r.report_id
    OR v.snapshot_id <> r.snapshot_id OR v.url <> r.url OR v.edition IS NOT r.edition
""",
    """
SELECT 'version ' || v.version_id || ' is marked current, but report ' || v.report_id
    || ' does not show it'
FROM report_versions v LEFT JOIN reports r ON r.version_id = v.version_id
WHERE v.is_current = 1 AND r.report_id IS NULL
""",
    """
SELECT 'version ' || v.version_id || ' of ' || v.report_id || ': no fetch brought snapshot '
    || v.snapshot_id || ' from ' || v.url
FROM report_versions v WHERE NOT EXISTS (
    SELECT 1 FROM fetches f WHERE f.url = v.url AND f.snapshot_id = v.snapshot_id)
""",
    """
SELECT 'version ' || v.version_id || ' of ' || v.report_id || ': its parse is not kept'
FROM report_versions v LEFT JOIN version_contents c USING (content_digest)
WHERE c.content_digest IS NULL AND v.version_id > (
    SELECT CAST(value AS INTEGER) FROM archive_info
    WHERE key = 'last_version_without_content')
""",
    """
SELECT 'version ' || v.version_id || ' is called a copy of ' || v.mirror_of
    || ', of which there is no version'
FROM report_versions v WHERE v.mirror_of IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM report_versions o WHERE o.report_id = v.mirror_of)
""",
    """
SELECT 'report ' || report_id || ': its id is not agency/year/scope'
FROM reports WHERE report_id <> agency_id || '/' || year || '/' || scope
""",
    f"""
SELECT 'report ' || report_id || ': cells_read is ' || cells_read || ', but ' || n
    || ' cells hold a number'
FROM (SELECT r.report_id, r.cells_read, {_CELLS} AS n FROM reports r) WHERE cells_read <> n
""",
    _counted(
        "checks_failed",
        "failing identities of severity ERROR are kept",
        "c.outcome = 'fail' AND c.severity = 'ERROR'",
    ),
    _counted(
        "checks_not_assessable",
        "identities that cannot be assessed are kept",
        "c.outcome = 'not_assessable'",
    ),
    """
SELECT 'report ' || r.report_id || ': not in the search index'
FROM reports r LEFT JOIN report_search_docsize d ON d.id = r.version_id WHERE d.id IS NULL
""",
    """
SELECT 'search index: row ' || d.id || ' belongs to no report'
FROM report_search_docsize d LEFT JOIN reports r ON r.version_id = d.id
WHERE r.report_id IS NULL
""",
    """
SELECT 'fetch ' || f.fetch_id || ' of ' || f.url || ' has no record id'
FROM fetches f WHERE f.record_id IS NULL
""",
    """
SELECT 'fetch ' || f.fetch_id || ' of ' || f.url || ' repeats fetch ' || f.revisit_of
    || ', which brought another body'
FROM fetches f JOIN fetches o ON o.fetch_id = f.revisit_of
WHERE f.snapshot_id IS NOT o.snapshot_id
""",
)
