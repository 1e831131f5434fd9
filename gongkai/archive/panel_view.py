"""``panel``: every number of a report in one row, for statistics programs."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.archive.view import OFFICIAL, View
from parsers import forms

_HEAD = """r.report_id, r.agency_id, a.name AS agency, a.division_code, a.parent_id,
    coalesce(a.kind, r.kind) AS kind, coalesce(a.tier, r.tier) AS tier, r.year, r.scope, r.form,
    r.table_forms ->> '$.disclosure' AS form_disclosure,
    r.table_forms ->> '$.requests' AS form_requests,
    r.table_forms ->> '$.review_litigation' AS form_review_litigation,
    r.table_forms ->> '$.statistics' AS form_statistics, r.published_on, r.provenance,
    r.cells_read, r.checks_failed, r.checks_not_assessable"""


def places() -> list[tuple[str, str, str]]:
    """``(table, row, column)`` of every number of every form, oldest form first, each once."""
    found = dict.fromkeys(
        (table.key, row.key, column.key)
        for form in forms.all_forms()
        for table in form.tables.values()
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    )
    order = ("disclosure", "requests", "review_litigation", "statistics")
    return sorted(found, key=lambda place: order.index(place[0]))


def column_of(table: str, row: str, column: str) -> str:
    """How the panel names a number."""
    return f"{table}_{row}" if table == "statistics" else f"{table}_{row}_{column}"


def _columns() -> Iterator[str]:
    for table, row, column in places():
        name = column_of(table, row, column)
        if table in ("requests", "review_litigation"):
            # One join a row: a subquery a cell would look up each row seven times.
            yield f'{_alias(table, row)}."{column}" AS {name}'
        elif table == "statistics":
            yield _one(table, f"t.key = '{row}'", name)
        else:
            yield _one(table, f"""t."row" = '{row}' AND t."column" = '{column}'""", name)


def _one(table: str, where: str, name: str) -> str:
    """A number in the unit of its column; NULL where nobody can tell in which it is printed."""
    of = f"t.report_id = r.report_id AND t.unit IS NOT NULL AND {where}"
    return f"(SELECT t.value FROM {table} t WHERE {of}) AS {name}"


def _alias(table: str, row: str) -> str:
    return f"{table[0]}_{row}"


def _joins() -> Iterator[str]:
    rows = dict.fromkeys((table, row) for table, row, _ in places())
    for table, row in rows:
        if table in ("requests", "review_litigation"):
            alias = _alias(table, row)
            yield f"""LEFT JOIN {table} {alias} ON {alias}.report_id = r.report_id
    AND {alias}."row" = '{row}'"""


PANEL = View(
    "panel",
    f"""
SELECT {_HEAD}, {", ".join(_columns())}, r.snapshot_id, r.url
FROM reports r JOIN agencies a ON a.agency_id = r.agency_id
{" ".join(_joins())}
WHERE {OFFICIAL}
""",
    "面板数据：每个机关、年度和范围一行，各表每个数字一列，列名为 表_行_列（如 "
    "requests_received_total）；没有的行、空白和未读到的为空，form_* 为各表的表式。"
    "换表式前后同名的列可比，其余不可相接。金额为万元，单位不明的金额为空（见 disclosure）。"
    "只含官方报告；scope 不同者不可相加。",
    "The panel: one row an agency, year and scope, one column a number, named table_row_column "
    "(as requests_received_total); NULL where a form has no such row and where a cell is blank or "
    "was not read; form_* is the form of each table. Columns of one name compare across forms, "
    "others never chain. Amounts in 10,000 yuan, "
    "NULL where the unit is unknown (the number is in disclosure). "
    "Official reports only; never add reports of different scope.",
)

VIEWS = (PANEL,)
