"""The sdist and the wheel: what is in them, that one makes the other, and that it runs alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest

import gongkai

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("gongkai", "scraper", "parsers", "fixtures")
LOCKS = sorted(ROOT.glob("requirements*.lock"))
#: What unpacks our own archive; Python before 3.11.4 does not know the word.
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
NEVER = re.compile(r"(^|/)(shared|\.venv[^/]*|\.fuzz|__pycache__|\.git|[^/]*\.db[^/]*)(/|$)")


def build(source: Path, out: Path, *targets: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out), *targets]
    subprocess.run(command, cwd=source, capture_output=True, check=True)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(out: Path) -> Path:
    [found] = out.glob("*.whl")
    return found


def in_wheel(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def in_sdist(out: Path) -> set[str]:
    [path] = out.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = [member.name for member in archive.getmembers() if member.isfile()]
    assert {name.partition("/")[0] for name in names} == {f"gongkai-{gongkai.__version__}"}
    return {name.partition("/")[2] for name in names}


def ours(*folders: str) -> set[str]:
    """The files of the checkout, those that running leaves behind left out."""
    paths = (path for name in folders for path in (ROOT / name).rglob("*") if path.is_file())
    names = {path.relative_to(ROOT).as_posix() for path in paths}
    return {name for name in names if not NEVER.search(name)}


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    names = in_wheel(wheel)
    described = {name for name in names if name.partition("/")[0].endswith(".dist-info")}
    assert names - described == ours(*PACKAGES)
    kinds = {Path(name).suffix for name in names}
    assert kinds >= {".py", ".sql", ".json", ".csv", ".yaml", ".css", ".js", ".html", ".txt"}
    assert {f"{package}/py.typed" for package in PACKAGES} <= names
    licences = {name for name in described if "/licenses/" in name}
    assert {Path(name).name for name in licences} == {"LICENSE", "chart.umd.min.LICENSE.md"}


def test_the_wheel_says_the_version_that_stands_in_one_place(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        said = Parser().parsestr(archive.read(name).decode())
    assert said["Version"] == gongkai.__version__
    assert said["License-Expression"] == "Apache-2.0 AND MIT"
    written = re.compile(rf"""["']{re.escape(gongkai.__version__)}["']""")
    places = {
        path.relative_to(ROOT).as_posix()
        for path in [ROOT / "pyproject.toml", *(ROOT / "gongkai").rglob("*.py")]
        if written.search(path.read_text(encoding="utf-8"))
    }
    assert places == {"gongkai/__init__.py"}


def test_the_sdist_holds_what_builds_and_tests(out: Path) -> None:
    names = in_sdist(out)
    folders = (*PACKAGES, "tests", "benchmarks", "docs", "tools", ".ci")
    assert ours(*folders) <= names
    assert not {name for name in names if NEVER.search(name)}
    top = {name for name in names if "/" not in name}
    assert {"LICENSE", "Makefile", "pyproject.toml", "README.md", "SECURITY.md"} <= top
    assert {path.name for path in LOCKS} <= top


def test_the_sdist_makes_the_same_wheel(out: Path, wheel: Path, tmp_path: Path) -> None:
    [path] = out.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path, **SAFELY)
    [source] = tmp_path.iterdir()
    build(source, tmp_path / "again", "-t", "wheel")
    [again] = (tmp_path / "again").glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert set(one.namelist()) == set(other.namelist())
        for name in one.namelist():
            assert one.read(name) == other.read(name), name


def test_the_wheel_runs_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """The packages that it needs are borrowed from here; docs/releasing.md does it with pip."""
    home = tmp_path / "home"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python = home / "bin" / "python"
    install = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, *install], check=True, capture_output=True)
    [site] = (home / "lib").glob("python*/site-packages")
    # Searched last; and a .pth file in that folder (ours is there) is not read again.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*command: object) -> str:
        done = subprocess.run(
            list(map(str, command)),
            cwd=tmp_path,
            env=clean,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    for package in PACKAGES:
        where = run(python, "-c", f"import {package}; print({package}.__file__)")
        assert Path(where.strip()).is_relative_to(home)
    assert gongkai.__version__ in run(home / "bin/gongkai", "--version")
    said = run(home / "bin/gongkai", "demo", "--archive", tmp_path / "archive.db")
    assert re.search(r"reports\s+88\b", said)
    found = run(home / "bin/gongkai", "search", "行政复议", "--archive", tmp_path / "archive.db")
    assert "行政复议" in found


@pytest.mark.parametrize("lock", LOCKS, ids=[path.stem for path in LOCKS])
def test_every_lock_names_hashes_and_no_index(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"--index|--extra-index|--find-links|--trusted-host|://", text)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_lock_can_be_made_again() -> None:
    made = re.findall(r"-o (requirements\S*\.lock)", (ROOT / "Makefile").read_text("utf-8"))
    assert sorted(made) == [path.name for path in LOCKS]
