"""An archive of invented agencies, and Datasette on it as `gongkai browse` starts it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from chromium import opened
from sample_archive import build
from selenium.webdriver import Chrome

from gongkai.browse.datasette_types import Datasette
from gongkai.browse.server import make_datasette


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("browse") / "archive.db")


@pytest.fixture
async def site(archive_path: Path) -> AsyncIterator[Datasette]:
    datasette = make_datasette(archive_path)
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


@pytest.fixture
def chrome(tmp_path: Path) -> Iterator[Chrome]:
    with opened(tmp_path) as browser:
        yield browser
