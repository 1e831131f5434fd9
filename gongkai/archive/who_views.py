"""Views of who must report, who did not, and of sums that count nobody twice."""

from __future__ import annotations

from gongkai.archive.view import OFFICIAL, View

EXPECTED_REPORTS = View(
    "expected_reports",
    f"""
WITH RECURSIVE years(year, last) AS (
    SELECT (SELECT min(year) FROM reports), (SELECT max(year) FROM reports)
    UNION ALL SELECT year + 1, last FROM years WHERE year < last
)
SELECT a.agency_id, a.name AS agency, a.division_code, a.tier, a.kind, y.year,
    CASE WHEN EXISTS (SELECT 1 FROM expectations x WHERE x.agency_id = a.agency_id
        AND x.year = y.year AND x.expected = 1) THEN 'loaded' ELSE 'seen' END AS basis
FROM agencies a CROSS JOIN years y
WHERE y.year >= (SELECT min(r.year) FROM reports r WHERE r.agency_id = a.agency_id AND {OFFICIAL})
    AND y.year <= (SELECT max(r.year) FROM reports r WHERE {OFFICIAL})
    AND y.year < ifnull((SELECT min(e.year) FROM agency_events e
        WHERE e.predecessor_id = a.agency_id), 9999)
    AND NOT EXISTS (SELECT 1 FROM expectations x WHERE x.agency_id = a.agency_id
        AND x.year = y.year AND x.expected = 0)
UNION ALL
SELECT a.agency_id, a.name, a.division_code, a.tier, a.kind, x.year, 'loaded'
FROM expectations x JOIN agencies a ON a.agency_id = x.agency_id
WHERE x.expected = 1 AND NOT (
    x.year >= ifnull((SELECT min(r.year) FROM reports r WHERE r.agency_id = a.agency_id
        AND {OFFICIAL}), 9999)
    AND x.year <= (SELECT max(r.year) FROM reports r WHERE {OFFICIAL})
    AND x.year < ifnull((SELECT min(e.year) FROM agency_events e
        WHERE e.predecessor_id = a.agency_id), 9999))
""",
    "哪个机关应有哪一年的报告（覆盖率的分母）：每个机关、年度一行。"
    "basis 为 loaded 者由用户载入；seen 者自首份官方报告之年起、至存档中最近的年度止，"
    "每年都应有，机构由他机构承接之年（agency_events）起不再列入。",
    "Which agency should have a report on which year (the denominator of coverage), one row an "
    "agency and year. basis loaded: a person said so; seen: every year from that of its first "
    "official report to the newest year in the archive, until the year of a successor event "
    "(agency_events).",
)

MISSING_REPORTS = View(
    "missing_reports",
    f"""
SELECT e.agency_id, e.agency, e.division_code, e.tier, e.kind, e.year, e.basis,
    EXISTS (SELECT 1 FROM reports r WHERE r.agency_id = e.agency_id AND r.year = e.year)
        AS has_copy,
    EXISTS (SELECT 1 FROM removed_reports t WHERE t.agency_id = e.agency_id AND t.year = e.year)
        AS was_taken_down,
    (SELECT max(r.year) FROM reports r WHERE r.agency_id = e.agency_id AND {OFFICIAL})
        AS last_year,
    g.reason, g.checked_at
FROM expected_reports e
LEFT JOIN report_gaps g ON g.agency_id = e.agency_id AND g.year = e.year
WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.agency_id = e.agency_id
    AND r.year = e.year AND {OFFICIAL})
""",
    "应有而存档中没有官方报告者，每个机关、年度一行：has_copy 为 1 表示只有转载或来源不明的报告，"
    "was_taken_down 为 1 表示曾有而已从存档中删除（见 takedowns），"
    "last_year 为最近一份官方报告的年度。reason 为最近一次抓取所知的原因："
    "not_published（网站已读而无此报告）、withdrawn（已撤下）、blocked（被拦）、failed（未取到）、"
    "parse_failed（取到而未读成）、not_yet_crawled（尚未抓取）、awaited（未到期）、"
    "taken_down（本存档已删除）；为空则尚未判断。",
    "Expected reports of which the archive has no official one, one row an agency and year: "
    "has_copy is 1 when there is one of other provenance, was_taken_down when there was one that "
    "this archive had to remove (takedowns), last_year is that of the newest "
    "official report. reason is what the last run knew (checked_at): not_published (the site was "
    "read and names no such report), withdrawn, blocked, failed (did not come), parse_failed (came "
    "and was not read), not_yet_crawled, awaited (not due yet), taken_down (this archive removed "
    "it); NULL: not judged yet.",
)

_BODIES = """
SELECT o.*, row_number() OVER (PARTITION BY o.agency_id, o.year
    ORDER BY o.scope = 'office_only', o.scope) AS place
FROM outcome_rates o WHERE o.scope IN ('own_agency', 'office_only')
"""

DIVISION_TOTALS = View(
    "division_totals",
    f"""
SELECT a.division_code, d.name AS division, b.year, 'bodies' AS basis,
    count(*) AS reports, count(b.received) AS reports_read,
    sum(b.received) AS received, sum(b.total_processed) AS total_processed
FROM ({_BODIES}) b JOIN agencies a ON a.agency_id = b.agency_id
LEFT JOIN divisions d ON d.division_code = a.division_code
WHERE b.place = 1 AND a.division_code IS NOT NULL
GROUP BY a.division_code, b.year
UNION ALL
SELECT a.division_code, d.name, o.year, o.scope, count(*), count(o.received),
    CASE WHEN count(*) = count(o.received) AND min(o.received) = max(o.received)
        THEN min(o.received) END,
    CASE WHEN count(*) = count(o.total_processed)
        AND min(o.total_processed) = max(o.total_processed) THEN min(o.total_processed) END
FROM outcome_rates o JOIN agencies a ON a.agency_id = o.agency_id
LEFT JOIN divisions d ON d.division_code = a.division_code
WHERE o.scope IN ('aggregate', 'government_level') AND a.division_code IS NOT NULL
    AND coalesce(a.kind, '') IN ('government', 'office')
GROUP BY a.division_code, o.year, o.scope
""",
    "各行政区划的申请件数，单位：件；不同 basis 的行说的是同一批申请，绝不可相加。"
    "bodies：本区划内各机关只报自身的报告之和，每个机关、年度只取一份（不含下级区划），"
    "只加读到数字的 reports_read 份，少于 reports 时和数偏小；"
    "aggregate 与 government_level：政府或其办公室的汇总报告所载，不求和，几份不一时为空。"
    "scope 不明的报告不列入。只含官方报告。",
    "Requests by division. Rows of different basis tell of the same requests: never add them. "
    "bodies: the sum over the reports that bodies of the division made about themselves, one an "
    "agency and year, divisions below left out; only the reports_read with numbers are summed, so "
    "that it is too small where there are fewer than reports. aggregate, government_level: what "
    "the report of the government or its office says for all; never a sum, NULL where two differ. "
    "Reports of unknown scope are left out. Official reports only.",
)

VIEWS = (EXPECTED_REPORTS, MISSING_REPORTS, DIVISION_TOTALS)
