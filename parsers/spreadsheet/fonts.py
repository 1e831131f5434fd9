"""The fonts and grounds of the cells of an .xlsx, as openpyxl hands them out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl.styles.fills import DEFAULT_EMPTY_FILL

from parsers.contrast import BLACK, WHITE, Rgb
from parsers.spreadsheet.looks import Look
from parsers.spreadsheet.palette import Palette

#: openpyxl carries no types.
_XlsxCell = Any
_Font = Any
_Fill = Any
_Colour = Any


class Fonts:
    """Looks by the numbers of font and fill, of which a workbook has few."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._known: dict[tuple[int, int], Look] = {}

    def of(self, cell: _XlsxCell) -> Look:
        """How a cell looks."""
        style = cell.style_array
        key = (style.fontId, style.fillId)
        if key not in self._known:
            ground = Look(ground=self._ground(cell.fill))
            self._known[key] = self.of_run(cell.font, ground)
        return self._known[key]

    def of_run(self, font: _Font, cell: Look) -> Look:
        """How a part of a cell's text looks, with a font of its own."""
        if font is None:
            return cell
        return replace(
            cell,
            ink=cell.ink if font.color is None else self._ink(font.color),
            is_struck=bool(font.strike),
            is_raised=font.vertAlign in ("superscript", "subscript"),
            points=cell.points if font.sz is None else font.sz,
        )

    def _ink(self, colour: _Colour) -> Rgb | None:
        return BLACK if colour.type == "auto" else self._rgb(colour)

    def _ground(self, fill: _Fill) -> Rgb | None:
        pattern = getattr(fill, "patternType", "gradient") if fill is not None else None
        if pattern in (None, "none"):
            return WHITE
        # A colour that the file does not name is one that openpyxl made up.
        is_known = pattern == "solid" and fill.fgColor is not DEFAULT_EMPTY_FILL.fgColor
        return self._rgb(fill.fgColor) if is_known else None

    def _rgb(self, colour: _Colour) -> Rgb | None:
        return self._palette.rgb(colour.type, colour.value, colour.tint)
