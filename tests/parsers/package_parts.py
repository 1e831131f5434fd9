"""Packages (Word, workbooks, OFD) with one of their parts changed."""

from __future__ import annotations

import io
import zipfile


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The package with some bytes of one part replaced, wherever they stand in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for one in before.infolist():
            body = before.read(one)
            if one.filename == part:
                assert old in body
                body = body.replace(old, new)
            after.writestr(one, body)
    return out.getvalue()
