"""Workbooks (.xlsx, .xls, WPS .et) to the same blocks that pages become."""

from __future__ import annotations

from parsers.spreadsheet.reading import is_workbook, is_xls, read_workbook, texts

__all__ = ["is_workbook", "is_xls", "read_workbook", "texts"]
