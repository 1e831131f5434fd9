"""OLE2 files ([MS-CFB]), opened by xlrd once their chains of sectors are known to end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlrd.compdoc import CompDoc

#: xlrd carries no types.
_Parts = Any
#: What a part of the directory is: a stream of bytes.
_STREAM = 2


class EndlessError(ValueError):
    """A chain of sectors leads back to itself; xlrd would follow it, and keep all, for ever."""


class _Nowhere:
    """xlrd writes remarks; nobody reads them."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


NOWHERE = _Nowhere()


def opened(data: bytes) -> _Parts:
    """The parts of an OLE2 file. Raises ``EndlessError``, and what xlrd raises for damage."""
    parts = CompDoc(data, logfile=NOWHERE)
    # xlrd itself looks after the long chains.
    for part in parts.dirlist:
        if part.etype == _STREAM and part.tot_size < parts.min_size_std_stream:
            _end(parts.SSAT, part.first_SID)
    return parts


def _end(chain: Sequence[int], at: int) -> None:
    for _ in range(len(chain) + 1):
        if not 0 <= at < len(chain):
            return
        at = chain[at]
    raise EndlessError("a chain of sectors that never ends")
