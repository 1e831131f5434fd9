"""The register of sources: one small YAML file per site, read strictly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from scraper.hosts import host_of
from scraper.source_keys import READERS, InvalidKeyError, Level, Verified
from scraper.tls import TlsExceptions

__all__ = [
    "Level",
    "Source",
    "SourceError",
    "Verified",
    "bundled",
    "bundled_folder",
    "load_file",
    "load_folder",
    "load_text",
    "registry",
]


class SourceError(ValueError):
    """A source that cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Source:
    """A site and where it lists its annual reports.

    ``listings`` are the columns that a crawl reads; none when only ``home`` is known, from
    which discovery starts. ``candidates`` are addresses that may be the column: discovery
    looks there first, a crawl never does. ``aliases`` are further hosts of the same site,
    ``bodies`` the agencies whose reports were seen on it. ``delay`` is in seconds;
    ``min_reports`` is the number of reports that the listings must name for a crawl to
    count as good; ``cms`` is a listing family, None to detect it. ``verified`` says when
    somebody saw the listings live, None when nobody did. ``tls`` is
    what its hosts are permitted that others are not.
    """

    id: str
    name: str
    listings: tuple[str, ...] = ()
    home: str | None = None
    candidates: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    cms: str | None = None
    province: str | None = None
    division: str | None = None
    level: Level | None = None
    delay: float | None = None
    min_reports: int | None = None
    notes: str | None = None
    tls: TlsExceptions = field(default_factory=TlsExceptions)
    verified: Verified | None = None

    @classmethod
    def for_url(cls, url: str) -> Source:
        """A source for a bare listing page; its id is the host without ``www.``."""
        host = host_of(url)
        if not host or not url.startswith(("http://", "https://")):
            raise SourceError(f"{url!r} is not a web address")
        name = host.removeprefix("www.").replace(":", ".")
        return cls(id=name, name=host, listings=(url,))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the source names: home, listings, candidates."""
        home = (self.home,) if self.home is not None else ()
        return (*home, *self.listings, *self.candidates)

    @property
    def hosts(self) -> frozenset[str]:
        """Every host of the site, as far as the source names them."""
        return frozenset({host_of(url) for url in self.addresses} | set(self.aliases))


def load_file(path: Path) -> Source:
    """Read one source file; SourceError names the file and the key that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error
    return load_text(text, str(path))


def load_folder(path: Path) -> list[Source]:
    """Read every ``*.yaml`` of a folder, by id; two files with one id are an error."""
    return _distinct((str(file), load_file(file)) for file in sorted(path.glob("*.yaml")))


def bundled() -> list[Source]:
    """The sources that come with the package, by id."""
    folder = files("scraper").joinpath("sources")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return _distinct((f.name, load_text(f.read_text(encoding="utf-8"), f.name)) for f in found)


def bundled_folder() -> Path:
    """Where the bundled sources lie; in a checkout their files can be brought up to date."""
    return Path(__file__).parent / "sources"


def registry(own: Path | None = None) -> dict[str, Source]:
    """All sources by id: the bundled ones, and those of an own folder, which come first."""
    sources = {source.id: source for source in bundled()}
    if own is not None and own.is_dir():
        sources |= {source.id: source for source in load_folder(own)}
    return dict(sorted(sources.items()))


def _distinct(pairs: Iterable[tuple[str, Source]]) -> list[Source]:
    seen: dict[str, tuple[str, Source]] = {}
    for name, source in pairs:
        if source.id in seen:
            raise SourceError(f"{name}: id: {source.id!r} is already used by {seen[source.id][0]}")
        seen[source.id] = (name, source)
    return [source for _, source in sorted(seen.values(), key=lambda pair: pair[1].id)]


def load_text(text: str, name: str) -> Source:
    """Read the text of a source file; ``name`` is what an error calls it."""
    try:
        data = yaml.load(text, Loader=_LOADER)
    except Exception as error:
        # Beside its own errors PyYAML lets out whatever a scalar's conversion raises: the 41st
        # of a month, a number of 5,000 digits, ``!!bool maybe``, a list a thousand deep.
        detail = " ".join(f"{error}".split()) or type(error).__name__
        raise SourceError(f"{name}: not YAML: {detail}") from error
    if not isinstance(data, dict):
        raise SourceError(f"{name}: a source is a mapping of keys to values")
    try:
        return Source(**_fields(data))
    except InvalidKeyError as error:
        raise SourceError(f"{name}: {error.key}: {error.detail}") from error


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _fields(data: Mapping[Any, Any]) -> dict[str, Any]:
    for key in data:
        if key not in READERS:
            raise InvalidKeyError(key, f"unknown key; known are {', '.join(READERS)}")
    for key in ("id", "name"):
        if data.get(key) is None:
            raise InvalidKeyError(key, "is missing")
    if not data.get("listings") and data.get("home") is None:
        raise InvalidKeyError("listings", "is missing; a source without any needs a home")
    fields: dict[str, Any] = {}
    for key, value in data.items():
        if value is not None:
            fields |= READERS[key](key, value)
    return fields
