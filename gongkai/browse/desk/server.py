"""``gongkai check --serve``: the desk on this machine alone, until Ctrl-C."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import uvicorn

from gongkai.browse.desk.app import Check, DeskApp, Limits
from gongkai.browse.listening import BrowseError, address_of, listen, run_until_interrupted

_LOCAL = "localhost"


def serve_desk(
    check: Check,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    language: str = "zh",
    open_browser: bool = False,
    limits: Limits | None = None,
    stop: Callable[[], None] | None = None,
) -> None:
    """Serve until interrupted; port 0 takes any free one.

    ``check`` is called in another thread, never twice at a time; ``stop`` at the end. Raises
    ``BrowseError`` for an address that others can reach, or that is taken.
    """
    if not is_loopback(host):
        raise BrowseError(f"{host}: only this machine may reach the desk; use 127.0.0.1 or ::1")
    listening = listen("127.0.0.1" if host == _LOCAL else host, port)
    app = DeskApp(
        check,
        hosts_of(host, listening.getsockname()[1]),
        language=language,
        limits=limits,
        stop=stop,
    )
    config = uvicorn.Config(
        app,
        log_level="warning",
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    run_until_interrupted(config, listening, address_of(host, listening), open_browser=open_browser)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    if host == _LOCAL:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def hosts_of(host: str, port: int) -> tuple[str, ...]:
    """What a browser on this machine says in ``Host`` when it means that address."""
    named = f"[{host}]" if ":" in host else host
    names = dict.fromkeys((named, _LOCAL, *(["127.0.0.1"] if host == _LOCAL else [])))
    # The port of the web itself is left out by browsers.
    return tuple(name if port == 80 else f"{name}:{port}" for name in names)
