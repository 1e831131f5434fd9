"""The package of a Word document opened."""

from __future__ import annotations

import zipfile

from docx.document import Document as WordDocument
from docx.opc.part import PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart

from parsers.package import DAMAGE, as_file, has_part, part_of, weighed
from parsers.unreadable import Unreadable

#: The main part of every Word document, whatever program wrote it.
_MAIN = "word/document"
#: Documents with macros and templates have the same main part by other names; no macro is run.
_KINDS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
for _kind in _KINDS:
    PartFactory.part_type_for[_kind] = DocumentPart
#: Relations of a package in the Strict form of ISO/IEC 29500.
_STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"


def is_word(data: bytes) -> bool:
    """Whether bytes are a zip with a Word document in it."""
    return has_part(data, _MAIN)


def opened(data: bytes) -> WordDocument:
    """The document; raises ``Unreadable``."""
    weighed(data, "Word document")
    try:
        part = Package.open(as_file(data)).main_document_part
    except Exception as error:  # a damaged package fails in as many ways as it has parts
        raise _refusal(data, f"{type(error).__name__}: {error}") from error
    if not isinstance(part, DocumentPart):
        kind = getattr(part, "content_type", "")
        raise Unreadable("unsupported_format", f"no Word document, but {kind}: not read")
    document: WordDocument = part.document
    return document


def _refusal(data: bytes, why: str) -> Unreadable:
    if _is_strict(data):
        detail = "a Word document in ISO's Strict form: not read; save it as an ordinary .docx"
        return Unreadable("unsupported_format", detail)
    return Unreadable("damaged_file", f"no Word document that can be opened: {why}")


def _is_strict(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(as_file(data)) as package:
            return _STRICT in (part_of(package, "_rels/.rels") or b"")
    except DAMAGE:
        return False
