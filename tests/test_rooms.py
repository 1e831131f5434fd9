"""Who may import whom: the import column of the architecture, enforced."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Room → what its modules may import beside the standard library and the room itself.
ROOMS = {
    "scraper": {
        "httpcore",
        "httpx",
        "protego",
        "lxml",
        "bs4",
        "yaml",
        "parsers.decode",
        "parsers.title",
        "gongkai.__version__",
    },
    "parsers": {"lxml", "bs4", "pypdfium2", "docx", "openpyxl", "xlrd"},
    "gongkai/archive": {
        "sqlite_utils",
        "yaml",
        "warcio",
        "xlsxwriter",
        "pyarrow",
        "parsers.report",
        "parsers.forms",
        "scraper.protocols",
        "gongkai.__version__",
    },
    "gongkai/pipeline": {
        *("gongkai.archive", "parsers", "scraper", "warcio", "yaml"),
        *("dask", "distributed", "pyarrow"),
    },
    "gongkai/browse": {
        "datasette",
        "gongkai.archive",
        "jinja2",
        "markupsafe",
        "pluggy",
        "python_multipart",
        "uvicorn",
        "sqlite_utils",
    },
    "gongkai/cli": {"gongkai", "parsers", "scraper", "fixtures", "click", "rich"},
    "fixtures": {"yaml"},
}
#: Rooms that do no input or output of their own, and keep no state.
NO_INPUT = {"parsers": {"os", "pathlib", "socket", "sqlite3", "urllib.request", "subprocess", "io"}}


def modules(room: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / room).rglob("*.py")))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def allowed(name: str, room: str) -> bool:
    own = room.replace("/", ".")
    if name.split(".", maxsplit=1)[0] in sys.stdlib_module_names:
        return name != "sqlite3" or room in ("gongkai/archive", "gongkai/browse")
    return any(name == free or name.startswith(f"{free}.") for free in (*ROOMS[room], own))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_its_neighbours(room: str) -> None:
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(room)
        for name in imports(path)
        if not allowed(name, room)
    }
    assert not strangers


def test_only_one_module_imports_httpx() -> None:
    users = {
        path.name
        for path in modules("scraper")
        if any(n.split(".")[0] == "httpx" for n in imports(path))
    }
    assert users == {"client.py"}
    for room in set(ROOMS) - {"scraper"}:
        assert not [p for p in modules(room) if any(n.split(".")[0] == "httpx" for n in imports(p))]


def test_the_parsers_touch_no_file_and_no_network() -> None:
    touched = {
        f"{path.name}: {name}"
        for path in modules("parsers")
        for name in imports(path)
        if name.partition(".")[0] in NO_INPUT["parsers"]
    }
    assert not touched


def test_every_room_is_there() -> None:
    assert all(any(modules(room)) for room in ROOMS)


@pytest.mark.parametrize("room", [*ROOMS, "tests", "benchmarks", "tools"])
def test_files_and_functions_stay_small(room: str) -> None:
    for path in modules(room):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < 60, f"{path}: {node.name}"
