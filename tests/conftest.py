"""What all tests share: real documents outside the repository, and no silent skips in CI."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: The only reason for which CI accepts a skipped test.
ABSENT = "absent from GONGKAI_SHARED"


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """The path of a real document; the test is skipped with a reason where it is absent."""
    folder = Path(os.environ.get("GONGKAI_SHARED", ROOT.parent / "shared"))

    def path(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip(f"{name} is {ABSENT}")
        return folder / name

    return path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a skip is a failure, unless a file of the shared folder is what is missing."""
    report = yield
    if os.environ.get("CI") and report.skipped and ABSENT not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
