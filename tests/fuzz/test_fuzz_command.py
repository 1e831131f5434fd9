"""The command around the fuzzer: what it asks of it, and what it counts (no atheris needed)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

from tools import fuzz
from tools.fuzz import __main__ as command
from tools.fuzz import again


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
    monkeypatch.setattr(command, "_engine", engine)
    first = run(tmp_path, 30)
    assert (first.executed, first.before) == (30, 0)
    # A process that was ended counts as far as its last step.
    second = run(tmp_path, 100)
    assert (second.executed, second.before) == (100, 30)
    assert "100 executions, 70 of them now" in second.line()
    wanted = [("-runs=30", "-seed=5"), ("-runs=70", "-seed=6"), ("-runs=58", "-seed=7")]
    assert all(set(pair) <= set(flags) for pair, flags in zip(wanted, engine.flags, strict=True))


def test_an_unguided_run_watches_no_package_of_ours(tmp_path: Path, monkeypatch) -> None:
    engine = Engine(DONE % 1, DONE % 1)
    monkeypatch.setattr(command, "_engine", engine)
    for runs, guided in ((1, True), (2, False)):
        command.run("decoder", runs, tmp_path, seed=5, timeout=20, guided=guided)
    watched = [flags[flags.index(str(tmp_path)) + 1].split(",") for flags in engine.flags]
    assert {"parsers", "scraper", "gongkai"} <= set(watched[0])
    assert watched[1] == ["tools.fuzz"]


def test_inputs_are_no_longer_than_the_target_or_the_caller_allows(
    tmp_path: Path, monkeypatch
) -> None:
    engine = Engine(DONE % 1, DONE % 1, DONE % 1)
    monkeypatch.setattr(command, "_engine", engine)
    most = fuzz.load("decoder").MAX_LEN
    for runs, longest in ((1, None), (2, 9), (3, most + 1)):
        command.run("decoder", runs, tmp_path, seed=5, timeout=20, longest=longest)
    bounds = [flag for flags in engine.flags for flag in flags if flag.startswith("-max_len=")]
    assert bounds == [f"-max_len={most}", "-max_len=9", f"-max_len={most}"]


def test_a_fuzzer_that_never_starts_is_no_run_of_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(command, "_engine", Engine(b"Traceback (most recent call last):\n"))
    with pytest.raises(click.ClickException, match="did not start"):
        run(tmp_path, 10)
    monkeypatch.setattr(
        command, "_engine", Engine(b"ModuleNotFoundError: No module named 'atheris'")
    )
    with pytest.raises(click.ClickException, match="atheris is not installed"):
        run(tmp_path, 10)


def test_a_run_that_ends_early_says_so_and_is_not_sound(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(command, "_STARTS", 2)
    monkeypatch.setattr(command, "_engine", Engine(DONE % 1, DONE % 1, DONE % 98))
    early = run(tmp_path, 100)
    assert "ended early, short of 100" in early.line()
    assert "none" in early.line()
    assert not early.is_sound
    whole = run(tmp_path, 100)
    assert "early" not in whole.line()
    assert whole.is_sound


def test_two_runs_cannot_share_a_folder(tmp_path: Path, monkeypatch) -> None:
    engine = Engine(DONE % 10)
    monkeypatch.setattr(command, "_engine", engine)
    with (
        command._alone(tmp_path),
        pytest.raises(click.ClickException, match="another run fuzzes"),
    ):
        run(tmp_path, 10)
    assert engine.flags == []
    assert run(tmp_path, 10).executed == 10


#: Stands for claims of a target: patched into the processes that try an input again.
CLAIMS = """
import os, tools.fuzz.targets.robots as target
def check(data):
    while data == b"hangs": pass
    if data == b"kills": os.abort()
    assert data != b"breaks"
target.check = check
"""


def test_what_was_found_is_tried_again_and_what_holds_is_put_aside(
    tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLAIMS)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), *sys.path)))
    found = tmp_path / "found"
    found.mkdir()
    for name in ("hangs", "kills", "breaks", "holds"):
        (found / f"X-{name}").write_bytes(name.encode())
        (found / f"X-{name}.txt").write_text("Traceback")
    assert again.sift("robots", tmp_path, timeout=10) == ["X-holds"]
    assert {path.name for path in found.glob("*[!t]")} == {"X-hangs", "X-kills", "X-breaks"}
    names = {path.name for path in (tmp_path / "mended").iterdir()}
    assert names == {"X-holds", "X-holds.txt"}


def test_what_is_mended_is_told_and_no_find(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "found").mkdir()
    (tmp_path / "found" / "X-1").write_bytes(b"a")
    monkeypatch.setattr(again, "_holds", lambda *asked: True)
    monkeypatch.setattr(command, "_engine", Engine(DONE % 10))
    result = run(tmp_path, 10)
    assert result.is_sound
    assert "moved from found to mended: X-1" in result.line()


def test_the_shortest_find_stays_when_the_engine_starts_again(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "atheris", ModuleType("atheris"))
    monkeypatch.delitem(sys.modules, "tools.fuzz.engine", raising=False)
    engine = import_module("tools.fuzz.engine")
    monkeypatch.delitem(sys.modules, "tools.fuzz.engine")

    class Broken:
        MAX_LEN = 9

        def check(self, data: bytes) -> None:
            raise ValueError(data)

    for data in (b"abc", b"abcdef", b"a", b"ab"):
        engine.Watch(Broken(), tmp_path)(data)  # each by a process of its own
    [kept] = (path for path in tmp_path.iterdir() if path.suffix != ".txt")
    assert kept.read_bytes() == b"a"
    assert "b'a'" in (tmp_path / f"{kept.name}.txt").read_text()


#: Stands for the fuzzer: runs until it is told to end, and says then how far it came.
ATHERIS = """
import contextlib, signal, sys
instrument_imports = lambda **how: contextlib.nullcontext()
Setup = lambda argv, check: None
def end(*signalled):
    print("stat::number_of_executed_units: 7", flush=True)
    sys.exit()
def Fuzz():
    signal.signal(signal.SIGTERM, end)
    print("#2\tINITED", flush=True)
    signal.pause()
"""


def test_a_campaign_that_is_ended_counts_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "atheris.py").write_text(ATHERIS)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), *sys.path))}
    told = [sys.executable, "-m", "tools.fuzz", "decoder", "--folder", str(tmp_path), "--runs", "9"]
    with subprocess.Popen(told, env=env, stdout=subprocess.PIPE) as process:
        log = tmp_path / "decoder" / "log"
        while process.poll() is None and not (log.exists() and b"INITED" in log.read_bytes()):
            time.sleep(0.01)
        process.terminate()
    assert process.returncode == 128 + signal.SIGTERM
    assert (tmp_path / "decoder" / "executed").read_text() == "7 1\n"
