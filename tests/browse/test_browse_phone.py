"""Datasette's own pages on a phone: what is wide scrolls within itself, and the page does not."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from chromium import PHONE
from sample_archive import CITY, build, city_2022
from selenium.webdriver import Chrome
from serving import serving
from test_browse_browser import width_on_a_phone
from test_browse_report_around import put

from gongkai.archive import Archive

LONG = f"https://www.qingxi.gov.cn/{'zwgk_' * 30}/2021.html"
PAGES = ("archive", "archive?sql=select+*+from+outcome_rates", f"archive/agencies/{quote(CITY)}")


@pytest.mark.browser
def test_no_table_view_or_query_is_wider_than_a_phone(chrome: Chrome, tmp_path: Path) -> None:
    path = build(tmp_path / "archive.db")
    with Archive.open(path) as archive:
        report = city_2022()
        report.year = 2021
        put(archive, LONG, report, body=b"long")
    with serving(path) as (address, _):
        with urlopen(f"{address}archive.json") as answer:
            found = json.load(answer)
        kinds = (one for kind in ("tables", "views", "queries") for one in found[kind])
        paths = [*PAGES, *(f"archive/{one['name']}" for one in kinds)]
        assert len(paths) > 90
        wide = {path: width_on_a_phone(chrome, address + path) for path in paths}
    assert {path: width for path, width in wide.items() if width > PHONE} == {}
