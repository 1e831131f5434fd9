"""What a careful reader could see: which identities of the domain a draft breaks, as printed.

Written from the domain reference without a line of the parsers or the command, so that what
they overlook counts as missed. An error that breaks nothing here is invisible: every sum
still holds, no sentence speaks of the figures, and last year's report agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from benchmarks.accuracy import labels, statistics
from benchmarks.accuracy.figures import Figures
from benchmarks.accuracy.model import Place
from benchmarks.checking.model import Draft

Grade = Literal["alarm", "hint"]
Broken = tuple[str, Grade]
Marks = Mapping[Place, str]
Value = float | None

_NO_RULES = ("县", "区", "镇")
_GROUPS = ("denied", "unavailable", "not_processed", "other")
_ITEMS = ("licences", "other_external_services", "penalties", "administrative_compulsion", "fees")
_OUTLIER, _LARGE = 20, 1000
_TEN_MILLION_YUAN = 1_000_000
_NEVER_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures that a reader sees: a blank or a dash shows none."""

    figures: Figures
    marks: Marks

    def at(self, table: str, row: str, column: str) -> Value:
        place = Place(table, row, column)
        if place in self.marks or place not in self.figures:
            return None
        return float(self.figures[place])

    def is_blank(self, table: str, row: str, column: str) -> bool:
        return self.marks.get(Place(table, row, column)) == "blank"

    def sum(self, table: str, places: Iterable[tuple[str, str]]) -> float:
        return sum(self.at(table, *place) or 0 for place in places)


def broken(draft: Draft, marks: Marks) -> set[Broken]:
    """Every rule that the printed report breaks, and whether it is an alarm or a hint."""
    now = Shown(draft.figures, marks)
    found = set(_of_itself(draft))
    if draft.era == "v2014":
        return found | set(_indicators(now))
    found |= {*_requests(now, draft.era), *_remedies(now), *_disclosure(now, draft)}
    found |= set(_said(now, draft))
    if draft.title_year == draft.year and draft.form_before != "v2014":
        found |= set(_years(now, Shown(draft.before, {}), draft))
    return found


def _alarm(name: str, is_broken: bool, grade: Grade = "alarm") -> Iterator[Broken]:
    if is_broken:
        yield name, grade


def _of_itself(draft: Draft) -> Iterator[Broken]:
    start, end = draft.period
    yield from _alarm("D-PERIOD", draft.period != (draft.title_year, draft.title_year))
    yield from _alarm("D-YEAR", draft.title_year not in (start, end))
    yield from _text_years(draft)
    yield from _alarm("D-NAME", draft.named != draft.body.name)
    yield from _alarm("rows_moved", draft.swapped is not None)


def _text_years(draft: Draft) -> Iterator[Broken]:
    """A year in part one; one that opens it beside the right one may tell of both years."""
    dated = any("{year}" in one.text for one in draft.overview)
    yield from _alarm("D-YEAR", dated and draft.sentence_year != draft.title_year)
    stale = draft.overview_year not in (None, draft.title_year)
    both = dated and draft.sentence_year == draft.title_year
    yield from _alarm("D-YEAR", stale, "hint" if both else "alarm")


def _requests(now: Shown, form: str) -> Iterator[Broken]:
    columns, table = labels.request_columns(), "requests"
    rows = labels.request_rows(form)
    for row in rows:
        parts = now.sum(table, [(row, column) for column in columns[:-1]])
        if now.is_blank(table, row, "total"):
            yield from _alarm("T3-BLANKTOT", parts > 0)
        else:
            yield from _alarm("T3-ROW", parts != (now.at(table, row, "total") or 0))
    for column in columns:
        if now.is_blank(table, "total_processed", column):
            continue
        done = now.at(table, "total_processed", column) or 0
        outcomes = now.sum(table, [(row, column) for row in labels.item_rows(form)])
        yield from _alarm("T3-TOT", outcomes != done)
        came = now.sum(table, [("received", column), ("carried_over", column)])
        left = now.at(table, "carried_forward", column) or 0
        yield from _alarm("T3-BAL", came != done + left)
    yield from _whole(now, table, "T3-DOM")


def _whole(now: Shown, table: str, name: str) -> Iterator[Broken]:
    values = [now.at(*place) for place in now.figures if place.table == table]
    yield from _alarm(name, any(value and value % 1 for value in values))


def _remedies(now: Shown) -> Iterator[Broken]:
    table = "review_litigation"
    for group in labels.review_groups():
        if not now.is_blank(table, group, "total"):
            parts = now.sum(table, [(group, name) for name in labels.review_columns()[:-1]])
            yield from _alarm("T4-SUM", parts != (now.at(table, group, "total") or 0))
    yield from _whole(now, table, "T4-DOM")


def _disclosure(now: Shown, draft: Draft) -> Iterator[Broken]:
    def of(row: str, column: str) -> float:
        return now.at("disclosure", row, column) or 0

    for row in ("rules", "normative_documents"):
        above = of(row, "new_disclosed") > of(row, "new_made")
        yield from _alarm("T2-PUB", above, "hint")
        yield from _alarm("T2-TOTPUB", of(row, "new_disclosed") > of(row, "total_disclosed"))
        yield from _alarm("T2-MADE", of(row, "made") > of(row, "in_force") + of(row, "repealed"))
    for row in _ITEMS:
        items = of(row, "items_last_year") + of(row, "items_change")
        yield from _alarm("X-ITEMS-NEG", items < 0)
        idle = draft.era == "v2019" and of(row, "decisions") > 0 and items < 1
        yield from _alarm("T2-ITEM0", idle, "hint")
    rules = max(of("rules", name) for name in ("made", "in_force", "new_made", "total_disclosed"))
    cannot = any(word in draft.body.name for word in _NO_RULES)
    yield from _alarm("T2-RULECAP", rules > 0 and cannot)
    yield from _alarm("T2-UNIT2", of("fees", "amount") > _TEN_MILLION_YUAN)
    counts = [now.at(*p) for p in now.figures if p.table == "disclosure" and p.column != "amount"]
    yield from _alarm("T2-DEC", any(value and value % 1 for value in counts))


def _said(now: Shown, draft: Draft) -> Iterator[Broken]:
    """Sentences against tables: a number that the text may count in two ways agrees with both."""
    for one in (*draft.overview, *draft.remedies):
        for what, number in one.claims:
            first, *others = _meant(now, what)
            agrees = number in (first, *others)
            yield from _alarm(f"N:{what}", first is not None and not agrees)


def _meant(now: Shown, what: str) -> list[Value]:
    table = "requests"
    received, over = (now.at(table, row, "total") for row in ("received", "carried_over"))
    done = now.at(table, "total_processed", "total")
    if what == "received":
        return [received, None if received is None or not over else received + over]
    if what == "closed":
        return [done, None if done is None or not over else done - over]
    if what in ("carried_in", "carried_out"):
        row = "carried_over" if what == "carried_in" else "carried_forward"
        return [now.at(table, row, "total")]
    if what.startswith(("review", "litigation")):
        return [_remedy(now, what)]
    rows = [
        place.row
        for place in now.figures
        if place.table == table and place.column == "total" and _is_of(place.row, what)
    ]
    return [_known(now.at(table, row, "total") for row in rows)]


def _is_of(row: str, what: str) -> bool:
    return row == what or (what in _GROUPS and row.startswith(f"{what}_"))


def _remedy(now: Shown, what: str) -> Value:
    group, _, result = what.partition("_")
    groups = ["review"] if group == "review" else ["litigation_direct", "litigation_after_review"]
    return _known(now.at("review_litigation", one, result or "total") for one in groups)


def _known(values: Iterable[Value]) -> Value:
    """The sum; None where nothing at all is shown."""
    shown = [value for value in values if value is not None]
    return sum(shown) if shown else None


def _years(now: Shown, past: Shown, draft: Draft) -> Iterator[Broken]:
    table = "requests"
    if now.at(table, "total_processed", "total") is not None:
        for column in labels.request_columns():
            here = now.at(table, "carried_over", column) or 0
            yield from _alarm("X-CARRY", here != (past.at(table, "carried_forward", column) or 0))
    same = all(now.at(*place) == past.at(*place) for place in now.figures if place.table == table)
    received = now.at(table, "received", "total") or 0
    known = draft.form_before == draft.era
    yield from _alarm("X-SAME", known and same and received >= _NEVER_ALIKE)
    yield from _two_remedies(now, past)
    if known:
        yield from _two_disclosures(now, past)
    yield from _outliers(now, past)


def _two_remedies(now: Shown, past: Shown) -> Iterator[Broken]:
    table, after = "review_litigation", "litigation_after_review"
    suits, reviews = now.at(table, after, "total"), now.at(table, "review", "total")
    earlier = past.at(table, "review", "total")
    if suits is not None and reviews is not None and earlier is not None:
        yield from _alarm("T4-AFTER", suits > reviews + earlier)
    for group in labels.review_groups():
        total, pending = now.at(table, group, "total"), past.at(table, group, "pending")
        if total is not None and pending is not None:
            yield from _alarm("T4-PEND", pending > total, "hint")


def _two_disclosures(now: Shown, past: Shown) -> Iterator[Broken]:
    table = "disclosure"
    for row in _ITEMS:
        here = now.at(table, row, "items_last_year")
        sides = [past.at(table, row, name) for name in ("items_last_year", "items_change")]
        if here is not None and None not in sides:
            yield from _alarm("X-ITEMS", here != sum(filter(None, sides)), "hint")
    for row in ("rules", "normative_documents"):
        made, repealed, here = (now.at(table, row, n) for n in ("made", "repealed", "in_force"))
        earlier = past.at(table, row, "in_force")
        if made is None or repealed is None or here is None or earlier is None:
            continue
        yield from _alarm("X-NORM", here != earlier + made - repealed, "hint")
    for row in ("fees", "procurement"):
        here, earlier = now.at(table, row, "amount"), past.at(table, row, "amount")
        if here and earlier:
            ratio = max(here / earlier, earlier / here)
            yield from _alarm("T2-UNIT", 5000 <= ratio <= 20000)


def _outliers(now: Shown, past: Shown) -> Iterator[Broken]:
    for place in now.figures:
        is_received = place[1:] == ("received", "total")
        if not (is_received or place.column in ("decisions", "made")):
            continue
        here, earlier = now.at(*place), past.at(*place)
        large = here is not None and here > _LARGE and earlier is not None and earlier > 0
        yield from _alarm("P-YOY", bool(large and here > _OUTLIER * earlier), "hint")  # type: ignore[operator]


def _indicators(now: Shown) -> Iterator[Broken]:
    def of(key: str) -> float:
        return now.at(statistics.TABLE, key, statistics.COLUMN) or 0

    def is_blank(key: str) -> bool:
        return now.is_blank(statistics.TABLE, key, statistics.COLUMN)

    data = statistics.data()
    for total, parts in data["sums"].items():
        if not is_blank(total):
            yield from _alarm(f"S:{total}", sum(map(of, parts)) != of(total))
    bounds = [
        *data["parts"].items(),
        ("req_closed", "req_replied"),
        ("disclosed_normative", "disclosed_total"),
        ("disclosed_normative", "normative_made"),
    ]
    for small, large in bounds:
        yield from _alarm(f"S:{small}", not is_blank(large) and of(small) > of(large))
    channels = [of(row["key"]) for row in data["rows"] if (row["key"] or "").startswith("ch_")]
    if not is_blank("disclosed_total"):
        within = max(channels) <= of("disclosed_total") <= sum(channels)
        yield from _alarm("S-CHAN", not within)
    counts = [row["key"] for row in data["rows"] if row["key"] and row.get("nature") != "amount"]
    yield from _alarm("S: whole", any(of(key) % 1 for key in counts))
    courses = now.at(statistics.TABLE, "trainings", statistics.COLUMN)
    yield from _alarm("S-TRAIN", courses == 0 and of("trainees") > 0, "hint")


def why_not(draft: Draft) -> str:
    """Why an error that breaks nothing can be seen by nobody."""
    assert draft.planted is not None
    place = draft.planted.places[0]
    if draft.planted.kind == "rows":
        return f"{place.table}: two rows keep every sum, and no sentence tells either of them apart"
    if place.column == "amount":
        return "disclosure: no amount in the same form last year to be 10,000 times as large"
    if place.table == "disclosure":
        return f"disclosure: {place.column} is in no sum, and last year's allows the figure"
    if place.table == "statistics":
        return "statistics: the indicator is in no sum, and within its bounds"
    return f"{place.table}: a blank total, or figures that agree by chance"
