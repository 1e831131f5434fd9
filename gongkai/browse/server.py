"""``gongkai browse``: Datasette on one archive, in this process, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import uvicorn

from gongkai.archive.errors import ArchiveError
from gongkai.archive.opening import open_archive
from gongkai.browse.accessible import made_accessible
from gongkai.browse.amended import amend
from gongkai.browse.datasette_types import Datasette, open_datasette, quiet_errors
from gongkai.browse.evidence import Evidence, EvidenceFor, Pinned, attach
from gongkai.browse.generations import Generation, Generations, Identity, identity
from gongkai.browse.listening import BrowseError, address_of, listen, run_until_interrupted
from gongkai.browse.nonces import guard, new_policy
from gongkai.browse.robots import directed
from gongkai.browse.uncounted import uncounted

Message = MutableMapping[str, Any]
Asgi = Callable[[Message, Callable[..., Any], Callable[..., Any]], Awaitable[None]]

SETTINGS: dict[str, Any] = {
    "allow_download": False,
    "default_page_size": 50,
    "facet_time_limit_ms": 500,
    "max_csv_mb": 100,
    "max_returned_rows": 2000,
    "num_sql_threads": 3,
    "sql_time_limit_ms": 3000,
    "suggest_facets": False,
    "truncate_cells_html": 240,
}


def serve(
    archive_path: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    open_browser: bool = False,
    block_robots: bool = False,
    evidence_for: EvidenceFor | None = None,
) -> None:
    """Serve the archive read-only until interrupted; port 0 takes any free one.

    Another file put in its place is served within seconds (``generations``). With
    ``evidence_for`` each number leads to its place in the stored snapshot; with
    ``block_robots`` search engines are asked to stay away.

    Prints one line with the address when ready. Raises ``BrowseError`` when the file is
    missing, is no archive, or the address is taken.
    """
    path = check_archive(Path(archive_path))
    listening = listen(host, port)
    address = address_of(host, listening)
    quiet_errors()
    generations = Generations(path, lambda found: make_generation(found, evidence_for))
    app = harden(directed(generations, block=block_robots))
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    run_until_interrupted(config, listening, address, open_browser=open_browser)


def make_datasette(path: Path, evidence: Evidence | None = None) -> Datasette:
    """Datasette with this archive only: the snapshots beside it are shown by ``evidence``."""
    datasette = open_datasette(str(path), SETTINGS)
    guard(datasette.jinja_env)
    amend(datasette.jinja_env, made_accessible)
    attach(datasette, evidence)
    return datasette


def make_generation(found: Identity, evidence_for: EvidenceFor | None) -> Generation:
    """All that answers from one file. Raises ``BrowseError`` where it is no archive."""
    path = check_archive(Path(found[0]))
    evidence = evidence_for(path) if evidence_for else None
    pinned = Pinned(evidence, lambda: identity(path) == found) if evidence else None
    datasette = make_datasette(path, pinned)
    return Generation(found, datasette, uncounted(datasette.app()), pinned)


def make_app(path: Path, evidence: Evidence | None = None) -> Asgi:
    """The ASGI application on that archive, as it is served."""
    return wrapped(make_datasette(path, evidence))


def wrapped(datasette: Datasette) -> Asgi:
    """Datasette's application with quick pages of views, and headers on every answer."""
    return harden(uncounted(datasette.app()))


def harden(app: Asgi) -> Asgi:
    """The application with the headers that every answer carries."""

    async def hardened(
        scope: Message, receive: Callable[..., Any], send: Callable[..., Any]
    ) -> None:
        policy = new_policy()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_defaults(list(message["headers"]), policy)}
            await send(message)

        await app(scope, receive, send_with_headers)

    return hardened


def check_archive(path: Path) -> Path:
    """The path, when a gongkai archive can be read there; ``BrowseError`` otherwise."""
    try:
        open_archive(path, read_only=True).close()
    except ArchiveError as error:
        raise BrowseError(str(error)) from error
    return path


def _with_defaults(headers: list[tuple[bytes, bytes]], policy: str) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    defaults = (
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    )
    return [*headers, *(default for default in defaults if default[0] not in present)]
