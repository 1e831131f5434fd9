"""Writes docs/schema.md from a new archive: ``python tools/schema_doc.py > docs/schema.md``.

A test holds the page against what this prints.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gongkai.archive import VIEWS, Archive
from gongkai.archive.columns import describe
from gongkai.archive.titles import TABLES, VIEW_TITLES

_PANEL_SHOWN = 24
_HEAD = """# Tables and views

Written by `python tools/schema_doc.py > docs/schema.md`, from the database itself; do not edit.
`docs/questions.md` shows the views at work, `docs/archive.md` how the files are kept. Keys of rows
and columns are in `form_rows`, `form_columns` and, with their meaning, in `indicators`. Times are
UTC, dates those of China as printed; amounts are in 万元 (10,000 yuan), counts in 件 unless a
column says otherwise. Tables that only the program needs are left out.
"""


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.db") as archive:
        parts = [_HEAD, "## Tables\n", *_tables(archive), "## Views\n", *_views(archive)]
    return "\n".join(parts)


def _tables(archive: Archive) -> Iterator[str]:
    for name, words in TABLES.items():
        yield f"### `{name}` · {words.title} · {words.title_en}\n"
        yield f"{words.description} {words.description_en}\n"
        yield _columns(name, list(archive.db.execute(f'PRAGMA table_info("{name}")')))


def _views(archive: Archive) -> Iterator[str]:
    for view in sorted(VIEWS, key=lambda one: one.name):
        yield f"### `{view.name}` · {VIEW_TITLES[view.name]}\n"
        yield f"{view.description}\n\n{view.description_en}\n"
        columns = list(archive.db.execute(f'PRAGMA table_info("{view.name}")'))
        shown = columns[:_PANEL_SHOWN] if view.name == "panel" else columns
        yield _columns(view.name, shown)
        if len(shown) < len(columns):
            yield f"… and {len(columns) - len(shown)} more, a number of the forms each.\n"


def _columns(table: str, columns: list[tuple[object, ...]]) -> str:
    rows = ["| column | type | meaning |", "|---|---|---|"]
    for _, name, kind, *_rest in columns:
        meaning = (describe(table, str(name)) or "").replace("|", "\\|")
        rows.append(f"| `{name}` | {kind or ''} | {meaning} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
