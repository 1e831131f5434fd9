"""The v2014 table: sums of requests, replies, reviews, lawsuits and staff; bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.identities.sides import Severity, judge
from parsers.report import Check
from parsers.tables.grid import Cell, TableReading
from parsers.tables.settling import SUMS

CASES = (
    ("S-REVIEW", "review_total", ("review_upheld", "review_corrected", "review_other")),
    ("S-LIT", "lit_total", ("lit_upheld", "lit_corrected", "lit_other")),
)
#: ``id``, smaller, larger.
BOUNDS: tuple[tuple[str, str, str, Severity], ...] = (
    ("S-LEADER", "press_conf_leader", "press_conf", "ERROR"),
    ("S-LEADER", "interviews_leader", "interviews", "ERROR"),
    # Every closed request is answered, some in several ways.
    ("S-CLOSE-REPLY", "req_closed", "req_replied", "WARN"),
    ("S-NORM", "disclosed_normative", "disclosed_total", "WARN"),
    # Documents of earlier years may be disclosed, too.
    ("S-NORM", "disclosed_normative", "normative_made", "WARN"),
)
CHANNELS = ("ch_gazette", "ch_website", "ch_weibo", "ch_wechat", "ch_other")


def statistics_checks(reading: TableReading) -> list[Check]:
    """What one report can answer: S-REQ, S-CLOSED, S-REPLIED, S-DENIED, S-STAFF, S-REVIEW,
    S-LIT, S-LEADER, S-CLOSE-REPLY, S-NORM, S-CHAN, S-TRAIN.

    ``where`` is the total of a sum, which is the right side, or the smaller side of a bound.
    S-OPEN needs two years.
    """
    cells = {key: row[0] for key, row in reading.rows.items()}
    checks = [*_sums(reading, cells), *_cases(reading, cells), *_bounds(reading, cells)]
    return [*checks, *_channels(reading, cells), *_training(reading, cells)]


def _sums(reading: TableReading, cells: dict[str, Cell]) -> Iterator[Check]:
    for check_id, total, parts in SUMS:
        whole = cells.get(total)
        shown = [cells.get(part) for part in parts]
        check = judge(reading, check_id, total, shown, [whole], total_cell=whole)
        # Local forms may count channels of their own (电子邮件, 其他) among the requests.
        extras = _extras(reading, (total, *parts)) if check_id == "S-REQ" else []
        if extras and check.outcome == "fail":
            check = judge(reading, check_id, total, shown + extras, [whole], total_cell=whole)
        yield check


def _extras(reading: TableReading, rows: Sequence[str]) -> list[Cell | None]:
    found = [(label, number) for after, label, number in reading.extras if after in rows]
    return [None if number is None else Cell(number, None, label, 0) for label, number in found]


def _cases(reading: TableReading, cells: dict[str, Cell]) -> Iterator[Check]:
    """Pending cases have no row: a total above its parts is a question, below an error."""
    for check_id, total, parts in CASES:
        whole = cells.get(total)
        shown = [cells.get(part) for part in parts]
        check = judge(reading, check_id, total, shown, [whole], total_cell=whole)
        above = check.left is not None and check.right is not None and check.right > check.left
        yield replace(check, severity="WARN") if above else check


def _bounds(reading: TableReading, cells: dict[str, Cell]) -> Iterator[Check]:
    for check_id, small, large, severity in BOUNDS:
        whole = cells.get(large)
        yield judge(
            reading,
            check_id,
            large if check_id == "S-NORM" else small,
            [cells.get(small)],
            [whole],
            total_cell=whole,
            relation="<=",
            severity=severity,
        )


def _channels(reading: TableReading, cells: dict[str, Cell]) -> Iterator[Check]:
    """The total counts an item once, the channels each time: largest <= total <= sum."""
    whole = cells.get("disclosed_total")
    shown = [cells.get(key) for key in CHANNELS]
    readable = [cell for cell in shown if cell is not None and not cell.is_lost]
    largest = max(readable, key=lambda cell: cell.value or 0, default=None)
    if len(readable) < len(shown):
        largest = None
    sides = (("disclosed_total", [whole], shown), ("s1_channels", [largest], [whole]))
    for where, left, right in sides:
        yield judge(
            reading, "S-CHAN", where, left, right, total_cell=whole, relation="<=", severity="WARN"
        )


def _training(reading: TableReading, cells: dict[str, Cell]) -> Iterator[Check]:
    """No course, nobody trained."""
    courses, people = cells.get("trainings"), cells.get("trainees")
    if courses is None or courses.value != 0 or people is None:
        return
    yield judge(reading, "S-TRAIN", "trainees", [people], [courses], relation="<=", severity="INFO")
