"""``python -m tools.fuzz TARGET --runs N``: fuzz one target, or each in turn; needs atheris.

What breaks a claim is kept in ``.fuzz/TARGET/found`` with its traceback; mended, the
shortest such input goes into ``tests/fuzz/found/TARGET``, and the tests replay it for good.
How many inputs were executed is kept too: a campaign that was stopped goes on where it was.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

from tools import fuzz

_EXECUTED = re.compile(rb"stat::number_of_executed_units:\s+(\d+)")
_STEP = re.compile(rb"^#(\d+)\s", re.MULTILINE)
#: A process that hangs, crashes or runs out of memory is started again so often.
_STARTS = 20
_MEMORY_MB = 2_048


@dataclass(slots=True)
class Result:
    """``executed`` inputs, as libFuzzer counts them, ``before`` of them by earlier runs.

    ``found``: ways in which claims broke. ``seconds`` are those of this run.
    """

    target: str
    executed: int
    before: int
    found: list[str]
    seconds: float

    def line(self) -> str:
        """The result for a reader."""
        found = ", ".join(self.found) or "none"
        now = self.executed - self.before
        return (
            f"{self.target}: {self.executed:,} executions, {now:,} of them now in "
            f"{self.seconds:,.0f} s; broken claims, hangs and crashes: {found}"
        )


class Ledger:
    """``executed`` inputs and ``starts`` of the engine in a folder, over all runs."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "executed"
        said = self._file.read_text(encoding="ascii").split() if self._file.exists() else ()
        self.executed, self.starts = map(int, said or (0, 0))

    def add(self, executed: int) -> None:
        """One process of the engine has ended."""
        self.executed += executed
        self.starts += 1
        self._file.write_text(f"{self.executed} {self.starts}\n", encoding="ascii")


def run(name: str, runs: int, folder: Path, *, seed: int, timeout: int) -> Result:
    """Fuzz a target until so many inputs were executed; ``timeout`` in seconds for one input."""
    corpus, found = folder / "corpus", folder / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    target = fuzz.load(name)
    for number, data in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    ledger, begun = Ledger(folder), time.monotonic()
    before, last = ledger.executed, ledger.starts + _STARTS
    while ledger.executed < runs and ledger.starts < last:
        # The same seed again would try the same inputs again.
        flags = [f"-runs={runs - ledger.executed}", f"-seed={seed + ledger.starts}"]
        flags += [f"-timeout={timeout}", f"-max_len={target.MAX_LEN}"]
        flags += [f"-artifact_prefix={found}/", "-print_final_stats=1"]
        # A busy machine makes inputs slow; only those that exceed the bound are findings.
        flags += [f"-report_slow_units={timeout}", f"-rss_limit_mb={_MEMORY_MB}", str(corpus)]
        _one_process(name, folder, flags, ledger)
    names = sorted(path.name for path in found.iterdir() if path.suffix != ".txt")
    return Result(name, ledger.executed, before, names, time.monotonic() - begun)


def _one_process(name: str, folder: Path, flags: list[str], ledger: Ledger) -> None:
    """Run the engine once, and count what it executed, also when it was ended."""
    command = [sys.executable, "-m", "tools.fuzz.engine", name, str(folder), *flags]
    # Sets in the same order each time, or the same seed would not find the same.
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        with (folder / "log").open("wb") as log:
            subprocess.run(command, stdout=log, stderr=log, check=False, env=env)
    finally:
        ledger.add(_executed(folder / "log"))


def _executed(log: Path) -> int:
    said = log.read_bytes()
    if b"No module named 'atheris'" in said:
        raise click.ClickException("atheris is not installed: make fuzz, or gongkai[fuzz]")
    counts = _EXECUTED.findall(said) or _STEP.findall(said)
    if not counts:
        raise click.ClickException(f"the fuzzer did not start: {log}")
    return int(counts[-1])


@click.command()
@click.argument("targets", nargs=-1, metavar=f"[{'|'.join(fuzz.NAMES)}]…")
@click.option("--runs", default=1_000_000, show_default=True, help="Executions a target.")
@click.option("--seed", default=1, show_default=True)
@click.option("--timeout", default=20, show_default=True, help="Seconds that one input may take.")
@click.option("--folder", default=".fuzz", show_default=True, type=click.Path(path_type=Path))
def main(targets: tuple[str, ...], runs: int, seed: int, timeout: int, folder: Path) -> None:
    """Fuzz the targets named, or all; exit status 1 when anything was found."""
    strangers = set(targets) - set(fuzz.NAMES)
    if strangers:
        raise click.UsageError(f"no such target: {', '.join(sorted(strangers))}")
    failed = False
    for name in targets or fuzz.NAMES:
        result = run(name, runs, folder / name, seed=seed, timeout=timeout)
        failed = failed or bool(result.found) or result.executed < runs
        click.echo(result.line())
    sys.exit(failed)


if __name__ == "__main__":
    main()
