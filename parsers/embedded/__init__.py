"""A report inside another wrapping: a script's string, a text area, escaped markup, MHTML.

Content management systems keep an article's HTML where a browser's script will put it on
the page, and browsers save pages as MHTML. Whatever the wrapping, what is inside is read as
any page is; nothing here interprets a table.
"""

from __future__ import annotations

from parsers.embedded.again import content_of, split_steps
from parsers.embedded.inside import best_inside, held_text
from parsers.embedded.mhtml import main_part

__all__ = ["best_inside", "content_of", "held_text", "main_part", "split_steps"]
