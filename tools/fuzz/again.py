"""``python -m tools.fuzz.again TARGET FILE``: whether a claim holds now for what once broke it.

A process of its own, for a hang or a crash: status 0 only where the claim held, within a tenth
of the time that the fuzzer gives an input, as it runs several times slower.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

from tools import fuzz

#: An input may take so many megabytes, here and in the fuzzer.
MEMORY_MB = 2_048
_SHARE = 10


def sift(name: str, folder: Path, timeout: int) -> list[str]:
    """Move the kept finds of a target whose claims hold now to ``mended``; returns their names."""
    mended = []
    for path in sorted((folder / "found").iterdir()):
        if path.suffix == ".txt" or not _holds(name, path, timeout):
            continue
        mended.append(path.name)
        (folder / "mended").mkdir(exist_ok=True)
        for one in (path, path.with_name(f"{path.name}.txt")):
            if one.exists():
                one.replace(folder / "mended" / one.name)
    return mended


def _holds(name: str, path: Path, timeout: int) -> bool:
    command = [sys.executable, "-m", "tools.fuzz.again", name, str(path), str(timeout / _SHARE)]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0


def main() -> None:
    """Try one input; any signal or exception is a claim that does not hold."""
    name, file, seconds = sys.argv[1:]
    check, data = fuzz.load(name).check, Path(file).read_bytes()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1024 * 1024, hard))
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    check(data)


if __name__ == "__main__":
    main()
