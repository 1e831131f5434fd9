"""The ``gongkai`` command: one thin module per group of commands."""

from __future__ import annotations

import click

from gongkai import __version__
from gongkai.cli.agencies import agencies
from gongkai.cli.browse import browse
from gongkai.cli.crawl import crawl
from gongkai.cli.demo import demo
from gongkai.cli.discover import discover
from gongkai.cli.export import export
from gongkai.cli.imports import import_command
from gongkai.cli.parse import parse
from gongkai.cli.people import audit, corrections
from gongkai.cli.reparse import reparse
from gongkai.cli.safety import backup, verify
from gongkai.cli.search import search
from gongkai.cli.show import show
from gongkai.cli.sources import sources
from gongkai.cli.status import status
from gongkai.cli.takedown import takedown


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gongkai")
def main() -> None:
    """公开 gongkai: collect, read and browse annual reports on government information disclosure.

    Exit status: 0 done, 1 done but some inputs or hosts failed, 2 wrong usage,
    3 another run holds the archive's lock.
    """


for command in (
    agencies,
    audit,
    backup,
    browse,
    corrections,
    crawl,
    demo,
    discover,
    export,
    import_command,
    parse,
    reparse,
    search,
    show,
    sources,
    status,
    takedown,
    verify,
):
    main.add_command(command)
