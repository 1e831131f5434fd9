from __future__ import annotations

from pathlib import Path

from gongkai.archive import Archive
from parsers import forms

from .factory import Desk


def test_every_cell_of_every_form_is_laid_out(desk: Desk) -> None:
    sql = (
        'SELECT count(*) FROM form_rows r JOIN form_columns c ON c.form = r.form AND c."table" ='
        ' r."table" AND c.caption IS r.caption WHERE r.form = ?'
    )
    for form in forms.all_forms():
        assert desk.value(sql, form.id) == form.cell_count
    assert desk.value(sql, "v2019") == 198


def test_rows_keep_the_official_order_and_their_groups(desk: Desk) -> None:
    row = next(
        desk.db.query("SELECT * FROM form_rows WHERE form = 'v2021' AND row = 'denied_by_law'")
    )
    assert (row["position"], row["group_label"], row["parent_group_label"]) == (
        5,
        "（三）不予公开",
        "三、本年度办理结果",
    )
    [last] = desk.db.query(
        "SELECT * FROM form_rows WHERE form = 'v2021' AND \"table\" = 'requests'"
        " ORDER BY position DESC LIMIT 1"
    )
    assert (last["row"], last["position"]) == ("carried_forward", 24)


def test_indicators_have_labels_units_and_forms(desk: Desk) -> None:
    rows = {row["key"]: row for row in desk.db.query("SELECT * FROM indicators")}
    assert rows["requests.received"]["forms"] == "v2019,v2021"
    assert rows["requests.received"]["unit"] == "件"
    made = rows["disclosure.rules.made"]
    assert (made["label"], made["forms"]) == ("规章：本年制发件数", "v2021")
    assert rows["disclosure.procurement.amount"]["unit"] == "万元"
    assert rows["disclosure.penalties.decisions"]["forms"] == "v2019,v2021"
    assert rows["review_litigation.review"]["label"] == "行政复议"
    assert rows["columns.natural_person"]["label"] == "自然人"
    assert rows["requests.denied_internal_affairs"]["meaning"]


def test_the_58_indicators_of_2014_have_units_and_meanings(desk: Desk) -> None:
    rows = {row["key"]: row for row in desk.db.query("SELECT * FROM indicators")}
    of_2014 = [row for key, row in rows.items() if key.startswith("statistics.")]
    assert len(of_2014) == 58
    assert all(row["unit"] and row["label_en"] for row in of_2014)
    assert rows["statistics.budget"]["unit"] == "万元"
    assert rows["statistics.trainees"]["unit"] == "人次"
    assert rows["statistics.req_replied"]["meaning"]
    unit = "SELECT unit FROM form_rows WHERE form = 'v2014' AND row = ?"
    assert desk.value(unit, "policy_explainers") == "篇"


def test_the_dictionary_is_refilled_when_the_forms_changed(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        archive.db.execute("DELETE FROM indicators")
    with Archive.open(path) as archive:
        assert archive.db["indicators"].count == 0
        archive.db.execute("UPDATE archive_info SET value = 'older' WHERE key = 'forms_digest'")
    with Archive.open(path) as archive:
        assert archive.db["indicators"].count > 60
