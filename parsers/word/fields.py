"""Fields: of what stands between their marks, only the result is shown (17.16.18)."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element

FIELD = qn("w:fldChar")
_TYPE, _CHOICES = qn("w:fldCharType"), qn("w:ddList")


@dataclass(slots=True)
class Fields:
    """Those that are open at a place; ``skipped`` is text that only fields read.

    A field whose end is missing in its paragraph may show all of that.
    """

    skipped: list[str] = field(default_factory=list)
    _open: list[bool] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether the place is in the instructions of a field."""
        return True in self._open

    def meets(self, mark: _Element) -> bool:
        """Take a mark in; whether it shows something that has no text: the choice from a list."""
        kind = mark.get(_TYPE)
        if kind == "begin":
            self._open.append(True)
        elif self._open and kind == "separate":
            self._open[-1] = False
        elif self._open and kind == "end":
            self._open.pop()
        if not self._open:
            self.skipped.clear()
        return kind == "begin" and next(mark.iter(_CHOICES), None) is not None
