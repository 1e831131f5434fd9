"""A time limit on waiting for a process: what hangs may hang in the midst of an answer."""

from __future__ import annotations

import _thread
import subprocess


class TooLate(Exception):  # noqa: N818 - named for what happened, like TimeoutExpired
    """The process was killed: the block took longer than it may."""


class Deadline:
    """Kills a process when a ``with`` block takes longer; the block then ends with ``TooLate``.

    A thread of the lowest kind waits: one of ``threading`` takes a share of a short parse.
    """

    def __init__(self, seconds: float, process: subprocess.Popen[bytes]) -> None:
        self._seconds = max(0.0, seconds)
        self._process = process
        self._is_met = self._is_missed = False
        self._deciding = _thread.allocate_lock()
        self._over = _thread.allocate_lock()

    def __enter__(self) -> None:
        self._over.acquire()
        _thread.start_new_thread(self._watch, ())

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with self._deciding:
            self._is_met = True
        self._over.release()
        # Whoever waits for the words of a process that was killed hears that it is gone.
        if self._is_missed and (error is None or isinstance(error, EOFError | OSError)):
            raise TooLate from error

    def _watch(self) -> None:
        if self._over.acquire(timeout=self._seconds):
            return
        with self._deciding:
            if not self._is_met:
                self._is_missed = True
                self._process.kill()
