"""Table 3 glued, each row's figures with the row's own number at one end: nothing is solved."""

from __future__ import annotations

import pytest

from tests.parsers.flat_reports import END, PART_3, ROWS, TABLE_2, differing, figures, read, table_3

_PLACES = {key: at for at, (key, _) in enumerate(ROWS, 1)}


@pytest.mark.parametrize("row", ["{label}{at}{run}", "{label}{run}{at}"])
@pytest.mark.parametrize("form", ["d", "02d"])
@pytest.mark.parametrize("more", range(4))
def test_no_row_is_solved_with_its_number(row, form, more):
    rows = figures()
    for key, values in rows.items():  # further figures, no sum of which is looked at here
        values[0] += more * (1 + _PLACES[key] % 3)
        values[-1] = sum(values[:-1])

    def glued(key: str, label: str) -> str:
        return row.format(
            label=label, at=f"{_PLACES[key]:{form}}", run="".join(map(str, rows[key]))
        )

    table = table_3(glued).replace("\n", "")
    assert differing(read(TABLE_2, PART_3, table, "\n", END), rows)["wrong"] == 0


def test_rows_without_numbers_are_solved_still():
    rows = figures()
    table = table_3(lambda key, label: label + "".join(map(str, rows[key]))).replace("\n", "")
    found = differing(read(TABLE_2, PART_3, table, "\n", END), rows)
    assert found["wrong"] == 0
    assert found["null"] < 40
