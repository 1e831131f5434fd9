"""Word, workbook, OFD and archive: bytes as they are, or contents in pieces in a sound package."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tools.fuzz import packages
from tools.fuzz.sound import parse

MAX_LEN = 512
#: What the bytes from 0x80 on stand for in each format, beside the words of all.
_WORDS = (
    *("2023年霁川市政府信息公开工作年度报告", "一、本年新收政府信息公开申请数量", "二、上年结转"),
    *("总计", "规章", "行政规范性文件", "本年制发件数", "信息内容"),
)
_WORD = (
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>"),
    *("</w:tr>", "<w:tc>", "</w:tc>", "<w:tcPr>", "</w:tcPr>", '<w:gridSpan w:val="', '"/>'),
    *('<w:vMerge w:val="', "<w:vMerge/>", "restart", "<w:ins>", "</w:ins>", "<w:del>", "</w:del>"),
    *("<w:sdt>", "<w:sdtContent>", "</w:sdtContent>", "</w:sdt>", "<w:rPr>", "</w:rPr>"),
    *("<w:vanish/>", "<w:strike/>", "<w:drawing/>", "<w:br/>", "<w:tab/>", "<w:hMerge/>"),
    *("<w:trPr>", "</w:trPr>"),
)
_SHEET = (
    *(
        "<sheetData>",
        "</sheetData>",
        '<row r="',
        '<row r="1" hidden="1">',
        '">',
        "</row>",
        '<c r="',
    ),
    *('" t="inlineStr"><is><t>', "</t></is></c>", '"><v>', "</v></c>", '" t="str"><f>1</f><v>'),
    *('<mergeCells><mergeCell ref="', '"/></mergeCells>', '<cols><col min="1" max="', "A1", ":C3"),
    *('" t="e"><v>', '" t="b"><v>', '" s="', '" t="d"><v>', "1E+308", "A1048576"),
)
_OFD = (
    *('<ofd:TextObject ID="2" Boundary="', '" Size="', '" CTM="', '<ofd:TextCode X="', '" Y="'),
    *('" DeltaX="', '" DeltaY="', "g 3 ", '">', "</ofd:TextCode>", "</ofd:TextObject>", "0 0 9 9"),
    *('<ofd:PathObject ID="3" Boundary="', "<ofd:AbbreviatedData>", "</ofd:AbbreviatedData>"),
    *("</ofd:PathObject>", "M 0 0 L 9 0 ", "<ofd:ImageObject/>", "<ofd:PageBlock>", "1e308"),
)
_NAMES = ("年报.txt", "../年报.html", "a/b.docx", "x.zip", "年报.md")


def _in_archive(body: str) -> bytes:
    name = _NAMES[len(body) % len(_NAMES)]
    return packages.zipped({name: body.encode(), "readme.txt": "附件"})


_KINDS: tuple[tuple[tuple[str, ...], Callable[[str], bytes]], ...] = (
    (_WORD, packages.word),
    (_SHEET, packages.workbook),
    (_OFD, packages.ofd),
    ((), _in_archive),
)


def seeds() -> Iterator[bytes]:
    words = ("规章", "0", "1", "2")
    row = "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in words)
    yield _shortened(0, f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")
    merged = '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
    yield _shortened(0, f"<w:tbl><w:tr><w:tc>{merged}<w:p/></w:tc></w:tr></w:tbl>")
    text = '<c r="A1" t="inlineStr"><is><t>规章</t></is></c><c r="B1"><v>12</v></c>'
    merge = '<mergeCells><mergeCell ref="A1:C3"/></mergeCells>'
    yield _shortened(1, f'<sheetData><row r="1">{text}</row></sheetData>{merge}')
    code = '<ofd:TextCode X="0" Y="3" DeltaX="g 3 4">规章12</ofd:TextCode>'
    yield _shortened(
        2, f'<ofd:TextObject ID="2" Boundary="0 0 9 9" Size="4">{code}</ofd:TextObject>'
    )
    line = "<ofd:AbbreviatedData>M 0 0 L 9 0 </ofd:AbbreviatedData>"
    yield _shortened(2, f'<ofd:PathObject ID="3" Boundary="0 0 9 9">{line}</ofd:PathObject>')
    yield _shortened(3, "2023年霁川市政府信息公开工作年度报告\n一、总体情况\n")
    yield b"\x04" + packages.zipped({"a.txt": "x", "b/": ""})
    yield b"\x04PK\x03\x04word/document"


def check(data: bytes) -> None:
    """The first byte: the format of the package; 4, what follows is the file itself."""
    how, body = data[0] % 5 if data else 0, data[1:]
    if how == len(_KINDS):
        parse(body)
        return
    pieces, build = _KINDS[how]
    parse(build(_spelled(body, (*pieces, *_WORDS))))


def _spelled(data: bytes, pieces: tuple[str, ...]) -> str:
    return "".join(
        chr(byte) if byte < 0x80 else pieces[byte - 0x80]
        for byte in data
        if byte < 0x80 + len(pieces)
    )


def _shortened(how: int, text: str) -> bytes:
    pieces = (*_KINDS[how][0], *_WORDS)
    for number, piece in sorted(enumerate(pieces), key=lambda pair: -len(pair[1])):
        text = text.replace(piece, chr(0xE000 + number))
    codes = [ord(one) for one in text if ord(one) < 0x80 or 0xE000 <= ord(one) < 0xE080]
    return bytes([how, *(one if one < 0x80 else one - 0xE000 + 0x80 for one in codes)])
