"""What every column of the archive means: Chinese, English, and the unit in brackets.

``COMMON`` holds columns that mean the same wherever they stand; ``OWN`` what a table says
differently. A test reads the schema and fails for a column that neither describes.
"""

from __future__ import annotations

from gongkai.archive import year_columns
from gongkai.archive.view_columns import VIEWS

COMMON = {
    "report_id": "报告编号：机关/年度/口径 · Report: agency/year/scope, stable",
    "agency_id": "机关编号 · Agency id",
    "agency": "机关名称 · Name of the agency",
    "year": "报告所述年度 · Fiscal year reported on",
    "scope": "统计口径：本机关、仅办公室、本级政府、汇总、系统、不明 · Whose numbers these are",
    "version_id": "版本序号 · Number of the parsed version",
    "snapshot_id": "原文快照的 SHA-256 · SHA-256 of the raw bytes",
    "source_id": "来源站点 · Site it was found on",
    "url": "原文地址 · Address of the source",
    "title": "标题，原文 · Title as printed",
    "kind": "类别 · Kind",
    "tier": "层级：国家、省、市、县、乡 · Tier of government",
    "provenance": "来源性质：官方原页、混入无关文字、转载、不明 · Official page, copy or unknown",
    "form": "表式版本：v2019、v2021 等 · Version of the official form",
    "parser_version": "解析程序版本 · Version of the parser",
    "parsed_at": "解析时间（UTC）· When it was parsed",
    "division_code": "行政区划代码 · Administrative division code",
    "row": "表行的键，见 form_rows · Key of the form's row, see form_rows",
    "column": "表列的键，见 form_columns · Key of the form's column, see form_columns",
    "table": "所在的表 · Which table: disclosure, requests or review_litigation",
    "where": "位置：行、列、行.列或部分的键 · Place: key of a row, column, row.column or part",
    "unit": "单位 · Unit",
    "label": "官方标签 · Official label",
    "label_en": "标签的英译 · English label",
    "caption": "表二的条款标题 · Caption of the block in table 2",
    "position": "次序 · Order",
    "name": "名称 · Name",
    "checks_failed": "不符的勾稽关系（项，限 ERROR）· Failing ERROR identities (number)",
    "severity": "轻重：错误、注意、说明 · error, warning or info",
    "edition": "更正版（corrected）；否则为空 · corrected where the title says so, else empty",
    "value": "数值；空白和横线为空，不是零 · The number; blanks and dashes are empty, not zero",
}

OWN: dict[str, dict[str, str]] = {
    "archive_info": {
        "key": "键 · Key",
        "value": "值 · Value",
    },
    "sources": {
        "source_id": "来源站点编号 · Id of the site",
        "cms": "网站系统的类型 · Kind of content management system",
        "level": "站点层级 · Level of government",
        "listings": "栏目页地址（JSON）· Listing pages (JSON)",
        "notes": "备注 · Notes",
    },
    "runs": {
        "run_id": "运行序号 · Number of the run",
        "kind": "类别：抓取、导入、重新解析、演示 · crawl, import, reparse or demo",
        "started_at": "开始时间（UTC）· Start",
        "finished_at": "结束时间（UTC）· End; empty while running or cut off",
        "outcome": "结果 · Outcome",
        "detail": "计数（JSON）· Counts (JSON)",
    },
    "visits": {
        "visit_id": "访问序号 · Number of the visit",
        "run_id": "所属运行 · Run it belongs to",
        "visited_at": "访问时间（UTC）· When it ended",
        "outcome": "结果：完成、失败、受阻 · done, failed or blocked",
        "reason": "原因 · Why, unless done",
        "listing_pages": "读取的栏目页（页）· Listing pages read (pages)",
        "named": "栏目列出的报告（份）· Reports that the listings name (number)",
        "fetched": "取得的报告页（页）· Report pages fetched (pages)",
    },
    "listings": {
        "state": "状态：正常、已撤、无报告、不可达 · alive, gone, empty or unreachable",
        "since": "自何时起（UTC）· Since when",
        "checked_at": "最近查看（UTC）· Last looked at",
        "named": "列出的报告（份）· Reports it names (number)",
        "most_named": "曾列出最多（份）· The most it ever named (number)",
        "detail": "说明 · Detail",
    },
    "proposals": {
        "proposal_id": "建议序号 · Number of the proposal",
        "run_id": "所属运行 · Run it belongs to",
        "proposed_at": "提出时间（UTC）· When",
        "home": "出发的首页 · Home page it started from",
        "listing": "建议的栏目；空表示未找到 · Column proposed; empty when none was found",
        "detail": "依据或原因 · What was seen, or why nothing was found",
        "trail": "途径（JSON）· The way there (JSON)",
    },
    "snapshots": {
        "media_type": "媒体类型 · Media type",
        "size": "大小（字节）· Size (bytes)",
        "first_seen_at": "首次取得（UTC）· First seen",
    },
    "fetches": {
        "fetch_id": "请求序号 · Number of the request",
        "run_id": "所属运行 · Run it belongs to",
        "kind": "类别：栏目、报告、附件、分页、文件、robots · listing, report, attachment,"
        " part (a further page), file or robots",
        "url": "请求的地址 · Address asked for",
        "final_url": "跳转后的地址 · Address after redirects",
        "fetched_at": "请求时间（UTC）· When",
        "status": "HTTP 状态码 · HTTP status",
        "revisit": "内容未变（1）· 1 when the body had not changed",
        "error": "错误 · Error",
        "etag": "ETag 响应头 · ETag header",
        "last_modified": "Last-Modified 响应头 · Last-Modified header",
        "headers": "响应头（JSON）· Response headers (JSON)",
        "elapsed": "用时（秒）· Time taken (seconds)",
        "record_id": "WARC 记录号 · WARC-Record-ID",
        "revisit_of": "内容与哪次请求相同 · The request whose body this one repeats",
        "record_type": "取自 WARC 时的记录类型 · Type of the WARC record it was taken from",
        "warc_fields": "其余 WARC 字段（JSON）· Further fields of that record (JSON)",
        "is_document": "可解析的文件（1）· 1 when it can be parsed; images and scripts are 0",
        "outcome": "结果，一词 · What came of it, in one word",
        "method": "请求方法 · GET or POST",
        "form": "POST 所发送的内容 · What a POST sent",
        "protocol": "协议版本 · HTTP/1.1 or HTTP/2",
        "tls": "来源许可的 TLS 例外（JSON）· TLS exceptions that the source permits (JSON)",
        "notes": "对所存原文的疑问、随取的分页（JSON）· Doubts about a kept body, "
        "and the parts fetched with it (JSON)",
    },
    "withdrawals": {
        "status": "HTTP 状态码 · HTTP status",
        "withdrawn_at": "发现撤下的时间（UTC）· When it was found gone",
        "restored_at": "重新出现的时间（UTC）· When it was back; empty while gone",
    },
    "takedowns": {
        "takedown_id": "编号 · Number",
        "target": "所指：快照、网址或报告 · What is named: snapshot, url or report",
        "name": "快照摘要、网址或报告编号 · Its digest, address or id",
        "who": "何人决定 · Who decided",
        "why": "理由 · Why",
        "decided_on": "决定日期 · When it was decided",
        "applied_at": "删除时间（UTC）· When it was removed",
    },
    "resting_hosts": {
        "host": "主机 · Host",
        "kind": "原因类别 · Kind of reason, a fetch outcome",
        "detail": "原因 · Reason",
        "times": "连续第几次（次）· For the how-manieth time in a row (number)",
        "since": "开始时间（UTC）· Since",
        "until": "在此之前不再请求（UTC）· Left alone until",
    },
    "divisions": {
        "parent_code": "上级区划代码 · Code of the division above",
        "valid_from": "有此名的最早一期名录（年-月）· First dated list that has it (YYYY-MM)",
        "valid_to": "有此名的最后一期；空为现仍有效 · Last list that has it; empty: stands today",
        "absent_until": "此前尚无此名的最后一期 · Last list before that does not have it",
        "absent_from": "此后已无此名的最早一期 · First list after that does not have it",
    },
    "division_names": {
        "is_short": "略去民族名的简称（1）· 1 for the form without the peoples' names",
        "valid_from": "有此名的最早一期名录（年-月）· First dated list that has it (YYYY-MM)",
        "valid_to": "有此名的最后一期；空为现仍有效 · Last list that has it; empty: stands today",
        "absent_until": "此前尚无此名的最后一期 · Last list before that does not have it",
        "absent_from": "此后已无此名的最早一期 · First list after that does not have it",
    },
    "hosts": {
        "host": "网站域名，不含 www · Host without www",
        "basis": "依据：来源登记或网站标识码 · source or site_code",
    },
    "agency_codes": {
        "credit_code": "统一社会信用代码 · Unified social credit code",
    },
    "agency_doubts": {
        "reason": "存疑的原因，见 docs/agencies.md · Why it is in doubt",
        "candidates": "可能的区划或机关（JSON）· Divisions or agencies that may be meant (JSON)",
    },
    "agency_decisions": {
        "decided_by": "决定人 · Who decided",
        "decided_on": "决定日期 · When",
        "why": "理由 · Why",
    },
    "agency_events": {
        "predecessor_id": "原机关 · Agency before",
        "successor_id": "承接机关；空为撤销 · Agency after; empty when abolished",
        "year": "承接机关报告的首个年度 · First year on which the successor reports",
        "type": "更名、合并、分设、撤销 · rename, merge, split or abolish",
        "decided_by": "决定人 · Who decided",
        "decided_on": "决定日期 · When",
        "why": "理由 · Why",
    },
    "expectations": {
        "expected": "应报告（1）或不必（0）· 1 must report, 0 need not",
        "why": "理由 · Why",
    },
    "source_differences": {
        "other_id": "另一来源的版本序号 · Version of the other source",
        "value": "为准者所载 · In the source that counts",
        "other_value": "另一来源所载 · In the other source",
    },
    "agencies": {
        "kind": "类别：政府、办公室、部门、乡镇、开发区、部委、垂直系统 · Kind of body",
        "parent_id": "上级机关 · Agency above it",
        "folded_name": "用于比对的简短名称 · Short form of the name, for matching",
    },
    "agency_names": {
        "name": "用过的名称 · A name it has used",
        "first_year": "最早年度 · First year seen",
        "last_year": "最晚年度 · Last year seen",
    },
    "parses": {
        "outcome": "结果：报告、非报告、无机关、无年度、失败 · Outcome",
        "detail": "说明 · Detail",
    },
    "report_versions": {
        "mirror_of": "所转载的报告编号或地址 · What it is a copy of; empty for an original",
        "address": "网址，不含协议和 www · Address without scheme and www",
        "url_tail": "网址末段的文档编号 · End of the address with the document's number",
        "original_address": "网页自称的原址 · Address that the page names as its own",
        "mirror_basis": "认出原报告的依据 · How the original is known",
        "mirror_similarity": "表外文字相似度（0 至 1）· Likeness of the text outside tables",
        "is_current": "现行版本（1）· 1 for the version that reports shows",
        "superseded": "已被同一快照的新解析取代（1）· 1 when a newer parse replaced it",
        "content_digest": "内容摘要 SHA-256 · Digest of the parsed content",
        "tables_digest": "三张表的摘要 SHA-256 · Digest of the tables",
    },
    "reports": {
        "kind": "机关类别 · Kind of body",
        "agency_name": "报告自称的机关名称 · What the report calls its agency",
        "period_start": "统计期间起，原文 · Start of the period, as printed",
        "period_end": "统计期间止，原文 · End of the period, as printed",
        "published_on": "公布日期（中国日期）· Date of publication, as printed",
        "table_forms": "各表的表式（JSON）· Form of each table (JSON)",
        "cells_read": "读出的数字（格）· Cells read (number)",
        "checks_passed": "相符的勾稽关系（项）· Identities that hold (number)",
        "checks_not_assessable": "无法核对的勾稽关系（项）· Identities not assessable (number)",
        "compared": "已与上年等比较（1）· 1 when it was held against other reports",
    },
    "sections": {
        "key": "部分的键 · Key of the part",
        "number": "原文序号 · Number as printed",
        "heading": "原文标题 · Heading as printed",
        "text": "全文，含表格 · Text with its tables, one block a line",
        "table_spans": "表格在文中的起止（JSON，字符）· Character ranges of the tables (JSON)",
    },
    "disclosure": {},
    "requests": {
        "natural_person": "自然人（件）· Natural persons (requests)",
        "business": "商业企业（件）· Businesses (requests)",
        "research": "科研机构（件）· Research institutions (requests)",
        "public_interest": "社会公益组织（件）· Public-interest organisations (requests)",
        "legal_service": "法律服务机构（件）· Legal service institutions (requests)",
        "other_org": "其他（件）· Other organisations (requests)",
        "total": "总计（件）· Total (requests)",
    },
    "review_litigation": {
        "row": "复议、直接起诉或复议后起诉 · Review, direct lawsuit, lawsuit after review",
        "upheld": "结果维持（件）· Upheld (cases)",
        "corrected": "结果纠正（件）· Corrected (cases)",
        "other": "其他结果（件）· Other result (cases)",
        "pending": "尚未审结（件）· Pending (cases)",
        "total": "总计（件）· Total (cases)",
    },
    "statistics": {"key": "指标的键 · Key of the indicator"},
    "annex_rows": {
        "label": "行标签，原文 · Label as printed",
        "this_year": "本年数 · This year",
        "cumulative": "累计数 · Cumulative",
    },
    "cell_notes": {
        "raw": "原文所印 · As printed",
        "status": "处理：空白、横线、换算、拆分等 · What it was: blank, dash, unit_converted …",
        "value": "读作 · Read as",
    },
    "checks": {
        "id": "勾稽关系编号 · Id of the identity",
        "outcome": "不符或无法核对 · fail or not_assessable",
        "severity": "轻重：ERROR 必须成立，其余供参考 · ERROR must hold, WARN and INFO are hints",
        "left": "等式左边 · Left side",
        "right": "等式右边 · Right side",
        "suspect": "疑在：解析、原文或不明 · Suspect: parse, source or unknown",
        "quote": "所引正文（仅文字核对）· The clause quoted (checks of the text only)",
        "against": "所核对的单元格或应有之值 · The cells it was held against, or what it should be",
    },
    "problems": {
        "code": "问题代码 · Code",
        "severity": "轻重：错误、注意、说明 · error, warning or info",
        "detail": "说明 · What was found",
    },
    "indicators": {
        "key": "指标的键：表.行 或 表.行.列 · Key: table.row or table.row.column",
        "forms": "出现于哪些表式 · Forms that have it",
        "meaning": "含义 · Meaning",
    },
    "form_rows": {
        "group_key": "行组的键 · Key of the row's group",
        "group_label": "行组标签 · Label of the group",
        "parent_group_label": "上一层行组标签 · Label of the group around it",
    },
    "form_columns": {},
    **VIEWS,
    **year_columns.VIEWS,
}


def describe(table: str, column: str) -> str | None:
    """The description of a column, or None when there is none."""
    return OWN.get(table, {}).get(column) or COMMON.get(column)


def both(table: str, column: str) -> tuple[str, str] | None:
    """The same in Chinese and in English, each alone."""
    words = describe(table, column)
    if words is None:
        return None
    chinese, _, english = words.partition("·")
    return chinese.strip(), english.strip()
