"""One crawl or import from end to end: the way between the rooms, and no rule of any of them."""

from gongkai.pipeline.crawl import CrawlResult, crawl
from gongkai.pipeline.imports import ImportResult, import_paths
from gongkai.pipeline.lock import RunLocked
from gongkai.pipeline.parsing import Tally

__all__ = ["CrawlResult", "ImportResult", "RunLocked", "Tally", "crawl", "import_paths"]
