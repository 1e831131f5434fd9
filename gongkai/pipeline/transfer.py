"""A parse as bytes for the parent process: a report is a hundred small records.

The worker reads what strangers wrote. Should one of its libraries be taken over, its answer
must not take over the parent too: of a pickle only our own records are made, nothing else.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from io import BytesIO
from operator import attrgetter
from typing import Any

from parsers.report import AnnexRow, CellNote, Check, Claim, Problem, Report, Section

#: Module → the only names in it that an answer may cite; origins come as a plain ``dict``.
_RECORDS = {
    "builtins": frozenset(("dict",)),
    "parsers.report": frozenset(
        ("AnnexRow", "CellNote", "Check", "Claim", "Origin", "Problem", "Report", "Section")
    ),
    "gongkai.pipeline.pieces": frozenset(("Piece", "Shown")),
    "gongkai.pipeline.worker": frozenset(("_Convert",)),
}


def packed(answer: object, *, with_origins: bool = False) -> bytes:
    """What ``Connection.recv`` takes; ``origins`` only where they are asked for.

    They are worked out when first looked at, and storing never looks.
    """
    if isinstance(answer, Report) and not with_origins:
        for report in (answer, *answer.others):
            report.origins = {}
    out = BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(answer)
    return out.getvalue()


def unpacked(data: bytes) -> object:
    """The answer in these bytes. ``pickle.UnpicklingError`` when it cites anything foreign."""
    return _Unpickler(BytesIO(data)).load()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        """One of our records."""
        if name not in _RECORDS.get(module, ()):
            raise pickle.UnpicklingError(f"an answer must not hold {module}.{name}")
        return super().find_class(module, name)


def _as_call(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*kind.__slots__)  # type: ignore[attr-defined]
    return lambda record: (kind, values(record))


class _Pickler(pickle.Pickler):
    """Records go as calls of their class: a fifth of the time that their states take."""

    dispatch_table = {  # noqa: RUF012  the name and its meaning are pickle's
        kind: _as_call(kind)
        for kind in (AnnexRow, CellNote, Check, Claim, Problem, Report, Section)
    }
