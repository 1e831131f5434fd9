"""The accuracy gate's era of local annexes: generated pages, an independent judge."""

from benchmarks.accuracy.annex.gate import AnnexResult, run

__all__ = ["AnnexResult", "run"]
