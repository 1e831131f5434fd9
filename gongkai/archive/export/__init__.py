"""What the archive holds, as files for other tools: tables with a data package, and feeds."""

from gongkai.archive.export.choosing import TIERS, agencies, provinces
from gongkai.archive.export.feed_files import export_feeds
from gongkai.archive.export.selection import Selection
from gongkai.archive.export.tabular import FORMATS, Exported, Format, export_tables

__all__ = [
    "FORMATS",
    "TIERS",
    "Exported",
    "Format",
    "Selection",
    "agencies",
    "export_feeds",
    "export_tables",
    "provinces",
]
