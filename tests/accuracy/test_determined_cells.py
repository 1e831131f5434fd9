"""The exhaustive search on texts small enough to check by hand."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import joint
from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.determined import Layout, determined, lost
from benchmarks.accuracy.flatten import KEEPS_FIELDS, SEPARATORS, Flatteners
from benchmarks.accuracy.layouts import LAYOUTS
from benchmarks.accuracy.model import Item, Place
from benchmarks.accuracy.readings import DASH, Unbounded, cuts, read, runs, whole
from benchmarks.accuracy.score import same

COLUMNS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
    "total",
)
PLAIN = Layout("v2021", blanks=False, fields=None)


def row(table: str, key: str, label: str, columns: tuple[str, ...], nature: str = "count"):
    return [
        Item(label, "label"),
        *(Item("", "value", Place(table, key, column), nature) for column in columns),
    ]


def asked(key: str, label: str):
    return row("requests", key, label, COLUMNS)


def of(cells, key: str) -> tuple[object, ...]:
    return tuple(cells.get(place, "?") for place in cells if place.row == key)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 2|3\n4", ["1", "2", "3", "4"]),
        ("12件3", ["12件3"]),
        ("（四）无 0", ["0"]),
        ("１２ -3", ["12", "-3"]),
        ("| - | 无 |", ["-", "无"]),
    ],
)
def test_runs_end_at_hard_borders(text: str, expected: list[str]) -> None:
    assert runs(text) == expected


@pytest.mark.parametrize(
    ("text", "nature", "value"),
    [
        ("1,234", "count", (1234,)),
        ("12,34", "count", ()),
        ("007", "count", ()),
        ("0宗", "count", (0,)),
        ("减3", "signed", (-3,)),
        ("251000元", "amount", (25.1,)),
        ("24252.311082", "amount", (24252.311082,)),
        ("—", "count", (DASH,)),
    ],
)
def test_a_cell_has_one_meaning_or_none(text: str, nature: str, value: tuple[object, ...]) -> None:
    assert read(text, nature) == value


def test_glued_digits_with_one_reading_are_determined() -> None:
    text = "一、本年新收政府信息公开申请数量640020470二、上年结转"
    items = [*asked("received", "一、本年新收政府信息公开申请数量"), Item("二、上年结转", "label")]
    assert of(determined(text, items, PLAIN), "received") == (64, 0, 0, 2, 0, 4, 70)


def test_glued_digits_with_two_readings_are_not() -> None:
    """1,10,0,0,0,0,11 and 11,0,0,0,0,0,11 both add up."""
    text = "（一）予以公开" + "110000011" + "（七）总计"
    items = [*asked("granted", "（一）予以公开"), Item("（七）总计", "label")]
    cells = determined(text, items, PLAIN)
    assert {place.column: value for place, value in cells.items()} == {
        **dict.fromkeys(COLUMNS[2:-1], 0),
        "total": 11,
    }


def test_numbers_without_an_identity_are_not_guessed() -> None:
    items = [
        *row(
            "disclosure", "normative_documents", "行政规范性文件", ("made", "repealed", "in_force")
        ),
        *row("disclosure", "licences", "行政许可", ("decisions",)),
        Item("三、收到", "heading"),
    ]
    cells = determined("行政规范性文件693665行政许可2293三、收到", items, PLAIN)
    assert cells == {Place("disclosure", "licences", "decisions"): 2293}


def test_a_number_in_pieces_is_not_joined() -> None:
    items = [*asked("granted", "（一）予以公开"), Item("（七）总计", "label")]
    assert not determined("（一）予以公开 1 2 0 0 0 0 0 12 （七）总计", items, PLAIN)


def test_a_blank_without_a_trace_moves_the_others() -> None:
    items = [*asked("granted", "（一）予以公开"), Item("（七）总计", "label")]
    text = "（一）予以公开 3 3 （七）总计"
    assert not determined(text, items, Layout("v2021", blanks=True, fields=None))
    barred = "（一）予以公开| 3|||||| 3\n（七）总计"
    cells = determined(barred, items, Layout("v2021", blanks=True, fields="open"))
    assert of(cells, "granted") == (3, None, None, None, None, None, 3)


def test_the_columns_decide_between_readings_of_a_row() -> None:
    """``111`` is 1,11 or 11,1; only with the other rows does one of them add up."""
    zero = (0,) * 7
    rows = ["received", "carried_over", "granted", "total_processed", "carried_forward"]
    domains = {key: [zero] for key in rows}
    one, other = (1, 11, 0, 0, 0, 0, 12), (11, 1, 0, 0, 0, 0, 12)
    domains |= {"granted": [one, other], "total_processed": [one, other], "received": [one]}
    fitting = joint.fit(domains, ["granted"])
    assert fitting["granted"] == [one]
    assert fitting["total_processed"] == [one]
    assert not joint.fit({**domains, "received": [zero]}, ["granted"])["granted"]


def test_a_source_error_is_judged_by_what_is_printed() -> None:
    items = [
        *asked("received", "一、本年新收"),
        *asked("granted", "（一）予以公开"),
        Item("（七）总计", "label"),
    ]
    text = "一、本年新收 1 0 0 0 0 0 2\n（一）予以公开1110000（七）总计"
    cells = determined(text, items, PLAIN)
    assert of(cells, "received") == (1, 0, 0, 0, 0, 0, 2)


def test_the_fifteen_numbers_of_table_four_by_their_sums() -> None:
    groups = ("review", "litigation_direct", "litigation_after_review")
    columns = ("upheld", "corrected", "other", "pending", "total")
    places = [Place("review_litigation", group, column) for group in groups for column in columns]
    items = [Item("总计", "head"), *(Item("", "value", place) for place in places)]
    items.append(Item("五、存在的主要问题及改进情况", "heading"))
    cells = determined("总计10203120001200000五、存在的主要问题及改进情况", items, PLAIN)
    assert tuple(cells.values()) == (1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0)
    spaced = "总计 1 0 2 0 3 0 0 0 0 0 0 0 0 0 0 五、存在的主要问题及改进情况"
    assert sum(value or 0 for value in determined(spaced, items, PLAIN).values()) == 6


def test_the_search_is_bounded() -> None:
    with pytest.raises(Unbounded):
        list(cuts(["1" * 200], ("count",) * 15, blanks=True))
    assert whole(["0" * 7], ("count",) * 7, blanks=False) == [(0,) * 7]


def test_digits_that_a_flattener_dropped_are_lost() -> None:
    items = [
        Item("行政许可", "label"),
        Item("41", "value", Place("disclosure", "licences", "decisions")),
        Item("三、收到", "heading"),
    ]
    assert lost("行政许可 三、收到", items, PLAIN)
    assert not lost("行政许可 41 三、收到", items, PLAIN)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_called_determined_is_what_was_printed(layout: str) -> None:
    tools = Flatteners()
    for seed in range(3):
        report = generate(seed, layout)
        for name in SEPARATORS:
            text = tools.flatten(report.html, name)
            known = Layout(
                report.form,
                blanks="blank" in report.marks.values(),
                fields=KEEPS_FIELDS.get(name),
                broken=layout == "breaks",
            )
            cells = determined(text, report.items, known)
            assert cells or layout == "blanks"
            wrong = {p: v for p, v in cells.items() if not same(v, report.truth(p))}
            assert not wrong or report.planted, (name, seed, wrong)
