"""Browsing an archive: Datasette with metadata, canned queries and pages of our own.

``serve(archive_path, host=…, port=…, open_browser=False)`` runs it; ``BrowseError`` says
why it cannot. ``plugin`` is the Datasette plugin.
"""

from __future__ import annotations

from gongkai.browse.listening import BrowseError
from gongkai.browse.server import serve

__all__ = ["BrowseError", "serve"]
