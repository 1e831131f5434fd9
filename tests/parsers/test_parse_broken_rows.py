"""Rows of the 2014 table broken over lines, or cut in the wrong places."""

import random

import pytest

import parsers
from tests.parsers.test_parse_statistics import FIGURES, FOOT, TITLE, lines, notes


def broken(rows):
    """A bar and a line break behind every cell, rows filled up with bars, all but the last."""
    width = max(map(len, rows))
    filled = [" |\n".join(row) + " |" + "|" * (width - len(row)) for row in rows[:-1]]
    return "\n".join([*filled, " |\n".join(rows[-1]) + " |"])


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)])
@pytest.mark.parametrize("seed", range(40))
def test_lines_that_fit_into_other_columns_by_accident_keep_their_figures(seed, order):
    rng = random.Random(seed)
    without = set(rng.sample(sorted(FIGURES), rng.randint(0, 8)))
    rows = [[line[1:][at] for at in order] for line in lines() if line[0] not in without]
    table = broken([[cell for cell in row if cell] for row in rows])
    report = parsers.parse(f"{TITLE}\n{table}\n{FOOT}".encode(), source="x")
    got, told = report.tables["statistics"], notes(report)
    expected = {key: value for key, value in FIGURES.items() if key not in without}
    wrong = {key for key in expected if got[key] != expected[key]}
    assert {
        key for key in wrong if got[key] is not None or told.get(key) in (None, "blank")
    } == set()
    assert len(wrong) < 3


def test_a_figure_on_the_next_labels_line_is_no_row_number():
    rows = []
    for _key, label, unit, value in lines():
        rows += [label, unit, value] if value else [label, unit]
    pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
    table = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in pair)}</tr>" for pair in pairs)
    report = parsers.parse(f"<h1>{TITLE}</h1><table>{table}</table>".encode(), source="x")
    got, told = report.tables["statistics"], notes(report)
    silent = {k for k in FIGURES if got[k] != FIGURES[k] and told.get(k) in (None, "blank")}
    assert silent == set()
