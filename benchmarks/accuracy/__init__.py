"""Accuracy of the parsers on a corpus that the project generates itself."""

from benchmarks.accuracy.gate import ERAS, Result, run

__all__ = ["ERAS", "Result", "run"]
