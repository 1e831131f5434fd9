"""Views of copies, of the sources that one report has, and of where they differ."""

from __future__ import annotations

from gongkai.archive.view import OFFICIAL, View

_DIFFERING = "(SELECT count(*) FROM source_differences s WHERE s.other_id = v.version_id)"

COPIES = View(
    "copies",
    f"""
SELECT v.report_id, v.url, v.title, v.provenance, v.mirror_of, v.mirror_basis,
    round(v.mirror_similarity, 4) AS similarity,
    CASE WHEN v.mirror_of IS NOT NULL THEN {_DIFFERING} END AS cells_differing,
    EXISTS (SELECT 1 FROM reports r WHERE r.report_id = v.report_id AND {OFFICIAL})
        AS has_official,
    v.is_current, v.snapshot_id, v.parsed_at
FROM report_versions v
WHERE v.superseded = 0 AND v.provenance IN ('copy_linked', 'copy_unverified')
""",
    "隔离的转载（非政府网站上的复制页，以及重复报告表格的解读、图解），每页一行："
    "mirror_of 为已认出的官方原报告，"
    "mirror_basis 为依据（页面自称的原址、网址末段相同、同一机关同一年度、同一网站数字相同），"
    "similarity 为表外文字的相似度（0 至 1），cells_differing 为与原报告不同的格数；"
    "has_official 为 1 表示该报告另有官方版本，此时以官方版本为准。默认各表均不含转载。",
    "Copies in quarantine (pages on hosts that are not the government's, and interpretations "
    "that repeat a report's tables), one row a page: "
    "mirror_of is the official report that it was made of, mirror_basis how that is known "
    "(the address the page names, the end of its address, same agency and year, the same numbers "
    "on the same site), similarity that "
    "of the text outside tables (0 to 1), cells_differing counts cells unlike the original's; "
    "has_official is 1 when an official version speaks. No default view holds copies.",
)

REPORT_SOURCES = View(
    "report_sources",
    f"""
SELECT r.report_id, r.agency_id, r.year, r.scope, v.url, v.provenance,
    CASE WHEN v.version_id = r.version_id THEN 'speaks'
         WHEN v.provenance IN ('copy_linked', 'copy_unverified') THEN 'copy'
         ELSE 'source' END AS role,
    CASE WHEN v.version_id <> r.version_id THEN
        (SELECT count(*) FROM source_differences s
         WHERE s.version_id = r.version_id AND s.other_id = v.version_id) END AS cells_differing,
    v.edition, v.title, v.snapshot_id
FROM reports r JOIN report_versions v
    ON v.report_id = r.report_id OR v.mirror_of = r.report_id
WHERE {OFFICIAL} AND v.superseded = 0 AND (v.version_id = r.version_id
    OR (v.url <> r.url AND v.version_id = (
        SELECT max(o.version_id) FROM report_versions o WHERE o.url = v.url
            AND o.superseded = 0 AND (o.report_id = r.report_id OR o.mirror_of = r.report_id))))
""",
    "一份报告的各个来源（网页、附件、其他网站），每个网址一行：role 为 speaks 者以其为准，"
    "source 为另一官方来源，copy 为转载；cells_differing 为与为准者不同的格数，"
    "各格见 source_conflicts。只含官方报告。",
    "The sources of a report (page, attachment, other hosts), one row an address: role speaks is "
    "the one that counts, source another official one, copy a copy; cells_differing counts cells "
    "unlike those of the one that counts, each in source_conflicts. Official reports only.",
)

SOURCE_CONFLICTS = View(
    "source_conflicts",
    f"""
SELECT r.report_id, r.agency_id, r.year, r.scope, s."table", s."row", s."column",
    s.value, s.other_value, r.url, o.url AS other_url, o.provenance AS other_provenance
FROM source_differences s
CROSS JOIN reports r ON r.version_id = s.version_id
CROSS JOIN report_versions o ON o.version_id = s.other_id
WHERE {OFFICIAL}
""",
    "同一报告的两个来源数字不一致之处，每格一行：value 为为准者所载，other_value 为另一来源"
    "（other_url）所载；空为该处没有数字。只含官方报告，公布的数字从不改动。",
    "Where two sources of one report differ, one row a cell: value in the one that counts, "
    "other_value in the other (other_url); NULL where there is no number. Official reports only; "
    "published numbers are never changed.",
)

VIEWS = (COPIES, REPORT_SOURCES, SOURCE_CONFLICTS)
