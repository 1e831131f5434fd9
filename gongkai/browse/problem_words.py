"""What a reading problem means, in Chinese: for who must mend the document, not the parser.

The codes are those of ``docs/parsing.md``; their details are English, and of them only what
was found in the document (quoted words, addresses) is repeated.
"""

from __future__ import annotations

import re

from gongkai.browse.wording import FIELDS, SECTIONS, TABLES

#: Code → Chinese.
PROBLEMS = {
    "not_a_report": "没有读成年度报告",
    "empty_document": "文件是空的，或没有可见的文字",
    "unsupported_format": "不能读取这种格式；请另存为 .docx、网页或带文字的 PDF",
    "needs_office": "这种格式要装有 LibreOffice 才能读取；也可另存为 .docx 或带文字的 PDF",
    "conversion_failed": "LibreOffice 未能转换这个文件；请另存为 .docx 或带文字的 PDF",
    "archive_member": "压缩包里有的文件没有读取",
    "archive_without_report": "压缩包里没有找到年度报告",
    "encrypted": "文件有密码，打不开；请去掉密码再核对",
    "damaged_file": "文件已损坏，打不开",
    "oversized": "文件太大，没有读取",
    "derivative": "像是解读、图解、通知，或只报一部分时间，不是年度报告本身",
    "derivative_title": "标题像是解读或通知，但表是报告的",
    "draft_title": "标题称为征求意见稿、草案等，数字可能不是最终的",
    "competing_page": "同一机关同一年度另有官方网页或附件，数字不同",
    "instructions": "像是填表说明或样例",
    "no_title": "既没有报告的标题，也没有报告的表",
    "no_content": "只有标题，没有各部分和表",
    "listing_page": "是链接的列表，不是报告",
    "attachment_only": "报告在附件里，这一页没有正文",
    "image_only": "报告是图片或扫描件，没有可读的文字",
    "error_page": "是网站的出错页",
    "login_page": "是登录页",
    "challenge_page": "是网站的访问验证页",
    "empty_shell": "页面没有文字，内容要由脚本载入",
    "template": "模板中的占位符没有填写",
    "parser_error": "读取时出错，没有读完；请把文件告诉维护者",
    "truncated": "文件不完整，只读到一部分",
    "page_as_image": "有的页是图片或扫描件，没有可读的文字",
    "page_unread": "有的页打不开",
    "framed": "报告的另一部分在网页的其他框架里，没有读取",
    "content_unread": "文件里整个插入的另一文件没有读取",
    "encoding_damage": "有文字无法解码（乱码）",
    "markup_damage": "网页嵌套过深，换了办法读取",
    "section_missing": "没有找到这一部分的标题",
    "table_missing": "没有找到这张表",
    "row_missing": "没有找到这一行",
    "row_empty": "这一行没有数字",
    "row_unknown": "表式里没有的一行",
    "rows_moved": "这一行的位置与表式顺序不同",
    "ambiguous_cells": "有数字无法确定，未作核对",
    "header_damaged": "表头残缺或与表式不符",
    "table_empty": "这张表没有可读的数字",
    "column_missing": "表头缺少栏目，这张表未作核对",
    "embedded_other": "网页源码里有另一份报告的表，没有读取",
    "values_above": "有数字写在行名之前，不能确定属于哪一行",
    "several_reports": "这一文件里不止一份报告",
    "hidden_content": "表格读自网页未显示的部分（未选中的标签页或模板），请核对",
    "table_as_image": "这张表是图片，没有可读的数字",
    "table_as_attachment": "这张表可能在附件里",
    "title_missing": "没有找到标题",
    "agency_missing": "没有找到机关名称",
    "year_missing": "没有找到年度",
    "date_missing": "没有找到发布日期",
    "year_conflict": "各处年度不一致",
    "year_derived": "标题和统计期间都没有写年度，由别处推得",
    "title_doubtful": "页面上有几个标题，不能确定哪一个是本报告的",
    "agency_derived": "标题没有写机关，由别处推得",
    "agency_doubtful": "机关名称在别处未得到印证",
    "agency_conflict": "开头所写的机关与标题不同",
    "date_derived": "没有公布日期，取自落款",
    "date_implausible": "只找到报告年度结束以前的日期",
    "date_late": "日期比报告年度晚一年以上",
    "period_invalid": "统计期间写错了",
    "foreign_host": "写有其他网站的地址，或不是政府网站",
    "injected_text": "混入了无关文字",
}
_PLACES = {"first lines": "开头", "annex": "附表"}
#: Of a detail, what the document itself says: quoted words, addresses, hosts.
_SAID = re.compile(r"“[^”]*”|[a-z]+://\S+|#page=\S+|(?:[A-Za-z0-9-]+\.)+[a-z]{2,}")


def in_chinese(code: str, where: str | None, detail: str, row: str = "") -> str:
    """The problem in one line; a code that has no words here keeps its English detail.

    ``row`` is what the form calls the row that ``where`` names, if it names one.
    """
    if code not in PROBLEMS:
        said = f"读取时有疑问：{detail}"
    else:
        found = "、".join(one for one in dict.fromkeys(_SAID.findall(detail)) if one != where)
        said = PROBLEMS[code] + (f"：{found}" if found else "")
    place = "·".join(filter(None, (_place(where), row)))
    return f"{place}：{said}" if place else said


def _place(where: str | None) -> str:
    first = (where or "").split(".")[0]
    for known in (TABLES, SECTIONS, FIELDS):
        if first in known:
            return known[first].zh
    return _PLACES.get(first, where or "")
