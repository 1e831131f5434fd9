"""A fault campaign: crawls that are killed, starved, lied to and crowded must lose nothing."""

from benchmarks.torture.campaign import KINDS, Campaign
from benchmarks.torture.result import Result

__all__ = ["KINDS", "Campaign", "Result"]
