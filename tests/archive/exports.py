"""An archive for the tests of exports: hostile texts, odd numbers, every kind of event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from gongkai.archive import Archive
from gongkai.archive.export import Exported, Selection, export_tables
from parsers.report import AnnexRow, CellNote, Check, Problem, Section

from .factory import NOON, Desk, fetched, link, report, section, tables

SITE = "http://www.yunxi.example"
FORMULA = '=HYPERLINK("http://evil.example","点")'
#: Each must come out of every format as it went in.
TEXTS = (
    FORMULA,
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "'=already quoted",
    "''",
    "'plain",
    'quotes "inside", commas, and\r\nline\nends',
    "_x0041_ is no A",
    "bell \x07 and form feed \x0c",
    "\u2028line\u2029ends\x85of Unicode",
    "https://www.example.gov.cn/a?b=c",
    "  spaces around  ",
    "12345678901234567890",
    "007",
    "𠮷野家",
    "",
)


def build(path: Path) -> Path:
    """An archive that ``fill`` has filled."""
    with Archive.open(path) as archive:
        fill(Desk(archive))
    return path


def fill(desk: Desk) -> None:
    """Three agencies; a copy that is set aside, a copy alone, changes, a withdrawal."""
    hostile(desk)
    county = {"agency": "岫县财政局", "title": "岫县财政局2022年年报", "year": 2022}
    desk.put_source("xiuxian", "520123")
    kept = report(**county, tier="county", published_on="2023-01-30")
    desk.store("http://www.xiuxian.example/b.html", b"county", kept, "xiuxian")
    copy = report(provenance="copy_unverified")
    desk.store("http://copies.example/a.html", b"copied", copy, "yunxi")
    alone = report(agency="砚市水务局", title="砚市水务局2021年年报", year=2021)
    desk.store(
        "http://copies.example/w.html", b"alone", replace(alone, provenance="copy_unverified")
    )


def hostile(desk: Desk) -> None:
    grids = tables(received=12, granted=-3)
    grids["disclosure"]["fees"]["amount"] = 25.1
    grids["disclosure"]["rules"]["made"] = None
    odd = report(
        title=FORMULA,
        sections=[Section("overview", "一", text[:9], text, ()) for text in TEXTS],
        tables=grids,
        cells=[CellNote("disclosure", "rules", "made", "-", "dash", None)],
        checks=[Check("T3-BAL", "requests", "total", "fail", 12, -2.5, "source")],
        problems=[Problem("x", "info", None, "@where")],
        annex=[AnnexRow("=label", "件", 3, 0.1), AnnexRow("-", None, None, 10**16)],
    )
    desk.store(f"{SITE}/a.html", b"first", odd)


def changed(desk: Desk) -> None:
    """The hostile page changes two numbers."""
    grids = tables(received=15, granted=4)
    desk.store(f"{SITE}/a.html", b"second", report(title="改后", tables=grids))


def gone(desk: Desk, status: int = 404, minutes: int = 600) -> None:
    """What the page of the hostile report answers later."""
    at = NOON + timedelta(minutes=minutes)
    body = b"" if status == 404 else b"first"
    url = f"{SITE}/a.html"
    answer = fetched(url, body, status=status, fetched_at=at)
    desk.archive.save_fetch(desk.run, link(url), answer, "gone" if status == 404 else None)


def export(path: Path, folder: Path, kind: Any, **options: Any) -> Exported:
    bom = options.pop("bom", False)
    with Archive.open(path, read_only=True) as archive:
        return export_tables(archive.db, folder, kind, Selection(**options), bom=bom)


def stored(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Archive.open(path, read_only=True) as archive:
        return [tuple(row) for row in archive.db.execute(sql).fetchall()]


def long_report(desk: Desk, length: int) -> str:
    """A report whose one part has a text of so many characters; returns it."""
    text = "".join("𠮷" if at % 1000 == 0 else chr(0x4E00 + at % 2000) for at in range(length))
    desk.store(f"{SITE}/long.html", b"long", report(year=2020, sections=[section(None, text)]))
    return text
