"""``python -m benchmarks.torture``: a campaign of faults, and what came of it."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

import click

from benchmarks.torture import KINDS, Campaign, Result


def _end(number: int, frame: FrameType | None) -> None:
    """As Ctrl-C does: crawlers are ended, the disk is unmounted, the folder removed. Once."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _progress(result: Result) -> None:
    click.echo(f"{result.rounds} archives: {result.injected.total()} faults", err=True)


@click.command()
@click.option("--faults", default=500, show_default=True, help=f"Shares: {KINDS}.")
@click.option("--seed", default=1, show_default=True)
def main(faults: int, seed: int) -> None:
    """Torture the crawler and the archive; exit status 1 when anything is lost or wrong.

    As root a small tmpfs is mounted to be filled, else file sizes are limited. The clock
    jumps where libfaketime is installed.
    """
    signal.signal(signal.SIGTERM, _end)
    click.echo(f"seed {seed}, at least {faults} faults")
    with tempfile.TemporaryDirectory(prefix="gongkai-torture-") as name:
        result = Campaign(faults, seed, on_round=_progress).run(Path(name))
    click.echo("\n".join(result.lines()))
    sys.exit(not result.is_sound or result.injected.total() < faults)


if __name__ == "__main__":
    main()
