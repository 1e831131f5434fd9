"""(b) No delay: pages a second, ours and Scrapy's, on one core against the same sites."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.crawl.contestants import CONNECTIONS
from benchmarks.crawl.polite import SIZE, serving

REPORTS = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """Pages a second of wall clock, and a second of processor."""

    name: str
    pages: int
    by_wall: float
    by_processor: float


def run(rounds: int = 3) -> list[Pace]:
    """Both in turn, several rounds; medians. Without Scrapy (the extra ``bench``) only ours."""
    names = ["gongkai", *(["scrapy"] if find_spec("scrapy") else [])]
    seen: dict[str, list[Pace]] = {name: [] for name in names}
    with serving(CONNECTIONS, REPORTS, SIZE) as port:
        for _ in range(rounds):
            for name in names:
                seen[name].append(_once(name, port))
    return [
        Pace(
            name,
            paces[0].pages,
            median(one.by_wall for one in paces),
            median(one.by_processor for one in paces),
        )
        for name, paces in seen.items()
    ]


def _once(name: str, port: int) -> Pace:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.crawl.contestants", name, str(port)]
        command += [str(CONNECTIONS), str(Path(folder) / "a.db")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    pages = figures["pages"]
    if pages != CONNECTIONS * (REPORTS + 1):
        raise RuntimeError(f"{name} brought {pages} pages of {CONNECTIONS * (REPORTS + 1)}")
    return Pace(name, pages, pages / figures["seconds"], pages / figures["busy"])
