"""A view: its ``SELECT``, and what a reader must know about its columns.

``CROSS JOIN`` in a view forces SQLite to begin with the table on the left: the small one, or
the one whose first rows make a first page.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The reports that count, of ``reports r``.
OFFICIAL = "r.provenance IN ('official', 'official_injected')"


@dataclass(frozen=True, slots=True)
class View:
    """A view and its descriptions; ``sql`` is the ``SELECT`` alone."""

    name: str
    sql: str
    description: str
    description_en: str
