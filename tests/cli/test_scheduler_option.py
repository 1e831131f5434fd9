"""``--scheduler`` on the command line, and what happens where its extra is not installed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import fixtures
from benchmarks.storing import write_warc
from gongkai.archive import Archive
from gongkai.cli import main
from gongkai.pipeline.cluster.errors import ClusterError
from gongkai.pipeline.cluster.folder import folder_of

PAGE = str(fixtures.documents_folder() / "seed_twin.txt")
#: Python that behaves as if some packages were not there.
WITHOUT = """
import sys
for name in {missing!r}:
    sys.modules[name] = None
from gongkai.cli import main
main({arguments!r})
"""
HEAVY = """
import sys
from gongkai.cli import main
try:
    main({arguments!r})
except SystemExit as end:
    assert end.code == 0, end.code
print(sorted({{"dask", "distributed", "pyarrow", "cryptography"}} & set(sys.modules)))
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)


@pytest.mark.parametrize("command", ["import", "reparse"])
@pytest.mark.parametrize("missing", ["distributed", "pyarrow", "cryptography"])
def test_where_the_extra_is_missing_it_is_named(tmp_path: Path, command, missing) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()
    inputs = [PAGE] if command == "import" else []
    arguments = [command, *inputs, "--archive", str(path), "--scheduler"]
    done = python(WITHOUT.format(missing=[missing], arguments=arguments))
    assert done.returncode == 1
    assert done.stderr == (
        "gongkai: --scheduler needs Dask and pyarrow: "
        f'pip install "gongkai[cluster]" ({missing} is missing)\n'
    )
    with Archive.open(path, read_only=True) as archive:
        assert (archive.db["runs"].count, archive.db["snapshots"].count) == (0, 0)


def test_without_the_option_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    for arguments in (["import", PAGE, "--archive", path], ["reparse", "--archive", path]):
        done = python(HEAVY.format(arguments=arguments))
        assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.parametrize("address", ["saved-pages", "local:0", "local:x", "http://a/b", "host"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    arguments = ["import", PAGE, "--archive", str(tmp_path / "a.db"), "--scheduler", address]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "neither an address (tcp://HOST:PORT) nor local" in result.stderr
    assert not (tmp_path / "a.db").exists()


def test_without_an_address_the_cores_of_this_machine_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    result = CliRunner().invoke(main, ["import", PAGE, "--archive", str(path), "--scheduler"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1 reports stored" in result.stdout
    again = CliRunner().invoke(main, ["reparse", "--archive", str(path), "--scheduler", "local:1"])
    assert (again.exit_code, again.stderr) == (0, "")
    assert "nothing changed" in again.stdout
    assert not folder_of(path).exists()


def test_a_cluster_that_is_not_to_be_had_is_one_line(tmp_path: Path, monkeypatch) -> None:
    def gone(*told, **more):
        raise ClusterError("no worker is left; run it again to go on from here")

    monkeypatch.setattr("gongkai.cli.imports.import_paths", gone)
    arguments = ["import", PAGE, "--archive", str(tmp_path / "a.db"), "--scheduler", "h:8786"]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "gongkai: no worker is left; run it again to go on from here\n"


def test_ctrl_c_is_one_line_and_leaves_nothing_running(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc", 400)
    command = [sys.executable, "-m", "gongkai", "import", "a.warc", "--scheduler", "local:1"]
    # A shell that runs the tests in the background lets its children ignore interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        command,
        cwd=tmp_path,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    parts = tmp_path / "archive.parts"
    while not list(parts.glob("*/*.parquet")) and running.poll() is None:
        time.sleep(0.05)
    # As a terminal sends it: to the workers as well.
    os.killpg(running.pid, signal.SIGINT)
    # Whoever still ran would keep the pipes open.
    out, errors = running.communicate()
    assert (running.returncode, out) == (130, "")
    assert errors == "gongkai: interrupted; the next run goes on from here\n"
    assert list(parts.glob("*/*.parquet"))
