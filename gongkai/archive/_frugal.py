"""Imports sqlite-utils without pandas and numpy, whether they are installed or not.

sqlite-utils looks for them so that it can take DataFrames. Nobody here hands it one, and
where they are installed for other ends they cost each command half a second and 60 MB.
"""

from __future__ import annotations

import sys

_ABSENT = [name for name in ("numpy", "pandas") if name not in sys.modules]
for _name in _ABSENT:
    sys.modules[_name] = None  # type: ignore[assignment]  # an import fails at once
try:
    import sqlite_utils  # noqa: F401
finally:
    for _name in _ABSENT:
        del sys.modules[_name]
