"""Table 2: what can be said of the disclosure counts of a single report."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.identities.sides import as_decimal, judge, suspect_of
from parsers.report import Check
from parsers.tables.grid import Cell, TableReading

_KEY = "disclosure"
_ITEM_ROWS = (
    "licences",
    "other_external_services",
    "penalties",
    "administrative_compulsion",
    "fees",
)
#: Bodies that may make 规章 (立法法): the State Council's departments, provinces, prefectures.
_RULE_TIERS = frozenset(("national", "province", "prefecture", None))
_FEE_BOUND = 1_000_000


def disclosure_checks(reading: TableReading, kind: str | None, tier: str | None) -> list[Check]:
    """What one report can answer of table 2.

    X-ITEMS-NEG, T2-PUB, T2-TOTPUB, T2-ITEM0 (v2019), T2-MADE, T2-UNIT2 (v2021), T2-DEC and
    T2-RULECAP.
    """
    cells = _by_column(reading)
    checks = [*_items(reading, cells), *_documents(reading, cells), *_amounts(reading, cells, tier)]
    return checks + _rule_capacity(reading, cells, kind, tier)


def _by_column(reading: TableReading) -> dict[tuple[str, str], Cell]:
    found: dict[tuple[str, str], Cell] = {}
    for block in reading.table.blocks:
        for row in block.rows:
            for column, cell in zip(block.columns, reading.rows.get(row.key, ()), strict=False):
                found[row.key, column.key] = cell
    return found


def _items(reading: TableReading, cells: dict[tuple[str, str], Cell]) -> Iterator[Check]:
    nought = Cell(0, None, "0", 0)
    for row in _ITEM_ROWS:
        before, change = cells.get((row, "items_last_year")), cells.get((row, "items_change"))
        if before is None or change is None:
            continue
        yield judge(reading, "X-ITEMS-NEG", row, [nought], [before, change], relation="<=")
        decisions = cells.get((row, "decisions"))
        if decisions is not None and decisions.value:
            one = Cell(1, None, "1", 0)
            yield judge(
                reading, "T2-ITEM0", row, [one], [before, change], relation="<=", severity="INFO"
            )


def _documents(reading: TableReading, cells: dict[tuple[str, str], Cell]) -> Iterator[Check]:
    rules = (
        ("T2-PUB", ["new_disclosed"], ["new_made"], "INFO"),
        ("T2-TOTPUB", ["new_disclosed"], ["total_disclosed"], "WARN"),
        ("T2-MADE", ["made"], ["in_force", "repealed"], "WARN"),
    )
    for row in ("rules", "normative_documents"):
        for check_id, left, right, severity in rules:
            a = [cells.get((row, column)) for column in left]
            b = [cells.get((row, column)) for column in right]
            if any(cell is not None for cell in (*a, *b)):
                yield judge(
                    reading,
                    check_id,
                    row,
                    a,
                    b,
                    relation="<=",
                    severity=severity,  # type: ignore[arg-type]
                )


def _amounts(
    reading: TableReading, cells: dict[tuple[str, str], Cell], tier: str | None
) -> Iterator[Check]:
    for (row, column), cell in cells.items():
        is_amount = column == "amount"
        value = cell.value
        if cell.status == "unreadable" and not is_amount:
            value = as_decimal(cell)
        if value is None:
            continue
        where = f"{row}.{column}"
        exact = round(value, 6) == value and value >= 0 if is_amount else value == int(value)
        suspect = None if exact else suspect_of(reading, [cell])
        yield Check("T2-DEC", _KEY, where, "pass" if exact else "fail", value, None, suspect)
        if is_amount and row == "fees" and tier not in ("national", "province"):
            bound = Cell(_FEE_BOUND, None, "", 0)
            yield judge(reading, "T2-UNIT2", where, [cell], [bound], relation="<=", severity="WARN")


def _rule_capacity(
    reading: TableReading, cells: dict[tuple[str, str], Cell], kind: str | None, tier: str | None
) -> list[Check]:
    """规章 above 0 from a body that cannot make any."""
    found = [cell for (row, _), cell in cells.items() if row == "rules" and cell.value]
    able = tier in _RULE_TIERS and kind not in ("township", "dev_zone")
    if not found:
        return []
    value = max(cell.value or 0 for cell in found)
    suspect = None if able else suspect_of(reading, found)
    outcome = "pass" if able else "fail"
    return [Check("T2-RULECAP", _KEY, "rules", outcome, value, 0, suspect, "WARN")]  # type: ignore[arg-type]
