"""Views of what changed: between versions of a report, and on the site after it was read."""

from __future__ import annotations

from gongkai.archive.view import OFFICIAL, View


def _fetched(version: str) -> str:
    return f"""(SELECT max(f.fetched_at) FROM fetches f WHERE f.url = {version}.url
        AND f.snapshot_id = {version}.snapshot_id AND f.revisit = 0)"""


#: Why version ``v`` differs from version ``p``.
CAUSE = """CASE WHEN p.snapshot_id = v.snapshot_id AND p.url = v.url THEN 'parser'
         WHEN p.url <> v.url THEN 'other_page'
         WHEN p.parser_version = v.parser_version THEN 'page'
         ELSE 'page_or_parser' END"""

VERSION_CHANGES = View(
    "version_changes",
    f"""
SELECT v.report_id, c."table", c."row", c."column", c.before, c.after,
    {CAUSE} AS cause,
    {_fetched("p")} AS before_fetched_at, {_fetched("v")} AS after_fetched_at,
    p.parser_version AS before_parser, v.parser_version AS after_parser,
    p.snapshot_id AS before_snapshot, v.snapshot_id AS after_snapshot,
    v.edition, v.is_current, p.url AS before_url, v.url AS after_url, v.parsed_at
FROM cell_changes c
CROSS JOIN report_versions v ON v.version_id = c.version_id
CROSS JOIN report_versions p ON p.version_id = c.previous_id
WHERE v.provenance IN ('official', 'official_injected')
""",
    "同一报告前后两个版本的不同之处，每格一行：before 与 after 为前后的值，"
    "*_fetched_at 为两版网页的抓取时间（UTC）。"
    "cause 为 page（网页有改动）、parser（网页未变，读取程序改进）、"
    "other_page（改由另一网页为准，如更正版）或 page_or_parser（二者皆变，无从区分）。"
    "table 为 report 者是题名等说明项，为 sections 者是正文，只摘首处不同的上下文。"
    "edition 为 corrected 者，题名自称更正版。只含官方报告。",
    "What differs between two versions of a report, one row a cell: before and after are the "
    "values, *_fetched_at when either page was fetched (UTC). cause is page (the page changed), "
    "parser (same page, read differently), other_page (another page speaks now, as a corrected "
    "edition does) or page_or_parser (both changed, cannot be told apart). Rows of table report "
    "are metadata; of sections the text, only around the first difference. edition is corrected "
    "where the title says so. Official reports only.",
)

WITHDRAWN_REPORTS = View(
    "withdrawn_reports",
    f"""
SELECT r.report_id, r.agency_id, a.name AS agency, r.year, r.scope, r.url, w.status,
    w.withdrawn_at AS gone_at,
    (SELECT max(f.fetched_at) FROM fetches f WHERE f.url = r.url
        AND f.snapshot_id IS NOT NULL) AS last_seen_at
FROM withdrawals w CROSS JOIN reports r ON r.url = w.url
CROSS JOIN agencies a ON a.agency_id = r.agency_id
WHERE w.restored_at IS NULL AND {OFFICIAL}
""",
    "已从网站撤下的报告，每份一行：原网址曾给出网页，后来明确回答 404 或 410（status），"
    "此后未再给出网页，"
    "gone_at 为首次发现撤下的时间，last_seen_at 为最后一次仍在的时间（UTC）。"
    "数字仍保留在存档中。只含官方报告。",
    "Reports that their site has taken down, one row each: their address once gave a page, then "
    "answered a plain 404 or 410 (status), and has given no page since; gone_at is when that "
    "was first seen, last_seen_at when the page was last there (UTC). Their numbers stay in the "
    "archive. Official reports only.",
)
