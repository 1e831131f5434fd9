"""Starting and stopping: clear errors, a free port, safe headers, a clean end."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from lxml import html as markup
from serving import serving

from gongkai.browse import BrowseError, serve
from gongkai.browse.nonces import mark
from gongkai.browse.server import SETTINGS, make_app

PUBLISHING = Path(__file__).parents[2] / "docs" / "publishing.md"


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 99, "other"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes | str | None) -> None:
    path = tmp_path / "archive.db"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        connection = sqlite3.connect(path)
        connection.execute("create table reports (report_id text)")
        connection.close()
    with pytest.raises(BrowseError, match=r"archive\.db"):
        serve(path)
    assert path.exists() == (content is not None)


def test_a_taken_port_is_refused(archive_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BrowseError, match=str(port)):
            serve(archive_path, port=port)


@pytest.mark.parametrize("port", [-1, 70000])
def test_an_impossible_port_is_refused(archive_path: Path, port: int) -> None:
    with pytest.raises(BrowseError, match="port"):
        serve(archive_path, port=port)


@pytest.mark.parametrize("path", ["/archive", "/archive/reports", "/-/static/table.js", "/none"])
async def test_datasettes_own_pages_load_nothing_remote(archive_path: Path, path: str) -> None:
    transport = httpx.ASGITransport(app=make_app(archive_path))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        response = await client.get(path)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/archive", "/archive/reports", "/archive?sql=select+1", "/none"])
async def test_inline_scripts_run_by_the_mark_of_their_answer_alone(
    archive_path: Path, path: str
) -> None:
    transport = httpx.ASGITransport(app=make_app(archive_path))
    marks = []
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for _ in range(2):
            response = await client.get(path)
            scripts = markup.fromstring(response.text).cssselect("script:not([src])")
            assert scripts
            [found] = {script.get("nonce") for script in scripts}
            policy = response.headers["content-security-policy"]
            [allowed] = re.findall(r"script-src ([^;]+);", policy)
            assert allowed == f"'self' 'nonce-{found}'"
            assert len(found) > 16
            marks.append(found)
    assert marks[0] != marks[1]


def test_only_the_templates_are_marked() -> None:
    assert mark("<script>x</script>") == '<script nonce="{{ script_nonce() }}">x</script>'
    assert mark("{{ cell }}<script src='a'></script>") == "{{ cell }}<script src='a'></script>"


async def test_stored_markup_stays_text_on_datasettes_pages(archive_path: Path) -> None:
    transport = httpx.ASGITransport(app=make_app(archive_path))
    evil = "<script>alert(1)</script>"
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in ("/archive/reports?_facet=title", "/archive/sections", "/archive/cell_notes"):
            response = await client.get(path)
            assert (
                "owned" in response.text or "onerror" in response.text or "5&lt;" in response.text
            )
            tree = markup.fromstring(response.text)
            assert not tree.cssselect("[onerror]")
            assert not tree.xpath("//script[contains(., 'owned')]")
            assert not tree.xpath("//@href[starts-with(., 'javascript')]")
            for link in tree.xpath("//a[starts-with(@href, 'http')][contains(@href, 'qingxi')]"):
                assert "noopener" in link.get("rel")
        found = await client.get("/archive/reports", params={"_search": evil, "title": evil})
        assert not markup.fromstring(found.text).xpath("//script[contains(., 'alert')]")


async def test_a_query_without_end_is_interrupted(archive_path: Path) -> None:
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
    transport = httpx.ASGITransport(app=make_app(archive_path))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        response = await client.get("/archive.json", params={"sql": endless})
        assert response.status_code == 400
        assert "took too long" in response.json()["error"]
        assert (await client.get("/archive.json?sql=select+1")).status_code == 200


async def test_our_own_policy_is_sent_once(archive_path: Path) -> None:
    transport = httpx.ASGITransport(app=make_app(archive_path))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        response = await client.get("/")
    assert len(response.headers.get_list("content-security-policy")) == 1
    assert "unsafe-inline" not in response.headers["content-security-policy"]


def test_it_serves_on_loopback_and_stops_on_interrupt(archive_path: Path) -> None:
    with serving(archive_path) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(address).status_code == 200
        assert httpx.get(f"{address}nothing-here").status_code == 404
        os.kill(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stopped" in output
    assert errors == ""


def test_the_settings_are_told_as_they_are() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", PUBLISHING.read_text("utf-8"), re.MULTILINE)
    told = {name: {"off": False}.get(value, value) for name, value in rows}
    assert {name: str(value) for name, value in told.items()} == {
        name: str(value) for name, value in SETTINGS.items()
    }


def test_importing_datasette_first_loads_the_plugin() -> None:
    code = (
        "import datasette.app\n"
        "from datasette.plugins import pm\n"
        "assert 'gongkai' in dict(pm.list_name_plugin()), pm.list_name_plugin()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
