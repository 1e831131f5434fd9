"""What the tables and views of the archive are called, and what a row of each table is.

Views carry their own descriptions (``view.View``). A test holds this against the schema.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A table's title and what a row of it is, in Chinese and in English."""

    title: str
    title_en: str
    description: str
    description_en: str


TABLES: dict[str, Words] = {
    "reports": Words(
        "报告",
        "Reports",
        "每个机关、年度、口径一行：现行版本。",
        "One row per agency, year and scope: the current version.",
    ),
    "report_versions": Words(
        "版本",
        "Versions",
        "每次解析一行；转载另存，mirror_of 指向原文。",
        "One row per parse of a snapshot; copies are set aside, with mirror_of set.",
    ),
    "visits": Words(
        "访问",
        "Visits",
        "每次访问一个来源站点一行：结果与原因。",
        "One row per visit to a source: what came of it.",
    ),
    "listings": Words(
        "栏目",
        "Listings",
        "各站点的年报栏目及其最近状态。",
        "The columns of each source and how they were last found.",
    ),
    "proposals": Words(
        "建议栏目",
        "Proposals",
        "原栏目失效后，从首页重新找到的栏目；须人工采纳。",
        "Columns found again from the home page after one died; a person must accept them.",
    ),
    "sections": Words(
        "各部分文字",
        "Sections",
        "报告的各部分，原文照录；2019 年以前标题自定，无对应键的 key 为空。",
        "The parts of each report as printed; before 2019 some have no key.",
    ),
    "disclosure": Words(
        "表二：主动公开",
        "Proactive disclosure",
        "每格一行；列随表式而异，两种表式的数字不可相连。",
        "One row per cell; columns differ by form and must not be chained across forms.",
    ),
    "requests": Words(
        "表三：依申请公开",
        "Requests",
        "每份报告每行一条，单位：件。",
        "One row per report and form row; unit: requests.",
    ),
    "review_litigation": Words(
        "表四：复议诉讼",
        "Reviews and lawsuits",
        "每份报告三行，单位：件。",
        "Three rows per report; unit: cases.",
    ),
    "statistics": Words(
        "2014 年统计表",
        "Statistics of the 2014 form",
        "五十八项指标，每项一行，单位见 unit。",
        "One row per indicator, with its unit.",
    ),
    "annex_rows": Words(
        "地方附表",
        "Local annexes",
        "早期报告的附表，照原样。",
        "Rows of early local annexes as printed.",
    ),
    "cell_notes": Words(
        "单元格说明",
        "Notes on cells",
        "不是普通数字的单元格：原文所印和处理结果。",
        "Cells that were not a plain number: what was printed, what became of it.",
    ),
    "checks": Words(
        "勾稽关系",
        "Checks",
        "不符或无法核对的勾稽关系；相符的只在 reports 里计数。",
        "Identities that fail or could not be assessed; passing ones are counted in reports.",
    ),
    "problems": Words(
        "问题",
        "Problems",
        "读取时发现、读者应当知道的事。",
        "What a careful reader would want to be told.",
    ),
    "audits": Words(
        "抽查",
        "Audits",
        "随机抽取的单元格，由人对照原文判定对错。",
        "Random cells that a person held against their source.",
    ),
    "agencies": Words(
        "机关",
        "Agencies",
        "每个机关一行。",
        "One row per body.",
    ),
    "agency_names": Words(
        "机关名称",
        "Names of agencies",
        "各机关用过的名称。",
        "Names over time.",
    ),
    "agency_doubts": Words(
        "机关存疑",
        "Agencies in doubt",
        "未能断定是哪个机关者，待人判定。",
        "What a person must decide about who reports.",
    ),
    "agency_events": Words(
        "机关沿革",
        "Successors of agencies",
        "人工核定的机构承接。",
        "Which agency took over from which, as decided by people.",
    ),
    "divisions": Words(
        "行政区划",
        "Divisions",
        "报告和来源提到的区划。",
        "Divisions of the country.",
    ),
    "sources": Words(
        "来源站点",
        "Sources",
        "每个站点一行。",
        "One row per site.",
    ),
    "runs": Words(
        "运行",
        "Runs",
        "每次抓取或导入一行。",
        "One row per crawl or import.",
    ),
    "fetches": Words(
        "请求",
        "Fetches",
        "每次请求一行，只增不改；内容未变记为 revisit。",
        "One row per request, append-only; an unchanged page is a revisit.",
    ),
    "withdrawals": Words(
        "撤下",
        "Withdrawals",
        "曾经取得、后来撤下的报告页。",
        "Report pages that were there and then were not.",
    ),
    "takedowns": Words(
        "删除记录",
        "Takedowns",
        "按要求从存档中删除的内容：何人、因何、何日。原文、数字和文字均已不存，也不再收录。",
        "What had to be removed from this archive, by whose decision, why and when. Its bytes, "
        "numbers and words are gone and are not stored again.",
    ),
    "resting_hosts": Words(
        "暂停的主机",
        "Resting hosts",
        "暂不请求的主机及原因。",
        "Hosts that are left alone for a while, and why.",
    ),
    "snapshots": Words(
        "快照",
        "Snapshots",
        "每个不同的原文一行；原文本身存于旁边的 archive.snapshots.db。",
        "One row per distinct body; the bytes are in the file beside this one.",
    ),
    "parses": Words(
        "解析",
        "Parses",
        "每次解析的结果，含不是报告的页面。",
        "Every parse, also of pages that are no report.",
    ),
    "indicators": Words(
        "数据字典",
        "Data dictionary",
        "每个指标的官方标签、英译、单位、含义。",
        "Official label, English, unit and meaning.",
    ),
    "form_rows": Words(
        "表式的行",
        "Rows of the forms",
        "官方表式的行，按次序。",
        "Rows of each official form, in order.",
    ),
    "form_columns": Words(
        "表式的列",
        "Columns of the forms",
        "官方表式的列和单位，按次序。",
        "Columns and units of each official form.",
    ),
}

VIEW_TITLES = {
    "outcome_rates": "办理结果比率 · Outcome rates",
    "failed_checks": "勾稽不符 · Failed checks",
    "text_table_conflicts": "文表不一 · Text against tables",
    "denial_mix": "不予公开的理由 · Grounds of denial",
    "remedy_rates": "复议与诉讼 · Reviews and lawsuits",
    "carry_breaks": "结转不符 · Breaks of the carry-over",
    "carry_chain": "结转链 · Chain of carry-overs",
    "year_checks": "跨年核对 · Checks across years",
    "text_repeats": "文字重复 · Repeated text",
    "year_over_year": "逐年比较 · Year over year",
    "timeliness": "是否按期 · Timeliness",
    "late_reports": "逾期公布 · Late reports",
    "panel": "面板数据 · Panel",
    "coverage": "覆盖 · Coverage",
    "version_changes": "版本变化 · Changes between versions",
    "withdrawn_reports": "已撤下 · Withdrawn reports",
    "reviewed_cells": "人工复核 · Reviewed cells",
    "expected_reports": "应有报告 · Expected reports",
    "missing_reports": "所缺报告 · Missing reports",
    "division_totals": "区划合计 · Totals by division",
    "copies": "转载 · Copies",
    "report_sources": "报告来源 · Sources of reports",
    "source_conflicts": "来源不一 · Sources that differ",
}
