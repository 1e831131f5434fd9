"""``gongkai check --serve``: the checks behind a page on this machine."""

from __future__ import annotations

from pathlib import Path

from gongkai.cli.checking import Checking
from gongkai.cli.common import LARGEST_FILE, plain_errors, stop


def serve_checks(
    archive: Path | None, language: str, *, host: str, port: int, open_browser: bool
) -> None:
    """Serve until Ctrl-C; ends the command with one line where that cannot be done."""
    # The web server takes a moment to import; no other check needs it.
    from gongkai.archive import Archive
    from gongkai.browse.desk.app import Limits
    from gongkai.browse.desk.server import serve_desk
    from gongkai.browse.listening import BrowseError

    with plain_errors():
        if archive is not None:
            Archive.open(archive, read_only=True).close()  # told now, not at the first file
        with Checking(archive, apart=True) as checking:
            try:
                serve_desk(
                    lambda files: list(checking.check(files)),
                    host=host,
                    port=port,
                    language=language,
                    open_browser=open_browser,
                    limits=Limits(LARGEST_FILE),
                    stop=checking.interrupt,
                )
            except BrowseError as error:
                stop(str(error))
