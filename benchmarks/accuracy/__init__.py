"""Accuracy of the parsers on a corpus that the project generates itself."""

from benchmarks.accuracy.gate import Result, run

__all__ = ["Result", "run"]
