"""SECURITY.md names only tests that there are, and our code runs nothing that came from outside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from scraper import sources

ROOT = Path(__file__).resolve().parent.parent
POLICY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
CITED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", POLICY)
PACKAGES = ("gongkai", "scraper", "parsers", "fixtures", "benchmarks", "tools")
FILES = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]

#: Built-in functions that run text.
RUNNING = {"eval", "exec", "compile", "__import__"}
#: Modules whose readers run what they read, or that read XML with its entities.
FORBIDDEN = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
FORBIDDEN |= {"xml", "telnetlib", "imp", "commands"}
#: Of these packages what only escapes and writes.
HARMLESS = {"xml.sax.saxutils"}
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
SHELLS |= {"asyncio.create_subprocess_shell", "tempfile.mktemp"}
UNSAFE_YAML = {"yaml.unsafe_load", "yaml.full_load", "yaml.load_all", "yaml.unsafe_load_all"}
SAFE_LOADERS = {"_LOADER", "yaml.SafeLoader", "yaml.CSafeLoader"}
#: Readers of XML that take lxml's own parser, which expands internal entities.
XML_READERS = {"etree.fromstring", "etree.parse", "etree.XML", "etree.iterparse"}
EXCEPTIONS = {
    # The pipe of the parse worker: its reader makes our own records only.
    ("gongkai/pipeline/transfer.py", "import of pickle"),
    # It writes feeds and reads nothing.
    ("gongkai/archive/export/feeds.py", "import of xml.etree"),
}


def name_of(node: ast.expr) -> str:
    """``a.b`` of what is called."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def offences(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (f"import of {n.name}" for n in node.names if is_forbidden(n.name))
        elif isinstance(node, ast.ImportFrom) and is_forbidden(node.module or ""):
            yield f"import of {node.module}"
        elif isinstance(node, ast.Call):
            yield from calls(node)


def is_forbidden(module: str) -> bool:
    return module.partition(".")[0] in FORBIDDEN and module not in HARMLESS


def calls(node: ast.Call) -> Iterator[str]:
    name = name_of(node.func)
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if name in RUNNING or name in SHELLS or name in UNSAFE_YAML:
        yield f"call of {name}"
    if "shell" in given and not is_constant(given["shell"], False):
        yield f"a shell for {name}"
    if name == "yaml.load" and name_of(given.get("Loader", ast.Name(""))) not in SAFE_LOADERS:
        yield "yaml.load without a safe loader"
    if name in XML_READERS and "parser" not in given and len(node.args) < 2:
        yield f"{name} with lxml's own parser"
    if name.endswith("XMLParser") and not (
        is_constant(given.get("resolve_entities"), False)
        and is_constant(given.get("no_network"), True)
    ):
        yield "an XMLParser that resolves entities"


def is_constant(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def test_nothing_from_outside_is_run() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), offence)
        for path in FILES
        for offence in offences(path.read_text(encoding="utf-8"))
    }
    assert found == EXCEPTIONS
    assert len(FILES) > 300


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from marshal import loads",
        "import xml.etree.ElementTree",
        "eval('1')",
        "__import__(name)",
        "os.system('ls')",
        "subprocess.run('ls', shell=True)",
        "subprocess.run('ls', shell=choice)",
        "yaml.load(text)",
        "yaml.load(text, Loader=yaml.Loader)",
        "yaml.unsafe_load(text)",
        "etree.fromstring(data)",
        "etree.XMLParser(recover=True)",
        "etree.XMLParser(resolve_entities=True, no_network=True)",
    ],
)
def test_the_walk_sees_each_of_them(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "re.compile('x')",
        "subprocess.run(['ls'], shell=False)",
        "yaml.load(text, Loader=_LOADER)",
        "etree.fromstring(data, parser)",
        "etree.XMLParser(resolve_entities=False, no_network=True)",
    ],
)
def test_the_walk_takes_nothing_else_for_one(source: str) -> None:
    assert not list(offences(source))


def test_the_loader_of_source_files_makes_plain_values_only() -> None:
    assert issubclass(sources._LOADER, yaml.constructor.SafeConstructor)
    with pytest.raises(sources.SourceError):
        sources.load_text("!!python/object/apply:os.getcwd []", "x")


@pytest.mark.parametrize(("path", "name"), sorted(set(CITED)))
def test_a_test_that_the_policy_names_is_there(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert name in {node.name for node in tree.body if isinstance(node, functions)}


def test_every_threat_names_a_test() -> None:
    rows = [line for line in POLICY.splitlines() if line.startswith("| ") and "---" not in line]
    threats = [row for row in rows if not row.startswith("| threat")]
    assert len(threats) > 25
    assert [row for row in threats if not re.search(r"`tests/[\w/]+\.py::\w+`", row)] == []
    sections = re.findall(r"^### (.+)$", POLICY, re.MULTILINE)
    assert len(sections) == 7, sections
