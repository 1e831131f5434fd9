"""The command around the fuzzer: what it asks of it, and what it counts (no atheris needed)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import click
import pytest

from tools.fuzz import __main__ as command


class Engine:
    """Stands for the fuzzer's process: says what it was told to say, in turn."""

    def __init__(self, *said: bytes) -> None:
        self.said = list(said)
        self.flags: list[list[str]] = []

    def __call__(self, argv: list[str], *, stdout: Any, **how: Any) -> None:
        self.flags.append(argv)
        assert how["env"]["PYTHONHASHSEED"] == "0"
        stdout.write(self.said.pop(0))


DONE = b"#9\tNEW cov: 1\nstat::number_of_executed_units: %d\n"


def run(folder: Path, runs: int) -> command.Result:
    return command.run("decoder", runs, folder, seed=5, timeout=20)


def test_a_campaign_goes_on_where_it_was(tmp_path: Path, monkeypatch) -> None:
    engine = Engine(DONE % 30, b"#0\tINITED\n#12\tNEW cov: 1\nTraceback", DONE % 58)
    monkeypatch.setattr(subprocess, "run", engine)
    first = run(tmp_path, 30)
    assert (first.executed, first.before) == (30, 0)
    # A process that was ended counts as far as its last step.
    second = run(tmp_path, 100)
    assert (second.executed, second.before) == (100, 30)
    assert "100 executions, 70 of them now" in second.line()
    wanted = [("-runs=30", "-seed=5"), ("-runs=70", "-seed=6"), ("-runs=58", "-seed=7")]
    assert all(set(pair) <= set(flags) for pair, flags in zip(wanted, engine.flags, strict=True))


def test_a_fuzzer_that_never_starts_is_no_run_of_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(subprocess, "run", Engine(b"Traceback (most recent call last):\n"))
    with pytest.raises(click.ClickException, match="did not start"):
        run(tmp_path, 10)
    monkeypatch.setattr(
        subprocess, "run", Engine(b"ModuleNotFoundError: No module named 'atheris'")
    )
    with pytest.raises(click.ClickException, match="atheris is not installed"):
        run(tmp_path, 10)
