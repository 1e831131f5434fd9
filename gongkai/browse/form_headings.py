"""English for what the forms print above and beside their rows.

The archive's ``form_rows`` translate rows and columns; the headings that group them stand here.
Source of the Chinese: 国办公开办函〔2019〕60号, 〔2021〕30号 and the statistical table of 2014.
"""

from __future__ import annotations

import re

_DIGITS = "一二三四五六七八九"
_ARTICLE = re.compile(rf"第二十条第（([{_DIGITS}])）项")
_HEADINGS = {
    "三、本年度办理结果": "III. Results of this year",
    "（三）不予公开": "(3) Denied",
    "（四）无法提供": "(4) Not available",
    "（五）不予处理": "(5) Not processed",
    "（六）其他处理": "(6) Other handling",
    "行政诉讼": "Administrative litigation",
    "法人或其他组织": "Legal persons or other organisations",
    "一、主动公开情况": "I. Proactive disclosure",
    "（二）通过不同渠道和方式公开政府信息的情况": "(2) Disclosure by channel",
    "二、回应解读情况": "II. Responses and interpretation",
    "（二）通过不同渠道和方式回应解读的情况": "(2) Responses by channel",
    "三、依申请公开情况": "III. Disclosure on request",
    "八、机构建设和保障经费情况": "VIII. Staff and funds",
    "九、政府信息公开会议和培训情况": "IX. Meetings and training",
}


_UNITS = {
    "条": "items",
    "件": "cases",
    "次": "times",
    "篇": "articles",
    "个": "number",
    "人": "persons",
    "人次": "attendances",
    "万元": "10,000 yuan",
}


def unit_en(unit: str | None) -> str:
    """English for a unit of the table of 2014; empty where it has none here."""
    return _UNITS.get(unit or "", "")


def heading_en(label: str | None) -> str:
    """English for a heading; empty where it has none here."""
    article = _ARTICLE.fullmatch(label or "")
    if article:
        return f"Article 20, item ({_DIGITS.index(article[1]) + 1})"
    return _HEADINGS.get(label or "", "")
