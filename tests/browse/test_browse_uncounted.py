"""Views are shown without counting all their rows, unless somebody asks for the count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from gongkai.browse.server import make_app
from gongkai.browse.uncounted import uncounted


@pytest.mark.parametrize(
    ("path", "query", "passed_on"),
    [
        ("/archive/panel", b"", b"_nocount=1"),
        ("/archive/outcome_rates.json", b"year=2022", b"year=2022&_nocount=1"),
        ("/archive/panel", b"_nocount=", b"_nocount="),
        ("/archive/reports", b"", b""),
        ("/archive", b"", b""),
        ("/archive/panel/1", b"", b""),
        ("/archive/panel.csv", b"_stream=1", b"_stream=1"),
    ],
)
async def test_only_views_are_asked_not_to_be_counted(
    path: str, query: bytes, passed_on: bytes
) -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["query_string"])

    await uncounted(app)({"type": "http", "path": path, "query_string": query}, None, None)  # type: ignore[arg-type]
    assert seen == [passed_on]


async def test_a_view_shows_its_rows_and_counts_them_on_request(archive_path: Path) -> None:
    transport = httpx.ASGITransport(app=make_app(archive_path))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://archive") as client:
        page = await client.get("/archive/outcome_rates")
        assert page.status_code == 200
        assert "青溪市人民政府" in page.text
        answer = (await client.get("/archive/outcome_rates.json")).json()
        counted = (await client.get("/archive/outcome_rates.json?_nocount=")).json()
        table = (await client.get("/archive/reports.json")).json()
    assert answer["filtered_table_rows_count"] is None
    assert counted["filtered_table_rows_count"] == len(answer["rows"]) > 0
    assert table["filtered_table_rows_count"] > 0
