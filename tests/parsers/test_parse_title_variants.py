"""Titles as sites print them, each with its meaning; ``?`` where it does not matter."""

import csv
from pathlib import Path

import pytest

from parsers.title import recognise

DATA = Path(__file__).parent / "data" / "titles.tsv"
with DATA.open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_there_are_enough_variants():
    assert len({row["text"] for row in ROWS}) >= 100


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_a_title_is_taken_apart(row):
    found = recognise(row["text"])
    got = {
        "agency": found.agency or "",
        "year": str(found.year or ""),
        "is_report": str(int(found.is_report)),
        "derivative": found.derivative or "",
    }
    if row["derivative"] == "?":
        assert found.derivative
    assert got == {key: got[key] if row[key] == "?" else row[key] for key in got}
