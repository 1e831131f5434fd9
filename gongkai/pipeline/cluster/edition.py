"""Which parsers exactly: two machines, or two runs, whose editions are equal read alike."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import parsers
from gongkai.pipeline.office import program

#: What reads bytes for the parsers; another version may read them otherwise.
_LIBRARIES = ("lxml", "beautifulsoup4", "pypdfium2", "python-docx", "openpyxl", "xlrd")

#: Through what a document reaches the parsers, and LibreOffice.
_CALLERS = ("worker.py", "deadline.py", "transfer.py", "office.py", "guard.py", "cluster/shard.py")
_PIPELINE = Path(__file__).parents[1]


@cache
def edition() -> str:
    """``PARSER_VERSION``, and a digest of all that decides what is read.

    That is the parsers' files, how a worker calls and bounds them, the libraries, Python (its
    decoders and tables of characters) and LibreOffice. The version alone would take what was
    read before an edit for what is read after it.
    """
    digest = hashlib.sha256()
    for file in (*_files(files(parsers)), *(_PIPELINE / name for name in _CALLERS)):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    digest.update(platform.python_version().encode() + b"\n" + _office())
    return f"{parsers.PARSER_VERSION}+{digest.hexdigest()[:16]}"


def _office() -> bytes:
    """Which LibreOffice, if any: it writes beside its program which build it is."""
    found = program()
    if found is None:
        return b"-"
    try:
        return Path(found).resolve().with_name("versionrc").read_bytes()
    except OSError:
        return b"?"


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"


def _files(folder: Traversable) -> list[Traversable]:
    """The Python files and the forms of a folder, and of those below it, in order of name."""
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            found += _files(entry)
        elif entry.name.endswith((".py", ".json")):
            found.append(entry)
    return found
