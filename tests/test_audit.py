"""The audit of the locks: what is known is printed, and silence is never taken for safety."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

PATH = Path(__file__).parents[1] / "tools" / "audit.py"
SPEC = importlib.util.spec_from_file_location("audit", PATH)
assert SPEC is not None and SPEC.loader is not None
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

SOUND = {"name": "a", "version": "1", "vulns": []}
KNOWN = {
    "name": "b",
    "version": "2",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.1"]}],
}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch):
    def answer(dependencies=None, errors: str = "") -> None:
        text = "" if dependencies is None else json.dumps({"dependencies": dependencies})
        done = SimpleNamespace(stdout=text, stderr=errors, returncode=1)
        monkeypatch.setattr(subprocess, "run", lambda *given, **named: done)

    return answer


def test_nothing_known(says, capsys) -> None:
    says([SOUND])
    assert audit.main(["x.lock"]) == 0
    assert "1 packages, 0 to look at" in capsys.readouterr().out


def test_an_advisory_is_printed_with_its_mend(says, capsys) -> None:
    says([SOUND, KNOWN])
    assert audit.main(["x.lock"]) == 1
    assert "b 2: PYSEC-1, CVE-1; mended in 2.1" in capsys.readouterr().out


def test_a_package_that_could_not_be_looked_up_is_told(says, capsys) -> None:
    says([SOUND, UNKNOWN])
    assert audit.main(["x.lock"]) == 1
    assert "c: not looked up" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("dependencies", "errors"), [(None, "\nConnectionError: no route\n"), ([UNKNOWN], "")]
)
def test_without_the_database_nothing_is_called_safe(says, capsys, dependencies, errors) -> None:
    """No internet; or a mirror of the index, which knows packages but no advisories."""
    says(dependencies, errors)
    assert audit.main(["x.lock"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "needs the internet" in said.err
    assert ("no route" in said.err) == (dependencies is None)
