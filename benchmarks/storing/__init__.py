"""Storing reports end to end: a WARC file of pages in, an archive of reports out.

Pages are those of the sample web that have the size of a real one (65 to 71 KB), each
under a body of its own. Seconds are processor time of all processes together, so that
they say what one core does, whatever else the machine is doing.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from rich.table import Table
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import fixtures
from gongkai.archive import Archive
from gongkai.archive.bodies import snapshots_path
from gongkai.pipeline import import_paths

SMALLEST = 60_000
OPENINGS = 20
#: Invented: no place has a name of these three characters.
_SYLLABLES = "岚砚沄岫霁堃澍玿甪昉"


@dataclass(frozen=True, slots=True)
class Run:
    """One archive that was filled; sizes in bytes, times in seconds."""

    reports: int
    raw: int
    archive: int
    snapshots: int
    processor: float
    wall: float
    opening: float
    upgrading: float

    @property
    def a_second(self) -> float:
        """Reports a second of one core."""
        return self.reports / self.processor

    @property
    def share(self) -> float:
        """Both files, in relation to the pages."""
        return (self.archive + self.snapshots) / self.raw


def pages(count: int) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of so many pages, each the report of another body."""
    found = [
        (page.read_bytes(), expected["url"])
        for page, expected in fixtures.report_files()
        if "www.jichuan" in expected["url"] and page.stat().st_size > SMALLEST
    ]
    for number in range(count):
        body, url = found[number % len(found)]
        digits = f"{number // len(found):05d}"
        name = "".join(_SYLLABLES[int(digit)] for digit in digits)
        yield f"{url}?{number}", body.replace("霁川".encode(), name.encode())


def run(count: int) -> Run:
    """Fill an archive with so many reports and measure."""
    with tempfile.TemporaryDirectory() as folder:
        warc, path = Path(folder) / "pages.warc", Path(folder) / "archive.db"
        raw = write_warc(warc, count)
        before, wall = _processor(), time.perf_counter()
        result = import_paths(path, [warc])
        processor, wall = _processor() - before, time.perf_counter() - wall
        if result.tally.reports != count:
            raise RuntimeError(f"{result.tally.reports} reports of {count} pages")
        sizes = path.stat().st_size, snapshots_path(path).stat().st_size
        times = _opening(path, read_only=True), _opening(path, read_only=False)
        return Run(count, raw, *sizes, processor, wall, *times)


def table(counts: tuple[int, ...]) -> Table:
    """One row for each size of archive."""
    titles = "reports", "a second", "CPU s", "wall s", "archive KB", "snapshots KB", "of raw"
    shown = Table(*titles, "open ms", "open to write ms", box=None, title="storing, end to end")
    for count in counts:
        one = run(count)
        shown.add_row(
            f"{one.reports:,}",
            f"{one.a_second:.0f}",
            f"{one.processor:.1f}",
            f"{one.wall:.1f}",
            f"{one.archive / one.reports / 1000:.1f}",
            f"{one.snapshots / one.reports / 1000:.1f}",
            f"{one.share:.3f}",
            f"{one.opening * 1000:.1f}",
            f"{one.upgrading * 1000:.1f}",
        )
    return shown


def write_warc(path: Path, count: int) -> int:
    """So many pages as a crawl would have written them; returns their bytes."""
    return write_records(path, pages(count))


def write_records(path: Path, found: Iterable[tuple[str, bytes]]) -> int:
    """Pages with their addresses as a WARC file; returns the bytes of the pages."""
    raw = 0
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=False, warc_version="1.1")
        for url, body in found:
            http = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            fields = {"WARC-Date": "2026-01-02T03:04:05Z"}
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_headers_dict=fields,
            )
            writer.write_record(record)
            raw += len(body)
    return raw


def _processor() -> float:
    """User and system time of this process and of its children that ended."""
    return sum(os.times()[:4])


def _opening(path: Path, *, read_only: bool) -> float:
    times = []
    for _ in range(OPENINGS):
        began = time.perf_counter()
        Archive.open(path, read_only=read_only).close()
        times.append(time.perf_counter() - began)
    return statistics.median(times)
