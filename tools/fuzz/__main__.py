"""``python -m tools.fuzz TARGET --runs N``: fuzz one target, or each in turn; needs atheris.

What breaks a claim is kept in ``.fuzz/TARGET/found`` with its traceback; mended, the
shortest such input goes into ``tests/fuzz/found/TARGET``, and the tests replay it for good.
"""

from __future__ import annotations

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
    """``executed`` inputs, as libFuzzer counts them; ``found``: ways in which claims broke."""

    target: str
    executed: int
    found: list[str]
    seconds: float

    def line(self) -> str:
        """The result for a reader."""
        found = ", ".join(self.found) or "none"
        return (
            f"{self.target}: {self.executed:,} executions in {self.seconds:,.0f} s; "
            f"broken claims, hangs and crashes: {found}"
        )


def run(name: str, runs: int, folder: Path, *, seed: int, timeout: int) -> Result:
    """Fuzz a target until so many inputs were executed; ``timeout`` in seconds for one input."""
    corpus, found = folder / "corpus", folder / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    target = fuzz.load(name)
    for number, data in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    begun, executed, starts = time.monotonic(), 0, 0
    while executed < runs and starts < _STARTS:
        flags = [f"-runs={runs - executed}", f"-seed={seed + starts}", f"-timeout={timeout}"]
        flags += [
            f"-max_len={target.MAX_LEN}",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
        ]
        # A busy machine makes inputs slow; only those that exceed the bound are findings.
        flags += [f"-report_slow_units={timeout}", f"-rss_limit_mb={_MEMORY_MB}", str(corpus)]
        executed += _one_process(name, folder, flags)
        starts += 1
    names = sorted(path.name for path in found.iterdir() if path.suffix != ".txt")
    return Result(name, executed, names, time.monotonic() - begun)


def _one_process(name: str, folder: Path, flags: list[str]) -> int:
    """Run the engine once; returns how many inputs it executed, also when it was ended."""
    command = [sys.executable, "-m", "tools.fuzz.engine", name, str(folder), *flags]
    with (folder / "log").open("wb") as log:
        subprocess.run(command, stdout=log, stderr=log, check=False)
    said = (folder / "log").read_bytes()
    if b"No module named 'atheris'" in said:
        raise click.ClickException("atheris is not installed: make fuzz, or gongkai[fuzz]")
    counts = _EXECUTED.findall(said) or _STEP.findall(said) or [b"0"]
    if not _STEP.search(said):
        raise click.ClickException(f"the fuzzer did not start: {folder / 'log'}")
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
