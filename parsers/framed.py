"""A page whose frames were saved as files of their own: the report may be in one of them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from parsers.decode import decode
from parsers.foreign import Office
from parsers.html import read_html
from parsers.origins import Origins
from parsers.reader import is_html, is_packed, parse, parse_pages
from parsers.report import Problem, Report
from parsers.title import recognise

#: A portal's page has some frames for counters and sharing; many of them were not saved.
MOST_FRAMES, MOST_DEPTH, MOST_ASKED = 20, 3, 200
_MAY_FRAME = re.compile(rb"<(?:frame|iframe|object|embed)\b", re.IGNORECASE)
_FRAMES = {"frame": "src", "iframe": "src", "embed": "src", "object": "data"}
_MISSING = frozenset(("section_missing", "table_missing"))
_LOOKED_AT = 5 * 1024 * 1024


def frames_of(page: bytes, load: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """The frames of a saved page, and theirs, by their names beside it (``page_files/main.html``).

    ``load`` gives the file of that name, which never leads out of the page's folder; None where
    there is none.
    """
    found: dict[str, bytes] = {}
    asked: set[str] = set()
    waiting = [("", page, 0)]
    while waiting:
        folder, data, depth = waiting.pop(0)
        for address in _addresses(data) if depth < MOST_DEPTH else []:
            name = posixpath.normpath(posixpath.join(folder, address))
            if len(found) >= MOST_FRAMES or len(asked) >= MOST_ASKED:
                return found
            if name in asked or name.startswith(("..", "/")):
                continue
            asked.add(name)
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

    Where the page holds the title and frames the rest, they are read as one.
    """

    def together(names: Sequence[str]) -> Report:
        parts = [page, *(frames[name] for name in frames if name in names)]
        return parse_pages(parts, source=source, url=url, office=office)

    alone = parse(page, source=source, url=url, office=office)
    if alone.is_report and alone.tables:
        return alone
    read = {
        name: parse(data, source=source, url=url, office=office) for name, data in frames.items()
    }
    name = max(read, key=lambda one: _worth(read[one]), default=None)
    if name is None or _worth(read[name]) <= _worth(alone):
        joined = together(list(frames))
        return joined if _worth(joined) > _worth(alone) else alone
    return _framed(alone, read, name, together)


def _framed(
    alone: Report,
    read: Mapping[str, Report],
    name: str,
    together: Callable[[Sequence[str]], Report],
) -> Report:
    """The report in the frame of that name, or what it makes with the page and other frames."""
    best = read[name]
    if best.agency and best.year:
        if isinstance(best.origins, Origins):
            best.origins.lie_within(name)
        _told(best, f"the report stands in a frame of the page: {name}")
        if any(one.code in _MISSING for one in best.problems):
            _tell_rest(best, together([name, *_alike(read, _whose(best))]))
        return _compared(alone, best, read, [name])
    joined, taken = _joined(_alike(read, _whose(alone)), name, together)
    if _worth(joined) < _worth(best):
        return _compared(alone, best, read, [name])
    of = ", ".join(sorted(taken))
    _told(joined, f"the report was put together of the page and a frame: {of}")
    return _compared(alone, joined, read, taken)


def _joined(
    alike: Sequence[str], name: str, together: Callable[[Sequence[str]], Report]
) -> tuple[Report, list[str]]:
    """The page with a frame of it, and with those others that add a part to the report."""
    best, taken = together([name]), [name]
    others = [one for one in alike if one != name]
    if _worth(together([name, *others])) <= _worth(best):
        return best, taken
    for other in others:
        wider = together([*taken, other])
        if _worth(wider) > _worth(best):
            best, taken = wider, [*taken, other]
    return best, taken


def _whose(report: Report) -> tuple[str, int] | None:
    """The body and year that a page names itself, even where it is no report."""
    if report.agency and report.year:
        return report.agency, report.year
    said = recognise(report.title or "")
    return (said.agency, said.year) if said.is_report and said.agency and said.year else None


def _alike(read: Mapping[str, Report], whose: tuple[str, int] | None) -> list[str]:
    """The frames that may be of one report: none names another body or year."""
    named = {name: _whose(report) for name, report in read.items()}
    if whose is None and len(known := set(filter(None, named.values()))) == 1:
        whose = known.pop()
    return [name for name, theirs in named.items() if theirs in (None, whose)]


def _compared(
    alone: Report, report: Report, read: Mapping[str, Report], taken: Sequence[str]
) -> Report:
    """Tell of what the page and its other frames say beside the report."""
    year = recognise(alone.title).year if alone.title else None
    if year and report.year and year != report.year:
        detail = f"the page's title says {year}, its frame {report.year}"
        report.problems.append(Problem("year_conflict", "warning", "year", detail))
    for name, other in read.items():
        if name in taken or not (more := _more(report, other)):
            continue
        detail = f"another frame of the page holds {more}, which was not read: {name}"
        report.problems.append(Problem("framed", "warning", None, detail))
    return report


def _tell_rest(report: Report, wider: Report) -> None:
    """Tell which parts stand on the page, or in frames that do not say whose report they are."""
    if more := _parts(wider, report):
        detail = f"the page and its other frames hold {more}, which was not read"
        report.problems.append(Problem("framed", "warning", None, detail))


def _more(report: Report, other: Report) -> str:
    """What a frame holds that the report does not."""
    if _whose(other) not in (None, _whose(report)):
        return "another report"
    return _parts(other, report) if other.is_report else ""


def _parts(one: Report, beside: Report) -> str:
    """The tables and sections of a report that the other has not."""
    known = {*beside.tables, *(section.key for section in beside.sections)}
    held = dict.fromkeys((*one.tables, *(section.key for section in one.sections)))
    return ", ".join(key for key in held if key is not None and key not in known)


def _worth(report: Report) -> tuple[bool, int, int, int]:
    known = bool(report.agency) + bool(report.year)
    return report.is_report, len(report.tables), len(report.sections), known


def _told(report: Report, detail: str) -> Report:
    report.problems.append(Problem("framed", "info", None, detail))
    return report
