"""How to cite a report as it is kept here: what, whose, where, in which version, seen when."""

from __future__ import annotations

from datetime import UTC, datetime

from gongkai.browse.report_data import Record


def citations(report: Record, version: Record, address: str) -> list[tuple[str, str]]:
    """A Chinese text and an English one, each with its language; ``address`` is the page's."""
    today = datetime.now(UTC).date().isoformat()
    title = report["title"] or report["report_id"]
    digest, seen = report["snapshot_id"], (report["fetched_at"] or "")[:10]
    read = f"{version['parser_version']}, {version['parsed_at'][:10]}"
    published, came = report["published_on"], f"，{report['published_on']} 公布"
    zh = (
        f"{report['agency']}：《{title}》，{report['year']} 年度{came if published else ''}。"
        f"原址 {report['url']}{f'，{seen} 抓取' if seen else ''}，快照 SHA-256 {digest}。"
        f"公开 gongkai 存档，{address}，版本 {version['version_id']}（读取程序 {read}），"
        f"{today} 查阅。"
    )
    en = (
        f"{report['agency']}. {title}. Report on {report['year']}"
        f"{f', published {published}' if published else ''}. {report['url']}"
        f"{f', fetched {seen}' if seen else ''}, snapshot SHA-256 {digest}. "
        f"gongkai archive, {address}, version {version['version_id']} (parser {read}), "
        f"accessed {today}."
    )
    return [(zh, "zh-CN"), (en, "en")]
