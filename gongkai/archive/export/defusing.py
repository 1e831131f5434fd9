"""Texts that a spreadsheet would run as a formula when it opens a CSV file.

A text that begins with one of ``SIGNS``, after any apostrophes, gets one apostrophe
more in front; ``restored`` takes it away again, so that nothing is lost.
"""

from __future__ import annotations

import re

#: The full-width ones too: spreadsheets in Chinese take them for the plain ones.
SIGNS = "=+-@\t\r\n＝＋－＠"
_RISKY = re.compile(f"'*[{re.escape(SIGNS)}]")


def defused(text: str) -> str:
    """A text as it stands in a CSV file."""
    return f"'{text}" if _RISKY.match(text) else text


def restored(text: str) -> str:
    """What ``defused`` was given."""
    return text[1:] if text.startswith("'") and _RISKY.match(text) else text
