"""What differs between two parses, cell by cell; and keeping it for ``version_changes``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from gongkai.archive import contents

Value = int | float | str | None
Place = tuple[str, str, str]
#: What a page says about itself; a change of these is worth a row too.
METADATA = ("title", "agency", "year", "scope", "form", "published_on", "provenance")
_AROUND = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A cell, a field of the metadata (``report``) or a part's text that differs.

    ``kind``: ``found`` (None before), ``lost`` (None after), ``number`` (another number),
    ``metadata`` or ``text`` (of which only the surroundings of the first difference are given).
    """

    table: str
    row: str
    column: str
    before: Value
    after: Value

    @property
    def kind(self) -> str:
        """How it changed."""
        if self.table == "report":
            return "metadata"
        if self.table == "sections":
            return "text"
        if self.before is None or self.after is None:
            return "found" if self.before is None else "lost"
        return "number"


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """All differences between two parses, each the contract's JSON."""
    old, new = dict(cells_of(before)), dict(cells_of(after))
    places = [*old, *(place for place in new if place not in old)]
    changed = [
        Change(*place, old.get(place), new.get(place))
        for place in places
        if old.get(place) != new.get(place)
    ]
    fields = [
        Change("report", name, "value", before.get(name), after.get(name))
        for name in METADATA
        if before.get(name) != after.get(name)
    ]
    return [*fields, *changed, *_texts(before, after)]


def record(db: Database, version_id: int, previous_id: int, changes: list[Change]) -> None:
    """Keep what differs between a version and the one that it followed."""
    db.conn.executemany(
        'INSERT INTO cell_changes (version_id, previous_id, "table", "row", "column", before,'
        " after) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (version_id, previous_id, one.table, one.row, one.column, one.before, one.after)
            for one in changes
        ],
    )


def follow(db: Database, version_id: int, previous_id: int) -> None:
    """Note what a version changed against another; nothing where a content was not kept."""
    sql = "SELECT content_digest FROM report_versions WHERE version_id = ?"
    sides = [
        contents.load(db, db.execute(sql, [one]).fetchone()[0]) for one in (previous_id, version_id)
    ]
    if sides[0] is not None and sides[1] is not None:
        record(db, version_id, previous_id, compare(sides[0], sides[1]))


def cells_of(content: Mapping[str, Any]) -> Iterator[tuple[Place, Value]]:
    """Every cell of the tables and of local annexes, with its value."""
    for table, rows in content["tables"].items():
        for row, cells in rows.items():
            # The table of 2014 has one column, and the contract leaves it out.
            columns = cells if isinstance(cells, dict) else {"value": cells}
            for column, value in columns.items():
                yield (table, row, column), value
    for at, line in enumerate(content["annex"]):
        for column in ("label", "this_year", "cumulative"):
            yield ("annex", str(at), column), line[column]


def _texts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old, new = _sections(before), _sections(after)
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key) != new.get(key):
            yield Change("sections", key, "text", *_excerpts(old.get(key), new.get(key)))


def _sections(content: Mapping[str, Any]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for at, section in enumerate(content["sections"]):
        name = section["key"] or str(at)
        text = _narrative(section["text"], section["table_spans"])
        texts[name] = f"{texts[name]}\n{text}" if name in texts else text
    return texts


def _narrative(text: str, spans: list[list[int]]) -> str:
    """The text without its tables, whose cells are compared one by one, and without gaps."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return "".join("".join([*kept, text[at:]]).split())


def _excerpts(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both texts around the first place where they differ; None for a part that is not there."""
    if before is None or after is None:
        return _head(before), _head(after)
    at = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    return before[start:end], after[start:end]


def _head(text: str | None) -> str | None:
    return None if text is None else text[: 3 * _AROUND]
