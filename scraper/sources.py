"""The register of sources: one small YAML file per site, read strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from scraper.hosts import host_of
from scraper.listings import families
from scraper.tls import TlsExceptions, read_exceptions

Level = Literal["national", "province", "prefecture", "county", "township"]
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


class SourceError(ValueError):
    """A source that cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Source:
    """A site and where it lists its annual reports.

    ``delay`` is in seconds; ``min_reports`` is the number of reports that the listings
    must name for a crawl to count as good; ``cms`` is a listing family, None to detect it;
    ``tls`` is what its hosts are permitted that others are not.
    """

    id: str
    name: str
    listings: tuple[str, ...]
    cms: str | None = None
    division: str | None = None
    level: Level | None = None
    delay: float | None = None
    min_reports: int | None = None
    notes: str | None = None
    tls: TlsExceptions = field(default_factory=TlsExceptions)

    @classmethod
    def for_url(cls, url: str) -> Source:
        """A source for a bare listing page; its id is the host without ``www.``."""
        host = host_of(url)
        if not host or not url.startswith(("http://", "https://")):
            raise SourceError(f"{url!r} is not a web address")
        name = host.removeprefix("www.").replace(":", ".")
        return cls(id=name, name=host, listings=(url,))


def load_file(path: Path) -> Source:
    """Read one source file; SourceError names the file and the key that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error
    return _load(text, str(path))


def load_folder(path: Path) -> list[Source]:
    """Read every ``*.yaml`` of a folder, by id; two files with one id are an error."""
    return _distinct((str(file), load_file(file)) for file in sorted(path.glob("*.yaml")))


def bundled() -> list[Source]:
    """The sources that come with the package, by id."""
    folder = files("scraper").joinpath("sources")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return _distinct((f.name, _load(f.read_text(encoding="utf-8"), f.name)) for f in found)


def _distinct(pairs: Iterable[tuple[str, Source]]) -> list[Source]:
    seen: dict[str, tuple[str, Source]] = {}
    for name, source in pairs:
        if source.id in seen:
            raise SourceError(f"{name}: id: {source.id!r} is already used by {seen[source.id][0]}")
        seen[source.id] = (name, source)
    return [source for _, source in sorted(seen.values(), key=lambda pair: pair[1].id)]


def _load(text: str, name: str) -> Source:
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SourceError(f"{name}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise SourceError(f"{name}: a source is a mapping of keys to values")
    try:
        return Source(**_fields(data))
    except _InvalidKeyError as error:
        raise SourceError(f"{name}: {error.key}: {error.detail}") from error


class _InvalidKeyError(Exception):
    def __init__(self, key: object, detail: str) -> None:
        super().__init__(detail)
        self.key = key
        self.detail = detail


def _fields(data: Mapping[Any, Any]) -> dict[str, Any]:
    for key in data:
        if key not in _READERS:
            raise _InvalidKeyError(key, f"unknown key; known are {', '.join(_READERS)}")
    for key in ("id", "name", "listings"):
        if data.get(key) is None:
            raise _InvalidKeyError(key, "is missing")
    fields: dict[str, Any] = {}
    for key, value in data.items():
        if value is not None:
            fields |= _READERS[key](key, value)
    return fields


def _text(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, str) or not value.strip():
        raise _InvalidKeyError(key, f"must be text, not {value!r}")
    return {key: value.strip()}


def _identifier(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        raise _InvalidKeyError(key, f"must be lower-case letters, digits and . _ -, not {value!r}")
    return {key: value}


def _listings(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, list) or not value:
        raise _InvalidKeyError(key, "must be a list of at least one address")
    for url in value:
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise _InvalidKeyError(key, f"must be web addresses, not {url!r}")
        if not host_of(url):
            raise _InvalidKeyError(key, f"{url!r} has no host")
    return {key: tuple(value)}


def _family(key: str, value: object) -> dict[str, Any]:
    if value not in families():
        raise _InvalidKeyError(key, f"unknown family {value!r}; known are {', '.join(families())}")
    return {key: value}


def _division(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, str) or re.fullmatch(r"\d{6}", value) is None:
        raise _InvalidKeyError(key, f"must be six digits in quotes, not {value!r}")
    return {key: value}


def _level(key: str, value: object) -> dict[str, Any]:
    if value not in get_args(Level):
        raise _InvalidKeyError(key, f"must be one of {', '.join(get_args(Level))}, not {value!r}")
    return {key: value}


def _delay(key: str, value: object) -> dict[str, Any]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise _InvalidKeyError(key, f"must be seconds from 0 to 3600, not {value!r}")
    return {key: float(value)}


def _expect(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _InvalidKeyError(key, f"must be a mapping, not {value!r}")
    for name in value:
        if name != "min_reports":
            raise _InvalidKeyError(f"{key}.{name}", "unknown key; known is min_reports")
    least = value.get("min_reports")
    if isinstance(least, bool) or not isinstance(least, int) or least < 0:
        raise _InvalidKeyError(f"{key}.min_reports", f"must be a whole number, not {least!r}")
    return {"min_reports": least}


def _tls(key: str, value: object) -> dict[str, Any]:
    try:
        return {key: read_exceptions(value)}
    except ValueError as error:
        raise _InvalidKeyError(key, str(error)) from error


_READERS: dict[str, Callable[[str, object], dict[str, Any]]] = {
    "id": _identifier,
    "name": _text,
    "listings": _listings,
    "cms": _family,
    "division": _division,
    "level": _level,
    "delay": _delay,
    "expect": _expect,
    "notes": _text,
    "tls": _tls,
}
