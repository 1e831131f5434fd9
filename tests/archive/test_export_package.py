"""datapackage.json tells the truth: an independent reader finds nothing wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from gongkai.archive import VIEWS, Archive
from gongkai.archive.columns import COMMON, OWN
from gongkai.archive.export.package import unit_of
from gongkai.archive.export.tables import JOURNALS, exportable
from gongkai.archive.titles import TABLES, VIEW_TITLES

from .exports import changed, export, fill, gone, stored
from .factory import Desk

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

HAN = re.compile("[\u4e00-\u9fff]")
#: Columns whose values are numbers in some rows and texts in others.
ANY = {
    ("version_changes", "before"),
    ("version_changes", "after"),
    ("source_conflicts", "value"),
    ("source_conflicts", "other_value"),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("package") / "archive.db"
    with Archive.open(found) as archive:
        desk = Desk(archive)
        fill(desk)
        changed(desk)
        gone(desk)
    return found


def described(folder: Path) -> dict[str, Any]:
    about: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return about


def resources(folder: Path) -> dict[str, Any]:
    return {one["name"]: one for one in described(folder)["resources"]}


def faults(folder: Path) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(folder / "datapackage.json"))
        return [report.valid, *report.flatten(["name", "rowNumber", "fieldName", "type", "note"])]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"everything": True},
        {"bom": True},
        {"years": ((2023, 2023),)},
        {"provinces": ("52",)},
        {"tiers": ("county",)},
        {"tiers": ("county",), "everything": True},
        {"tables": ("reports", "requests", "fetches", "runs", "parses")},
    ],
    ids=str,
)
def test_frictionless_finds_no_fault(path: Path, tmp_path: Path, options: dict[str, Any]) -> None:
    export(path, tmp_path / "out", "csv", **options)
    assert faults(tmp_path / "out") == [True]


@pytest.mark.parametrize(
    ("file", "before", "after", "kind"),
    [
        ("requests.csv", b"received,0,", b"received,x,", "type-error"),
        ("requests.csv", b"/2023/own_agency,received", b"/2024/own_agency,received", "foreign-key"),
        ("reports.csv", b",official,", b",invented,", "constraint-error"),
        ("agencies.csv", b"agency_id,", b"agency,", "incorrect-label"),
    ],
)
def test_frictionless_would_find_faults(
    path: Path, tmp_path: Path, file: str, before: bytes, after: bytes, kind: str
) -> None:
    """The description is tight enough that a damaged file shows."""
    export(path, tmp_path / "out", "csv", tables=("reports", "requests", "agencies"))
    target = tmp_path / "out" / file
    assert before in target.read_bytes()
    target.write_bytes(target.read_bytes().replace(before, after, 1))
    found = faults(tmp_path / "out")
    assert found[0] is False
    assert any(kind in str(fault) for fault in found[1:])


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet"])
def test_digests_sizes_and_rows_are_those_of_the_files(
    path: Path, tmp_path: Path, kind: str
) -> None:
    told = export(path, tmp_path / "out", kind, tables=("reports", "requests", "coverage"))
    found = resources(tmp_path / "out")
    assert {name: one["rows"] for name, one in found.items()} == told.rows
    for one in found.values():
        body = (tmp_path / "out" / one["path"]).read_bytes()
        assert one["bytes"] == len(body)
        assert one["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert one["profile"] == ("tabular-data-resource" if kind == "csv" else "data-resource")
    files = {file.name for file in (tmp_path / "out").iterdir()}
    assert files == {"datapackage.json", *(one["path"] for one in found.values())}


def test_every_table_column_and_package_speaks_both_languages(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv")
    about = described(tmp_path / "out")
    for text in (about["title"], about["description"], about["rights"]):
        assert HAN.search(text)
        assert re.search("[A-Za-z]{4}", text)
    for one in about["resources"]:
        assert HAN.search(one["title"]), one["name"]
        chinese, _, english = one["description"].partition("\n\n")
        assert HAN.search(chinese), one["name"]
        assert not HAN.search(english) and english, one["name"]
        for field in one["schema"]["fields"]:
            assert HAN.search(field["title"]), (one["name"], field["name"])
            assert re.search("[A-Za-z]", field["description"]), (one["name"], field["name"])
            assert not HAN.search(field["description"]), (one["name"], field["name"])


def test_no_licence_is_claimed_and_the_defusing_is_explained(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv", tables=("reports",))
    about = described(tmp_path / "out")
    assert [one["name"] for one in about["licenses"]] == ["notspecified"]
    assert "apostrophe" in about["defusing"]
    assert about["profile"] == "tabular-data-package"
    newest = "SELECT max(at) FROM (SELECT max(fetched_at) at FROM fetches UNION ALL"
    [(at,)] = stored(path, f"{newest} SELECT max(parsed_at) FROM parses)")
    assert about["created"] == at


def test_units_are_told(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv")
    units = {
        (name, field["name"]): field.get("unit")
        for name, one in resources(tmp_path / "out").items()
        for field in one["schema"]["fields"]
    }
    assert units["requests", "total"] == "件"
    assert units["outcome_rates", "grant_rate"] == "1"
    assert units["outcome_rates", "backlog"] == "1"
    assert units["reports", "checks_failed"] == "项"
    assert units["disclosure", "value"] is None  # the column unit says it, row by row
    assert units["failed_checks", "left"] is None  # requests in one row, money in another


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("自然人（件）", "件"),
        ("比率 ÷（a＋b），含（0–1）", "1"),
        ("时间（UTC）", None),
        ("无", None),
    ],
)
def test_a_unit_is_read_from_brackets(words: str, unit: str | None) -> None:
    assert unit_of(words) == unit


def test_everything_public_is_exported_by_the_schema_and_not_by_a_list(path: Path) -> None:
    with Archive.open(path, read_only=True) as archive:
        offered = exportable(archive.db)
        assert set(VIEW_TITLES) >= {view.name for view in VIEWS}
        assert set(offered) == set(TABLES) | {view.name for view in VIEWS}
        assert set(JOURNALS) <= set(TABLES)
        undeclared = {
            (table.name, field.name)
            for table in offered.values()
            for field in table.fields
            if field.kind == "any"
        }
    assert undeclared == ANY, "name the type of new columns of views in export/tables.py"


def test_descriptions_have_two_halves() -> None:
    for words in (COMMON, *OWN.values()):
        for column, text in words.items():
            assert text.count("·") == 1, column


def test_constraints_come_from_the_schema(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv")
    found = resources(tmp_path / "out")
    schema = found["reports"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == ["report_id"]
    assert fields["year"]["constraints"] == {"minimum": 1990, "maximum": 2100, "required": True}
    assert "copy_linked" in fields["provenance"]["constraints"]["enum"]
    assert fields["table_forms"]["type"] == "object"
    assert fields["published_on"]["type"] == "date"
    assert "required" not in fields["title"].get("constraints", {})
    key = {"fields": ["report_id"], "reference": {"resource": "reports", "fields": ["report_id"]}}
    assert found["requests"]["schema"]["foreignKeys"] == [key]
    own = found["divisions"]["schema"]["foreignKeys"]
    assert own[0]["reference"] == {"resource": "", "fields": ["division_code"]}


def test_keys_to_tables_that_are_not_exported_are_left_out(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv", tables=("requests",))
    assert "foreignKeys" not in resources(tmp_path / "out")["requests"]["schema"]


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_the_other_formats_are_found_through_the_description(
    path: Path, tmp_path: Path, kind: str
) -> None:
    told = export(path, tmp_path / "out", kind, tables=("agencies", "reports", "coverage"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
        rows = {name: found.get_resource(name).read_rows() for name in told.rows}
    assert {name: len(listed) for name, listed in rows.items()} == told.rows
    assert rows["reports"][0]["year"] in (2022, 2023)
