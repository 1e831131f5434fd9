"""Kind, tier and scope of invented and of well-known bodies, by their names and a sentence."""

import csv
from pathlib import Path

import pytest

from parsers.agency import kind_of, tier_of
from parsers.normalise import matchable
from parsers.scope import scope_of

DATA = Path(__file__).parent / "data" / "agencies.tsv"
with DATA.open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t"))


def test_there_are_enough_names():
    assert len({row["name"] for row in ROWS}) >= 60


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['name']}-{row['scope']}" for row in ROWS])
def test_kind_tier_and_scope(row):
    kind = kind_of(row["name"])
    tier = tier_of(row["name"], kind)
    scope = scope_of(kind, matchable(row["sentence"]))
    assert (kind or "", tier or "", scope or "") == (row["kind"], row["tier"], row["scope"])
