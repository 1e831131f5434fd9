"""Browsing an archive: Datasette with metadata, canned queries and pages of our own.

``serve(archive_path, host=…, port=…, open_browser=False)`` runs it; ``BrowseError`` says
why it cannot. ``plugin`` is the Datasette plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.browse.listening import BrowseError
    from gongkai.browse.server import serve

__all__ = ["BrowseError", "serve"]


def __getattr__(name: str) -> object:
    """The server, when first asked for: who only checks or compares reports need not wait."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gongkai.browse import listening, server

    globals().update(BrowseError=listening.BrowseError, serve=server.serve)
    return globals()[name]
