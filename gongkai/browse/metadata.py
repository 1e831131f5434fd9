"""Datasette's metadata of an archive, made in Python from the schema's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.archive.view import View
from gongkai.archive.views import VIEWS
from gongkai.browse.columns import describe
from gongkai.browse.instance import Schema
from gongkai.browse.queries import QUERIES

TITLE = "公开 gongkai"
DESCRIPTION = (
    "政府信息公开工作年度报告的存档：原文、三张表的数字、勾稽关系的核对。"
    "An archive of Chinese annual reports on government information disclosure. "
    "Units: 件 is a request, case or document; 万元 is 10,000 yuan."
)
HIDDEN = (
    "_sqlite_migrations",
    "agency_codes",
    "agency_decisions",
    "archive_info",
    "cell_changes",
    "corrections",
    "division_names",
    "expectations",
    "frontier",
    "hosts",
    "packing_dictionaries",
    "report_search",
    "removed_addresses",
    "removed_reports",
    "removed_snapshots",
    "rereads",
    "source_differences",
    "sqlite_sequence",
    "sqlite_stat1",
    "sqlite_stat4",
    "version_contents",
)


@dataclass(frozen=True, slots=True)
class Words:
    """How a table presents itself; ``sort`` with a leading minus is descending."""

    title: str
    description: str
    sort: str | None = None
    facets: tuple[str, ...] = ()
    label: str | None = None


TABLES: dict[str, Words] = {
    "reports": Words(
        "报告 · Reports",
        "每个机关、年度、口径一行：现行版本。点标题看全文。"
        "One row per agency, year and scope: the current version. The title opens the report.",
        "-year",
        ("year", "provenance", "scope", "tier", "form"),
        "title",
    ),
    "report_versions": Words(
        "版本 · Versions",
        "每次解析一行；转载另存，mirror_of 指向原文。"
        "One row per parse of a snapshot; copies are set aside, with mirror_of set.",
        "-version_id",
        ("provenance", "is_current"),
        "version_id",
    ),
    "visits": Words(
        "访问 · Visits",
        "每次访问一个来源站点一行：结果与原因。One row per visit to a source: what came of it.",
        "-visit_id",
        ("source_id", "outcome"),
    ),
    "listings": Words(
        "栏目 · Listings",
        "各站点的年报栏目及其最近状态。The columns of each source and how they were last found.",
        None,
        ("state", "source_id"),
    ),
    "proposals": Words(
        "建议栏目 · Proposals",
        "原栏目失效后，从首页重新找到的栏目；须人工采纳。"
        "Columns found again from the home page after one died; a person must accept them.",
        "-proposal_id",
        ("source_id",),
    ),
    "sections": Words(
        "各部分文字 · Sections",
        "报告的各部分，原文照录；2019 年以前标题自定，无对应键的 key 为空。"
        "The parts of each report as printed; before 2019 some have no key.",
        None,
        ("key",),
    ),
    "disclosure": Words(
        "表二：主动公开 · Proactive disclosure",
        "每格一行；列随表式而异，两种表式的数字不可相连。"
        "One row per cell; columns differ by form and must not be chained across forms.",
        None,
        ("row", "column"),
    ),
    "requests": Words(
        "表三：依申请公开 · Requests",
        "每份报告每行一条，单位：件。One row per report and form row; unit: requests.",
        None,
        ("row",),
    ),
    "review_litigation": Words(
        "表四：复议诉讼 · Reviews and lawsuits",
        "每份报告三行，单位：件。Three rows per report; unit: cases.",
        None,
        ("row",),
    ),
    "statistics": Words(
        "2014 年统计表 · Statistics of the 2014 form",
        "五十八项指标，每项一行，单位见 unit。One row per indicator, with its unit.",
    ),
    "annex_rows": Words(
        "地方附表 · Local annexes",
        "早期报告的附表，照原样。Rows of early local annexes as printed.",
    ),
    "cell_notes": Words(
        "单元格说明 · Notes on cells",
        "不是普通数字的单元格：原文所印和处理结果。"
        "Cells that were not a plain number: what was printed, what became of it.",
        None,
        ("status", "table"),
    ),
    "checks": Words(
        "勾稽关系 · Checks",
        "不符或无法核对的勾稽关系；相符的只在 reports 里计数。"
        "Identities that fail or could not be assessed; passing ones are counted in reports.",
        None,
        ("outcome", "id", "suspect"),
    ),
    "problems": Words(
        "问题 · Problems",
        "读取时发现、读者应当知道的事。What a careful reader would want to be told.",
        None,
        ("severity", "code"),
    ),
    "audits": Words(
        "抽查 · Audits",
        "随机抽取的单元格，由人对照原文判定对错。"
        "Random cells that a person held against their source.",
        "-audited_at",
        ("is_right", "who"),
    ),
    "agencies": Words(
        "机关 · Agencies",
        "每个机关一行。One row per body.",
        "name",
        ("tier", "kind"),
        "name",
    ),
    "agency_names": Words(
        "机关名称 · Names of agencies",
        "各机关用过的名称。Names over time.",
        None,
        (),
        "name",
    ),
    "agency_doubts": Words(
        "机关存疑 · Agencies in doubt",
        "未能断定是哪个机关者，待人判定。What a person must decide about who reports.",
        "name",
        ("reason",),
        "name",
    ),
    "agency_events": Words(
        "机关沿革 · Successors of agencies",
        "人工核定的机构承接。Which agency took over from which, as decided by people.",
        None,
        ("type", "year"),
        "predecessor_id",
    ),
    "divisions": Words(
        "行政区划 · Divisions",
        "报告和来源提到的区划。Divisions of the country.",
        None,
        ("tier",),
        "name",
    ),
    "sources": Words(
        "来源站点 · Sources",
        "每个站点一行。One row per site.",
        None,
        ("cms", "level"),
        "name",
    ),
    "runs": Words(
        "运行 · Runs",
        "每次抓取或导入一行。One row per crawl or import.",
        "-run_id",
        ("kind", "outcome"),
    ),
    "fetches": Words(
        "请求 · Fetches",
        "每次请求一行，只增不改；内容未变记为 revisit。"
        "One row per request, append-only; an unchanged page is a revisit.",
        "-fetch_id",
        ("kind", "status", "source_id"),
    ),
    "withdrawals": Words(
        "撤下 · Withdrawals",
        "曾经取得、后来撤下的报告页。Report pages that were there and then were not.",
        "-withdrawn_at",
        ("source_id",),
    ),
    "takedowns": Words(
        "删除记录 · Takedowns",
        "按要求从存档中删除的内容：何人、因何、何日。原文、数字和文字均已不存，也不再收录。"
        "What had to be removed from this archive, by whose decision, why and when. Its bytes, "
        "numbers and words are gone and are not stored again.",
        "-decided_on",
        ("target",),
    ),
    "resting_hosts": Words(
        "暂停的主机 · Resting hosts",
        "暂不请求的主机及原因。Hosts that are left alone for a while, and why.",
        "-since",
        ("kind",),
    ),
    "snapshots": Words(
        "快照 · Snapshots",
        "每个不同的原文一行；原文本身存于旁边的 archive.snapshots.db。"
        "One row per distinct body; the bytes are in the file beside this one.",
        "-first_seen_at",
        ("media_type",),
    ),
    "parses": Words(
        "解析 · Parses",
        "每次解析的结果，含不是报告的页面。Every parse, also of pages that are no report.",
        "-parsed_at",
        ("outcome",),
    ),
    "indicators": Words(
        "数据字典 · Data dictionary",
        "每个指标的官方标签、英译、单位、含义。Official label, English, unit and meaning.",
        "key",
        ("unit", "forms"),
        "label",
    ),
    "form_rows": Words(
        "表式的行 · Rows of the forms",
        "官方表式的行，按次序。Rows of each official form, in order.",
        None,
        ("form", "table"),
    ),
    "form_columns": Words(
        "表式的列 · Columns of the forms",
        "官方表式的列和单位，按次序。Columns and units of each official form.",
        None,
        ("form", "table"),
    ),
}


VIEW_TITLES = {
    "outcome_rates": "办理结果比率 · Outcome rates",
    "failed_checks": "勾稽不符 · Failed checks",
    "text_table_conflicts": "文表不一 · Text against tables",
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
#: Views without a year are shown the newest first.
VIEW_SORT = {
    "version_changes": "parsed_at",
    "withdrawn_reports": "gone_at",
    "reviewed_cells": "decided_on",
    "copies": "parsed_at",
}


def instance_metadata(schemas: Mapping[str, Schema], *, alone: bool) -> dict[str, Any]:
    """Metadata for the archives that are served; empty when there is none.

    The instance's own title only when nothing else is served. Made anew each time:
    Datasette merges other sources into what it is given.
    """
    if not schemas:
        return {}
    databases = {name: database_metadata(schema) for name, schema in schemas.items()}
    own = {"title": TITLE, "description": DESCRIPTION} if alone else {}
    return {**own, "databases": databases}


def database_metadata(schema: Schema) -> dict[str, Any]:
    """Tables, views, hidden tables and canned queries of one archive."""
    tables = {
        name: _table(words, columns_of(name, schema[name]))
        for name, words in TABLES.items()
        if name in schema
    }
    tables |= {
        view.name: _view(view, columns_of(view.name, schema.get(view.name, ()))) for view in VIEWS
    }
    tables |= {name: {"hidden": True} for name in HIDDEN}
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "tables": tables,
        "queries": {name: dict(query) for name, query in QUERIES.items()},
    }


def columns_of(table: str, columns: Sequence[str]) -> dict[str, str]:
    """The descriptions of a table's columns, in the order of the schema."""
    found = {column: describe(table, column) for column in columns}
    return {column: words for column, words in found.items() if words}


def _table(words: Words, columns: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": words.title,
        "description": words.description,
        "columns": columns,
        "facets": list(words.facets),
    }
    if words.label:
        found["label_column"] = words.label
    if words.sort:
        found["sort_desc" if words.sort.startswith("-") else "sort"] = words.sort.lstrip("-")
    return found


def _view(view: View, columns: dict[str, str]) -> dict[str, Any]:
    return {
        "title": VIEW_TITLES.get(view.name, view.name),
        "description": f"{view.description} {view.description_en}",
        "columns": columns,
        "sort_desc": VIEW_SORT.get(view.name, "year"),
    }
