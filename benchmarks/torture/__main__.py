"""``python -m benchmarks.torture``: a campaign of faults, and what came of it."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

import click

from benchmarks.torture import KINDS, Campaign, Result


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
    # Whoever ends it, the small disk is unmounted.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo(f"seed {seed}, at least {faults} faults")
    with tempfile.TemporaryDirectory(prefix="gongkai-torture-") as name:
        result = Campaign(faults, seed, on_round=_progress).run(Path(name))
    click.echo("\n".join(result.lines()))
    sys.exit(not result.is_sound or result.injected.total() < faults)


if __name__ == "__main__":
    main()
