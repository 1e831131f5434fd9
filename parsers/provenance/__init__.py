"""Is this the official page, a hacked one, or a copy? As far as one document can show.

Check ids (M-…) are those of the domain reference, 4.5: ``hosts`` judges the address,
``signs`` the page, ``original`` finds the address that was copied, ``judge`` decides.
"""

from __future__ import annotations

from parsers.provenance.directory import guess
from parsers.provenance.display import cleaned, without_rubies
from parsers.provenance.hosts import is_official_host, provenance_of_address
from parsers.provenance.judge import Verdict, judge

__all__ = [
    "Verdict",
    "cleaned",
    "guess",
    "is_official_host",
    "judge",
    "provenance_of_address",
    "without_rubies",
]
