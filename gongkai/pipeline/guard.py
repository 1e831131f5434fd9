"""Runs LibreOffice within bounds, and ends it when whoever asked is gone: a program of its own.

``python -I guard.py FOLDER SECONDS ADDRESSES SIZE PROGRAM …`` leads a process group. Its standard
input is a pipe that its parent keeps open: at its end, or after so many seconds, the whole group
is killed and FOLDER removed. A parent that lives does both itself, and sooner.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import time

#: Looks at whether the group is gone, and seconds between them.
_LOOKS, _LOOK = 100, 0.05


def main(folder: str, seconds: str, addresses: str, size: str, *command: str) -> None:
    """Start the program, and end as it does."""
    heard, said = os.pipe()
    os.set_blocking(said, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(said)
    child = os.fork()
    if child == 0:
        _become(command, {resource.RLIMIT_AS: int(addresses), resource.RLIMIT_FSIZE: int(size)})
    end = time.monotonic() + float(seconds)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        ready, _, _ = select.select([0, heard], [], [], max(0.0, end - time.monotonic()))
        if heard not in ready:
            _end_all(folder)
        os.read(heard, 64)
    if select.select([0], [], [], 0)[0]:
        _end_all(folder)


def _become(command: tuple[str, ...], bounds: dict[int, int]) -> None:
    """The bounds hold from the program's first instruction on, for all that it starts."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for what, wanted in bounds.items():
            hard = resource.getrlimit(what)[1]
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(what, (most, hard))
        os.execv(command[0], command)
    finally:
        os._exit(127)


def _end_all(folder: str) -> None:
    """Kill the group from outside of it: who belongs to it could not clean up behind it."""
    group = os.getpgid(0)
    if os.fork():
        time.sleep(_LOOKS * _LOOK)
        os._exit(1)
    os.setsid()
    try:
        for _ in range(_LOOKS):
            os.killpg(group, signal.SIGKILL)
            time.sleep(_LOOK)
    except OSError:  # nobody is left; of those that only wait to be asked for, macOS says EPERM
        pass
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
