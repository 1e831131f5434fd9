"""The 431 addresses that were seen: titles, tiers and provenance, row by row."""

import csv

from parsers.agency import kind_of, tier_of
from parsers.headline import same_body
from parsers.title import recognise

KINDS = {
    "department": {"department", "office", "vertical_system"},
    "township": {"township"},
    "dev_zone": {"dev_zone"},
    "ministry": {"ministry"},
    "county": {"government"},
    "prefecture": {"government", "office"},
    "province": {"government"},
}


def rows(shared):
    with shared("sources/reports_seen.csv").open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if row["official"] == "true"]


def test_titles_name_the_agency_and_the_year(shared):
    titled = [row for row in rows(shared) if row["title"]]
    read = [recognise(row["title"]) for row in titled]
    years = [str(title.year) == row["year"] for title, row in zip(read, titled, strict=True)]
    named = [(t.agency, row["agency"]) for t, row in zip(read, titled, strict=True) if t.agency]
    # A title may shorten a name; it may not give another body's.
    agree = [
        same_body(said.replace("政府", "人民政府"), true) or same_body(said, true)
        for said, true in named
    ]
    assert len(titled) > 200
    assert all(years)
    assert sum(agree) >= 0.98 * len(named)


def test_kind_and_tier_agree_with_the_level(shared):
    known = [row for row in rows(shared) if row["agency"]]
    kinds = [kind_of(row["agency"]) in KINDS[row["level"]] for row in known]
    assert sum(kinds) >= 0.98 * len(known)
    regions = [row for row in known if row["level"] in ("county", "prefecture", "province")]
    tiers = [tier_of(row["agency"], kind_of(row["agency"])) == row["level"] for row in regions]
    assert all(tiers)
