"""One archive in several editions: in each, everything that a page shows tells its number."""

from __future__ import annotations

import re
from pathlib import Path

import fixtures
from gongkai.pipeline import import_paths

#: The report that every edition has, and the addresses that show it.
BODY = "黛岭市水务局"


def edition(folder: Path, number: int) -> Path:
    """``archive.db`` with its snapshots in a folder of that edition; ``number`` has one digit.

    The report's text and table say 77N000, it was published on 1N January, and N - 1 other
    reports stand beside it.
    """
    pages = [(p, e) for p, e in fixtures.report_files() if "requests" in e["tables"]]
    [page] = [p for p, e in pages if e["agency"] == BODY and e["year"] == 2020]
    others = [p for p, e in pages if e["year"] == 2019][: number - 1]
    file = folder / f"edition-{number}" / "report.html"
    file.parent.mkdir(parents=True)
    file.write_text(_numbered(page.read_text(encoding="utf-8"), number), encoding="utf-8")
    archive = file.with_name("archive.db")
    import_paths(archive, [file, *others])
    return archive


def _numbered(text: str, number: int) -> str:
    cell = "(一、本年新收政府信息公开申请数量</td>.*?<td>)10(</td></tr>)"
    text, replaced = re.subn(cell, rf"\g<1>77{number}000\g<2>", text)
    assert replaced == 1
    assert "2021-01-21" in text
    text = text.replace("2021-01-21", f"2021-01-1{number}")
    return text.replace("共收到政府信息公开申请10件", f"共收到政府信息公开申请77{number}000件")


def editions_in(text: str) -> set[int]:
    """The numbers of all editions of which something is shown."""
    found = re.findall(r"77(\d)00\d|77(\d),00\d|2021-01-1(\d)|<dd>(\d)</dd><dt>份报告", text)
    return {int(digit) for groups in found for digit in groups if digit}
