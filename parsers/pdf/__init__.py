"""PDF to the same blocks that pages and texts become: words by position, tables by their rules."""

from parsers.pdf.reading import read_pdf

__all__ = ["read_pdf"]
