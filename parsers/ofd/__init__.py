"""OFD (GB/T 33190-2016), the format for fixed pages of Chinese offices, to the blocks of pages."""

from __future__ import annotations

from parsers.ofd.reading import read_ofd, texts_in

__all__ = ["read_ofd", "texts_in"]
