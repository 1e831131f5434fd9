"""The options of every command that goes to the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from gongkai.cli.crawl import ConnectToType, require_contact
from scraper.crawl import CrawlSettings

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


def settings_of(options: Mapping[str, Any]) -> CrawlSettings:
    """The crawl settings of a command that only looks; ends when nobody says who looks."""
    at_home = options["connect_to"] or options["allow_private"]
    require_contact(options["contact"], needed=not at_home)
    return CrawlSettings(**options, dry_run=True)
