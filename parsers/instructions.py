"""Is this text addressed to those who have yet to write a report?

A notice on how to draw up the report, or the notes to its form, may hold the form filled in
with an example, under a title that a report could bear. Its sentences give it away: they ask.
"""

from __future__ import annotations

import re

_UNIT = "(?:单位|部门|乡镇|镇|乡|街道|县|区|市|旗|地区|地)"
#: Each of these alone may stand in a report; two of them do not.
_CUES = (
    re.compile(
        "请(?<![^,。;:、!\\n]请)(?:你|各|于|将|按|认真|参照|对照|务必|如实|及时|严格|在|予以|直接|注意|填)"
    ),
    re.compile(
        f"各{_UNIT}[^。;]{{0,16}}(?:务必|请|须|应当|应|要)[^。;]{{0,24}}(?:填报|填写|编制|报送|上报)"
    ),
    re.compile("(?:填报|填写|填表|编制|编写|报送)(?:说明|要求|须知|口径|注意事项|指南|要点)"),
    re.compile(
        "(?:以上|上表|下表|表中|此表|本表|附表)[^。;,]{0,12}(?:为例|示例|样例|举例|仅供参考|仅为|样表)"
        "|(?:示例|样例|样表|范例|范本|参考模板)(?:[:)]|如下|数据|表)|[(](?:示例|样例|样表|范例|范本)"
    ),
    re.compile(
        "(?:填|填写|填报|填列)(?:为)?[“\"‘']?(?:0|零|无|/)[”\"’']?|(?:不得|不能|不可)(?:空|留空|为空)|(?:空项|空格)"
    ),
    re.compile(
        "(?:前|之前|以前)(?:将[^。;,]{0,20})?(?:报送|报至|上报|报我|报市|报县|报省|发送至|反馈)"
    ),
    re.compile("(?:应|须|需)(?:如实)?(?:填写|填报|填入|计入|计为|统计在|写明|注明)"),
    re.compile("填报单位(?:应|须|要)|由[^。;,]{2,12}(?:填写|填报)|逾期(?:未报|不报)|联系人及"),
    re.compile(
        "(?:更正|修改|核对|自查|汇总|盖章)后(?:再|重新)?(?:上报|报送|再报|报)|(?:数据|材料|情况)报至"
    ),
    re.compile(
        "(?:据实|逐项)(?:替换|填列)|替换(?:表中|相应)|照(?:此|该)格式|请?勿照抄|红字(?:部分|处)"
        "|(?:模板|样式)(?:如下|见附件|印发)|填报人员"
    ),
    re.compile("[×Xx]{2,}(?:局|县|市|区|镇|乡|年|件|单位|部门)|某(?:局|单位|部门|镇|县)"),
)
#: One of these is enough: the page itself says that its figures are nobody's.
_INVENTED = re.compile(
    "(?:数据|数字)[^。;,]{0,6}(?:虚构|假设|仅用于演示|非真实|不代表真实)|不代表真实(?:情况|数据)"
)
#: What any match of an expression holds one of.
_NEEDED: dict[int, tuple[str, ...]] = {
    2: ("填报", "填写", "填表", "编制", "编写", "报送"),
    3: ("示例", "样例", "为例", "举例", "仅供参考", "样表", "范例", "范本", "参考模板", "仅为"),
    4: ("填", "空"),
    5: ("报送", "报至", "上报", "报我", "报市", "报县", "报省", "发送至", "反馈"),
    6: ("填写", "填报", "填入", "计入", "计为", "统计在", "写明", "注明"),
    7: ("填报", "填写", "逾期", "联系人及"),
    8: ("后上报", "后报", "后再", "后重新", "报至"),
    9: ("替换", "填列", "格式", "照抄", "红字", "模板", "样式", "填报"),
    10: ("某", "××", "XX", "xx", "X×", "×X"),
}
_ALWAYS = [at for at in range(len(_CUES)) if at not in _NEEDED]
#: The longest first: a word found stands for those that it begins with.
_WORDS = re.compile(
    "|".join(sorted({word for words in _NEEDED.values() for word in words}, reverse=True))
)
#: No match is longer.
_REACH = 60
_FEWEST = 2


def cues_in(text: str) -> list[str]:
    """What in ``text`` (without white space, normalised) asks its readers to write a report;
    empty unless there are two different signs of it."""
    found = {at: match.group() for at in _ALWAYS if (match := _CUES[at].search(text))}
    word = _WORDS.search(text)
    while word:
        low, high = max(0, word.start() - _REACH), word.end() + _REACH
        for at, needed in _NEEDED.items():
            if at not in found and word.group().startswith(needed):
                match = _CUES[at].search(text, low, high)
                if match:
                    found[at] = match.group()
        word = _WORDS.search(text, word.start() + 1)
    signs = [found[at] for at in sorted(found)]
    if ("虚构" in text or "假设" in text or "真实" in text or "演示" in text) and (
        invented := _INVENTED.search(text)
    ):
        return [*signs, invented.group()]
    return signs if len(signs) >= _FEWEST else []
