"""The parts of Datasette 0.65 that browse touches, typed once: Datasette ships no types.

Datasette imports the plugin while it is itself being imported, so everything but
``hookimpl`` is imported when it is called.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar, cast

from jinja2 import Environment
from pluggy import HookimplMarker

Hook = TypeVar("Hook", bound=Callable[..., Any])
T = TypeVar("T")
View = Callable[..., Awaitable[object]]
Asgi = Callable[..., Awaitable[None]]

#: Marks a function as one of the plugin's hooks.
hookimpl = HookimplMarker("datasette")


class Database(Protocol):
    """One attached database."""

    name: str
    path: str | None
    is_memory: bool

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """``fn(connection)``, run in one of Datasette's threads."""
        ...

    async def execute_write_fn(
        self, fn: Callable[[sqlite3.Connection], object], block: bool = True
    ) -> object:
        """``fn(connection)``, run in the database's own thread for writing."""
        ...

    def close(self) -> None:
        """Closes the connections to the file."""
        ...


class Urls(Protocol):
    """Builds addresses that respect the ``base_url`` setting."""

    def path(self, path: str) -> str: ...
    def database(self, database: str) -> str: ...
    def table(self, database: str, table: str) -> str: ...
    def query(self, database: str, query: str) -> str: ...


class Arguments(Protocol):
    """The query string."""

    def get(self, name: str, default: str | None = None) -> str | None: ...


class Request(Protocol):
    """A request; ``url_vars`` are the named groups of the route, still percent-encoded."""

    url_vars: dict[str, str | None]
    args: Arguments
    path: str
    query_string: str
    cookies: Mapping[str, str]


class Datasette(Protocol):
    """One running Datasette."""

    databases: Mapping[str, Database]
    urls: Urls
    executor: Any
    client: Any
    jinja_env: Environment

    def setting(self, key: str) -> str | int | bool: ...
    def app(self) -> Asgi: ...
    async def invoke_startup(self) -> None: ...
    async def render_template(
        self, templates: str, context: Mapping[str, Any], request: Request | None = None
    ) -> str: ...


def open_datasette(path: str, settings: Mapping[str, Any]) -> Datasette:
    """Datasette on the one database file, opened ``mode=ro`` (a live WAL file may change)."""
    from datasette.app import Datasette as Real  # type: ignore[import-untyped]

    return cast(Datasette, Real(files=[path], settings=dict(settings)))


async def open_connections(datasette: Datasette) -> None:
    """Have each of Datasette's threads open its connection to each file now.

    A thread opens one when it is first used: by then another file may stand there.
    """
    threads = int(datasette.setting("num_sql_threads"))
    for database in datasette.databases.values():
        if database.is_memory:
            continue
        all_of_them = threading.Barrier(threads)

        def inside(connection: sqlite3.Connection, wait: threading.Barrier = all_of_them) -> None:
            connection.execute("select count(*) from sqlite_master").fetchone()
            wait.wait(60)

        await asyncio.gather(*(database.execute_fn(inside) for _ in range(threads)))


async def release(datasette: Datasette) -> None:
    """End Datasette's threads when they are idle, and close its connections."""
    await asyncio.to_thread(datasette.executor.shutdown)
    for database in datasette.databases.values():
        database.close()
    # Its internal database has a thread that waits for writes and ends by no other way.
    internal = datasette.databases["_internal"]
    await internal.execute_write_fn(lambda _: sys.exit(), block=False)


def quiet_errors() -> None:
    """Stop Datasette from printing a trace with all variables for every page not found."""
    from datasette.plugins import pm  # type: ignore[import-untyped]

    pm.get_plugin("datasette.handle_exception").rich = None


def html(body: str, *, status: int, headers: Mapping[str, str]) -> object:
    """An HTML response."""
    return text(body, content_type="text/html; charset=utf-8", status=status, headers=headers)


def text(body: str, *, content_type: str, status: int, headers: Mapping[str, str]) -> object:
    """A response of that type."""
    from datasette.utils.asgi import Response  # type: ignore[import-untyped]

    return cast(
        object, Response(body, status=status, headers=dict(headers), content_type=content_type)
    )


def attachment(body: bytes, name: str, *, headers: Mapping[str, str]) -> object:
    """Bytes that a browser only saves; ``name`` is plain ASCII."""
    from datasette.utils.asgi import Response

    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return cast(
        object,
        Response(body, headers={**headers, **disposition}, content_type="application/octet-stream"),
    )


def absolute_url(datasette: Datasette, request: Request, path: str) -> str:
    """The whole address of a page, as the reader asked for this one."""
    real = cast(Any, datasette)
    return str(real.absolute_url(request, real.urls.path(path)))


def filter_arguments(
    where: Sequence[str],
    params: Mapping[str, Any],
    words: Sequence[str],
    context: Mapping[str, Any],
) -> object:
    """What ``filters_from_request`` returns."""
    from datasette.filters import FilterArguments  # type: ignore[import-untyped]

    return cast(object, FilterArguments(list(where), dict(params), list(words), dict(context)))


def index_page(datasette: Datasette) -> View:
    """Datasette's own front page, for instances that are not ours alone."""
    from datasette.views.index import IndexView  # type: ignore[import-untyped]

    return cast(View, IndexView.as_view(datasette))


def limited(connection: sqlite3.Connection, milliseconds: int) -> AbstractContextManager[None]:
    """A context manager that interrupts queries after that time."""
    from datasette.utils import sqlite_timelimit  # type: ignore[import-untyped]

    return cast(AbstractContextManager[None], sqlite_timelimit(connection, milliseconds))
