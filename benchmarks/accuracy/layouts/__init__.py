"""The layouts of the corpus, by name."""

from __future__ import annotations

from benchmarks.accuracy.layouts.base import Layout
from benchmarks.accuracy.layouts.office import Breaks, SplitSpans, Word
from benchmarks.accuracy.layouts.structure import (
    Blanks,
    DivGrid,
    Hollow,
    Mismatched,
    Nested,
    NoHeadings,
    SeveralTables,
)

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(),
        Word(),
        SplitSpans(),
        SeveralTables(),
        Nested(),
        NoHeadings(),
        Blanks(),
        DivGrid(),
        Mismatched(),
        Breaks(),
        Hollow(),
    )
}

__all__ = ["LAYOUTS", "Layout"]
