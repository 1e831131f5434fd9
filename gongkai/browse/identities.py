"""Failed sums of the forms, spelled out: which cells take part and what they add up to.

Ids are those of the archive's ``checks``; the formulas of T3 and T4 are printed in, or
follow from, the official form (table 3's corner cell).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from gongkai.browse.annex import ANNEX_NAMES
from gongkai.browse.layout import FormColumn, FormRow, FormTable
from gongkai.browse.meanings import MEANINGS

Place = tuple[str, str]
Number = int | float
Read = Callable[[str, str], Number | None]


@dataclass(frozen=True, slots=True)
class Check:
    """A row of ``checks``."""

    id: str
    table: str
    where: str
    outcome: str
    left: Number | None
    right: Number | None
    suspect: str | None
    severity: str = "ERROR"
    quote: str | None = None
    against: str | None = None

    @property
    def is_hint(self) -> bool:
        """Whether a failure is only worth a look and proves no error."""
        return self.severity != "ERROR"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: what each cell is called in Chinese and in English."""

    places: tuple[Place, ...]
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """``left`` should equal ``right``; ``place`` says for which row or column."""

    place: tuple[str, str]
    left: Side
    right: Side


def equation(check: Check, table: FormTable) -> Equation | None:
    """The cells of a known identity; None for an identity that is no sum of cells."""
    maker = _MAKERS.get(check.id)
    return maker(table, check.where) if maker else None


def spell_out(check: Check, table: FormTable | None, read: Read) -> tuple[str, str]:
    """The failure as a sentence in Chinese and one in English.

    Terms are shown only when they add up to the sides that the check recorded: a
    sentence whose numbers disagree with the record would mislead.
    """
    if check.quote is not None:
        return _quoted(check, table)
    found = equation(check, table) if table else None
    if found is None or not _agrees(check, found, read):
        return _in_general(check, table)
    difference = show(round(abs((check.left or 0) - (check.right or 0)), 6))
    zh, en = ((_side(found.left, read, index), _side(found.right, read, index)) for index in (0, 1))
    return (
        f"{found.place[0]}：{zh[0]}，而 {zh[1]}；相差 {difference}",
        f"{found.place[1]}: {en[0]}, but {en[1]}; difference {difference}",
    )


def asked_for(check: Check, table: FormTable | None) -> tuple[str, str]:
    """What an identity asks for, where a number that it needs was not read."""
    found = equation(check, table) if table else None
    if found is None:
        place = _place(check, table)
        meaning = MEANINGS.get(check.id, ("", ""))
        return (
            "：".join(filter(None, (place[0], meaning[0]))),
            _joined(place[1], meaning[1]),
        )
    zh, en = ((_terms(found.left, index), _terms(found.right, index)) for index in (0, 1))
    return (
        f"{found.place[0]}：{zh[0]} ＝ {zh[1]}",
        f"{found.place[1]}: {en[0]} = {en[1]}",
    )


def _terms(side: Side, language: int) -> str:
    """The names of a sum; of a long one the first and the last."""
    names = [name[language] for name in side.names]
    plus = (" ＋ ", " + ")[language]
    return plus.join(names if len(names) <= 4 else [names[0], "…", names[-1]])


def _quoted(check: Check, table: FormTable | None) -> tuple[str, str]:
    """A clause of the text beside the cells, or the value, that it was held against."""
    meaning = MEANINGS.get(check.id, ("文字核对", "the text"))
    if check.left is None or check.right is None or check.table == "metadata":
        against = check.against or show(check.right)
        return (
            f"{meaning[0]}：原文“{check.quote}”，应为 {against}",
            f"{meaning[1]}: “{check.quote}”, expected {against}",
        )
    zh, en = _cells_named(check.against or "", table)
    left, right = show(check.left), show(check.right)
    difference = show(abs(check.left - check.right))
    return (
        f"{meaning[0]}：正文“{check.quote}”，即 {left}；表中{zh}为 {right}；相差 {difference}",
        f"{meaning[1]}: the text says {left}; {en} is {right}; difference {difference}",
    )


def _cells_named(address: str, table: FormTable | None) -> tuple[str, str]:
    """``requests.received.total + …`` in the form's words; the address where it has none."""
    labels = []
    for cell in address.split(" + "):
        _, _, place = cell.partition(".")
        found = [
            label for key in place.split(".") for label in (_label(key, table) if table else [])
        ]
        labels.append(found or [(cell, cell)])
    return (
        " ＋ ".join("“" + " · ".join(zh for zh, _ in label) + "”" for label in labels),
        " + ".join("“" + " · ".join(en for _, en in label) + "”" for label in labels),
    )


def _in_general(check: Check, table: FormTable | None) -> tuple[str, str]:
    meaning = MEANINGS.get(check.id, ("两边应当相符", "both sides should agree"))
    place = _place(check, table)
    said = ("：".join(filter(None, (place[0], meaning[0]))), _joined(place[1], meaning[1]))
    if check.left is None and check.right is None:
        return said
    left, right = show(check.left), show(check.right)
    return f"{said[0]}；左边 {left}，右边 {right}", f"{said[1]}; left {left}, right {right}"


def _joined(place: str, meaning: str) -> str:
    return ": ".join(filter(None, (place, meaning)))


def _place(check: Check, table: FormTable | None) -> tuple[str, str]:
    """What ``where`` is called; the key itself where the form does not know it.

    Of the text's sentences and of title and dates the meaning says it all.
    """
    if check.id.startswith(("N-", "D-")):
        return "", ""
    labels: list[tuple[str, str]] = []
    for key in check.where.split(".") if table else ():
        labels += _label(key, table) if table else []
    if not labels:
        return ANNEX_NAMES.get(check.where, (check.where, check.where))
    return " · ".join(zh for zh, _ in labels), " · ".join(en for _, en in labels)


def row_words(key: str, table: FormTable | None) -> tuple[str, str]:
    """What the form calls a row, with what it stands under; nothing where it has none such."""
    row = next(iter(_rows(table, key)), None) if table else None
    if row is None:
        return "", ""
    return _short(" / ".join(row.path[-2:] if not row.in_group else row.path[-1:])), row.label_en


def _label(key: str, table: FormTable) -> list[tuple[str, str]]:
    row = next(iter(_rows(table, key)), None)
    if row:
        return [(_short(row.path[-1]), row.label_en)]
    column = _column(table, key)
    return [(column.label, column.label_en)] if column else []


def show(value: Number | None) -> str:
    """A number with all the digits it has; nothing is a dash."""
    if value is None:
        return "—"
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _agrees(check: Check, found: Equation, read: Read) -> bool:
    sides = ((found.left, check.left), (found.right, check.right))
    return all(
        recorded is not None
        and abs(sum(read(*place) or 0 for place in side.places) - recorded) < 1e-6
        for side, recorded in sides
    )


def _side(side: Side, read: Read, language: int) -> str:
    """``a 1 ＋ b 2 ＝ 3``; of a long sum only the terms that are not zero, and that it is so."""
    terms = [
        (name[language], read(*place)) for name, place in zip(side.names, side.places, strict=True)
    ]
    shown = terms if len(terms) <= 3 else [term for term in terms if term[1]]
    plus, equals, rest = (
        (" ＋ ", " ＝ ", "其余为零或空白"),
        (" + ", " = ", "all others zero or blank"),
    )[language]
    parts = [f"{name} {show(value)}" for name, value in shown]
    if len(shown) < len(terms):
        parts.append(rest)
    text = plus.join(parts)
    if len(terms) == 1:
        return text
    return f"{text}{equals}{show(round(sum(value or 0 for _, value in terms), 6))}"


def _short(label: str) -> str:
    """A label without the explanation that the form appends in brackets."""
    return re.sub(r"(?<=.)（[^（）]{6,}）$", "", label)


def _named(rows: Iterable[FormRow]) -> tuple[tuple[str, str], ...]:
    return tuple((_short(row.path[-1]), row.label_en) for row in rows)


def _column(table: FormTable, where: str) -> FormColumn | None:
    return next((column for column in table.columns if column.key == where), None)


def _rows(table: FormTable, *keys: str) -> list[FormRow]:
    return [row for key in keys for row in table.rows if row.key == key]


def _down(rows: list[FormRow], column: str) -> Side:
    return Side(tuple((row.key, column) for row in rows), _named(rows))


def _balance(table: FormTable, where: str) -> Equation | None:
    column = _column(table, where)
    left, right = (
        _rows(table, "received", "carried_over"),
        _rows(table, "total_processed", "carried_forward"),
    )
    if column is None or len(left) != 2 or len(right) != 2:
        return None
    return Equation(_of_column(column), _down(left, where), _down(right, where))


def _outcomes(table: FormTable, where: str) -> Equation | None:
    column, total = _column(table, where), _rows(table, "total_processed")
    parts = [row for row in table.rows if row.in_group and row.key != "total_processed"]
    if column is None or not total or not parts:
        return None
    return Equation(_of_column(column), _down(parts, where), _down(total, where))


def _across(table: FormTable, where: str) -> Equation | None:
    row = next(iter(_rows(table, where)), None)
    if row is None:
        return None
    name = row_words(where, table)
    parts = [column for column in table.columns_of(row) if column.key != "total"]
    totals = [column for column in table.columns_of(row) if column.key == "total"]
    return Equation(name, _along(parts, where), _along(totals, where)) if totals else None


def _along(columns: list[FormColumn], row: str) -> Side:
    return Side(
        tuple((row, column.key) for column in columns),
        tuple((column.label, column.label_en) for column in columns),
    )


#: The v2014 table: the total of each sum, and its parts.
_SUMS = {
    "S-REQ": ("req_received", ("req_in_person", "req_fax", "req_online", "req_letter")),
    "S-CLOSED": ("req_closed", ("req_closed_on_time", "req_closed_extended")),
    "S-REPLIED": (
        "req_replied",
        (
            "rep_already_public",
            "rep_granted",
            "rep_partial",
            "rep_denied",
            "rep_not_this_agency",
            "rep_not_exist",
            "rep_told_to_amend",
            "rep_other_channel",
        ),
    ),
    "S-DENIED": (
        "rep_denied",
        (
            "den_state_secret",
            "den_trade_secret",
            "den_privacy",
            "den_three_security",
            "den_not_gov_info",
            "den_other_law",
        ),
    ),
    "S-STAFF": ("staff_total", ("staff_full_time", "staff_part_time")),
    "S-REVIEW": ("review_total", ("review_upheld", "review_corrected", "review_other")),
    "S-LIT": ("lit_total", ("lit_upheld", "lit_corrected", "lit_other")),
}
_WHOLE_OF = {"press_conf_leader": "press_conf", "interviews_leader": "interviews"}


def _indicator_sum(check_id: str) -> Callable[[FormTable, str], Equation | None]:
    def make(table: FormTable, where: str) -> Equation | None:
        total, parts = _SUMS[check_id]
        whole = _rows(table, total)
        if where != total or not whole:
            return None
        name = _short(whole[0].path[-1]), whole[0].label_en
        return Equation(name, _down(_rows(table, *parts), "value"), _down(whole, "value"))

    return make


def _leader(table: FormTable, where: str) -> Equation | None:
    part, whole = _rows(table, where), _rows(table, _WHOLE_OF.get(where, ""))
    if not part or not whole:
        return None
    name = _short(part[0].path[-1]), part[0].label_en
    return Equation(name, _down(part, "value"), _down(whole, "value"))


def _of_column(column: FormColumn) -> tuple[str, str]:
    return f"「{column.label}」一列", f"column “{column.label_en}”"


_MAKERS: dict[str, Callable[[FormTable, str], Equation | None]] = {
    "T3-BAL": _balance,
    "T3-TOT": _outcomes,
    "T3-ROW": _across,
    "T4-SUM": _across,
    "S-LEADER": _leader,
    **{check_id: _indicator_sum(check_id) for check_id in _SUMS},
}
