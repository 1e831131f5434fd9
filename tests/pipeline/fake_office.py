"""An soffice that behaves, hangs, dies or writes what it should not: a script for tests."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

_HEAD = """#!{python}
import json, os, pathlib, subprocess, sys, time
here = pathlib.Path({folder!r})
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
source = pathlib.Path(sys.argv[-1])
told = {{"argv": sys.argv[1:], "env": dict(os.environ), "cwd": os.getcwd(), "pid": os.getpid()}}
profile = next(a for a in sys.argv if a.startswith("-env:UserInstallation=")).split("file://")[1]
told["profile"] = (pathlib.Path(profile) / "user" / "registrymodifications.xcu").read_text()
told["source"] = source.read_bytes()[:200].hex()
(here / "told.json").write_text(json.dumps(told))
with open(here / "runs", "a") as runs:
    runs.write(str(out) + "\\n")
out.mkdir(exist_ok=True)
target = out / (source.stem + "." + sys.argv[sys.argv.index("--convert-to") + 1])
"""
BEHAVIOURS = {
    "copies": 'target.write_bytes((here / "result").read_bytes())',
    "hangs": (
        'child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])\n'
        '(here / "child").write_text(str(child.pid))\ntime.sleep(600)'
    ),
    "leaves_a_child": (
        'child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])\n'
        '(here / "child").write_text(str(child.pid))\n'
        'target.write_bytes((here / "result").read_bytes())'
    ),
    "dies": "os.abort()",
    "makes_nothing": "",
    "writes_garbage": 'target.write_bytes(b"\\0garbage" * 100)',
    "writes_too_much": "target.write_bytes(bytes(65 * 1024 * 1024))",
    "makes_a_link": 'target.symlink_to(here / "result")',
    "makes_a_folder": "target.mkdir()",
}


def fake_office(folder: Path, behaviour: str, result: bytes = b"") -> Path:
    """The executable; it notes in ``told.json`` beside it how it was called."""
    script = folder / "soffice"
    (folder / "result").write_bytes(result)
    head = _HEAD.format(python=sys.executable, folder=str(folder))
    script.write_text(head + BEHAVIOURS[behaviour] + "\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script
