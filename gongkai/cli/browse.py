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

    Where ARCHIVE.snapshots.db lies beside the archive, each number leads to its place in the
    stored page.

    Example: gongkai browse --port 8001
    """
    # Datasette takes half a second to import; no other command needs it.
    from gongkai.browse import BrowseError, serve
    from gongkai.pipeline.evidence import SnapshotViewer

    with plain_errors(), SnapshotViewer(archive) as viewer:
        evidence = viewer if viewer.is_possible else None
        try:
            serve(archive, host=host, port=port, open_browser=open_browser, evidence=evidence)
        except BrowseError as error:
            stop(str(error))
