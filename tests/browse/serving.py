"""`serve` in a process of its own, on a free loopback port."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CODE = "import sys; from gongkai.browse import serve; serve(sys.argv[1])"
COMMAND = "from gongkai.cli import main; main()"


@contextmanager
def serving(
    archive: Path, *options: str, by_command: bool = False
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that it printed, and the process; ended afterwards if it still runs.

    ``by_command``: as ``gongkai browse`` does it, with these options and the snapshots.
    """
    started = [COMMAND, "browse", *options, "--port", "0", "--archive"] if by_command else [CODE]
    with _running([*started, str(archive)]) as found:
        yield found


@contextmanager
def desk(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The same for ``gongkai check --serve``."""
    with _running([COMMAND, "check", "--serve", *options]) as found:
        yield found


@contextmanager
def _running(started: list[str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [sys.executable, "-c", *started],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        yield found[0], process
    finally:
        process.kill()
        process.communicate()
