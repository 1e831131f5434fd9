"""``--scheduler``: parsing on a cluster, the same for every command that parses much."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

from gongkai.cli.progress import count_bar, count_bars
from gongkai.pipeline.cluster.plan import LOCAL, Plan

Command = TypeVar("Command", bound=Callable[..., object])
_LOCAL = re.compile(rf"{LOCAL}(:[1-9]\d{{0,3}})?")
_ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?(?!local:)[^\s/]+:\d{1,5}/?")


def scheduler_option() -> Callable[[Command], Command]:
    """``--scheduler [ADDRESS]``; without an address this machine's cores, ``local:N`` for N."""
    return click.option(
        "--scheduler",
        is_flag=False,
        flag_value=LOCAL,
        metavar="[ADDRESS]",
        callback=_checked,
        help="Parse on a Dask cluster: tcp://HOST:8786, tls://…, or local, local:4 (processes"
        " here; also without an address, as the last option). Needs gongkai[cluster].",
    )


@contextmanager
def reading_bar(
    scheduler: str | None, doing: str, things: str
) -> Iterator[tuple[Callable[[], None], Plan | None]]:
    """What counts documents that are done, and what the option says: None without it."""
    if scheduler is None:
        with count_bar(doing, things) as step:
            yield step, None
        return
    with count_bars(["reading on the cluster", "storing"], things) as (read, stored):
        yield lambda: stored(1), Plan(scheduler, on_read=read)


def _checked(
    context: click.Context, parameter: click.Parameter, scheduler: str | None
) -> str | None:
    if scheduler is None or _LOCAL.fullmatch(scheduler) or _ADDRESS.fullmatch(scheduler):
        return scheduler
    raise click.BadParameter(f"{scheduler!r} is neither an address (tcp://HOST:PORT) nor {LOCAL}")
