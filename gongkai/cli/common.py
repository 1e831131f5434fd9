"""What the commands share: the archive option, consoles, clear errors with the right status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from rich.console import Console

from gongkai.archive import DAMAGED, ArchiveBusyError, ArchiveError, DatabaseError, explained
from gongkai.pipeline import RunLocked
from gongkai.pipeline.cluster.errors import ClusterError
from scraper.sources import Source, SourceError, registry

Command = TypeVar("Command", bound=Callable[..., object])
DONE, PARTLY, USAGE, LOCKED = 0, 1, 2, 3

#: People read standard error while the work goes on; results go to standard output.
errors = Console(stderr=True, highlight=False, soft_wrap=True)
results = Console(highlight=False, soft_wrap=True)


def archive_option() -> Callable[[Command], Command]:
    """``--archive PATH``, default ``archive.db`` in the current folder."""
    return click.option(
        "--archive",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("archive.db"),
        show_default=True,
        help="The archive file.",
    )


def sources_option() -> Callable[[Command], Command]:
    """``--sources DIR`` (or GONGKAI_SOURCES), default ``gongkai-sources`` in this folder."""
    return click.option(
        "--sources",
        "own",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("gongkai-sources"),
        envvar="GONGKAI_SOURCES",
        show_default=True,
        show_envvar=True,
        help="Your own folder of source files; they come before the bundled ones.",
    )


def known_sources(own: Path) -> dict[str, Source]:
    """All sources by id; ends with status 2 when a file of the own folder is wrong."""
    try:
        return registry(own)
    except SourceError as error:
        stop(str(error), USAGE)


def stop(message: str, status: int = PARTLY) -> NoReturn:
    """End the command with one clear line on standard error."""
    click.echo(f"gongkai: {message}", err=True)
    sys.exit(status)


#: Bytes of a file that is parsed.
LARGEST_FILE = 64 * 1024 * 1024


@contextmanager
def _first_of_several() -> Iterator[None]:
    """Of errors that came together (fetching, storing and parsing all met the full disk) one."""
    try:
        yield
    except BaseExceptionGroup as group:
        mendable, other = group.split((ArchiveError, DatabaseError, OSError, KeyboardInterrupt))
        if mendable is None or other is not None:
            raise
        first: BaseException = mendable
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from group


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what a person can mend into one line and an exit status."""
    try:
        with _first_of_several():
            yield
    except RunLocked as error:
        stop(str(error), LOCKED)
    except ArchiveBusyError as error:
        stop(str(error), LOCKED)
    except (ArchiveError, ClusterError) as error:
        stop(str(error))
    except DatabaseError as error:
        told = explained(error)
        stop(str(told), LOCKED if isinstance(told, ArchiveBusyError) else PARTLY)
    except (UnicodeDecodeError, JSONDecodeError) as error:
        # Bytes that changed on disk need not break a page of the file: a word, a bracket.
        stop(f"archive: {DAMAGED} ({' '.join(str(error).split())})")
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        stop("interrupted; the next run goes on from here", 130)


def read_file(file: Path) -> bytes | None:
    """A file to be parsed; None, and why on standard error, when it cannot be read."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            click.echo(f"gongkai: {file}: larger than {LARGEST_FILE} bytes", err=True)
            return None
        return file.read_bytes()
    except OSError as error:
        click.echo(f"gongkai: {file}: {error.strerror or error}", err=True)
        return None
