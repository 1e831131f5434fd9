"""The hostile web of the tests in front of the benchmark's sites: it fails now and then."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.crawl import pages
from tests.hostile import Answer, HostileWeb, Reply
from tests.hostile.answers import CUT, bomb, busy, redirect, reset, silence

Served = dict[str, Reply]


def sites(hosts: int, reports: int) -> Served:
    """``host/path`` → the page; every site has robots.txt, a listing and its reports."""
    return {
        pages.host(number) + path: _reply(path, body)
        for number in range(hosts)
        for path, body in pages.site(number, reports, 6000)
    }


def _reply(path: str, body: bytes) -> Reply:
    kind = "text/plain" if path.endswith(".txt") else "text/html"
    return Reply(body, headers={"Content-Type": f"{kind}; charset=utf-8"})


def _same(answer: Answer) -> Callable[[str], Answer]:
    return lambda address: answer


#: What comes instead of a page: each a way in which a server or a line fails.
FAILURES: Mapping[str, Callable[[str], Answer]] = {
    "busy": lambda address: busy("0"),
    "unavailable": lambda address: busy(status=503),
    "broken": lambda address: Reply("<h1>Internal Server Error</h1>", 500),
    "loop": lambda address: redirect(f"http://{address}"),
    "reset": lambda address: reset,
    "silence": lambda address: silence,
    "bomb": lambda address: bomb(64 * 1024 * 1024),
    "rubbish": lambda address: b"\x00\xff no HTTP at all\r\n\r\n",
    **{f"cut {name}": _same(body) for name, body in CUT.items()},
}


class MoodyWeb(HostileWeb):
    """Fails with the probability ``mood``; ``failed`` counts by kind, ``heard`` all requests."""

    def __init__(self, served: Served, chance: random.Random) -> None:
        super().__init__()
        self.mood = 0.0
        self.failed: dict[str, int] = {}
        self.heard = 0
        self.on_request: Callable[[], None] = lambda: None
        self._chance = chance
        self.routes = _Routes(served, self)

    def answer(self, address: str, page: Any) -> Any:
        """The page, or a failure in its place."""
        self.heard += 1
        self.on_request()
        # Who gets no robots.txt stays away, and nothing more would happen in this life.
        if self._chance.random() >= self.mood or address.endswith("robots.txt"):
            return page
        kind = self._chance.choice(sorted(FAILURES))
        self.failed[kind] = self.failed.get(kind, 0) + 1
        return FAILURES[kind](address)


class _Routes(dict[str, Any]):
    """Asks the web before it answers."""

    def __init__(self, served: Served, web: MoodyWeb) -> None:
        super().__init__(served)
        self._web = web

    def get(self, address: str, default: Any = None) -> Any:
        """What the server sends for ``host/path``."""
        return self._web.answer(address, super().get(address, default))
