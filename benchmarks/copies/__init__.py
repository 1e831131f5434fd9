"""Copies, hacked pages and what only looks like them: how often the parsers tell them apart.

``portal`` and ``traps`` generate the pages and import nothing from ``parsers``.
"""

from __future__ import annotations

from benchmarks.copies.score import Result, run

__all__ = ["Result", "run"]
