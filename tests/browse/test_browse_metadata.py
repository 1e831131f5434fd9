"""Every table and column explains itself, and other databases are left alone."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from datasette.app import Datasette as RealDatasette
from sample_archive import CITY, WATER, build

from gongkai.archive.views import VIEWS
from gongkai.browse.datasette_types import Datasette
from gongkai.browse.server import SETTINGS
from gongkai.browse.view_queries import view_queries

HAN = re.compile("[\u4e00-\u9fff]")
ASKED = {"year": "2022", "rows": "2"}
SHORT = {
    "agencies",
    "agency_doubts",
    "audits",
    "resting_hosts",
    "reviewed_cells",
    "takedowns",
    "withdrawals",
    "withdrawn_reports",
}
HIDDEN = {"_sqlite_migrations", "frontier", "report_search", "report_search_data"}


async def visible(site: Datasette) -> dict[str, list[str]]:
    tables = (await site.client.get("/archive.json?_size=max")).json()
    found = {table["name"]: table["columns"] for table in tables["tables"] if not table["hidden"]}
    for view in tables["views"]:
        rows = (await site.client.get(f"/archive/{view['name']}.json?_size=1")).json()
        found[view["name"]] = rows["columns"]
    return found


async def described(site: Datasette) -> dict[str, dict[str, object]]:
    metadata = (await site.client.get("/-/metadata.json")).json()
    tables: dict[str, dict[str, object]] = metadata["databases"]["archive"]["tables"]
    return tables


async def test_every_visible_column_is_described_in_both_languages(site: Datasette) -> None:
    tables, words = await visible(site), await described(site)
    assert {"reports", "outcome_rates", "failed_checks", "text_table_conflicts", "coverage"} <= set(
        tables
    )
    for table, columns in tables.items():
        assert list(words[table]["columns"]) == columns, table
        for text in (words[table]["title"], words[table]["description"]):
            assert HAN.search(str(text)), table
            assert re.search("[A-Za-z]{3}", str(text)), table
        for column, text in words[table]["columns"].items():
            zh, _, en = text.partition("·")
            assert HAN.search(zh), (table, column)
            assert re.search("[A-Za-z]", en), (table, column)


async def test_counted_columns_say_their_unit(site: Datasette) -> None:
    words = await described(site)
    counted = {
        "requests": ["natural_person", "total"],
        "review_litigation": ["upheld", "total"],
        "reports": ["cells_read", "checks_failed"],
        "fetches": ["elapsed"],
        "snapshots": ["size"],
        "outcome_rates": ["received", "grant_rate", "backlog"],
    }
    for table, columns in counted.items():
        for column in columns:
            assert "（" in words[table]["columns"][column], (table, column)


async def test_machinery_is_hidden(site: Datasette) -> None:
    tables = await visible(site)
    assert not HIDDEN & set(tables)
    everything = (await site.client.get("/archive.json")).json()["tables"]
    assert {table["name"] for table in everything} >= HIDDEN


async def test_every_table_and_view_opens(site: Datasette) -> None:
    for name in await visible(site):
        response = await site.client.get(f"/archive/{name}")
        assert response.status_code == 200, name


async def test_queries_explain_themselves(site: Datasette) -> None:
    metadata = (await site.client.get("/-/metadata.json")).json()
    queries = metadata["databases"]["archive"]["queries"]
    asked = {name.removesuffix("_where") for name in queries}
    assert asked >= {view.name for view in VIEWS if view.name != "reviewed_cells"}
    for name, query in queries.items():
        assert HAN.search(query["title"]), name
        assert query["params"], name
        for parameter in query["params"]:
            assert f"{parameter}：" in query["description"], (name, parameter)
        response = await site.client.get(f"/archive/{name}")
        assert query["title"] in response.text
        assert "message-error" not in response.text


async def test_every_view_can_be_asked_by_each_of_its_parameters(site: Datasette) -> None:
    for name, query in view_queries().items():
        for parameter in ("", *query["params"]):  # type: ignore[misc]
            asked = {parameter: ASKED.get(parameter, "青溪")} if parameter else {}
            response = await site.client.get(f"/archive/{name}.json", params=asked)
            assert response.status_code == 200, (name, parameter, response.text)


async def test_a_query_holds_what_its_parameters_say(site: Datasette) -> None:
    async def asked(name: str, **params: str) -> list[dict[str, object]]:
        shape = {"_shape": "array", **params}
        found: list[dict[str, object]] = (
            await site.client.get(f"/archive/{name}.json", params=shape)
        ).json()
        return found

    assert {row["year"] for row in await asked("denial_mix_where")} == {2022}
    assert {row["year"] for row in await asked("denial_mix_where", agency=CITY)} == {2020, 2022}
    assert await asked("denial_mix_where", agency="无此机关") == []
    assert [row["agency"] for row in await asked("coverage_where", agency_id=WATER)] == [WATER]
    assert {row["link"] for row in await asked("carry_chain_where", link="no_next_report")} == {
        "no_next_report"
    }
    assert len(await asked("outcome_rates_where", agency="青溪", rows="1")) == 1
    assert len(await asked("outcome_rates_where", agency="青溪", rows="-1")) == 4
    every = await asked("failed_checks_where")
    errors = await asked("failed_checks_where", severity="ERROR")
    assert 0 < len(errors) < len(every)


async def test_no_table_or_view_is_sorted_whole_by_default(
    site: Datasette, archive_path: Path
) -> None:
    connection = sqlite3.connect(archive_path)
    sorted_ones = 0
    for name, table in (await described(site)).items():
        order = table.get("sort") or table.get("sort_desc")
        # Short by nature: a person's decisions, a row a body or a source.
        if not order or name in SHORT:
            continue
        direction = "desc" if "sort_desc" in table else ""
        sql = f'explain query plan select * from "{name}" order by "{order}" {direction} limit 51'
        plan = [row[3] for row in connection.execute(sql)]
        assert not any("B-TREE FOR ORDER BY" in step for step in plan), (name, plan)
        sorted_ones += 1
    assert sorted_ones > 8
    connection.close()


async def test_readers_may_use_sql_but_not_write_or_download(site: Datasette) -> None:
    asked = await site.client.get("/archive.json?sql=select+1+as+one&_shape=array")
    assert asked.json() == [{"one": 1}]
    for sql in ("delete from reports", "pragma journal_mode=delete", "vacuum"):
        response = await site.client.get("/archive.json", params={"sql": sql})
        assert response.status_code == 400, sql
    assert (await site.client.get("/archive.db")).status_code == 403
    names = (await site.client.get("/-/databases.json")).json()
    assert [(row["name"], row["is_mutable"]) for row in names] == [("archive", True)]


async def test_a_report_stored_while_serving_is_seen(tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    datasette = RealDatasette(files=[str(path)], settings=SETTINGS)
    await datasette.client.get("/")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("update reports set title = '改过的标题' where year = 2020")
    connection.close()
    assert "改过的标题" in (await datasette.client.get("/")).text
    close(datasette)


async def test_other_databases_look_as_they_always_do(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "create table reports (report_id text primary key, title text);"
        "insert into reports values ('a/2022/b', 'plain');"
        "create table notes (report_id text);"
        "insert into notes values ('a/2022/b');"
    )
    connection.close()
    datasette = RealDatasette(files=[str(path)])
    front = await datasette.client.get("/")
    assert "Powered by" in front.text
    assert "gongkai" not in front.text
    assert (await datasette.client.get("/.json")).json()["other"]["tables_count"] == 2
    assert "/report/" not in (await datasette.client.get("/other/notes")).text
    assert "gongkai" not in (await datasette.client.get("/other/reports?_search=x")).text
    assert (await datasette.client.get("/-/metadata.json")).json() == {}
    for path_ in ("/-/gongkai/search?q=x", "/report/a/2022/b"):
        assert (await datasette.client.get(path_)).status_code == 404
    close(datasette)


async def test_beside_another_database_the_front_page_stays_datasettes(
    archive_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    sqlite3.connect(other).close()
    datasette = RealDatasette(files=[str(archive_path), str(other)])
    front = (await datasette.client.get("/")).text
    assert "Powered by" in front
    assert "/other" in front
    assert (await datasette.client.get("/-/gongkai/search?q=复议")).status_code == 200
    assert "title" not in (await datasette.client.get("/-/metadata.json")).json()
    close(datasette)


def close(datasette: RealDatasette) -> None:
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()
