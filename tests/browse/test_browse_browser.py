"""A person at a browser: search a word, open a report, read a number in table 3."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import PHONE, shown_at
from sample_archive import CITY, HOSTILE, WATER
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import title_contains
from selenium.webdriver.support.ui import WebDriverWait
from serving import serving


@pytest.mark.browser
def test_search_then_read_a_number_in_table_three(chrome: Chrome, archive_path: Path) -> None:
    with serving(archive_path) as (address, _):
        chrome.get(address)
        box = chrome.find_element(By.NAME, "q")
        box.send_keys("水务局 复议")
        box.submit()
        WebDriverWait(chrome, 30).until(title_contains("水务局"))
        chrome.find_element(By.CSS_SELECTOR, "ol.hits a").click()
        WebDriverWait(chrome, 30).until(title_contains(f"{WATER}2022年"))
        row = chrome.find_element(
            By.XPATH,
            "//table[contains(@class,'requests')]//tr[th='一、本年新收政府信息公开申请数量']",
        )
        cells = [cell.text for cell in row.find_elements(By.TAG_NAME, "td")]
        assert cells == ["12", "0", "0", "0", "0", "0", "12"]
        styled = chrome.find_element(By.CSS_SELECTOR, "table.official td")
        assert styled.value_of_css_property("border-collapse") == "collapse"
        assert chrome.get_log("browser") == []
        for path in ("", chrome.current_url.removeprefix(address), "-/gongkai/search?q=复议"):
            assert width_on_a_phone(chrome, address + path) <= PHONE, path


PAGES = (
    "",
    "?lang=en",
    f"agency/{quote(CITY)}/",
    f"agency/{quote(HOSTILE)}/",
    f"compare/?a={quote(CITY)}/2020/own_agency&b={quote(CITY)}/2022/own_agency",
    f"report/{quote(HOSTILE)}/2022/own_agency",
    "-/gongkai/search?q=复议&year=2022",
    "-/gongkai/queries",
)
TABLES = ("archive", "archive/reports", "archive/outcome_rates", "archive?sql=select+1")


@pytest.mark.browser
def test_every_page_opens_without_an_error_and_fits_a_phone(
    chrome: Chrome, archive_path: Path
) -> None:
    with serving(archive_path) as (address, _):
        for path in PAGES:
            assert width_on_a_phone(chrome, address + path) <= PHONE, path
            assert chrome.get_log("browser") == [], path
            assert "owned" not in chrome.title or "<script>" in chrome.title
        for path in TABLES:
            chrome.get(address + path)
            assert chrome.get_log("browser") == [], path
        # Datasette's own scripts run: the editor of the last page is there.
        assert chrome.find_elements(By.CSS_SELECTOR, ".CodeMirror")


@pytest.mark.browser
def test_what_stored_text_would_run_is_refused(chrome: Chrome, archive_path: Path) -> None:
    with serving(archive_path) as (address, _):
        chrome.get(f"{address}archive/reports")
        chrome.execute_script(
            "const s = document.createElement('div');"
            "s.innerHTML = '<img src=x onerror=\"document.title = 1\">';"
            "document.body.append(s)"
        )
        WebDriverWait(chrome, 30).until(lambda _: chrome.get_log("browser"))
        assert chrome.title != "1"


@pytest.mark.browser
def test_the_language_is_kept_from_page_to_page(chrome: Chrome, archive_path: Path) -> None:
    with serving(archive_path) as (address, _):
        chrome.get(f"{address}-/gongkai/search?q=复议")
        chrome.find_element(By.LINK_TEXT, "English").click()
        WebDriverWait(chrome, 30).until(lambda _: "lang=en" in chrome.current_url)
        assert chrome.find_element(By.NAME, "q").get_attribute("value") == "复议"
        chrome.get(address)
        assert chrome.find_element(By.TAG_NAME, "h1").text.startswith("Annual reports")
        chrome.find_element(By.LINK_TEXT, "中文").click()
        WebDriverWait(chrome, 30).until(lambda _: "lang=zh" in chrome.current_url)
        assert chrome.find_element(By.TAG_NAME, "h1").text == "政府信息公开工作年度报告"


def width_on_a_phone(chrome: Chrome, address: str) -> int:
    """How wide the page is laid out on a narrow screen: wider means scrolling sideways."""
    shown_at(chrome, PHONE)
    chrome.get(address)
    return int(chrome.execute_script("return document.documentElement.scrollWidth"))
