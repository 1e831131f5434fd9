"""The package of a Word document opened."""

from __future__ import annotations

import docx
from docx.document import Document as WordDocument

from parsers.package import as_file, has_part, weighed
from parsers.unreadable import Unreadable

#: The main part of every Word document, whatever program wrote it.
_MAIN = "word/document"


def is_word(data: bytes) -> bool:
    """Whether bytes are a zip with a Word document in it."""
    return has_part(data, _MAIN)


def opened(data: bytes) -> WordDocument:
    """The document; raises ``Unreadable``."""
    weighed(data, "Word document")
    try:
        return docx.Document(as_file(data))
    except Exception as error:  # a damaged package fails in as many ways as it has parts
        detail = f"no Word document that can be opened: {type(error).__name__}: {error}"
        raise Unreadable("damaged_file", detail) from error
