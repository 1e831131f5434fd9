"""One crawl as a process of its own, to be disturbed: the production crawl, with short waits.

``python -m benchmarks.torture.life SOURCES ARCHIVE PORT [LARGEST FILE]``; ends as ``gongkai
crawl`` does.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from gongkai.cli.common import DONE, PARTLY, plain_errors
from gongkai.pipeline import crawl
from scraper.addresses import ConnectTo
from scraper.crawl import CrawlSettings
from scraper.fetcher import Limits
from scraper.sources import load_folder


def main() -> None:
    """Crawl the sources of a folder from the server at a port of this machine."""
    sources, archive, port = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    for largest in map(int, sys.argv[4:]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    settings = CrawlSettings(
        delay=0.0,
        patience=0.02,
        tries=2,
        ask_resting=True,
        limits=Limits(deadline=3.0, read=1.0),
        connect_to=(ConnectTo.parse(f":80:127.0.0.1:{port}"),),
    )
    with plain_errors():
        result = crawl(archive, load_folder(sources), settings)
    sys.exit(PARTLY if result.failed or result.tally.unread else DONE)


if __name__ == "__main__":
    main()
