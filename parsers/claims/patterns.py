"""The words that claims are made of, as data, and the expressions compiled from them.

Every run of words is possessive: a clause that does not fit fails at once, whatever its
length, and no text can make the search slow.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

WORDS: dict[str, Any] = json.loads(
    files(__package__).joinpath("patterns.json").read_text(encoding="utf-8")
)


def either(words: list[str]) -> str:
    """Any of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def run_of(*lists: list[str]) -> str:
    """Any number of the words, in any order, taken once and for all."""
    return either([word for words in lists for word in words]) + "*+"


_REQUEST = run_of(WORDS["request_words"], WORDS["applicants"])
_PROMPTLY = run_of(
    ["及时", "依法", "按时", "按期", "全部", "依规", "均", "已", "并", "和", "、", "且", "规范"]
)
_NOT = r"(?:从未|尚未|未曾|均未|并未|未|没有|没|无)"
_NEXT_YEAR = r"(?:(?:下|次|来|明)(?:一)?年(?:度)?|(?P<next>20\d{2})年(?:度)?)"
_LAST_YEAR = r"(?:(?:上|去|前)(?:一)?(?:年度|年)|(?P<last>20\d{2})年(?:度)?)"
_GO_ON = r"(?:继续)?(?:进行)?(?:办理|答复|处理|办结)?"

#: A clause up to its number: ``pre`` is what stands before, ``mid`` what is counted.
RECEIVED = re.compile(
    rf"{either(WORDS['receive'])}(?:(?:和|及|并|、)?(?:登记|受理|接收))?(?P<mid>{_REQUEST})$"
)
#: 政府信息公开申请数量为 n 件.
NUMBER_OF_REQUESTS = re.compile(
    r"(?P<mid>(?:新收|收到|受理)?(?:的)?(?:(?:政府信息公开|信息公开|公开)申请|依申请公开(?:申请)?))(?:的)?"
    r"(?:受理|收到|接收)?(?:总数量|数量|总量|总数|件数|数|量)(?:共计|共|总计|为|是|达到|达|有|:)*+$"
)
RECEIVED_AND_HANDLED = re.compile(
    rf"(?:收到|受理|接收|接到)(?:并|和|、|及)?{_PROMPTLY}(?:{either(WORDS['handle'])})(?P<mid>{_REQUEST})$"
)
RECEIVED_AND_CLOSED = re.compile(
    rf"(?:收到|受理|接收|接到)(?:并|和|、|及)?{_PROMPTLY}(?:{either(WORDS['close'])})(?P<mid>{_REQUEST})$"
)
CLOSED = re.compile(rf"{either(WORDS['close'])}(?P<mid>{_REQUEST})$")
#: 完成政府信息公开申请答复18件.
COMPLETED = re.compile(rf"完成(?P<mid>{_REQUEST})(?:答复|办理|办结|回复)(?:工作)?(?:共计|共)?$")
HANDLED = re.compile(rf"{either(WORDS['handle'])}(?P<mid>{_REQUEST})$")
CARRIED_IN = re.compile(
    rf"(?:{_LAST_YEAR}(?:结转|转接|转来|遗留|转入|接转|结存)(?:的|而来|下来|过来|至本年度?|至今年|到本年度?|本年度?)?(?:继续)?(?:办理|处理)?(?:的)?"
    rf"|结转(?:自)?(?:上|去)(?:一)?(?:年度|年)(?:度)?(?:继续)?(?:办理|处理)?(?:的)?|结转(?P<from>20\d{{2}})年(?:度)?)(?P<mid>{_REQUEST})$"
)
CARRIED_OUT = re.compile(
    rf"(?:结转|顺延|转入|延至|转|延续)(?:至|到|入)?{_NEXT_YEAR}{_GO_ON}(?P<mid>{_REQUEST})$"
)
#: What follows the number: 1件结转下年度继续办理; 2件为上年结转.
CARRIED_OUT_AFTER = re.compile(
    rf"{_REQUEST}(?:(?:因|由于|经)[^不未无0-9,;:]{{2,20}})?(?:按规定|按程序|依规|依法|均|仍|将|需|已)*+(?:结转|顺延|转入|延至|转|延续)(?:至|到|入)?{_NEXT_YEAR}{_GO_ON}(?:的)?$"
)
#: 结转1件至2023年.
CARRIED_BEFORE = re.compile(r"(?:结转|顺延)$")
CARRIED_TO = re.compile(rf"(?:至|到){_NEXT_YEAR}{_GO_ON}$")
CARRIED_IN_AFTER = re.compile(
    rf"{_REQUEST}{_LAST_YEAR}(?:结转|转接|转来|遗留|转入)(?:的|而来|下来|过来|至本年度?)*+{_REQUEST}$"
)
CLOSED_AFTER = re.compile(rf"{_REQUEST}{_PROMPTLY}{either(WORDS['close'])}(?:完毕)?(?:了)?$")
REQUEST_AFTER = re.compile(rf"(?:的)?(?:次)?(?P<mid>{_REQUEST})(?P<rest>.*)$", re.DOTALL)

_ASKED = either(WORDS["request_words"] + WORDS["applicants"])
NO_REQUEST = re.compile(
    rf"{_NOT}(?:收到过|收到|接到过|接到|受理过|受理|接收|接受|收悉|发生|出现|产生|有|涉及)?"
    r"(?P<mid>(?:任何形式的|任何|一件|1件"
    rf"|(?:关于|有关|涉及)(?=(?:政府)?信息公开)|向[我本](?:行政机关|机关|单位|部门|街道|[局委办厅院镇乡])|{_ASKED})*+)"
    r"(?:的|情况|情形|事项|事件|发生|业务|出现|、)*+$"
)
_NOUN = run_of(
    [w for w in WORDS["request_words"] if w not in ("为", "是", "有", "共")], WORDS["applicants"]
)
#: 在答复的22件申请中: the number of those that were answered.
CLOSED_WITHIN = re.compile(rf"在(?:已)?{either(WORDS['close'])}的$")
WITHIN = re.compile(r"(?:政府信息公开|信息公开|依申请公开)?申请(?:事项)?(?:当)?中$")
NO_REQUEST_AFTER = re.compile(
    rf"(?P<mid>{_NOUN})(?:均)?(?:为零|为0|零件|为零件)$|^(?P<zero>零)(?P<what>{_REQUEST})$"
)
NO_CARRIED_OUT = re.compile(
    rf"{_NOT}(?:需要|需|有)*+(?:结转|顺延)(?:至|到|入)?{_NEXT_YEAR}{_GO_ON}(?:的)?"
    rf"(?P<mid>{_REQUEST})(?:的|情况|件|、)*+$"
)
NO_CARRIED_IN = re.compile(
    rf"{_NOT}(?:有)?{_LAST_YEAR}(?:结转|转接|遗留|转入)(?:的)?"
    rf"(?P<mid>{_REQUEST})(?:的|情况|、)*+$"
)

_REMEDY_WORDS: list[str] = WORDS["remedy_words"]
_REMEDY_NOUNS = ["行政复议", "行政诉讼", "复议", "诉讼"]
_AND = ["和", "或者", "或", "以及", "及", "与", "、", "/"]
_REMEDY = run_of(_REMEDY_WORDS)
_JOIN = run_of(_AND, [",", "也", "均", "未", "没有", "无", "被"])
#: 均未发生 ends a clause, so these words must not be taken for a part of what is denied.
_SAYING = ("均", "都", "为", "是", "有", "了", "发生", "出现", "存在")
_DENIED = run_of([w for w in _REMEDY_WORDS if w not in _SAYING], _REMEDY_NOUNS, _AND)
REVIEW = re.compile(rf"(?:行政复议|复议)(?P<mid>{_REMEDY})$")
LITIGATION = re.compile(rf"(?:行政诉讼|诉讼)(?P<mid>{_REMEDY})$")
BOTH = re.compile(
    rf"行政复议{_REMEDY}{_JOIN}{_REMEDY}(?:行政)?诉讼(?P<mid>(?:{_REMEDY}各)?{_REMEDY})$"
)
#: What stands before 行政复议 and says why: 因政府信息公开被申请.
REMEDY_LEAD = re.compile(rf"(?:{either(_REMEDY_WORDS)})++$")
NO_REMEDY = re.compile(
    rf"(?:不存在|未有|{_NOT})(?:收到|发生|出现|产生|引起|引发|涉及|有|存在)*+"
    rf"(?P<what>{run_of(_REMEDY_WORDS, _REMEDY_NOUNS, _AND, ['未', '没有', '无'])})$"
)
NO_REMEDY_AFTER = re.compile(
    rf"(?P<what>{_DENIED})(?:数)?(?:均|都|皆)?(?:为零|为0|为无|未发生|未出现|没有发生|没有|无|零)$"
)
DIRECT = re.compile(
    r"未经(?:行政)?复议(?:而)?直接(?:提起)?(?:行政)?(?:起诉|诉讼)(?P<mid>(?:行政诉讼|案件|的|为|有|共|:)*+)$"
)
AFTER_REVIEW = re.compile(
    r"(?<!直接)(?:经)?(?:行政)?复议后(?:再)?(?:又)?(?:提起)?(?:行政)?(?:起诉|诉讼)(?P<mid>(?:行政诉讼|案件|的|为|有|共|:)*+)$"
)

_OUT = run_of(WORDS["outcome_between"])
_ABOUT = run_of(
    [
        "政府信息公开申请",
        "申请",
        "的",
        "答复为",
        "答复",
        "属于",
        "属",
        "因",
        "为",
        "作出",
        "给予",
        "被",
        "依法",
        "决定",
        "已",
        "均",
        "全部",
    ]
)
OUTCOMES = [
    (kind, re.compile(rf"{either(labels)}{_OUT}$"), re.compile(rf"{_ABOUT}{either(labels)}{_OUT}$"))
    for kind, labels in WORDS["outcomes"].items()
]
_RESULT = run_of(
    [
        "的",
        "为",
        "有",
        "共",
        "案件",
        "行政复议",
        "行政诉讼",
        "复议",
        "诉讼",
        "结果",
        ":",
        "是",
        "数",
        "了",
    ]
)
RESULTS = [
    (
        kind,
        re.compile(rf"{either(labels)}{_RESULT}$"),
        re.compile(rf"(?:被|予以|结果为|均|为|是|的)*+{either(labels)}{_RESULT}$"),
    )
    for kind, labels in WORDS["results"].items()
]

ANY_LABEL = re.compile(
    either(
        [
            label
            for group in ("outcomes", "results")
            for labels in WORDS[group].values()
            for label in labels
        ]
    )
)

_BEFORE = run_of(WORDS["before"])
BEFORE = re.compile(_BEFORE)
BEHIND = re.compile(rf"(?:{either(WORDS['before'])})++$")
PART_BEFORE = re.compile(run_of(WORDS["part_before"], WORDS["before"]))
PART_ONLY = re.compile(rf"{run_of(WORDS['outcome_before'], WORDS['part_before'])}$")
CONTINUES = re.compile(either(WORDS["continuations"]))
