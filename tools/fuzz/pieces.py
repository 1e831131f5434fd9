"""Short inputs that say much: a byte is a character, or a label of the official forms."""

from __future__ import annotations

from functools import cache

from parsers.forms import load

#: Bytes from here on stand for a piece, those below for themselves.
_FIRST = 0x80
_TEXT = (
    *("2023年", "政府信息公开工作年度报告", "霁川市", "人民政府", "一、", "二、", "三、", "四、"),
    *(
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "件",
        "（",
        "）",
        "总计",
    ),
    *("结果维持", "结果纠正", "其他结果", "尚未审结", "未经复议直接起诉", "复议后起诉", "\u3000"),
)
_TAGS = (
    *(
        "<table>",
        "<tr>",
        "<td>",
        "<p>",
        "</td>",
        "</tr>",
        "</table>",
        "<td rowspan=",
        "<td colspan=",
    ),
    *("<div>", "</div>", "<script>", "</script>", "<br>", "<span>", "</span>"),
    *("<sup>", "&nbsp;"),
)


@cache
def pieces(*, tags: bool) -> tuple[str, ...]:
    """What the bytes from 0x80 on stand for."""
    tables = load("v2021").tables.values()
    rows = [row.label for table in tables if table.key != "disclosure" for row in table.rows]
    heads = [column.label for table in tables for column in table.columns]
    words = dict.fromkeys((*(_TAGS if tags else ()), *_TEXT, *rows, *heads))
    return tuple(words)[: 0x100 - _FIRST]


def spelled(data: bytes, *, tags: bool) -> bytes:
    """The document that bytes stand for, as UTF-8; what stands for nothing is left out."""
    words = pieces(tags=tags)
    parts = [
        chr(byte) if byte < _FIRST else words[byte - _FIRST]
        for byte in data
        if byte < _FIRST + len(words)
    ]
    return "".join(parts).encode()


def shortened(text: str, *, tags: bool) -> bytes:
    """Bytes that stand for a text; characters that no piece holds are left out."""
    words = sorted(enumerate(pieces(tags=tags)), key=lambda pair: -len(pair[1]))
    for number, word in words:
        text = text.replace(word, chr(0xE000 + number))
    codes = (ord(one) for one in text)
    return bytes(
        one if one < _FIRST else one - 0xE000 + _FIRST
        for one in codes
        if one < _FIRST or 0xE000 <= one < 0xE080
    )
