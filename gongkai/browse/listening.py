"""An address on this machine that answers until Ctrl-C, and says when it does."""

from __future__ import annotations

import contextlib
import os
import socket
import webbrowser

import uvicorn


class BrowseError(Exception):
    """What was asked for cannot be served; the message says why, for a person."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound there; port 0 takes any free one. Raises ``BrowseError``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise BrowseError(f"cannot listen on {host} port {port}: {error}") from error
    return listening


def address_of(host: str, listening: socket.socket) -> str:
    """The address to be opened in a browser."""
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{listening.getsockname()[1]}/"


def run_until_interrupted(
    config: uvicorn.Config, listening: socket.socket, address: str, *, open_browser: bool = False
) -> None:
    """Serve on that socket and close it; one line with the address when ready."""
    server = _Server(config)
    server.address, server.open_browser = address, open_browser
    try:
        # The interrupt comes again behind a clean stop, unless the shell has it ignored.
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    finally:
        listening.close()
    print("stopped", flush=True)


class _Server(uvicorn.Server):
    """Says where it is once it answers."""

    address = ""
    open_browser = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        print(f"gongkai is at {self.address} (Ctrl-C stops it)", flush=True)
        if self.open_browser:
            webbrowser.open(self.address)
