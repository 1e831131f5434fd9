"""Fuzz targets: each a module of ``targets`` with what it claims of any bytes whatever.

A target module has ``MAX_LEN`` (bytes of one input), ``seeds()`` (a small corpus made from
our own fixtures) and ``check(data)``, which returns when every claim holds and raises
otherwise. None imports the fuzzer, so that the tests replay inputs without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

#: Names of the targets, fastest first.
NAMES = ("robots", "decoder", "solver", "sources", "balance", "warc", "text", "html", "pdf", "zip")
#: Packages whose branches guide the fuzzer.
INSTRUMENTED = (
    "parsers",
    "scraper",
    "gongkai",
    "protego",
    "warcio",
    "docx",
    "openpyxl",
    "tools.fuzz",
)
#: Without guidance by our packages: of the targets' own branches alone.
UNGUIDED = ("tools.fuzz",)
#: Inputs that broke a claim once; the tests replay them.
FOUND = Path(__file__).parents[2] / "tests" / "fuzz" / "found"


class Target(Protocol):
    """What a target module holds."""

    MAX_LEN: int

    def seeds(self) -> Iterable[bytes]:
        """A few inputs to begin with."""

    def check(self, data: bytes) -> None:
        """Raise unless every claim holds for these bytes."""


def load(name: str) -> Target:
    """The target of that name."""
    return cast("Target", import_module(f"{__name__}.targets.{name}"))


def found(name: str) -> list[Path]:
    """The inputs that once broke a claim of the target."""
    return sorted(path for path in (FOUND / name).glob("*") if path.is_file())
