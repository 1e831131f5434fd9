"""The fuzzer's own process: one target under atheris (libFuzzer) until its runs are done.

An input that breaks a claim is saved and the run goes on; only a hang, a crash of a C
library or the end of memory ends the process, and libFuzzer saves the input itself.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from pathlib import Path

import atheris

from tools import fuzz

_OURS = str(Path(__file__).parents[2])
_SITE = "site-packages"


class Watch:
    """Calls a target and keeps one input, the shortest, for every way in which it fails."""

    def __init__(self, target: fuzz.Target, folder: Path) -> None:
        self._check = target.check
        self._folder = folder
        # A process before this one, ended by a hang, may have kept some.
        self._shortest = {path.name: path.stat().st_size for path in folder.glob("*-*")}

    def __call__(self, data: bytes) -> None:
        try:
            self._check(data)
        except Exception as error:
            self._keep(data, error)

    def _keep(self, data: bytes, error: Exception) -> None:
        name = signature(error)
        if len(data) < self._shortest.get(name, sys.maxsize):
            self._shortest[name] = len(data)
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_bytes(data)
            text = "".join(traceback.format_exception(error))
            (self._folder / f"{name}.txt").write_text(text, encoding="utf-8", errors="replace")


def signature(error: Exception) -> str:
    """A short name for the way in which a check failed: the error and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno}" for frame in frames if _OURS in frame.filename]
    # parse() catches: the text of its problem then tells one error from another.
    kind = str(error).partition(":")[0] if "parser_error" in str(frames[-1].line) else ""
    key = f"{type(error).__name__} {kind} {places[-1:]}"
    return f"{type(error).__name__}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def main() -> None:
    """``python -m tools.fuzz.engine TARGET FOLDER PACKAGE,PACKAGE… [libFuzzer's flags]``."""
    name, folder, guides, *flags = sys.argv[1:]
    with atheris.instrument_imports(include=guides.split(","), enable_loader_override=False):
        target = fuzz.load(name)
    watch = Watch(target, Path(folder) / "found")
    atheris.Setup([sys.argv[0], *flags], watch)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
