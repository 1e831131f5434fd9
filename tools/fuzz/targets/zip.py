"""Word files: bytes as they are, or as the main part of a sound package, in pieces."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from tools.fuzz.sound import parse

MAX_LEN = 512
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}"/></Types>'
)
_LINKS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r"'
    f' Type="{_RELATION}" Target="word/document.xml"/></Relationships>'
)
#: What the bytes from 0x80 on stand for.
_PIECES = (
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>"),
    *("</w:tr>", "<w:tc>", "</w:tc>", "<w:tcPr>", "</w:tcPr>", '<w:gridSpan w:val="', '"/>'),
    *('<w:vMerge w:val="', "<w:vMerge/>", "restart", "<w:ins>", "</w:ins>", "<w:del>", "</w:del>"),
    *("<w:sdt>", "<w:sdtContent>", "</w:sdtContent>", "</w:sdt>", "<w:rPr>", "</w:rPr>"),
    *("<w:vanish/>", "<w:strike/>", "<w:drawing/>", "<w:br/>", "<w:tab/>", "<w:hMerge/>"),
    *("<w:trPr>", "</w:trPr>", "总计", "一、本年新收政府信息公开申请数量", "二、上年结转", "规章"),
    *("2023年霁川市政府信息公开工作年度报告", "行政规范性文件", "本年制发件数", "信息内容"),
)


def seeds() -> Iterator[bytes]:
    words = ["规章", "0", "1", "2"]
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in words)
    yield b"\x00" + _shortened(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    yield b"\x00" + _shortened(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
        "<w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    yield b"\x01" + _package("<w:p/>")[: MAX_LEN - 1]
    yield b"\x01PK\x03\x04word/document"


def check(data: bytes) -> None:
    how, body = data[:1] or b"\x00", data[1:]
    parse(body if how[0] & 1 else _package(_spelled(body)))


def _package(content: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _LINKS)
        body = f'<w:document xmlns:w="{_WORD}"><w:body>{content}</w:body></w:document>'
        package.writestr("word/document.xml", body)
    return out.getvalue()


def _spelled(data: bytes) -> str:
    return "".join(
        chr(byte) if byte < 0x80 else _PIECES[byte - 0x80]
        for byte in data
        if byte < 0x80 + len(_PIECES)
    )


def _shortened(text: str) -> bytes:
    for number, piece in sorted(enumerate(_PIECES), key=lambda pair: -len(pair[1])):
        text = text.replace(piece, chr(0x80 + number))
    return text.encode("latin-1")
