"""A clock that jumps, for a child process: libfaketime, steered through a file."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LIBRARIES = ("libfaketimeMT.so.1", "libfaketime.so.1")
_FOLDERS = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/usr/local/lib/faketime")
#: A second, a daylight saving hour, a month, more than the year between two reports.
_JUMPS = (1, 3600, 30 * 86400, 400 * 86400)
_PAUSE = (0.2, 1.5)


def library() -> Path | None:
    """The library that lies about the time, where it is installed (Debian: faketime)."""
    for name in _LIBRARIES:
        for folder in _FOLDERS:
            for path in sorted(Path("/").glob(f"{folder[1:]}/{name}")):
                return path
    return None


class Clock:
    """``jumps`` counts how often the clock was set.

    Of ``chance`` one number is drawn, however long the clock jumps.
    """

    def __init__(self, steering: Path, preload: Path, chance: random.Random) -> None:
        self.jumps = 0
        self._steering = steering
        self._chance = random.Random(chance.random())
        self.environment = {
            "LD_PRELOAD": str(preload),
            "FAKETIME_TIMESTAMP_FILE": str(steering),
            "FAKETIME_NO_CACHE": "1",
            # As in life: who sets a clock does not change how fast time goes by.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    @contextmanager
    def jumping(self) -> Iterator[None]:
        """Set the clock again and again, forwards and backwards."""
        over = threading.Event()
        thread = threading.Thread(target=self._jump_until, args=(over,))
        self._set()
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _jump_until(self, over: threading.Event) -> None:
        while not over.wait(self._chance.uniform(*_PAUSE)):
            self._set()

    def _set(self) -> None:
        offset = self._chance.choice(_JUMPS) * self._chance.choice((1, -1))
        fresh = self._steering.with_suffix(".new")
        fresh.write_text(f"{offset:+d}s\n", encoding="ascii")
        fresh.replace(self._steering)  # never half a line
        self.jumps += 1
