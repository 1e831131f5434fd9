"""Values as an error shows them: short, whatever they are."""

from __future__ import annotations

from reprlib import Repr

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 200


def shown(value: object) -> str:
    """Like ``repr``, but short: with YAML's references a few lines stand for gigabytes."""
    try:
        return _SHORT.repr(value)
    except ValueError:  # Python writes out no number of more than 4,300 digits
        return f"a very long {type(value).__name__}"
