"""Views across years and bodies: carry-over, identities, repeated text, changes of numbers."""

from __future__ import annotations

from gongkai.archive.crosswalk import CROSSWALK, select
from gongkai.archive.pairs import request
from gongkai.archive.view import OFFICIAL, View

# The rows name versions: one that no report shows any more shows nothing here.
_SHOWN = """
SELECT r.report_id, b.report_id AS before_id, r.agency_id, a.name AS agency, r.year, r.scope,
    d.check_id, d."table", d."where", d.left, d.right,
    round(d.right - d.left, 6) AS difference, d.severity, d.basis, r.url, b.url AS before_url
FROM year_differences d JOIN reports r ON r.version_id = d.version_id
JOIN reports b ON b.version_id = d.before_version_id
JOIN agencies a ON a.agency_id = r.agency_id
"""
_BASES = (
    "basis 为 same：同一机关、同一范围；scope：两年各只一份而范围不同；"
    "renamed：机关改名（agency_events）；后两者降为 WARN。只比较相邻两年的官方报告，每次抓取或导入"
    "之后算出；表三的空白和短横按 0 计（全表空白者不比）。公布的数字从不改动。"
)
_BASES_EN = (
    "basis same: one body and scope; scope: one report in either year, of different scope; "
    "renamed: the body has a new name (agency_events); the latter two are WARN at most. Only "
    "official reports of two years running are compared, at the end of every crawl and import; "
    "in table 3 blanks and dashes count as 0 unless the table is blank. Published numbers are "
    "never changed."
)

CARRY_BREAKS = View(
    "carry_breaks",
    f"{_SHOWN} WHERE d.check_id IN ('X-CARRY', 'X-CARRY-COL')",
    "结转不符之处（件）：left 为上年报告的“结转下年度继续办理”，right 为本年报告的"
    "“上年结转”，difference = right − left。X-CARRY 为总计列，X-CARRY-COL 为申请人各列。" + _BASES,
    "Where the carry-over breaks, in requests: left is carried_forward in the report of the year "
    "before, right carried_over in this one, difference = right - left. X-CARRY is the total "
    "column, X-CARRY-COL a column of applicants. " + _BASES_EN,
)

YEAR_CHECKS = View(
    "year_checks",
    _SHOWN,
    "相邻两年不相符或可疑之处，每处一行：X-CARRY、X-CARRY-COL 结转；"
    "X-ITEMS 上一年项目数量 = 前年报告的上一年项目数量 + 增减；"
    "X-NORM 现行有效 = 上年现行有效 + 制发 − 废止；T4-AFTER 复议后起诉 ≤ 两年行政复议之和；"
    "T4-PEND 上年尚未审结 ≤ 本年总计；T2-UNIT 金额为上年的五千至两万倍或其倒数；"
    "P-YOY 大于 1000 且超过上年 20 倍。left、right 为两边（件、项、万元），"
    "difference = right − left。" + _BASES,
    "Where two years running do not fit or look odd, one row a place: X-CARRY, X-CARRY-COL "
    "carry-over; X-ITEMS items_last_year = items_last_year + items_change of the year before; "
    "X-NORM in_force = in_force of the year before + made - repealed; T4-AFTER suits after review "
    "<= reviews of both years; T4-PEND pending last year <= total this year; T2-UNIT an amount is "
    "5,000 to 20,000 times that of the year before, or the reverse; P-YOY above 1,000 and more "
    "than 20 times that of the year before. left and right are the sides (requests, items, "
    "10,000 yuan), difference = right - left. " + _BASES_EN,
)

_OUT, _IN = (
    request("r.report_id", "carried_forward", "total"),
    request("n.report_id", "carried_over", "total"),
)

CARRY_CHAIN = View(
    "carry_chain",
    f"""
SELECT c.*, CASE WHEN next_id IS NULL THEN 'no_next_report'
    WHEN carried_forward IS NULL OR next_carried_over IS NULL THEN 'not_assessable'
    WHEN carried_forward = next_carried_over THEN 'holds' ELSE 'breaks' END AS link,
    CASE WHEN next_form <> form THEN form || '→' || next_form END AS form_change
FROM (SELECT r.report_id, r.agency_id, a.name AS agency, r.year, r.scope,
        {_OUT} AS carried_forward, n.report_id AS next_id, {_IN} AS next_carried_over,
        r.table_forms ->> '$.requests' AS form, n.table_forms ->> '$.requests' AS next_form, r.url
    FROM reports r JOIN agencies a ON a.agency_id = r.agency_id
    LEFT JOIN reports n ON n.agency_id = r.agency_id AND n.year = r.year + 1
        AND n.scope = r.scope AND {OFFICIAL.replace("r.", "n.")}
    WHERE {OFFICIAL} AND r.table_forms ->> '$.requests' IS NOT NULL) c
""",
    "各机关逐年的结转链（件）：carried_forward 为本年“结转下年度”，next_carried_over 为下年报告的"
    "“上年结转”；link 为 holds（相等）、breaks（不等）、not_assessable（未读到）或 "
    "no_next_report（无下年报告）；form_change 为表三换了表式。只含官方报告，范围相同者相接。",
    "The chain of carry-overs of each body, in requests: carried_forward of this year and "
    "next_carried_over of the next report; link is holds, breaks, not_assessable (not read) or "
    "no_next_report; form_change tells where the form of table 3 changed. Official reports only, "
    "linked within one scope.",
)

TEXT_REPEATS = View(
    "text_repeats",
    """
SELECT r.report_id, r.agency_id, a.name AS agency, r.year, r.scope, o.relation,
    round(1.0 * o.repeated / o.characters, 4) AS share, o.repeated, o.characters, o.passages,
    o.longest, b.report_id AS other_id, b.agency_id AS other_agency_id, x.name AS other_agency,
    b.year AS other_year, o.repeated > 0.9 * o.characters AS flagged, r.url, b.url AS other_url
FROM text_overlaps o JOIN reports r ON r.version_id = o.version_id
JOIN reports b ON b.version_id = o.other_version_id
JOIN agencies a ON a.agency_id = r.agency_id JOIN agencies x ON x.agency_id = b.agency_id
""",
    "正文（表外）与另一份报告重复的比例（D-DUP），每对一行：share = repeated ÷ characters（0–1），"
    "按句比较，不计数字和标点，故只换数字的句子也算重复；不足 12 字的句子不计。"
    "relation 为 last_year（本机关上年）、superior（上级机关当年或上年）或 elsewhere（其他机关，"
    "不晚于当年，只列重复三成以上的最多三份）；passages 为重复的句数，longest 为其中最长一句；"
    "flagged 为 1 表示超过 0.9。重复不等于抄袭，套话相同也算在内。",
    "How much of the text outside tables also stands in another report (D-DUP), one row a pair: "
    "share = repeated / characters (0 to 1), sentence by sentence without digits and "
    "punctuation, so that a sentence with only its number changed counts as repeated; sentences "
    "under 12 characters are left out. relation is last_year (the body's own), superior (the "
    "parent body, this year or the last) or elsewhere (another body, not later; at most three "
    "that share 30 % or more); passages counts sentences, longest is the longest one; flagged is "
    "1 above 0.9. Repeated does not mean copied: formulas count too.",
)

# The order of the joins is forced: SQLite would begin with the largest table.
_PAIR = f"""reports r CROSS JOIN agencies a ON a.agency_id = r.agency_id
    CROSS JOIN reports b ON b.agency_id = r.agency_id AND b.year = r.year - 1
    AND b.scope = r.scope AND {OFFICIAL.replace("r.", "b.")}"""
_RESULTS = ("upheld", "corrected", "other", "pending", "total")


#: Amounts of unknown unit compare with nothing.
_UNITS = " AND o.unit = t.unit"


def _same(table: str, key: str, joined: str, value: str) -> str:
    """The numbers that stand in the same place in both years."""
    form = f"table_forms ->> '$.{table}'"
    return f"""
SELECT r.report_id, r.agency_id, a.name AS agency, r.year, r.scope, {key} AS indicator,
    o.{value} AS before, t.{value} AS value, b.{form} AS form_before, r.{form} AS form,
    'same' AS comparable
FROM {_PAIR} CROSS JOIN {table} t ON t.report_id = r.report_id
CROSS JOIN {table} o ON o.report_id = b.report_id AND {joined}
WHERE {OFFICIAL} AND t.{value} IS NOT NULL AND o.{value} IS NOT NULL"""


_ROW = 'o."row" = t."row"'
_NUMBERS = " UNION ALL ".join(
    [
        _same("requests", """'requests.' || t."row" || '.total'""", _ROW, "total"),
        *(
            _same(
                "review_litigation",
                f"""'review_litigation.' || t."row" || '.{column}'""",
                _ROW,
                column,
            )
            for column in _RESULTS
        ),
        _same(
            "disclosure",
            """'disclosure.' || t."row" || '.' || t."column\"""",
            _ROW + ' AND o."column" = t."column"' + _UNITS,
            "value",
        ),
        _same("statistics", "'statistics.' || t.key", "o.key = t.key" + _UNITS, "value"),
        *(select(crossing, _PAIR, OFFICIAL) for crossing in CROSSWALK),
    ]
)

YEAR_OVER_YEAR = View(
    "year_over_year",
    f"""
SELECT y.report_id, y.agency_id, y.agency, y.year, y.scope, y.indicator,
    y.before, y.value, round(y.value - y.before, 6) AS change,
    round(1.0 * y.value / nullif(y.before, 0), 4) AS ratio,
    CASE WHEN y.form <> y.form_before THEN y.form_before || '→' || y.form END AS form_change,
    CASE WHEN y.form IS y.form_before THEN 'same' WHEN y.comparable <> 'same' THEN y.comparable
        WHEN y.indicator GLOB 'disclosure.*' THEN 'near' ELSE 'exact' END AS comparable
FROM ({_NUMBERS}) y
""",
    "每个数字与上年之比，同一机关、同一范围，每个指标一行：change = value − before，"
    "ratio = value ÷ before（before 为 0 时为空）。换表式之处以 form_change 标明，comparable 为 "
    "same（同一表式）、exact、near（相近）或 lossy（有损对应）；无对应的数字不列，绝不接成一列。"
    "表三取总计列。只含官方报告；两年都印有数字且单位相同者才列入，单位同原表。",
    "Every number beside that of the year before, same body and scope, one row an indicator: "
    "change = value - before, ratio = value / before (NULL where before is 0). form_change marks "
    "a change of form; comparable is same (one form), exact, near or lossy; numbers without a "
    "counterpart are left out, and no series is chained over the break. Table 3: total column. "
    "Official reports only, where both years print a number in one unit; units as in the tables.",
)

VIEWS = (CARRY_BREAKS, CARRY_CHAIN, YEAR_CHECKS, TEXT_REPEATS, YEAR_OVER_YEAR)
