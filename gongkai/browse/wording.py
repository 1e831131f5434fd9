"""What the archive's codes are called on a page: Chinese, and English beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One code in both languages; ``css`` names its colour."""

    zh: str
    en: str
    css: str = ""


PROVENANCE = {
    "official": Words("官方原页", "published by the agency itself", "good"),
    "official_injected": Words(
        "官方原页（混入无关文字）", "official page with injected text", "fair"
    ),
    "copy_linked": Words("转载（已找到原文）", "copy of a known original", "poor"),
    "copy_unverified": Words("转载（未经核对）", "copy, original not found", "poor"),
    "unknown": Words("来源不明", "source unknown", "poor"),
}

SCOPE = {
    "own_agency": Words("本机关", "the agency alone"),
    "office_only": Words("仅办公室", "the government's office alone"),
    "government_level": Words("本级政府", "the government at its own level"),
    "aggregate": Words("汇总（含下级）", "aggregate with subordinate bodies"),
    "system": Words("系统汇总", "the whole system"),
    "unknown": Words("口径不明", "scope unknown"),
}

STATUS = {
    "blank": Words("空白", "blank"),
    "dash": Words("横线", "dash"),
    "unit_converted": Words("已换算单位", "unit converted"),
    "unit_unknown": Words("单位不明", "unit unknown"),
    "approximate": Words("约数", "approximate"),
    "cn_numeral": Words("汉字数字", "Chinese numeral"),
    "annotated": Words("附有说明", "annotated"),
    "merged": Words("数字被拆开", "digits were split"),
    "solved": Words("由勾稽关系确定", "settled by the form's sums"),
    "ocr_fixed": Words("字形已更正", "look-alike character corrected"),
    "ambiguous": Words("无法确定，未采信", "ambiguous, left out"),
    "unreadable": Words("无法辨认", "unreadable"),
    "missing": Words("未读到", "not read"),
}

SUSPECT = {
    "parse": Words("疑为本站读取有误", "our reading is the suspect"),
    "source": Words("原文如此", "so in the source"),
    "unknown": Words("原因不明", "cause unknown"),
}

SEVERITY = {
    "error": Words("错误", "error", "poor"),
    "warning": Words("注意", "warning", "fair"),
    "info": Words("说明", "note", "good"),
}

TABLES = {
    "disclosure": Words("主动公开政府信息情况", "Proactive disclosure"),
    "requests": Words("收到和处理政府信息公开申请情况", "Requests received and handled"),
    "review_litigation": Words(
        "政府信息公开行政复议、行政诉讼情况", "Administrative reviews and lawsuits"
    ),
    "statistics": Words("政府信息公开情况统计表", "Statistics of information disclosure"),
    "annex": Words("附表（地方统计）", "Local statistical annex"),
}

SECTION_TABLES = {
    "proactive": "disclosure",
    "requests": "requests",
    "review_litigation": "review_litigation",
}

SECTIONS = {
    "overview": Words("总体情况", "Overview"),
    "proactive": Words("主动公开", "Proactive disclosure"),
    "requests": Words("依申请公开", "Requests"),
    "review_litigation": Words("复议诉讼", "Reviews and lawsuits"),
    "problems": Words("问题及改进", "Problems and improvements"),
    "other_matters": Words("其他事项", "Other matters"),
}

TIERS = {
    "national": Words("国家", "national"),
    "province": Words("省级", "province"),
    "prefecture": Words("地市级", "prefecture"),
    "county": Words("县级", "county"),
    "township": Words("乡级", "township"),
    "unknown": Words("层级不明", "tier unknown"),
}

#: The classes of ``outcome_rates``, as short as a chart needs them.
OUTCOME = {
    "granted": Words("予以公开", "Granted"),
    "partly_granted": Words("部分公开", "Partly granted"),
    "denied": Words("不予公开", "Denied"),
    "unavailable": Words("无法提供", "Not available"),
    "not_processed": Words("不予处理", "Not processed"),
    "other": Words("其他处理", "Other handling"),
}

#: The grounds of ``denial_mix``, as short as a chart needs them.
GROUND = {
    "denied_state_secret": Words("国家秘密", "State secret"),
    "denied_by_law": Words("法律法规禁止", "Forbidden by law"),
    "denied_security_stability": Words("三安全一稳定", "Security, stability"),
    "denied_third_party": Words("第三方权益", "Third party's rights"),
    "denied_internal_affairs": Words("内部事务信息", "Internal affairs"),
    "denied_deliberative": Words("过程性信息", "Deliberative"),
    "denied_enforcement_file": Words("行政执法案卷", "Enforcement file"),
    "denied_admin_lookup": Words("行政查询事项", "Look-up matter"),
}

REASONS = {
    "not_published": Words("网站未公布", "not on the site"),
    "withdrawn": Words("已撤下", "withdrawn"),
    "blocked": Words("被网站拦截", "blocked by the site"),
    "failed": Words("未能取得", "could not be fetched"),
    "parse_failed": Words("取得而未读成", "fetched, not readable"),
    "not_yet_crawled": Words("尚未抓取", "not yet crawled"),
    "awaited": Words("未到期限", "not due yet"),
    "taken_down": Words("本存档已删除", "taken down here"),
    "unknown": Words("尚未判断", "not judged yet"),
}

#: By the table or view that lists them.
HEALTH = {
    "failed_checks": Words("份报告有勾稽不符", "reports with sums that fail"),
    "year_checks": Words("处相邻两年不符", "places where two years do not fit"),
    "carry_breaks": Words("处结转不符", "breaks of the carry-over"),
    "late_reports": Words("份逾期公布", "published after the deadline"),
    "cell_notes": Words("格数字未能采信", "cells that could not be read"),
    "missing_reports": Words("份被网站拦截", "reports blocked by their site"),
    "resting_hosts": Words("个主机暂停访问", "hosts left alone for now"),
}

#: Why a version differs from the one before it.
CAUSES = {
    "page": Words("网页有改动", "the page changed"),
    "parser": Words("读取程序改进", "read differently"),
    "other_page": Words("改由另一网页为准", "another page speaks now"),
    "page_or_parser": Words("网页或读取程序有变", "the page or the parser changed"),
}

#: What a page says about itself.
FIELDS = {
    "title": Words("标题", "Title"),
    "agency": Words("机关", "Agency"),
    "year": Words("年度", "Year"),
    "scope": Words("口径", "Scope"),
    "form": Words("表式", "Form"),
    "published_on": Words("公布日期", "Published"),
    "provenance": Words("来源", "Provenance"),
}

#: By which rule a report was due.
DEADLINES = {
    "department_31_january": Words("部门，条例第四十九条", "departments, art. 49"),
    "government_31_march": Words("政府，条例第四十九条", "governments, art. 49"),
    "all_31_march": Words("2007 年条例第三十一条", "art. 31 of 2007"),
    "latest_31_march": Words("只按最晚的期限", "the latest day that may apply"),
}

UNITS = {
    "件": Words("件", "requests"),
    "天": Words("天", "days"),
    "份": Words("份", "reports"),
}

#: Why reports are not added up, by the codes of ``sums.REASONS``.
ASIDE = {
    "scope": Words("口径不明", "scope unknown"),
    "tier": Words(
        "含他机关数字的报告而层级不明", "with the numbers of other bodies, and of unknown tier"
    ),
    "part": Words(
        "部门等的汇总，可能已含于其政府的汇总", "aggregates that may be part of a government's own"
    ),
    "again": Words("同一政府的另一份", "a second one on the same government"),
}

#: Of a tile of the provinces.
STATES = {
    "none": Words("存档中没有这份报告", "no such report in the archive"),
    "unusable": Words("有报告而无可用之数", "a report without a usable number"),
    "differ": Words("两份报告所载不一", "two reports differ"),
}

LINKS = {
    "holds": Words("相等", "holds"),
    "breaks": Words("✗ 不等", "✗ breaks"),
    "not_assessable": Words("未读到", "not read"),
    "no_next_report": Words("无下年报告", "no next report"),
}

RELATIONS = {
    "last_year": Words("本机关上年", "its own, last year"),
    "superior": Words("上级机关", "its parent"),
    "elsewhere": Words("其他机关", "another body"),
}

FACET_NAMES = {
    "year": Words("年度", "Year"),
    "tier": Words("层级", "Tier"),
    "province": Words("省份", "Province"),
    "section": Words("部分", "Part"),
}


def words(table: dict[str, Words], code: str | None) -> Words:
    """The words for a code; a code without words is shown as it is."""
    return table.get(code or "unknown") or Words(code or "—", "")


#: Of a source, as ``gongkai status`` names them; the most pressing first.
SOURCE_STATES = {
    "blocked": Words("被拦截", "blocked", "poor"),
    "dead_column": Words("栏目失效", "column gone or empty", "poor"),
    "failing": Words("上次访问失败", "last visit failed", "poor"),
    "drifting": Words("比以往少", "gives less than it did", "fair"),
    "proposal": Words("新栏目待确认", "another column waits for a person", "fair"),
    "never_visited": Words("尚未访问", "never visited", "fair"),
    "ok": Words("正常", "ok", "good"),
}
