"""One character for one: what the eye takes for the same, made the same.

Every mapping here keeps the length of a text, so that an offset in the normalised text
is an offset in the printed one. NFKC is not used: it would turn ``12①`` into 121.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

#: No width, or only a direction; U+202E stays, since it shows digits in reverse.
_INVISIBLES = re.compile(
    "[\u200b-\u200f\u202a-\u202d\u2060-\u2069\ufe00-\ufe0f\u034f\u061c\u180e\ufeff\u00ad\0]+"
)

# Traditional forms of the characters that the official labels and headings use; a label
# on a page in traditional script must still be found. Display text is left as printed.
_TRADITIONAL = (
    "政務信息公開總體情況報告規範編號處理決定數量項許減強制業費購額採購結轉繼續辦複復議訴訟維持糾"
    "審後經結單據標準關於機構織團體會類內過執檔詢無關掌現補確認國險違護權屬禁開獲組請舉訪給點經濟穩"
    "與題應監督壞條錄計費發佈來時間範圍貫徹學習個縣鎮鄉區廳場實際並對網"
    "廢現發繳納專員辦銷類數產無應據議論證終歸檢察團罰後臺灣為"
)
_SIMPLIFIED = (
    "政务信息公开总体情况报告规范编号处理决定数量项许减强制业费购额采购结转继续办复复议诉讼维持纠"
    "审后经结单据标准关于机构织团体会类内过执档询无关掌现补确认国险违护权属禁开获组请举访给点经济稳"
    "与题应监督坏条录计费发布来时间范围贯彻学习个县镇乡区厅场实际并对网"
    "废现发缴纳专员办销类数产无应据议论证终归检察团罚后台湾为"
)


def _width_map() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(dash): "-" for dash in "—–―−‒‐－─﹣"}
    table |= dict(zip(map(ord, "【】〔〕［］｛｝﹝﹞"), "()()()()()", strict=True))
    table |= {ord("，"): ",", ord("。"): "。", ord("．"): ".", ord("﹒"): ".", ord("·"): "·"}
    table |= {ord("　"): " ", 0xA0: " "}
    return table


#: All decimal digits (Unicode category Nd); ① and ² are none.
DECIMALS = frozenset(filter(str.isdecimal, map(chr, range(0x20000))))


def _digits() -> dict[int, str]:
    """Decimal digits of other scripts (Arabic-Indic, mathematical bold …)."""
    return {ord(c): str(unicodedata.decimal(c)) for c in DECIMALS if not c.isascii()}


def _lookalikes() -> dict[int, str]:
    """Kangxi radicals, CJK radicals and compatibility forms that PDFs put for characters."""
    codes = chain(range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
    pairs = ((code, unicodedata.normalize("NFKC", chr(code))) for code in codes)
    return {code: mapped for code, mapped in pairs if len(mapped) == 1 and mapped != chr(code)}


def _matches() -> dict[str, str]:
    codes = dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
    codes |= _lookalikes() | _digits() | _width_map()
    return {chr(code): same for code, same in codes.items() if chr(code) != same}


_MATCH = _matches()
#: Few characters of a text are mapped, and ``str.translate`` would look up every one.
#: Beyond the basic plane one range for all: a class with single signs of it is searched slowly.
_MAPPED = re.compile(
    f"[{re.escape(''.join(c for c in _MATCH if c <= chr(0xFFFF)))}\U00010000-\U0001ffff]"
)


#: What nearly all of a text's mapped characters are; replaced without a call for each.
_FREQUENT = [(mark, _MATCH[mark]) for mark in "，（）：；"]


def visible(text: str) -> str:
    """``text`` without characters that have no width (they would cut words in two)."""
    # Whatever is printable has a width, and lines end.
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return _INVISIBLES.sub("", text)


def matchable(text: str) -> str:
    """``text`` for comparing with labels: same length, widths and look-alikes unified."""
    if text.isascii():
        return text
    for mark, same in _FREQUENT:
        text = text.replace(mark, same)
    return _MAPPED.sub(lambda found: _MATCH.get(found[0], found[0]), text)
