"""A person at the desk: drops a file, chooses a file, gets it wrong; nobody else is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe import findings
from chromium import DESK, PHONE, is_local, opened, press, requested, shown_at
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from serving import desk
from test_browse_accessibility import CONTROLS, FOCUSED

import fixtures
from gongkai.cli.common import LARGEST_FILE
from tests.parsers.test_parse_pdf_bad import locked

pytestmark = pytest.mark.browser
BROKEN = "info/1042/36163.htm"
SCROLLS = "return document.documentElement.scrollWidth"


def broken() -> Path:
    return next(file for file, e in fixtures.report_files() if e["url"].endswith(BROKEN))


def sound() -> Path:
    return next(
        file
        for file, e in fixtures.report_files()
        if "//www.jichuan" in e["url"] and e["year"] == 2023
    )


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with opened(tmp_path_factory.mktemp("chromium")) as chrome:
        yield chrome


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with desk() as (found, _):
        yield found


@pytest.fixture
def page(chromium: Chrome, address: str) -> Iterator[Chrome]:
    """The desk in Chinese; afterwards no console error and no request but to this machine."""
    chromium.get("about:blank")
    requested(chromium)
    chromium.get_log("browser")
    shown_at(chromium, DESK)
    chromium.get(address)
    yield chromium
    asked = requested(chromium)
    assert address in asked
    assert [found for found in asked if not is_local(found)] == []


def quiet(page: Chrome, *status: int) -> None:
    """No console error, but for what Chromium says of an answer's own status."""
    told = [entry["message"] for entry in page.get_log("browser")]
    assert [one for one in told if not any(f"status of {s}" in one for s in status)] == []


def sound_everywhere(page: Chrome) -> None:
    """axe-core finds nothing, and a phone scrolls in one direction only."""
    for width in (DESK, PHONE):
        shown_at(page, width)
        assert findings(page) == [], width
        assert page.execute_script(SCROLLS) <= width


def choose(page: Chrome, *files: Path) -> None:
    page.find_element(By.NAME, "file").send_keys("\n".join(str(file) for file in files))


def send(page: Chrome) -> None:
    page.find_element(By.CSS_SELECTOR, "form.drop button").click()


def until(page: Chrome, css: str) -> str:
    """The text of the first such element, once it is there and says something."""
    wait = WebDriverWait(page, 60)
    return str(wait.until(lambda p: "".join(e.text for e in p.find_elements(By.CSS_SELECTOR, css))))


def drop(page: Chrome, *files: Path) -> None:
    """As a hand would, from outside the browser."""
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        event = {"type": kind, "x": 600, "y": 500, "data": data}
        page.execute_cdp_cmd("Input.dispatchDragEvent", event)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("put", [drop, lambda page, file: (choose(page, file), send(page))])
def test_a_file_gives_its_findings(
    page: Chrome, address: str, language: str, put: Callable[[Chrome, Path], object]
) -> None:
    page.get(f"{address}?lang={language}")
    sound_everywhere(page)
    shown_at(page, DESK)
    put(page, broken())
    found = until(page, "ol.findings")
    assert ("最可能有误的一格" if language == "zh" else "the likely cell") in found
    likely = page.find_element(By.CSS_SELECTOR, "td.likely")
    assert likely.value_of_css_property("outline-style") == "solid"
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang").startswith(language)
    sound_everywhere(page)
    quiet(page)


def test_tab_reaches_every_control_and_shows_where_it_is(page: Chrome) -> None:
    for result in (False, True):
        if result:
            choose(page, broken())
            send(page)
            until(page, "ol.findings")
        controls = page.execute_script(CONTROLS)
        reached = []
        for _ in range(controls + 1):
            press(page, "Tab")
            if (found := page.execute_script(FOCUSED)) is None:
                break
            reached.append(found)
        assert [html for html, seen in reached if not seen] == []
        assert len(reached) == controls > 4


def test_several_files_stand_on_one_page(page: Chrome) -> None:
    choose(page, broken(), sound())
    send(page)
    until(page, "article.report")
    assert len(page.find_elements(By.CSS_SELECTOR, "article.report")) == 2
    assert "未发现错误" in page.find_element(By.CSS_SELECTOR, "nav.contents").text
    page.find_element(By.LINK_TEXT, "核对别的文件").click()
    until(page, "form.drop")
    quiet(page)


def test_the_result_is_saved_as_one_page_that_opens_anywhere(
    page: Chrome, address: str, tmp_path: Path
) -> None:
    page.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    choose(page, broken())
    send(page)
    until(page, "ol.findings")
    page.find_element(By.LINK_TEXT, "保存本页").click()
    WebDriverWait(page, 60).until(lambda _: list(tmp_path.glob("*.html")))
    (saved,) = tmp_path.iterdir()
    assert saved.name == "核对结果.html"
    assert [found for found in requested(page) if not is_local(found)] == []
    page.get(saved.as_uri())
    assert "最可能有误的一格" in until(page, "ol.findings")
    sound_everywhere(page)
    quiet(page)
    assert requested(page) == [saved.as_uri()]
    page.get(address)


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    file = tmp_path / "huge.pdf"
    with file.open("wb") as out:
        out.truncate(LARGEST_FILE + 1)
    return file


def test_a_file_that_is_too_large_is_told_before_it_is_sent(page: Chrome, huge: Path) -> None:
    choose(page, huge)
    assert "至多 64 MB" in until(page, "[role=status]")
    send(page)
    drop(page, huge)
    assert "至多 64 MB" in until(page, "[role=status]")
    assert not page.find_elements(By.CSS_SELECTOR, "[role=alert]")
    sound_everywhere(page)
    quiet(page)


def test_without_scripts_the_form_does_the_same(page: Chrome, address: str, huge: Path) -> None:
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.get(address)
        choose(page, huge)
        send(page)
        assert "至多 64 MB" in until(page, "[role=alert]")
        choose(page, broken())
        send(page)
        assert "最可能有误的一格" in until(page, "ol.findings")
    finally:
        page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    quiet(page, 413)


def test_what_is_no_report_or_locked_is_said(page: Chrome, tmp_path: Path) -> None:
    news, pdf = tmp_path / "news.html", tmp_path / "locked.pdf"
    news.write_text("<h1>关于端午节放假的通知</h1>", encoding="utf-8")
    pdf.write_bytes(locked())
    choose(page, news, pdf)
    send(page)
    until(page, "article.report")
    first, second = page.find_elements(By.CSS_SELECTOR, "article.report")
    assert "没有读成年度报告" in first.text
    assert "文件有密码" in second.text
    sound_everywhere(page)
    quiet(page)


def test_a_drop_of_text_opens_nothing(page: Chrome, address: str) -> None:
    event = {"mimeType": "text/plain", "data": "http://a.example/"}
    data = {"items": [event], "files": [], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        page.execute_cdp_cmd(
            "Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 500, "data": data}
        )
    assert "请先选择文件" in until(page, "[role=status]")
    assert page.current_url == address
    quiet(page)
