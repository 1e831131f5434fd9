"""``python -m tools.fuzz TARGET --runs N``: fuzz one target, or each in turn; needs atheris.

What breaks a claim is kept in ``.fuzz/TARGET/found`` with its traceback. The next run moves
what breaks none any more to ``.fuzz/TARGET/mended``; from there the shortest such input goes
into ``tests/fuzz/found/TARGET``, and the tests replay it for good. How many inputs were
executed is kept too: a campaign that was stopped goes on where it was.
"""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click

from tools import fuzz
from tools.fuzz.again import MEMORY_MB, sift

_EXECUTED = re.compile(rb"stat::number_of_executed_units:\s+(\d+)")
_STEP = re.compile(rb"^#(\d+)\s", re.MULTILINE)
#: A process that hangs, crashes or runs out of memory is started again so often.
_STARTS = 20


@dataclass(slots=True)
class Result:
    """``executed`` inputs, as libFuzzer counts them, ``before`` of them by earlier runs.

    ``found``: ways in which claims broke; ``mended``: what was kept of earlier runs and breaks
    none now. ``wanted``: executions that were asked for. ``seconds`` are those of this run.
    """

    target: str
    executed: int
    before: int
    wanted: int
    found: list[str]
    mended: list[str]
    seconds: float

    @property
    def is_sound(self) -> bool:
        """Whether all was executed, and nothing found."""
        return not self.found and self.executed >= self.wanted

    def line(self) -> str:
        """The result for a reader."""
        now = self.executed - self.before
        told = [
            f"{self.target}: {self.executed:,} executions, {now:,} of them now in "
            f"{self.seconds:,.0f} s",
            f"broken claims, hangs and crashes: {', '.join(self.found) or 'none'}",
        ]
        if self.executed < self.wanted:
            told.append(
                f"ended early, short of {self.wanted:,}: the engine was started {_STARTS} times"
            )
        if self.mended:
            told.append(f"holds now, moved from found to mended: {', '.join(self.mended)}")
        return "; ".join(told)


class Ledger:
    """``executed`` inputs and ``starts`` of the engine in a folder, over all runs.

    Of two that write the file, the later would forget what the other counted: see ``_alone``.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "executed"
        said = self._file.read_text(encoding="ascii").split() if self._file.exists() else ()
        self.executed, self.starts = map(int, said or (0, 0))

    def add(self, executed: int) -> None:
        """One process of the engine has ended."""
        self.executed += executed
        self.starts += 1
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self.executed} {self.starts}\n", encoding="ascii")
        fresh.replace(self._file)  # never half of it


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One run at a time in a folder: its count, log and finds are one run's; freed on any death."""
    with (folder / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException(
                f"another run fuzzes in {folder}: wait for it, or give this one a --folder"
            ) from error
        yield


def run(
    name: str,
    runs: int,
    folder: Path,
    *,
    seed: int,
    timeout: int,
    guided: bool = True,
    longest: int | None = None,
) -> Result:
    """Fuzz a target until so many inputs were executed; ``timeout`` in seconds for one input.

    ``guided`` by the branches of our packages, or by those of the target alone; ``longest``:
    inputs of so many bytes at most, where that is less than the target's own bound.
    """
    for one in ("corpus", "found"):
        (folder / one).mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        mended, begun, ledger = sift(name, folder, timeout), time.monotonic(), Ledger(folder)
        before = ledger.executed
        bound = min(longest or sys.maxsize, fuzz.load(name).MAX_LEN)
        engine = [name, str(folder), *_guidance(guided=guided), f"-max_len={bound}"]
        _until(runs, engine, ledger, seed, timeout)
    names = sorted(path.name for path in (folder / "found").iterdir() if path.suffix != ".txt")
    seconds = time.monotonic() - begun
    return Result(name, ledger.executed, before, runs, names, mended, seconds)


def _guidance(*, guided: bool) -> list[str]:
    if guided:
        return [",".join(fuzz.INSTRUMENTED)]
    # Or it would forget what only the branches of our packages tell apart.
    return [",".join(fuzz.UNGUIDED), "-keep_seed=1"]


def _until(runs: int, engine: list[str], ledger: Ledger, seed: int, timeout: int) -> None:
    folder, last = Path(engine[1]), ledger.starts + _STARTS
    corpus = folder / "corpus"
    for number, data in enumerate(fuzz.load(engine[0]).seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    while ledger.executed < runs and ledger.starts < last:
        # The same seed again would try the same inputs again.
        flags = [f"-runs={runs - ledger.executed}", f"-seed={seed + ledger.starts}"]
        flags += [f"-timeout={timeout}", "-print_final_stats=1"]
        flags += [f"-artifact_prefix={folder / 'found'}/"]
        # A busy machine makes inputs slow; only those that exceed the bound are findings.
        flags += [f"-report_slow_units={timeout}", f"-rss_limit_mb={MEMORY_MB}", str(corpus)]
        _one_process([*engine, *flags], folder / "log", ledger)


def _one_process(told: list[str], log: Path, ledger: Ledger) -> None:
    """Run the engine once, and count what it executed, also when it was ended."""
    command = [sys.executable, "-m", "tools.fuzz.engine", *told]
    # Sets in the same order each time, or the same seed would not find the same.
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        with log.open("wb") as out:
            _engine(command, stdout=out, env=env)
    finally:
        ledger.add(_executed(log))


def _engine(command: list[str], *, stdout: BinaryIO, env: dict[str, str]) -> None:
    with subprocess.Popen(command, stdout=stdout, stderr=stdout, env=env) as process:
        try:
            process.wait()
        except BaseException:
            process.terminate()  # it still writes down how many it executed
            raise


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
@click.option(
    "--guided/--unguided",
    default=True,
    help="Watch the branches of our packages; without, several times as many inputs a second.",
)
@click.option("--longest", type=click.IntRange(1), help="Bytes of one input at most.")
def main(
    targets: tuple[str, ...],
    runs: int,
    seed: int,
    timeout: int,
    folder: Path,
    guided: bool,
    longest: int | None,
) -> None:
    """Fuzz the targets named, or all; exit status 1 when anything was found, or it ended early.

    Two runs of a target at once need a --folder each.
    """
    strangers = set(targets) - set(fuzz.NAMES)
    if strangers:
        raise click.UsageError(f"no such target: {', '.join(sorted(strangers))}")
    # What ends this process ends the engine too, and what it executed is counted.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    failed = False
    for name in targets or fuzz.NAMES:
        result = run(
            name,
            runs,
            folder / name,
            seed=seed,
            timeout=timeout,
            guided=guided,
            longest=longest,
        )
        failed = failed or not result.is_sound
        click.echo(result.line())
    sys.exit(failed)


if __name__ == "__main__":
    main()
