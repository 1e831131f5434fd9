"""The officials' desk: what is found in a report before it is published, as a page to read.

``result_page`` makes one page that needs nothing else; ``serve_desk`` shows it in a browser for
files that are dropped there. Nothing here parses: both are given what was found.
"""

from __future__ import annotations

from gongkai.browse.desk.page import Checked, result_page

__all__ = ["Checked", "result_page"]
