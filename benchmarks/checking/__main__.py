"""``python -m benchmarks.checking --reports N``: false alarms, and planted errors found."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks.checking import paper, shelf
from benchmarks.checking.run import alarms, check, pairs, run
from benchmarks.checking.telling import summary, table
from gongkai.cli.checking import Checking

#: Reports that the real command checks, in a process of its own.
BY_COMMAND = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking")
    parser.add_argument("--reports", type=int, default=1000, help="clean ones, and as many planted")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--show", type=int, default=20, help="how many failures to list")
    options = parser.parse_args()
    console = Console(width=160)
    result = run(options.reports, options.first)
    console.print(table(result))
    for line in summary(result, options.show):
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    console.print(by_command(BY_COMMAND), highlight=False)


def by_command(reports: int) -> str:
    """What the real command says and ends with, against the function behind it."""
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        home, made = Path(folder), list(pairs(reports // 2))
        shelf.build(home / "archive.db", [pair.clean for pair in made])
        with Checking(home / "archive.db") as checking:
            for number, draft in enumerate(draft for pair in made for draft in pair):
                file = paper.file_of(draft)
                path = home / f"{number}-{file.name}"
                path.write_bytes(file.data)
                _, found = check(checking, file)
                status, told = _command(path, home / "archive.db")
                expected = [[one.severity, one.id, one.place] for one in found]
                differing += status != int(bool(alarms(found))) or told != expected
    return f"command: {2 * len(made)} reports, {differing} told otherwise than by the function"


def _command(path: Path, archive: Path) -> tuple[int, list[list[str]]]:
    command = [sys.executable, "-m", "gongkai", "check", str(path)]
    command += ["--archive", str(archive), "--json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    told = json.loads(done.stdout)["findings"]
    return done.returncode, [[one["severity"], one["id"], one["place"]] for one in told]


if __name__ == "__main__":
    main()
