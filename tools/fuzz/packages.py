"""Sound packages (Word, workbook, OFD, archive) around contents that are not: zips, stored."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_OPEN = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OPEN}/officeDocument/2006/relationships"
_WORD = f"{_OPEN}/wordprocessingml/2006/main"
_SHEET = f"{_OPEN}/spreadsheetml/2006/main"
_OFD = "http://www.ofdspec.org/2016"
_TYPE = "application/vnd.openxmlformats-officedocument"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts, not packed: so an input's bytes stay what they are."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _types(path: str, kind: str) -> str:
    return (
        f'<Types xmlns="{_OPEN}/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="{path}" ContentType="{_TYPE}.{kind}.main+xml"/></Types>'
    )


def _links(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{_RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


def word(body: str) -> bytes:
    """A Word document of this body."""
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": _types("/word/document.xml", "wordprocessingml.document"),
            "_rels/.rels": _links("officeDocument", "word/document.xml"),
            "word/document.xml": document,
        }
    )


def workbook(sheet: str) -> bytes:
    """A workbook of one sheet of this content."""
    book = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return zipped(
        {
            "[Content_Types].xml": _types("/xl/workbook.xml", "spreadsheetml.sheet"),
            "_rels/.rels": _links("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _links("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}">{sheet}</worksheet>',
        }
    )


def ofd(layer: str) -> bytes:
    """An OFD file of one page with these objects."""
    root = "<ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody>"
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="P/Content.xml"/></ofd:Pages>'
    content = f"<ofd:Content><ofd:Layer>{layer}</ofd:Layer></ofd:Content>"
    return zipped(
        {
            "OFD.xml": _element("OFD", root),
            "D/Document.xml": _element(
                "Document", f"<ofd:CommonData>{area}</ofd:CommonData>{pages}"
            ),
            "D/P/Content.xml": _element("Page", content),
        }
    )


def _element(name: str, inner: str) -> str:
    return f'<ofd:{name} xmlns:ofd="{_OFD}">{inner}</ofd:{name}>'
