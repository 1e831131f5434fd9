"""Makes source files from the address tables; what a file already says stays."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scraper.hosts import host_of
from scraper.listings import families
from scraper.registry.columns import FAMILIES, REASONS, reasons_of, use_of
from scraper.registry.sites import Site, sites
from scraper.source_files import dump

_LISTS = ("listings", "candidates", "bodies")
# A line of the files that says how they came about; hand-written ones keep their own.
_HEAD = "# Made by scraper.registry from addresses seen in public sources; edit freely.\n"


@dataclass(slots=True)
class Tables:
    """The rows of ``columns.csv`` and of the official part of ``reports_seen.csv``, by host."""

    columns: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, folder: Path) -> Tables:
        """Read both tables from a folder; OSError or KeyError when they are not there."""
        tables = cls()
        for row in _rows(folder / "columns.csv"):
            tables.columns[host_of(row["column_url"])].append(row)
        for row in _rows(folder / "reports_seen.csv"):
            if row["official"] == "true":
                tables.reports[host_of(row["url"])].append(row)
        return tables

    @property
    def hosts(self) -> set[str]:
        """Every official host of the two tables."""
        return set(self.columns) | set(self.reports)


def build(folder: Path, into: Path) -> list[str]:
    """Write the sources that ``folder``'s tables tell of; returns the ids that changed.

    A file that is there keeps every value that it has. An unverified one gets the keys
    that it lacks, and addresses that it names nowhere; a verified one is left alone.
    """
    tables = Tables.read(folder)
    listed = sites()
    missing = tables.hosts - {host for site in listed for host in site.hosts}
    if missing:
        raise ValueError(f"sites.csv names no site for {', '.join(sorted(missing))}")
    return [site.id for site in listed if _write(into / f"{site.id}.yaml", entry(site, tables))]


def entry(site: Site, tables: Tables) -> dict[str, Any]:
    """What the tables say of a site, as the mapping of a source file."""
    rows = [row for host in site.hosts for row in tables.columns.get(host, ())]
    seen = [row for host in site.hosts for row in tables.reports.get(host, ())]
    urls: dict[str, list[str]] = {"home": [], "candidate": [], "listing": []}
    for row in rows:
        urls[use_of(row["column_url"], row["note"])].append(row["column_url"])
    known = {host_of(row["column_url"]) for row in rows} | {host_of(row["url"]) for row in seen}
    home = _home(site, urls, known)
    return {
        "id": site.id,
        "name": site.name,
        "province": site.province,
        "division": site.division,
        "level": site.level,
        "home": home,
        "listings": _distinct(urls["listing"]),
        "candidates": _distinct(urls["candidate"]),
        "aliases": list(site.hosts[1:]),
        "bodies": _distinct(row["agency"] for row in seen if "某" not in row["agency"]),
        "cms": _family(row["cms_guess"] for row in rows if row["column_url"] in urls["listing"]),
        "notes": _notes(site, rows, urls, home, known),
    }


def _home(site: Site, urls: Mapping[str, Sequence[str]], known: set[str]) -> str | None:
    if site.hosts[0] not in known:
        return f"https://{site.hosts[0]}/"
    if urls["home"]:
        return urls["home"][0]
    if urls["listing"]:
        return None
    first = next(iter(urls["candidate"]), f"http://{site.hosts[0]}/")
    return "/".join([*first.split("/")[:3], ""])


def _family(guesses: Iterable[str]) -> str | None:
    found = {FAMILIES.get(guess) for guess in guesses}
    (family,) = found if len(found) == 1 else (None,)
    return family if family in families() else None


def _notes(
    site: Site,
    rows: Sequence[Mapping[str, str]],
    urls: Mapping[str, Sequence[str]],
    home: str | None,
    known: set[str],
) -> str:
    says = ["Not visited yet."]
    if site.name == site.hosts[0]:
        says.append("No source names the body; the host stands for it.")
    if site.note is not None:
        says.append(site.note)
    if urls["listing"]:
        says.append(_origin(rows, urls["listing"]))
    elif home is not None:
        says.append("No column is known for sure: discover it from the home page.")
    if site.hosts[0] not in known:
        says.append("The home page is the one generally known.")
    return "\n".join([*says, *_doubts(rows)])


def _doubts(rows: Sequence[Mapping[str, str]]) -> list[str]:
    doubted: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for reason in reasons_of(row["column_url"], row["note"]):
            doubted[reason].append(row["column_url"])
    return [
        f"{reason.upper()} ({REASONS[reason]}): {' '.join(_distinct(found))}"
        for reason, found in doubted.items()
    ]


def _origin(rows: Sequence[Mapping[str, str]], listings: Sequence[str]) -> str:
    sure = {row["column_url"] for row in rows if row["confidence"] == "seen"}
    seen = sum(url in sure for url in listings)
    cut = len(listings) - seen
    parts = [f"{seen} named or shown by a page"] if seen else []
    parts += [f"{cut} cut from report addresses"] if cut else []
    return f"Listings: {', '.join(parts)}."


def _write(path: Path, found: Mapping[str, Any]) -> bool:
    if not path.exists():
        path.write_text(_HEAD + dump({**found, "verified": None}), encoding="utf-8")
        return True
    text = path.read_text(encoding="utf-8")
    before = yaml.safe_load(text)
    if before.get("verified") is not None:
        return False
    after = _merged(before, found)
    if after == before and "verified" in before:
        return False
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    path.write_text(head + dump({**after, "verified": None}), encoding="utf-8")
    return True


def _merged(before: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    after = {**{key: value for key, value in found.items() if value}, **before}
    named = {before.get("home"), *(url for key in _LISTS for url in before.get(key) or ())}
    for key in _LISTS:
        more = [one for one in found[key] or () if one not in named]
        if before.get(key) and more:
            after[key] = [*before[key], *more]
    return after


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
