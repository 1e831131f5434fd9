"""Every format gives back what the archive holds; no reader guesses, cuts or calculates."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.archive import ArchiveError
from gongkai.archive.export import workbook
from gongkai.archive.export.defusing import SIGNS, defused, restored

from .exports import FORMULA, TEXTS, build, export, long_report, stored
from .factory import Desk

SECTIONS = "SELECT text FROM sections WHERE report_id LIKE '%云溪%' ORDER BY report_id, position"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("export") / "archive.db")


@pytest.fixture(scope="module")
def spoilt(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The archive after a statement that no writer of ours would make."""

    def make(sql: str) -> Path:
        copy = tmp_path_factory.mktemp("spoilt") / "archive.db"
        shutil.copy(path, copy)
        with sqlite3.connect(copy) as conn:
            conn.execute(sql)
        conn.close()
        return copy

    return make


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def read_jsonl(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@given(st.text(alphabet=st.sampled_from(SIGNS + "'a1，"), max_size=6))
def test_defusing_is_undone_without_loss(text: str) -> None:
    safe = defused(text)
    assert restored(safe) == text
    assert not safe.startswith(tuple(SIGNS))


def test_csv_holds_every_text_and_none_is_a_formula(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv")
    rows = read_csv(tmp_path / "out" / "sections.csv")
    texts = [row["text"] for row in rows if "云溪" in row["report_id"]]
    assert tuple(map(restored, texts)) == TEXTS
    for file in (tmp_path / "out").glob("*.csv"):
        for row in read_csv(file):
            for column, value in row.items():
                number = value.removeprefix("-").replace(".", "", 1).isdecimal()
                assert number or not value.startswith(tuple(SIGNS)), (file.name, column)


def test_csv_is_that_of_rfc_4180(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "csv", tables=("checks",))
    text = (tmp_path / "out" / "checks.csv").read_bytes()
    assert text.startswith(b"report_id,id,table,where,outcome,left,right,")
    assert text.count(b"\r\n") == text.count(b"\n") == 2
    assert b",fail,12,-2.5,source," in text


@pytest.mark.parametrize("bom", [True, False])
def test_the_byte_order_mark_is_there_on_request(path: Path, tmp_path: Path, bom: bool) -> None:
    export(path, tmp_path / "out", "csv", bom=bom, tables=("reports", "coverage"))
    for file in (tmp_path / "out").glob("*.csv"):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf") is bom


def test_json_lines_keep_types_and_nested_values(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "jsonl")
    rows = read_jsonl(tmp_path / "out" / "sections.jsonl")
    assert tuple(r["text"] for r in rows if "云溪" in str(r["report_id"])) == TEXTS
    cells = read_jsonl(tmp_path / "out" / "disclosure.jsonl")
    values = {(c["row"], c["column"]): c["value"] for c in cells if "云溪" in str(c["report_id"])}
    assert values["fees", "amount"] == 25.1
    assert values["rules", "made"] is None
    assert values["rules", "repealed"] == 0
    report = read_jsonl(tmp_path / "out" / "reports.jsonl")[0]
    assert report["table_forms"] == dict.fromkeys(report["table_forms"], "v2021")  # type: ignore[arg-type]
    assert rows[0]["table_spans"] == []


def test_xlsx_holds_texts_as_texts_and_numbers_as_numbers(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "out" / workbook.FILE)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
    assert sheet_column(book["reports"], "title")[1] == FORMULA
    texts = sheet_column(book["sections"], "text")
    # XML makes one line end of every kind; what Excel stores as _x000D_ its readers bring back.
    assert [plain(text) for text in texts[-len(TEXTS) :]] == [text or None for text in TEXTS]
    right = sheet_column(book["checks"], "right")
    assert right == [-2.5]
    assert sheet_column(book["annex_rows"], "cumulative") == [0.1, str(10**16)]


def plain(text: str | None) -> str | None:
    return openpyxl.utils.escape.unescape(text) if text else None


def sheet_column(sheet, name: str) -> list[object]:
    header = [cell.value for cell in sheet[1]]
    at = header.index(name)
    return [row[at] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_what_excel_cannot_hold_goes_on_elsewhere_and_is_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = long_report(desk, 70_000)
    monkeypatch.setattr(workbook, "MAX_ROWS", 30)
    names = ("sections", "indicators")
    told = export(desk.archive.path, tmp_path / "out", "xlsx", tables=names)
    book = openpyxl.load_workbook(tmp_path / "out" / workbook.FILE)
    [first] = sheet_column(book["sections"], "text")
    assert workbook.units(first) <= 32_767
    assert first.endswith(workbook.MARK)
    rows = list(book["continued"].iter_rows(min_row=2, values_only=True))
    assert [row[:4] for row in rows] == [("sections", 2, "text", 2), ("sections", 2, "text", 3)]
    assert first.removesuffix(workbook.MARK) + "".join(row[4] for row in rows) == text
    indicators = [sheet for sheet in book.sheetnames if sheet.startswith("indicators")]
    assert len(indicators) > 3
    keys = [key for name in indicators for key in sheet_column(book[name], "key")]
    assert [(key,) for key in keys] == stored(
        desk.archive.path, "SELECT key FROM indicators ORDER BY key"
    )
    assert any("indicators" in note for note in told.notes)
    assert any("continued" in note for note in told.notes)
    about = [row[0] for row in book["about"].iter_rows(min_row=2, values_only=True)]
    assert set(indicators) <= set(about)
    assert "continued" in about


def test_integers_that_excel_would_round_are_texts_and_told(path: Path, tmp_path: Path) -> None:
    told = export(path, tmp_path / "out", "xlsx", tables=("annex_rows",))
    assert [note for note in told.notes if str(10**16) in note]


def test_parquet_has_the_types_of_the_schema_even_without_rows(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "out", "parquet")
    schemas = {
        file.stem: pyarrow.parquet.read_schema(file)
        for file in (tmp_path / "out").glob("*.parquet")
    }
    assert str(schemas["requests"].field("total").type) == "int64"
    assert str(schemas["disclosure"].field("value").type) == "double"
    assert str(schemas["statistics"].field("value").type) == "double"
    assert str(schemas["outcome_rates"].field("grant_rate").type) == "double"
    assert str(schemas["version_changes"].field("before").type) == "string"
    assert not schemas["reports"].field("report_id").nullable
    table = pyarrow.parquet.read_table(tmp_path / "out" / "sections.parquet")
    of_city = [r["text"] for r in table.to_pylist() if "云溪" in r["report_id"]]
    assert tuple(of_city) == TEXTS


def test_parquet_refuses_integers_that_a_double_would_round(spoilt, tmp_path: Path) -> None:
    path = spoilt("UPDATE annex_rows SET cumulative = 9007199254740993 WHERE position = 1")
    with pytest.raises(ArchiveError, match=r"annex_rows\.cumulative: 9007199254740993"):
        export(path, tmp_path / "out", "parquet")
    assert not (tmp_path / "out").exists()


def test_without_pyarrow_the_extra_is_named(path: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ArchiveError, match=r"gongkai\[parquet\]"):
        export(path, tmp_path / "out", "parquet")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet"])
@pytest.mark.parametrize("value", ["'many'", "3.5", "9e999"])
def test_a_value_of_another_type_is_told_and_not_made_fit(
    spoilt, tmp_path: Path, kind: str, value: str
) -> None:
    path = spoilt(f"UPDATE requests SET total = {value} WHERE \"row\" = 'granted'")
    with pytest.raises(ArchiveError, match=r"requests\.total: .* is no integer"):
        export(path, tmp_path / "out", kind, tables=("requests",))
    assert not (tmp_path / "out").exists()


def test_all_formats_hold_the_same_rows(path: Path, tmp_path: Path) -> None:
    counts = [export(path, tmp_path / kind, kind).rows for kind in ("csv", "jsonl", "parquet")]
    counts.append(export(path, tmp_path / "xlsx", "xlsx").rows)
    assert counts[0] == counts[1] == counts[2] == counts[3]
    assert counts[0]["reports"] == 2
    for name, count in counts[0].items():
        assert len(read_csv(tmp_path / "csv" / f"{name}.csv")) == count
        assert len(read_jsonl(tmp_path / "jsonl" / f"{name}.jsonl")) == count
        table = pyarrow.parquet.read_metadata(tmp_path / "parquet" / f"{name}.parquet")
        assert table.num_rows == count
