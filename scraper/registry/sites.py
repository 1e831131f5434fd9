"""The list of sites: which hosts are one site, and whose it is.

``sites.csv`` is written by hand. A name is the official name of the body that a report on
the site carries, or the name of the division that its reports name, with 人民政府; where no
source names the body, the host stands for it. ``division`` is its GB/T 2260 code. Hosts are
separated by spaces; the first is the site's usual one. ``note`` says what must be known.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Site:
    """One row of ``sites.csv``."""

    id: str
    hosts: tuple[str, ...]
    name: str
    province: str | None
    level: str | None
    division: str | None
    note: str | None


def sites() -> list[Site]:
    """Every site, in the order of the list."""
    text = files(__package__).joinpath("sites.csv").read_text(encoding="utf-8")
    return [_site(row) for row in csv.DictReader(text.splitlines())]


def _site(row: dict[str, str]) -> Site:
    return Site(
        id=row["id"],
        hosts=tuple(row["hosts"].split()),
        name=row["name"],
        province=row["province"] or None,
        level=row["level"] or None,
        division=row["division"] or None,
        note=row["note"] or None,
    )
