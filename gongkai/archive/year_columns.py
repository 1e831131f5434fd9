"""What the columns of the views across years, of rates and of the panel mean."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.archive.panel_view import column_of
from gongkai.archive.rate_views import GROUNDS
from parsers import forms
from parsers.forms import Block, Column, Row, Table

_DIFFERENCE = {
    "before_id": "上年的报告 · Report of the year before",
    "check_id": "核对编号 · Id of the identity",
    "left": "等式左边（件、项；金额为万元）· Left side (requests, items; 10,000 yuan)",
    "right": "等式右边（件、项；金额为万元）· Right side (requests, items; 10,000 yuan)",
    "difference": "右边减左边（件、项；金额为万元）· Right minus left",
    "basis": "同一机关、范围不同、改名 · same, scope or renamed",
    "before_url": "上年报告的地址 · Address of the report before",
}
_DEADLINE = {
    "kind": "机关类别 · Kind of body",
    "published_on": "公布日期（中国日期）· Date of publication, as printed",
    "due_on": "期限 · Legal deadline",
    "rule": "所依期限 · Which deadline applies",
    "date_doubted": "公布日期存疑（1）· 1 when the date of publication is in doubt",
    "days_late": "逾期（天；负数为提前）· Days late, negative when early (days)",
}
_GROUND_LABELS = {
    row.key: (row.label, row.label_en) for row in forms.load("v2021").tables["requests"].rows
}
_REMEDIES = {"review": ("复议", "review"), "direct": ("未经复议起诉", "litigation without review")}
_REMEDIES["after"] = ("复议后起诉", "litigation after review")
_RESULTS = {
    "upheld": "维持 · upheld",
    "corrected": "纠正 · corrected",
    "other": "其他结果 · other",
    "pending": "尚未审结 · pending",
    "total": "总计 · total",
}


def _grounds() -> Iterator[tuple[str, str]]:
    for ground in GROUNDS:
        label, label_en = _GROUND_LABELS[ground]
        yield ground, f"{label}（件）· {label_en} (requests)"
        share = f"{ground.removeprefix('denied_')}_share"
        yield share, f"{label} ÷ 不予公开（0–1）· {label_en} / denied (0 to 1)"


def _remedies() -> Iterator[tuple[str, str]]:
    for group, (name, name_en) in _REMEDIES.items():
        for result, words in _RESULTS.items():
            chinese, _, english = words.partition(" · ")
            yield f"{group}_{result}", f"{name}：{chinese}（件）· {name_en}: {english} (cases)"


def _panel() -> Iterator[tuple[str, str]]:
    for form in forms.all_forms():
        for table in form.tables.values():
            for block in table.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield _panel_column(table, block, row, column)


def _panel_column(table: Table, block: Block, row: Row, column: Column) -> tuple[str, str]:
    alone = len(block.columns) == 1 and table.key == "statistics"
    label = row.label if alone else f"{row.label}：{column.label}"
    label_en = row.label_en if alone else f"{row.label_en}: {column.label_en}"
    unit = "万元" if column.kind == "amount" else row.unit or column.unit
    return column_of(table.key, row.key, column.key), f"{label}（{unit or '件'}）· {label_en}"


_FORMS = {
    f"form_{table}": f"表式：{name} · Form of the table {table}"
    for table, name in (
        ("disclosure", "表二"),
        ("requests", "表三"),
        ("review_litigation", "表四"),
        ("statistics", "2014 年统计表"),
    )
}
_TOTAL = "本年办理总计（件）· Total processed (requests)"

VIEWS: dict[str, dict[str, str]] = {
    "carry_breaks": _DIFFERENCE,
    "year_checks": _DIFFERENCE,
    "carry_chain": {
        "carried_forward": "结转下年度（件）· Carried forward to next year (requests)",
        "next_id": "下年的报告 · Report of the next year",
        "next_carried_over": "下年报告的上年结转（件）· Carried over in the next report (requests)",
        "form": "表三的表式 · Form of table 3",
        "next_form": "下年表三的表式 · Form of table 3 in the next report",
        "link": "相符与否 · holds, breaks, not_assessable or no_next_report",
        "form_change": "换表式 · Change of form, if any",
    },
    "text_repeats": {
        "relation": "与谁比 · last_year, superior or elsewhere",
        "share": "重复的比例（0–1）· Share that is repeated (0 to 1)",
        "repeated": "重复（字）· Characters repeated",
        "characters": "正文（字，不计数字标点）· Characters without digits and punctuation",
        "passages": "重复的句数（句）· Sentences repeated",
        "longest": "重复的最长一句 · The longest sentence repeated",
        "other_id": "另一报告 · The other report",
        "other_agency_id": "另一机关的编号 · Id of the other agency",
        "other_agency": "另一机关 · The other agency",
        "other_year": "另一报告的年度 · Year of the other report",
        "other_url": "另一报告的地址 · Address of the other report",
        "flagged": "超过 0.9（1）· 1 above 0.9",
    },
    "year_over_year": {
        "indicator": "指标：表.行.列 · Indicator: table.row.column",
        "before": "上年数 · Number of the year before",
        "value": "本年数 · Number of this year",
        "change": "增减 · This year less the year before",
        "ratio": "本年 ÷ 上年 · This year / the year before",
        "form_change": "换表式 · Change of form, if any",
        "comparable": "可比程度 · same, exact, near or lossy",
    },
    "timeliness": _DEADLINE,
    "late_reports": _DEADLINE,
    "denial_mix": {
        "form": "表三的表式 · Form of table 3",
        "total_processed": _TOTAL,
        "denied": "不予公开，八项之和（件）· Denied, sum of eight grounds (requests)",
        "denied_share": "不予公开 ÷ 总计（0–1）· denied / total_processed (0 to 1)",
        **dict(_grounds()),
    },
    "remedy_rates": {
        **dict(_remedies()),
        "total_processed": _TOTAL,
        "review_correction": "复议纠正 ÷ 已审结（0–1）· corrected / closed reviews (0 to 1)",
        "review_correction_strict": "纠正 ÷（维持＋纠正）· corrected / (upheld + corrected)",
        "litigation_correction": "诉讼纠正 ÷ 已审结（0–1）· corrected / closed lawsuits (0 to 1)",
        "review_per_100": "每百件申请的复议（件）· Reviews per 100 requests processed",
        "litigation_per_100": "每百件申请的诉讼（件）· Lawsuits per 100 requests processed",
    },
    "panel": {
        "parent_id": "上级机关 · Parent agency",
        "kind": "机关类别 · Kind of body",
        "published_on": "公布日期（中国日期）· Date of publication, as printed",
        "cells_read": "读出的数字（格）· Cells read (number)",
        "checks_not_assessable": "无法核对的勾稽关系（项）· Identities not assessable (number)",
        **_FORMS,
        **dict(_panel()),
    },
}
