"""The fee for handling information (信息处理费), which part six of the form must state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parsers.claims.bodies import subject
from parsers.claims.context import Context
from parsers.report import Number

_NONE = re.compile(
    r"(?:未|没有|无|并未|均未|不存在)(?:向申请人|对申请人|发生|产生|出现|、|也未|未|没有)*+(?:收取|收|有)?(?:过|任何|因|政府|信息公开|政府信息公开|申请|依申请公开|依申请|相关|的|或|提供信息|、)*+"
    r"(?P<noun>信息处理费|处理费|信息公开费|收费|费用)(?:用)?(?:的)?(?:收取)?(?:情况|情形|事项|问题|行为|发生|、)*+$"
)
_NO_CHARGE = re.compile(
    r"(?:信息处理费)?(?:均)?(?:未|没有)(?:收取|收)(?:任何|相关|过)*+(?:费用|费)$|信息处理费(?:为)?(?:零|均为零|为0)$|信息处理费(?:均)?未收取$"
)
_AMOUNT = re.compile(
    r"(?:收取|收)?(?:政府信息公开|信息公开|依申请公开|申请人|的|政府)*+信息处理费(?:用)?(?:收入|总额|总金额|金额|收费|收取|共计|合计|总计|共|为|计|人民币|:)*+"
    r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,4})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?)(?P<unit>万元|元)"
)
#: 信息处理费:本年度未收取.
_UNCHARGED = re.compile(
    r"^(?:20\d\d年(?:度)?|本年度|本年|当年|全年)?(?:均)?(?:未|没有)(?:收取|发生|产生)$"
)
_RATE = re.compile("标准|每|应|免|减|超过|办法|退|按")


def fee_claims(text: str, context: Context) -> Iterator[tuple[str, Number, bool]]:
    """The amount in yuan (元); 0 where the text says that none was charged."""
    named_before = context.previous.endswith("信息处理费")
    if ("费" not in text and not named_before) or _RATE.search(text):
        return
    amount = _AMOUNT.search(text)
    if amount:
        if _is_own(text[: amount.start()], context):
            yield "fee", _yuan(amount["number"], amount["unit"]), False
        return
    none = _NONE.search(text)
    if none and none["noun"] in ("收费", "费用") and "公开" not in none.group():
        none = None
    if none is None and (context.disclosure or "信息处理费" in text):
        none = _NO_CHARGE.search(text)
    uncharged = none is None and named_before and _UNCHARGED.search(text)
    if uncharged or (none and _is_own(text[: none.start()], context)):
        yield "fee", 0, False


def _yuan(number: str, unit: str) -> Number:
    value = Decimal(number.replace(",", "")) * (10_000 if unit == "万元" else 1)
    return int(value) if value == value.to_integral_value() else float(value)


def _is_own(pre: str, context: Context) -> bool:
    who = re.sub(r"(?:依申请|提供|公开|政府信息|信息|办理|申请|收取|共|实)+$", "", subject(pre))
    return not subject(who) or context.reporter.owns(subject(who))
