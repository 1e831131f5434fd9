"""An agency made ready for its template: one table and its charts for each scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.browse.agency_data import AgencyData
from gongkai.browse.charts import Chart, Year, stacked
from gongkai.browse.report_data import Record
from gongkai.browse.wording import Words

#: Columns of the table of key numbers: of the view, and where its label stands.
COLUMNS = (
    ("received", "requests.received"),
    ("carried_over", "requests.carried_over"),
    ("granted", "requests.granted"),
    ("partly_granted", "requests.partly_granted"),
    ("denied", "denied_by_law"),
    ("unavailable", "unavailable_not_held"),
    ("not_processed", "not_processed_repeat"),
    ("other", "other_misc"),
    ("total_processed", "requests.total_processed"),
    ("carried_forward", "requests.carried_forward"),
    ("review_total", "review_litigation.review"),
    ("suit_total", ""),
)
ENGLISH = {
    "denied": "Denied",
    "unavailable": "Not available",
    "not_processed": "Not processed",
    "other": "Other handling",
}
SUITS = Words("行政诉讼", "Lawsuits")
ENDS = ("upheld", "corrected", "other", "pending")


@dataclass(frozen=True, slots=True)
class YearRow:
    """A report in the table of key numbers; ``form_break`` names the change before it."""

    report: Record
    values: tuple[int | float | None, ...]
    form_break: str | None
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class ScopeView:
    """The reports of one scope, oldest first; numbers of two scopes are never joined."""

    scope: str
    columns: tuple[Words, ...]
    rows: tuple[YearRow, ...]
    charts: tuple[Chart, ...]


def make_scopes(data: AgencyData) -> list[ScopeView]:
    """A view for each scope that has an official report, the one with most reports first."""
    reports = [row for row in reversed(data.reports) if row["is_official"]]
    found: dict[str, list[Record]] = {}
    for report in reports:
        found.setdefault(report["scope"], []).append(report)
    names = tuple(_label(data, column, key) for column, key in COLUMNS)
    return [
        ScopeView(scope, names, tuple(_rows(data, rows)), tuple(_charts(data, scope, rows)))
        for scope, rows in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _label(data: AgencyData, column: str, key: str) -> Words:
    """As the data dictionary, or the form's group, calls it."""
    if not key:
        return SUITS
    if key in data.labels:
        return Words(_short(data.labels[key]["label"]), data.labels[key]["label_en"])
    return Words(_short(data.groups.get(key, column)), ENGLISH.get(column, ""))


def _short(label: str) -> str:
    """Without the form's remark in brackets behind it, which would fill the head of a column."""
    return label.split("（区分处理", maxsplit=1)[0]


def _rows(data: AgencyData, reports: Sequence[Record]) -> Iterator[YearRow]:
    for report, broken in zip(reports, _breaks(reports, "requests_form"), strict=True):
        numbers = data.numbers.get(report["report_id"], {})
        values = tuple(numbers.get(column) for column, _ in COLUMNS)
        # The view has no line for totals that fail their sums; a rate of them would mislead.
        is_left_out = bool(report["requests_form"]) and "received" not in numbers
        yield YearRow(report, values, broken, is_left_out)


def _breaks(reports: Sequence[Record], form: str) -> list[str | None]:
    """Before which reports the form of a table is another than before it."""
    found: list[str | None] = []
    last = None
    for report in reports:
        now = report[form]
        found.append(f"{last}→{now}" if last and now and now != last else None)
        last = now or last
    return found


def _charts(data: AgencyData, scope: str, reports: Sequence[Record]) -> Iterator[Chart]:
    labels = dict(zip((column for column, _ in COLUMNS), _all(data), strict=True))
    plans = (
        ("load", Words("申请", "Requests"), ("received", "carried_over")),
        (
            "outcomes",
            Words("办理结果", "Outcomes"),
            ("granted", "partly_granted", "denied", "unavailable", "not_processed", "other"),
        ),
    )
    for key, title, columns in plans:
        years = _years(data, reports, columns, "requests_form")
        series = [labels[column] for column in columns]
        if chart := stacked(f"{scope}-{key}", title, "件", series, years):
            yield chart
    ends = [_end(data, end) for end in ENDS]
    for key, title in (("review", labels["review_total"]), ("suit", SUITS)):
        years = _years(data, reports, [f"{key}_{end}" for end in ENDS], "review_form")
        if chart := stacked(f"{scope}-{key}", title, "件", ends, years):
            yield chart


def _all(data: AgencyData) -> Iterator[Words]:
    return (_label(data, column, key) for column, key in COLUMNS)


def _end(data: AgencyData, end: str) -> Words:
    found = data.labels.get(f"columns.{end}")
    return Words(found["label"], found["label_en"]) if found else Words(end, end)


def _years(
    data: AgencyData, reports: Sequence[Record], columns: Sequence[str], form: str
) -> list[Year]:
    """Every year from the first to the last with that table; years without one stay empty."""
    held = [report for report in reports if report[form]]
    if not held:
        return []
    breaks = dict(zip((r["year"] for r in held), _breaks(held, form), strict=True))
    numbers = {r["year"]: data.numbers.get(r["report_id"], {}) for r in held}
    return [
        Year(
            str(year),
            tuple(numbers.get(year, {}).get(column) for column in columns),
            breaks.get(year),
        )
        for year in range(held[0]["year"], held[-1]["year"] + 1)
    ]
