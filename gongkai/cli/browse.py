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
@click.option(
    "--block-robots", is_flag=True, help="Ask search engines to stay away from every page."
)
def browse(archive: Path, host: str, port: int, open_browser: bool, block_robots: bool) -> None:
    """Browse the archive in a web browser until Ctrl-C.

    Where ARCHIVE.snapshots.db lies beside the archive, each number leads to its place in the
    stored page.

    A copy that takes the archive's place while it is served is shown within seconds
    (gongkai publish, docs/publishing.md).

    Example: gongkai browse --port 8001
    """
    # Datasette takes half a second to import; no other command needs it.
    from gongkai.browse import BrowseError, serve
    from gongkai.pipeline.evidence import SnapshotViewer

    def evidence_for(path: Path) -> SnapshotViewer | None:
        viewer = SnapshotViewer(path)
        return viewer if viewer.is_possible else None

    with plain_errors():
        try:
            serve(
                archive,
                host=host,
                port=port,
                open_browser=open_browser,
                block_robots=block_robots,
                evidence_for=evidence_for,
            )
        except BrowseError as error:
            stop(str(error))
