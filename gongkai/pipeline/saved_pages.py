"""What a browser's “save page as” leaves: a page, and a folder with its frames and furniture."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

#: How browsers name the folder beside ``page.html``: all today, Internet Explorer, both in Chinese.
_ENDINGS = ("_files", ".files", "_文件")
_PAGES = (".html", ".htm", ".shtml", ".xhtml", ".jhtml")
#: Bytes of a frame.
_LARGEST = 20 * 1024 * 1024


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those of the folders named, in a stable order.

    The folder of a saved page stands for its page; within other folders what lies in it is left
    to the page, whose frames are taken with it.
    """
    for path in paths:
        if not path.is_dir():
            yield path
        elif (page := page_of(path)) is not None:
            yield page
        else:
            files = (file for file in sorted(path.rglob("*")) if file.is_file())
            yield from (file for file in files if not _is_furniture(file, path))


def named_files(paths: Sequence[Path]) -> Iterator[Path]:
    """As ``files_in``; a folder without files stands for itself, to be told as what it is."""
    for path in paths:
        yield from list(files_in([path])) or [path]


def page_of(folder: Path) -> Path | None:
    """The page beside a folder of its furniture; None where it is none."""
    for ending in _ENDINGS:
        if folder.name.endswith(ending):
            name = folder.name.removesuffix(ending)
            pages = (folder.with_name(name + kind) for kind in _PAGES)
            return next((page for page in pages if page.is_file()), None)
    return None


def _is_furniture(file: Path, root: Path) -> bool:
    inside = file.relative_to(root).parents
    return any(page_of(root / folder) is not None for folder in inside if folder.name)


def frames_beside(file: Path, page: bytes) -> dict[str, bytes]:
    """The frames of a page that were saved beside it, by their names; nothing of elsewhere."""
    return _frames_of(page, lambda name: _read(file.parent, name))


def _read(folder: Path, name: str) -> bytes | None:
    try:
        inner = (folder / name).resolve()
        # A link, too, leads nowhere else.
        if not inner.is_relative_to(folder.resolve()) or not inner.is_file():
            return None
        return inner.read_bytes() if inner.stat().st_size <= _LARGEST else None
    except (OSError, ValueError):
        return None


def kept_frames(address: str, page: bytes, part: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """The frames of a page that was taken in under ``file:…``, from what was kept with it."""
    if not address.startswith("file:"):
        return {}
    folder = posixpath.dirname(address)
    prefix = f"{folder}/" if folder else "file:"
    return _frames_of(page, lambda name: part(prefix + name))


def _frames_of(page: bytes, read: Callable[[str], bytes | None]) -> dict[str, bytes]:
    from parsers.framed import frames_of  # which brings the whole parser along

    return frames_of(page, read)
