"""The desk answers this machine's own page alone, keeps nothing, and says what went wrong."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as markup
from serving import COMMAND, desk

import fixtures
from gongkai.archive import Archive
from gongkai.browse import BrowseError
from gongkai.browse.desk import Checked
from gongkai.browse.desk.app import DeskApp, Limits
from gongkai.browse.desk.server import hosts_of, is_loopback, serve_desk
from gongkai.browse.desk.uploads import MOST_FILES
from tests.parsers.test_parse_pdf_bad import GOOD, locked, many

HOST, OTHER = "127.0.0.1:8123", "10.0.0.1:8123"
#: The head of a part, as a browser writes it.
PART = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
FORM = "multipart/form-data; boundary=b"
BROKEN = "info/1042/36163.htm"


def broken() -> Path:
    return next(file for file, e in fixtures.report_files() if e["url"].endswith(BROKEN))


Files = Sequence[tuple[str, bytes]]


def nothing(files: Files) -> list[Checked]:
    return [Checked(f"{name} {len(data)}") for name, data in files]


async def ask(app: DeskApp, method: str = "POST", path: str = "/", **more: object):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
        return await client.request(method, path, **more)


def app(check=nothing, **more: object) -> DeskApp:
    return DeskApp(check, [HOST], **more)


def files(*bodies: bytes, name: str = "a.html") -> dict[str, object]:
    return {"files": [("file", (name, body)) for body in bodies]}


def words(response: httpx.Response) -> str:
    return " ".join(markup.fromstring(response.content).text_content().split())


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8123", "127.0.0.1", "", OTHER])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
async def test_a_name_that_points_here_is_not_answered(method: str, host: str) -> None:
    called: list[Files] = []
    found = app(lambda sent: called.append(sent) or [])
    more = files(b"x") if method == "POST" else {}
    response = await ask(found, method, headers={"host": host}, **more)
    assert response.status_code == 421
    assert not called


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://127.0.0.1:9"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_another_sites_form_is_not_answered(headers: dict[str, str]) -> None:
    called: list[Files] = []
    found = app(lambda sent: called.append(sent) or [])
    response = await ask(found, headers=headers, **files(b"x"))
    assert response.status_code == 403
    assert not called


async def test_its_own_form_is_answered() -> None:
    own = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
    response = await ask(app(), headers=own, **files(b"x" * 7, b"", name="年报.html"))
    assert response.status_code == 200
    assert "年报.html 7" in words(response)
    assert "年报.html 0" in words(response)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/x", 404),
        ("POST", "/x", 404),
        ("DELETE", "/", 405),
        ("PUT", "/", 405),
        ("HEAD", "/", 200),
    ],
)
async def test_other_addresses_and_methods_are_said_not_to_be(
    method: str, path: str, status: int
) -> None:
    response = await ask(app(), method, path)
    assert response.status_code == status
    assert bool(response.content) == (method != "HEAD")


async def test_every_answer_bears_the_headers() -> None:
    for response in (await ask(app(), "GET"), await ask(app(), **files(b"x")), await ask(app())):
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
    first, second = await ask(app(), "GET"), await ask(app(), "GET")
    marks = [
        re.findall("nonce-[^']+", one.headers["content-security-policy"]) for one in (first, second)
    ]
    assert marks[0] != marks[1]


async def test_more_than_the_limit_is_413_and_not_checked() -> None:
    called: list[Files] = []
    found = app(lambda sent: called.append(sent) or [], limits=Limits(2 * 1024**2))
    for language, said in (("zh", "至多 2 MB"), ("en", "at most 2 MB")):
        response = await ask(found, path=f"/?lang={language}", **files(b"x" * (2 * 1024**2)))
        assert response.status_code == 413
        assert said in words(response)

    async def endless():
        yield PART % b'file"; filename="a'
        while True:
            yield b"x" * 65536

    kind = {"content-type": FORM}
    assert (await ask(found, headers=kind, content=endless())).status_code == 413
    assert not called


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"x", 415),
        ("application/x-www-form-urlencoded", b"file=x", 415),
        ("multipart/form-data", b"x", 415),
        (FORM, b"", 400),
        (FORM, b"rubbish", 400),
        (FORM, b"--b\r\nno header\r\n\r\nx\r\n--b--\r\n", 400),
        (FORM, PART % b'file"; filename="a' + b"half", 400),
        (FORM, PART % b"lang" + b"zh\r\n--b--\r\n", 400),
        (FORM, PART % b'file"; filename="' + b"\r\n--b--\r\n", 400),
    ],
)
async def test_what_is_no_form_of_ours_is_said(kind: str, body: bytes, status: int) -> None:
    response = await ask(app(), headers={"content-type": kind}, content=body)
    assert response.status_code == status
    assert markup.fromstring(response.content).cssselect("[role=alert]")


@given(st.lists(st.tuples(st.text(max_size=30), st.binary(max_size=300)), min_size=1, max_size=4))
def test_files_arrive_as_they_were_sent(sent: list[tuple[str, bytes]]) -> None:
    arrived: list[tuple[str, bytes]] = []
    found = app(lambda files: arrived.extend(files) or nothing(files))
    named = [("file", (f"x{name}.html", body)) for name, body in sent]
    assert asyncio.run(ask(found, files=named)).status_code == 200
    assert [body for _, body in arrived] == [body for _, body in sent]


@given(st.binary(max_size=200), st.booleans())
def test_no_body_breaks_the_desk(body: bytes, begins: bool) -> None:
    content = (b"--b\r\n" if begins else b"") + body
    response = asyncio.run(ask(app(), headers={"content-type": FORM}, content=content))
    assert response.status_code in (200, 400)


async def test_too_many_files_are_refused() -> None:
    assert (await ask(app(), **files(*[b"x"] * MOST_FILES))).status_code == 200
    assert (await ask(app(), **files(*[b"x"] * (MOST_FILES + 1)))).status_code == 413


async def test_a_name_is_shown_as_text_and_without_its_folder() -> None:
    name = "C:\\secret\\<img src=x onerror=alert(1)>\u202e.html"
    response = await ask(app(), **files(b"x", name=name))
    tree = markup.fromstring(response.content)
    assert not tree.cssselect("img, [onerror]")
    assert "secret" not in response.text
    assert "\u202e" not in response.text
    assert "<img src=x onerror=alert(1)>" in words(response)


async def test_what_breaks_is_said_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    def breaks(sent: Files) -> list[Checked]:
        raise ValueError("a secret of the machine")

    response = await ask(app(breaks), **files(b"x"))
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "a secret of the machine" in caplog.text


async def test_one_upload_is_checked_at_a_time_and_the_fourth_must_wait() -> None:
    running, most, release = 0, 0, asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(sent: Files) -> list[Checked]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result()
        running -= 1
        return nothing(sent)

    found = app(slow)
    tasks = [asyncio.create_task(ask(found, **files(b"x"))) for _ in range(4)]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result().status_code for task in done] == [503]
    release.set()
    await asyncio.wait(tasks)
    assert sorted(task.result().status_code for task in tasks) == [200, 200, 200, 503]
    assert most == 1


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.0.2.1", "a.example", "", "127.0.0.1.example"]
)
def test_no_address_that_others_reach_is_bound(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(BrowseError, match="only this machine"):
        serve_desk(nothing, host=host)


def test_the_hosts_are_this_addresses_names() -> None:
    assert hosts_of("127.0.0.1", 8123) == ("127.0.0.1:8123", "localhost:8123")
    assert hosts_of("::1", 80) == ("[::1]", "localhost")
    assert hosts_of("localhost", 8123) == ("localhost:8123", "127.0.0.1:8123")
    assert is_loopback("::1")
    assert is_loopback("localhost")


@pytest.mark.parametrize("more", [["x.html"], ["--json"], ["--html", "x"]])
def test_the_desk_takes_no_file(more: list[str]) -> None:
    command = [sys.executable, "-c", COMMAND, "check", "--serve", *more]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "--serve" in found.stderr


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with desk() as (address, _):
        yield address


def checked(address: str, *bodies: tuple[str, bytes], language: str = "zh") -> markup.HtmlElement:
    sent = [("file", (name, body)) for name, body in bodies]
    response = httpx.post(f"{address}?lang={language}", files=sent, timeout=120)
    assert response.status_code == 200
    return markup.fromstring(response.content)


def test_hostile_and_wrong_files_give_a_line_each(served: str) -> None:
    bodies = {
        "locked.pdf": (locked(), "文件有密码"),
        "half.pdf": (GOOD[: len(GOOD) // 3], "文件"),
        "no.pdf": (b"%PDF-1.7\n", "文件不完整"),
        "word.docx": (b"PK\x03\x04" + b"\0" * 300, "没有读成年度报告"),
        "old.doc": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "没有读成年度报告"),
        "empty": (b"", "文件是空的"),
        "news.html": ("<p>关于端午节放假的通知</p>".encode(), "没有读成年度报告"),
        "bytes": (bytes(range(256)) * 40, "不能读取这种格式"),
        "pages.pdf": (many(40), "没有读成年度报告"),
    }
    tree = checked(served, *((name, body) for name, (body, _) in bodies.items()))
    parts = tree.cssselect("article.report")
    assert len(parts) == len(bodies)
    for part, (name, (_, said)) in zip(parts, bodies.items(), strict=True):
        text = " ".join(part.text_content().split())
        assert said in text, name
        assert "Traceback" not in text
        assert "未读成报告" in text, name


def test_the_page_can_be_saved_and_stands_alone(served: str, tmp_path: Path) -> None:
    tree = checked(served, ("坏.htm", broken().read_bytes()))
    (link,) = tree.cssselect("a[download]")
    assert link.get("href").startswith("data:text/html;base64,")
    saved = base64.b64decode(link.get("href").partition(",")[2])
    page = markup.fromstring(saved)
    assert not page.cssselect("a[download], script, link, [src], form")
    count = "ol.findings li"
    assert len(page.cssselect(count)) == len(tree.cssselect(count)) == 4


def worker_of(process: subprocess.Popen[str]) -> int:
    """The process that parses; it starts with the first file."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/children")
    (found,) = (int(word) for file in threads for word in file.read_text().split())
    return found


def test_a_worker_that_dies_takes_nothing_along() -> None:
    with desk() as (address, process):
        for _ in range(2):
            tree = checked(address, ("a.htm", broken().read_bytes()))
            assert len(tree.cssselect("td.likely")) == 1
            os.kill(worker_of(process), signal.SIGKILL)


def test_ctrl_c_ends_it_and_its_worker() -> None:
    with desk("--port", "0") as (address, process):
        assert urlsplit(address).hostname == "127.0.0.1"
        checked(address, ("a.htm", broken().read_bytes()))
        worker = worker_of(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        assert process.returncode == 0
        assert re.findall("Traceback|rror", out + err) == []
        assert not Path(f"/proc/{worker}").exists()


def test_a_missing_archive_and_a_wrong_one_are_told_at_once(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"no archive")
    command = [sys.executable, "-c", COMMAND, "check", "--serve", "--archive"]
    for path, status in ((tmp_path / "none.db", 2), (wrong, 1)):
        found = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
        assert found.returncode == status
        assert "Traceback" not in found.stderr
        assert path.name in found.stderr


def test_an_archive_brings_the_year_before(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()
    before = path.read_bytes()
    with desk("--archive", str(path)) as (address, _):
        text = checked(address, ("a.html", broken().read_bytes())).text_content()
    assert "2021 年的官方报告有 0 份" in text
    assert path.read_bytes() == before
