from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.archive import Archive

from .factory import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Archive.open(tmp_path / "archive.db") as archive:
        yield Desk(archive)
