"""Datasette's metadata of an archive, made in Python from the schema's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.archive.columns import describe
from gongkai.archive.titles import TABLES, VIEW_TITLES, Words
from gongkai.archive.view import View
from gongkai.archive.views import VIEWS
from gongkai.browse.instance import Schema
from gongkai.browse.queries import QUERIES

TITLE = "公开 gongkai"
DESCRIPTION = (
    "政府信息公开工作年度报告的存档：原文、三张表的数字、勾稽关系的核对。"
    "An archive of Chinese annual reports on government information disclosure. "
    "Units: 件 is a request, case or document; 万元 is 10,000 yuan."
)
HIDDEN = (
    "_sqlite_migrations",
    "agency_codes",
    "agency_decisions",
    "archive_info",
    "cell_changes",
    "corrections",
    "division_names",
    "expectations",
    "frontier",
    "hosts",
    "packing_dictionaries",
    "report_gaps",
    "report_search",
    "removed_addresses",
    "removed_reports",
    "removed_snapshots",
    "rereads",
    "source_differences",
    "sqlite_sequence",
    "sqlite_stat1",
    "sqlite_stat4",
    "text_marks",
    "text_overlaps",
    "version_contents",
    "year_differences",
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a table presents itself; ``sort`` with a leading minus is descending."""

    sort: str | None = None
    facets: tuple[str, ...] = ()
    label: str | None = None
    hint: str = ""


_OPENS = "点标题看全文。The title opens the report."
LOOKS: dict[str, Look] = {
    "reports": Look("-year", ("year", "provenance", "scope", "tier", "form"), "title", _OPENS),
    "report_versions": Look("-version_id", ("provenance", "is_current"), "version_id"),
    "visits": Look("-visit_id", ("source_id", "outcome")),
    "listings": Look(None, ("state", "source_id")),
    "proposals": Look("-proposal_id", ("source_id",)),
    "sections": Look(None, ("key",)),
    "disclosure": Look(None, ("row", "column")),
    "requests": Look(None, ("row",)),
    "review_litigation": Look(None, ("row",)),
    "cell_notes": Look(None, ("status", "table")),
    "checks": Look(None, ("outcome", "id", "suspect")),
    "problems": Look(None, ("severity", "code")),
    "audits": Look("-audited_at", ("is_right", "who")),
    "agencies": Look("name", ("tier", "kind"), "name"),
    "agency_names": Look(None, (), "name"),
    "agency_doubts": Look("name", ("reason",), "name"),
    "agency_events": Look(None, ("type", "year"), "predecessor_id"),
    "divisions": Look(None, ("tier",), "name"),
    "sources": Look(None, ("cms", "level"), "name"),
    "runs": Look("-run_id", ("kind", "outcome")),
    "fetches": Look("-fetch_id", ("kind", "status", "source_id")),
    "withdrawals": Look("-withdrawn_at", ("source_id",)),
    "takedowns": Look("-decided_on", ("target",)),
    "resting_hosts": Look("-since", ("kind",)),
    "snapshots": Look(None, ("media_type",)),
    "parses": Look(None, ("outcome",)),
    "indicators": Look("key", ("unit", "forms"), "label"),
    "form_rows": Look(None, ("form", "table")),
    "form_columns": Look(None, ("form", "table")),
}
#: Shown the newest first: the views that SQLite can read in that order, and those that are
#: short by nature. To sort the others, it would have to make them whole for every page.
VIEW_SORT = {
    **dict.fromkeys(
        (
            "outcome_rates",
            "denial_mix",
            "remedy_rates",
            "carry_chain",
            "timeliness",
            "late_reports",
            "panel",
            "withdrawn_reports",
        ),
        "year",
    ),
    "reviewed_cells": "decided_on",
}

#: Rows on a page of a view that has some hundred columns.
WIDE = {"panel": 10}


def instance_metadata(schemas: Mapping[str, Schema], *, alone: bool) -> dict[str, Any]:
    """Metadata for the archives that are served; empty when there is none.

    The instance's own title only when nothing else is served. Made anew each time:
    Datasette merges other sources into what it is given.
    """
    if not schemas:
        return {}
    databases = {name: database_metadata(schema) for name, schema in schemas.items()}
    own = {"title": TITLE, "description": DESCRIPTION} if alone else {}
    return {**own, "databases": databases}


def database_metadata(schema: Schema) -> dict[str, Any]:
    """Tables, views, hidden tables and canned queries of one archive."""
    tables = {
        name: _table(name, words, columns_of(name, schema[name]))
        for name, words in TABLES.items()
        if name in schema
    }
    tables |= {
        view.name: _view(view, columns_of(view.name, schema.get(view.name, ()))) for view in VIEWS
    }
    tables |= {name: {"hidden": True} for name in HIDDEN}
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "tables": tables,
        "queries": {name: dict(query) for name, query in QUERIES.items()},
    }


def columns_of(table: str, columns: Sequence[str]) -> dict[str, str]:
    """The descriptions of a table's columns, in the order of the schema."""
    found = {column: describe(table, column) for column in columns}
    return {column: words for column, words in found.items() if words}


def _table(name: str, words: Words, columns: dict[str, str]) -> dict[str, Any]:
    look = LOOKS.get(name, Look())
    found: dict[str, Any] = {
        "title": f"{words.title} · {words.title_en}",
        "description": f"{words.description} {words.description_en} {look.hint}".rstrip(),
        "columns": columns,
        "facets": list(look.facets),
    }
    if look.label:
        found["label_column"] = look.label
    if look.sort:
        found["sort_desc" if look.sort.startswith("-") else "sort"] = look.sort.lstrip("-")
    return found


def _view(view: View, columns: dict[str, str]) -> dict[str, Any]:
    sort = VIEW_SORT.get(view.name)
    return {
        "title": VIEW_TITLES.get(view.name, view.name),
        "description": f"{view.description} {view.description_en}",
        "columns": columns,
        **({"sort_desc": sort} if sort else {}),
        **({"size": WIDE[view.name]} if view.name in WIDE else {}),
    }
