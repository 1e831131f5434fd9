"""A page whose frames were saved as files of their own: the report may be in one of them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from parsers.decode import decode
from parsers.foreign import Office
from parsers.html import read_html
from parsers.origins import Origins
from parsers.reader import is_html, is_packed, parse, parse_pages
from parsers.report import Problem, Report

#: A portal's page has some frames for counters and sharing.
MOST_FRAMES, MOST_DEPTH = 20, 3
_MAY_FRAME = re.compile(rb"<(?:frame|iframe|object|embed)\b", re.IGNORECASE)
_FRAMES = {"frame": "src", "iframe": "src", "embed": "src", "object": "data"}
_LOOKED_AT = 5 * 1024 * 1024


def frames_of(page: bytes, load: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """The frames of a saved page, and theirs, by their names beside it (``page_files/main.html``).

    ``load`` gives the file of that name, which never leads out of the page's folder; None where
    there is none.
    """
    found: dict[str, bytes] = {}
    waiting = [("", page, 0)]
    while waiting:
        folder, data, depth = waiting.pop(0)
        for address in _addresses(data) if depth < MOST_DEPTH else []:
            name = posixpath.normpath(posixpath.join(folder, address))
            if name in found or name.startswith(("..", "/")) or len(found) >= MOST_FRAMES:
                continue
            inner = load(name)
            if inner is not None:
                found[name] = inner
                waiting.append((posixpath.dirname(name), inner, depth + 1))
    return found


def _addresses(data: bytes) -> list[str]:
    """The names of files that a page shows in frames, relative to it."""
    if is_packed(data) or not _MAY_FRAME.search(data):
        return []
    text = decode(data[:_LOOKED_AT]).text
    if not is_html(text):
        return []
    tree = read_html(text).tree
    found = []
    for frame in tree.iter(*_FRAMES) if tree is not None else ():
        try:
            parts = urlsplit((frame.get(_FRAMES[frame.tag]) or "").strip())
        except ValueError:
            continue
        name = unquote(parts.path).replace("\\", "/")
        if name and not (parts.scheme or parts.netloc) and "\0" not in name:
            found.append(name)
    return found


def parse_framed(
    page: bytes,
    frames: Mapping[str, bytes],
    *,
    source: str,
    url: str | None = None,
    office: Office | None = None,
) -> Report:
    """Read a page, or the frame of it that holds its report. Never raises.

    Where the page holds the title and a frame the rest, they are read as one.
    """
    alone = parse(page, source=source, url=url, office=office)
    if alone.is_report and alone.tables:
        return alone
    read = {
        name: parse(data, source=source, url=url, office=office) for name, data in frames.items()
    }
    name = max(read, key=lambda one: _worth(read[one]), default=None)
    if name is None or _worth(read[name]) <= _worth(alone):
        joined = parse_pages([page, *frames.values()], source=source, url=url, office=office)
        return joined if _worth(joined) > _worth(alone) else alone
    best = read[name]
    if best.agency and best.year:
        if isinstance(best.origins, Origins):
            best.origins.lie_within(name)
        return _told(best, f"the report stands in a frame of the page: {name}")
    joined = parse_pages([page, frames[name]], source=source, url=url, office=office)
    if _worth(joined) < _worth(best):
        return best
    return _told(joined, f"the report was put together of the page and a frame: {name}")


def _worth(report: Report) -> tuple[bool, int, int, int]:
    known = bool(report.agency) + bool(report.year)
    return report.is_report, len(report.tables), len(report.sections), known


def _told(report: Report, detail: str) -> Report:
    report.problems.append(Problem("framed", "info", None, detail))
    return report
