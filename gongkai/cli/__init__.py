"""The ``gongkai`` command: one thin module per group of commands."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from gongkai import __version__

#: Each command's module; imported when it is asked for, since a crawl needs no browser.
_MODULES = {
    "agencies": "agencies",
    "audit": "people",
    "backup": "safety",
    "browse": "browse",
    "check": "check",
    "compare": "compare",
    "corrections": "people",
    "crawl": "crawl",
    "demo": "demo",
    "discover": "discover",
    "export": "export",
    "import": "imports",
    "parse": "parse",
    "publish": "safety",
    "reparse": "reparse",
    "search": "search",
    "show": "show",
    "sources": "sources",
    "status": "status",
    "takedown": "takedown",
    "verify": "safety",
}
#: ``import`` is a word of Python's.
_FUNCTIONS = {"import": "import_command"}


class _Commands(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _load(cmd_name) if cmd_name in _MODULES else None


def _load(name: str) -> click.Command:
    module = import_module(f"gongkai.cli.{_MODULES[name]}")
    command: Any = getattr(module, _FUNCTIONS.get(name, name))
    assert isinstance(command, click.Command)
    return command


def commands() -> dict[str, click.Command]:
    """Every command by its name."""
    return {name: _load(name) for name in sorted(_MODULES)}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gongkai")
def main() -> None:
    """公开 gongkai: collect, read and browse annual reports on government information disclosure.

    Exit status: 0 done, 1 done but some inputs or hosts failed, 2 wrong usage,
    3 another run holds the archive's lock.
    """
