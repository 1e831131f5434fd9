"""Local annexes: requests by channel (L-REQ) and replies by outcome (L-REPLY), as hints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.forms.annex import core_of
from parsers.identities.sides import total
from parsers.report import Check, Suspect
from parsers.tables.annex_rows import CUMULATIVE, THIS_YEAR, AnnexLine, AnnexReading
from parsers.tables.grid import Cell

_OUTCOMES = ("granted", "partly_granted", "denied")
_OTHER_CHANNEL = frozenset(("其他", "其他形式", "其他方式", "其他渠道"))


def annex_checks(reading: AnnexReading) -> list[Check]:
    """L-REQ and L-REPLY for each column; WARN, since local rows may lack a channel.

    ``where`` is the column. L-REPLY also passes when replies that are no decision (非政府
    信息, 信息不存在, 非本部门掌握 …) stand beside the three outcomes instead of in the last.
    """
    checks: list[Check] = []
    for at, line in enumerate(reading.lines):
        if line.key == "requests":
            parts = list(_channels(reading.lines[at + 1 :]))
            checks += _compare("L-REQ", line, parts, [])
        elif line.key == "replies":
            block = list(_replies(reading.lines[at + 1 :]))
            parts = [row for row in block if row.key in _OUTCOMES]
            checks += _compare("L-REPLY", line, parts, [r for r in block if r not in parts])
    return checks


def _channels(lines: Sequence[AnnexLine]) -> Iterator[AnnexLine]:
    for line in lines:
        if line.key != "request_channel" and core_of(line.label) not in _OTHER_CHANNEL:
            return
        yield line


def _replies(lines: Sequence[AnnexLine]) -> Iterator[AnnexLine]:
    """The outcomes and reasons behind 答复总数, each outcome once."""
    seen: set[str] = set()
    for line in lines:
        if line.key not in (*_OUTCOMES, "denial_reason") or line.key in seen:
            return
        if line.key != "denial_reason":
            seen.add(line.key)
        yield line


def _compare(
    check_id: str, whole: AnnexLine, parts: Sequence[AnnexLine], reasons: Sequence[AnnexLine]
) -> Iterator[Check]:
    for column in (THIS_YEAR, CUMULATIVE):
        cell = whole.cells.get(column)
        if cell is None or not parts:
            continue
        cells = [line.cells.get(column) for line in parts]
        extra = [line.cells.get(column) for line in reasons]
        yield _judge(check_id, column, cell, cells, extra)


def _judge(
    check_id: str, column: str, whole: Cell, parts: list[Cell | None], extra: list[Cell | None]
) -> Check:
    left, right = total([whole]), total(parts)
    seen = [cell for cell in (whole, *parts) if cell is not None]
    silent = all(cell.status == "blank" for cell in seen)
    if left is None or right is None or whole.status == "blank" or silent:
        return Check(check_id, "annex", column, "not_assessable", left, right, None, "WARN")
    beside = total([*parts, *extra])
    if left in (right, beside):
        return Check(check_id, "annex", column, "pass", left, left, None, "WARN")
    suspect = _suspect([*seen, *(cell for cell in extra if cell is not None)])
    return Check(check_id, "annex", column, "fail", left, right, suspect, "WARN")


def _suspect(cells: Sequence[Cell]) -> Suspect:
    worked_out = any(cell.status in ("solved", "merged") for cell in cells)
    return "parse" if worked_out else "source"
