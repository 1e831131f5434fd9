"""One crawl or import from end to end: the way between the rooms, and no rule of any of them.

What is named here is imported at its first use: the parse worker needs the parsers alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.pipeline.crawling import CrawlResult, crawl
    from gongkai.pipeline.imports import ImportResult, import_paths
    from gongkai.pipeline.lock import RunLocked
    from gongkai.pipeline.parsing import Tally

__all__ = ["CrawlResult", "ImportResult", "RunLocked", "Tally", "crawl", "import_paths"]

_MODULES = {
    "CrawlResult": "crawling",
    "crawl": "crawling",
    "ImportResult": "imports",
    "import_paths": "imports",
    "RunLocked": "lock",
    "Tally": "parsing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever bears the name
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
