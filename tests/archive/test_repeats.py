"""Text between years and bodies: shares by hand, and the same whatever the order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.archive import Archive, passages, refresh

from .factory import Desk, report, section

# 14, 15 and 13 characters without digits and punctuation.
FIRST = "全年通过门户网站公开政策文件12件"
SECOND = "对不予公开的申请逐件说明理由和依据"
THIRD = "基层窗口的办事指南更新不够及时"
SHORT = "成效明显"


def store(desk: Desk, agency: str, year: int, *sentences: str, **changes: Any) -> None:
    text = "。".join(sentences) + "。"
    values = {"agency": agency, "year": year, "sections": [section("overview", text)], **changes}
    url = f"http://www.yunxi.example/{agency}/{year}"
    desk.store(url, repr((text, changes)).encode(), report(**values))


def shares(desk: Desk) -> list[tuple[Any, ...]]:
    desk.archive.refresh()
    sql = "SELECT agency, year, relation, share, passages, other_agency, other_year, flagged"
    return sorted(desk.db.execute(f"{sql} FROM text_repeats").fetchall())


def bare(sentence: str) -> int:
    return sum(not character.isdigit() for character in sentence)


def test_the_share_of_last_years_text(desk: Desk) -> None:
    store(desk, "云溪市教育局", 2022, FIRST.replace("12", "9"), THIRD, SHORT)
    store(desk, "云溪市教育局", 2023, FIRST, SECOND, SHORT)
    share = round(bare(FIRST) / (bare(FIRST) + bare(SECOND)), 4)
    one = ("云溪市教育局", 2023, "last_year", share, 1, "云溪市教育局", 2022, 0)
    assert shares(desk) == [one]
    assert desk.value("SELECT longest FROM text_repeats") == FIRST


def test_a_report_that_is_last_years_is_flagged(desk: Desk) -> None:
    for year in (2022, 2023):
        store(desk, "云溪市教育局", year, FIRST, SECOND, THIRD)
    assert [row[3:5] + row[7:] for row in shares(desk)] == [(1.0, 3, 1)]


def test_tables_are_no_text(desk: Desk) -> None:
    text = f"{FIRST}。{SECOND}。{THIRD}"
    spans = ((0, len(FIRST) + len(SECOND) + 2),)
    for year in (2022, 2023):
        store(desk, "云溪市教育局", year, sections=[section("overview", text, spans)])
    assert desk.archive.refresh() == 2
    assert desk.value("SELECT passages FROM text_repeats") == 1


def many(name: str, count: int) -> list[str]:
    numerals = "一二三四五六七八九"
    return [
        f"{name}之事项{numerals[at % 9]}{numerals[at // 9]}按规定逐项办理完毕"
        for at in range(count)
    ]


def test_text_of_the_superior(desk: Desk) -> None:
    store(desk, "云溪市人民政府", 2023, *many("市里", 8), kind="government", scope="aggregate")
    store(desk, "云溪市教育局", 2023, *many("市里", 4), *many("教育", 4))
    desk.db.execute(
        "UPDATE agencies SET parent_id = '520900-云溪市人民政府' WHERE name = '云溪市教育局'"
    )
    desk.db.execute("UPDATE reports SET compared = 0")
    superior = [row for row in shares(desk) if row[2] == "superior"]
    assert superior == [("云溪市教育局", 2023, "superior", 0.5, 4, "云溪市人民政府", 2023, 0)]


def test_text_from_elsewhere_but_never_from_later(desk: Desk) -> None:
    text = many("甲", 24)
    store(desk, "云溪市教育局", 2022, *text)
    store(desk, "石门市教育局", 2023, *text[:12], *many("乙", 12))
    found = shares(desk)
    assert [row[:3] + row[4:7] for row in found] == [
        ("石门市教育局", 2023, "elsewhere", 12, "云溪市教育局", 2022)
    ]


def test_a_small_share_elsewhere_is_not_kept(desk: Desk) -> None:
    text = many("甲", 40)
    store(desk, "云溪市教育局", 2023, *text)
    store(desk, "石门市教育局", 2023, *text[:10], *many("乙", 40))
    assert {row[0] for row in shares(desk)} <= {"云溪市教育局"}


def test_a_formula_that_everybody_writes_leads_nowhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.archive.repeats.COMMON", 3)
    for at in "一二三四五":
        store(desk, f"云溪市{at}局", 2023, *many("甲", 24))
    assert shares(desk) == []


def test_the_order_of_the_reports_does_not_matter(tmp_path: Path) -> None:
    text = many("甲", 30)
    bodies = {
        ("云溪市一局", 2022): text,
        ("云溪市二局", 2023): text[:20],
        ("云溪市三局", 2023): text[10:],
        ("云溪市一局", 2023): text[:15] + many("乙", 5),
    }
    found = []
    for order in (list(bodies), list(bodies)[::-1]):
        with Archive.open(tmp_path / f"{order[0][0]}{order[0][1]}.db") as archive:
            desk = Desk(archive)
            for agency, year in order:
                store(desk, agency, year, *bodies[agency, year])
                desk.archive.refresh()
            found.append(shares(desk))
    assert found[0] == found[1]
    assert len(found[0]) >= 3


def test_it_goes_on_where_it_was_broken_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "_BATCH", 1)
    for year in (2022, 2023):
        for at in "一二":
            store(desk, f"云溪市{at}局", year, *many(at, 20))
    calls = []

    def broken(db: object, changed: str) -> None:
        calls.append(changed)
        if len(calls) == 2:
            raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("gongkai.archive.year_checks.enter", broken)
        with pytest.raises(RuntimeError, match="killed"):
            desk.archive.refresh()
    assert desk.value("SELECT count(*) FROM reports WHERE compared = 0") == 2
    assert len(shares(desk)) == 2


def test_work_is_bounded(desk: Desk) -> None:
    store(desk, "云溪市教育局", 2023, "长" * 100_000)
    found = passages.sentences(desk.db, "520900-云溪市教育局/2023/own_agency")
    assert [len(one) for one in found.values()] == [60_000]
