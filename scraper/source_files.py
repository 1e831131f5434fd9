"""Writes source files: a new one, or the mark of a check in one that is there."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import yaml

from scraper.source_keys import READERS, Verified
from scraper.sources import Source, bundled_folder, load_file, load_text
from scraper.tls import TlsExceptions


def to_mapping(source: Source) -> dict[str, Any]:
    """A source as the mapping of its file."""
    expect = None if source.min_reports is None else {"min_reports": source.min_reports}
    found = {key: _plain(getattr(source, key, None)) for key in READERS} | {"expect": expect}
    return _ordered(found)


def to_yaml(source: Source) -> str:
    """A source as the text of its file; only what it says, and always ``verified``."""
    return dump(to_mapping(source))


def dump(mapping: dict[str, Any]) -> str:
    """A mapping as YAML: keys in the order of the documentation, without the empty ones."""
    return yaml.dump(
        _ordered(mapping), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96
    )


def _ordered(mapping: dict[str, Any]) -> dict[str, Any]:
    return {
        key: mapping.get(key)
        for key in READERS
        if mapping.get(key) not in (None, [], "", {}) or key == "verified"
    }


def locate(source_id: str, own: Path) -> Path | None:
    """The file of a known source: in the own folder, or among the bundled ones."""
    for folder in (own, bundled_folder()):
        for path in sorted(folder.glob("*.yaml")):
            named = path.stem == source_id or source_id in path.read_text(encoding="utf-8")
            if named and load_file(path).id == source_id:
                return path
    return None


def keep_verified(source: Source, verified: Verified, path: Path, own: Path) -> Path:
    """Mark a source's file; returns the file that was written.

    A file that came with an installed package is not ours to write: then the marked source
    is put into the own folder. In a checkout the bundled file itself is marked.
    """
    if path.parent == bundled_folder() and not _in_checkout():
        return write(dataclasses.replace(source, verified=verified), own, replace=True)
    mark_verified(path, verified)
    return path


def _in_checkout() -> bool:
    return (bundled_folder().parent.parent / "pyproject.toml").is_file()


def write(source: Source, folder: Path, *, replace: bool = False) -> Path:
    """Write ``folder/<id>.yaml``; FileExistsError when it is there and may not be replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{source.id}.yaml"
    with path.open("w" if replace else "x", encoding="utf-8") as file:
        file.write(to_yaml(source))
    return path


def take_in(
    what: str,
    folder: Path,
    *,
    source_id: str | None = None,
    name: str | None = None,
    replace: bool = False,
) -> Path:
    """Put a listing page or a source file into a folder; returns the file written.

    Raises SourceError when it is none, FileExistsError when the id is taken there.
    """
    source = Source.for_url(what) if "://" in what else load_file(Path(what))
    source = dataclasses.replace(source, id=source_id or source.id, name=name or source.name)
    return write(load_text(to_yaml(source), what), folder, replace=replace)


def mark_verified(path: Path, verified: Verified) -> None:
    """Write what a check saw into a source file; every other character stays."""
    text = path.read_text(encoding="utf-8")
    line = f"verified: {_flow(verified)}"
    start, end = _span(text, "verified")
    before, after = text[:start], text[end:]
    if before and not before.endswith("\n"):
        before += "\n"
    path.write_text(before + line + (after or "\n"), encoding="utf-8")


def _span(text: str, key: str) -> tuple[int, int]:
    """Where ``key: value`` stands in the text; the end of the text when it does not."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for name, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if name.value == key:
            return name.start_mark.index, name.start_mark.index + len(
                text[name.start_mark.index : value.end_mark.index].rstrip()
            )
    return len(text), len(text)


def _flow(verified: Verified) -> str:
    text = yaml.safe_dump(
        _plain(verified), allow_unicode=True, default_flow_style=True, width=10_000
    )
    return text.strip()


def _plain(value: object) -> object:
    if isinstance(value, Verified):
        return {"date": value.on, "saw": value.saw}
    if isinstance(value, TlsExceptions):
        return value.as_mapping()
    return list(value) if isinstance(value, tuple) else value


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as such."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
