"""Which reports come out: official ones unless asked, and what the filters leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.archive import Archive, ArchiveError, NotFoundError
from gongkai.archive.export import Selection, agencies, provinces
from gongkai.archive.export.tables import Field, Table

from .exports import build, export, stored
from .test_export_formats import read_csv

CITY, COUNTY, COPY = "云溪市教育局", "岫县财政局", "砚市水务局"
CHILDREN = ("sections", "requests", "disclosure", "review_litigation")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("selection") / "archive.db")


def who(rows: list[dict[str, str]]) -> set[str]:
    """The agencies that the rows' reports are of, by name."""
    names = (CITY, COUNTY, COPY)
    ids = {row["report_id"] for row in rows}
    return {name for name in names for one in ids if name in one}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {CITY, COUNTY}),
        ({"everything": True}, {CITY, COUNTY, COPY}),
        ({"years": ((2022, 2022),)}, {COUNTY}),
        ({"years": ((2021, 2022),)}, {COUNTY}),
        ({"years": ((2021, 2022),), "everything": True}, {COUNTY, COPY}),
        ({"years": ((2020, 2020), (2023, 2030))}, {CITY}),
        ({"provinces": ("52",)}, {CITY, COUNTY}),
        ({"provinces": ("11",)}, set()),
        ({"tiers": ("county",)}, {COUNTY}),
        ({"tiers": ("county", "prefecture")}, {CITY, COUNTY}),
        ({"tiers": ("county",), "years": ((2023, 2023),)}, set()),
    ],
    ids=lambda one: str(sorted(one)) if isinstance(one, set) else str(one),
)
def test_reports_and_all_that_belongs_to_them(
    path: Path, tmp_path: Path, options: dict[str, Any], expected: set[str]
) -> None:
    told = export(path, tmp_path / "out", "csv", **options)
    for name in ("reports", *CHILDREN):
        assert who(read_csv(tmp_path / "out" / f"{name}.csv")) == expected, name
    for name in ("coverage", "report_sources"):
        rows = read_csv(tmp_path / "out" / f"{name}.csv")
        assert who(rows) == expected - {COPY}, name
    cited = {row["snapshot_id"] for row in read_csv(tmp_path / "out" / "report_versions.csv")}
    kept = {row["snapshot_id"] for row in read_csv(tmp_path / "out" / "snapshots.csv")}
    assert cited <= kept
    assert any("no report" in note for note in told.notes) is not bool(expected)


def test_versions_that_are_copies_stay_out_by_default(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv")
    export(path, tmp_path / "all", "csv", everything=True)
    official, everything = (
        [row["provenance"] for row in read_csv(tmp_path / name / "report_versions.csv")]
        for name in ("out", "all")
    )
    assert set(official) == {"official"}
    assert len(everything) == len(official) + 2


def test_views_without_a_report_are_narrowed_or_left_out_and_told(
    path: Path, tmp_path: Path
) -> None:
    told = export(path, tmp_path / "out", "csv", years=((2022, 2022),))
    years = {row["year"] for row in read_csv(tmp_path / "out" / "expected_reports.csv")}
    assert years == {"2022"}
    told = export(path, tmp_path / "out", "csv", tiers=("county",))
    assert not (tmp_path / "out" / "division_totals.csv").exists()
    assert any(note.startswith("division_totals is left out") for note in told.notes)


@pytest.mark.parametrize(
    ("name", "year", "kept"), [(COUNTY, 2022, 1), (COUNTY, 2020, 0), (CITY, 2022, 0)]
)
def test_rows_about_reports_that_are_not_there_are_narrowed_by_agency_and_year(
    path: Path, name: str, year: int, kept: int
) -> None:
    fields = tuple(Field(column, "any", {}) for column in ("report_id", "agency_id", "year"))
    where = Selection(years=((2022, 2023),), tiers=("county",)).where(
        Table("gaps", fields, (), (), is_view=True)
    )
    row = f"SELECT NULL AS report_id, agency_id, {year} AS year FROM agencies WHERE name = '{name}'"
    assert len(stored(path, f"SELECT * FROM ({row}) t WHERE {where}")) == kept


def test_an_agency_is_found_by_id_and_by_name(path: Path, tmp_path: Path) -> None:
    with Archive.open(path, read_only=True) as archive:
        [agency_id] = agencies(archive.db, [COUNTY])
        assert agencies(archive.db, [agency_id]) == (agency_id,)
        with pytest.raises(NotFoundError, match="no agency “'; DROP TABLE reports"):
            agencies(archive.db, ["'; DROP TABLE reports"])
    export(path, tmp_path / "out", "csv", agency_ids=(agency_id,))
    assert who(read_csv(tmp_path / "out" / "reports.csv")) == {COUNTY}
    export(path, tmp_path / "none", "csv", agency_ids=("' OR 1 --",))
    assert read_csv(tmp_path / "none" / "reports.csv") == []


@pytest.mark.parametrize("words", ["贵州", "贵州省", "52", "520000"])
def test_a_province_is_found_by_name_and_by_code(path: Path, words: str) -> None:
    with Archive.open(path, read_only=True) as archive:
        assert provinces(archive.db, [words]) == ("52",)


@pytest.mark.parametrize("words", ["", "贵", "九州", "00", "520100", "52x", "贵阳"])
def test_what_is_no_province_is_said_to_be(path: Path, words: str) -> None:
    with Archive.open(path, read_only=True) as archive, pytest.raises(NotFoundError):
        provinces(archive.db, [words])


def test_only_the_tables_that_were_named(path: Path, tmp_path: Path) -> None:
    told = export(path, tmp_path / "out", "csv", tables=("fetches", "coverage"))
    assert list(told.rows) == ["fetches", "coverage"]
    with pytest.raises(ArchiveError, match="no table nothing; there are reports"):
        export(path, tmp_path / "none", "csv", tables=("nothing",))
    assert not (tmp_path / "none").exists()
