"""``python -m scraper.registry TABLES``: make or complete the bundled source files.

TABLES is a folder with ``columns.csv`` (column_url, host, province, level, cms_guess,
evidence_url, confidence, note) and ``reports_seen.csv`` (url, host, agency, official …).
Run it again after the tables or ``sites.csv`` grew: only what is missing is added.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scraper.registry.build import build
from scraper.sources import bundled_folder


def main(arguments: list[str]) -> int:
    """Build, and say what changed."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python -m scraper.registry TABLES [SOURCES]", file=sys.stderr)
        return 2
    into = Path(arguments[1]) if len(arguments) == 2 else bundled_folder()
    changed = build(Path(arguments[0]), into)
    print(f"{len(changed)} of the files in {into} were made or completed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
