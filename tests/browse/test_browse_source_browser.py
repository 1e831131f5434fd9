"""A person clicks a number and sees it in the stored page, which can do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import findings
from chromium import PHONE
from click.testing import CliRunner
from hostile_page import attacker, hostile_report
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    text_to_be_present_in_element,
    title_contains,
)
from selenium.webdriver.support.ui import WebDriverWait
from serving import serving
from test_browse_browser import width_on_a_phone

from gongkai.archive import Archive
from gongkai.browse.report_data import report_path
from gongkai.cli import main


def imported(folder: Path, page: bytes) -> tuple[Path, str]:
    """An archive with that page, and its report's id."""
    file, archive = folder / "report.html", folder / "archive.db"
    file.write_bytes(page)
    result = CliRunner().invoke(main, ["import", "--archive", str(archive), str(file)])
    assert result.exit_code == 0, result.output
    with Archive.open(archive, read_only=True) as opened:
        [row] = opened.db["reports"].rows
    return archive, row["report_id"]


@pytest.mark.browser
def test_a_number_leads_to_its_place_in_the_page(chrome: Chrome, tmp_path: Path) -> None:
    archive, report_id = imported(tmp_path, hostile_report("http://127.0.0.1:9"))
    with serving(archive, by_command=True) as (address, _):
        chrome.get(address + report_path(report_id)[1:])
        line = chrome.find_element(
            By.XPATH, "//table[contains(@class,'requests')]//tr[th='（七）总计']"
        )
        number = line.find_elements(By.CSS_SELECTOR, "a.number")[-1]
        value = number.text
        number.click()
        WebDriverWait(chrome, 30).until(title_contains("原文快照"))
        frame = chrome.find_element(By.TAG_NAME, "iframe")
        assert frame.get_attribute("sandbox") == ""
        chrome.switch_to.frame(frame)
        [mark] = chrome.find_elements(By.TAG_NAME, "mark")
        assert mark.text == value
        assert "总计" in mark.find_element(By.XPATH, "ancestor::tr").text
        [anchor] = chrome.find_elements(By.CSS_SELECTOR, "#cell")
        place = chrome.execute_script(
            "const r = document.querySelector('#cell').getBoundingClientRect();"
            "return [r.top, r.bottom, window.innerHeight, window.scrollY]"
        )
        assert 0 <= place[0] < place[1] <= place[2], place
        assert abs(place[0] - 0.4 * place[2]) < 60, "scrolled to where it was before the layout"
        assert place[3] > 0
        assert anchor.is_displayed()
        chrome.switch_to.default_content()
        assert chrome.get_log("browser") == []
        assert width_on_a_phone(chrome, chrome.current_url) <= PHONE
        # axe waits for an answer out of each frame, and nothing runs in this one.
        assert chrome.find_element(By.TAG_NAME, "iframe").get_attribute("title")
        chrome.execute_script("document.querySelector('iframe').remove()")
        assert findings(chrome) == []


@pytest.mark.browser
def test_a_hostile_page_runs_and_loads_nothing(chrome: Chrome, tmp_path: Path) -> None:
    with attacker() as (here, asked):
        chrome.get(f"{here}/page")
        WebDriverWait(chrome, 30).until(lambda _: "/fetch" in asked)  # as it is, it attacks
        archive, report_id = imported(tmp_path, hostile_report(here))
        chrome.get("about:blank")
        chrome.get_log("browser")
        with serving(archive, by_command=True) as (address, _):
            source = f"{address}{report_path(report_id)[1:]}/source/"
            asked.clear()
            for path in ("", "?cell=requests.received.total", "document"):
                chrome.get(source + path)
                if path != "document":
                    chrome.switch_to.frame(chrome.find_element(By.TAG_NAME, "iframe"))
                attack(chrome)
                chrome.switch_to.default_content()
                assert "owned" not in chrome.title
                assert chrome.current_url == source + path
            assert asked == []
            assert chrome.get_log("browser") == []


def attack(chrome: Chrome) -> None:
    """Do what the page waits for: everything is clicked."""
    # A frame that was entered may still be loading.
    loaded = text_to_be_present_in_element((By.TAG_NAME, "body"), "攻击")
    WebDriverWait(chrome, 30).until(loaded)
    clickable = chrome.find_elements(By.CSS_SELECTOR, ".a, .object, p, button, input, a, form")
    assert len(clickable) > 10
    for element in clickable:
        if element.is_displayed():
            element.click()
