"""``gongkai browse``: Datasette on the archive, read-only."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.common import archive_option, plain_errors, stop


@click.command()
@archive_option()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="0: any free port.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in a web browser.")
def browse(archive: Path, host: str, port: int, open_browser: bool) -> None:
    """Browse the archive in a web browser until Ctrl-C.

    Example: gongkai browse --port 8001
    """
    # Datasette takes half a second to import; no other command needs it.
    from gongkai.browse import BrowseError, serve

    with plain_errors():
        try:
            serve(archive, host=host, port=port, open_browser=open_browser)
        except BrowseError as error:
            stop(str(error))
