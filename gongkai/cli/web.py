"""The options of every command that goes to the web."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from gongkai.cli.crawl import ConnectToType

Command = TypeVar("Command", bound=Callable[..., object])

_OPTIONS = (
    click.option(
        "--delay", type=click.FloatRange(min=0), help="Seconds between two requests to a host."
    ),
    click.option(
        "--connect-to", type=ConnectToType(), multiple=True, help="Connect elsewhere, as curl does."
    ),
    click.option("--contact", envvar="GONGKAI_CONTACT", help="Mail address for the User-Agent."),
    click.option(
        "--allow-private", is_flag=True, help="Also go to loopback and private addresses."
    ),
)


def web_options(command: Command) -> Command:
    """``--delay``, ``--connect-to``, ``--contact`` and ``--allow-private``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
