"""Walks through the site as a person takes them: with a mouse, or with the keyboard alone."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import DESK, PHONE, press, shown_at
from sample_archive import CITY, WATER
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import title_contains, url_contains
from selenium.webdriver.support.ui import Select, WebDriverWait
from serving import serving

pytestmark = pytest.mark.browser
on_each_screen = pytest.mark.parametrize("width", [DESK, PHONE])


@pytest.fixture
def address(archive_path: Path) -> Iterator[str]:
    with serving(archive_path) as (found, _):
        yield found


def test_a_table_is_sorted_by_its_head_and_filtered(chrome: Chrome, address: str) -> None:
    chrome.get(f"{address}archive/reports")
    chrome.find_element(By.CSS_SELECTOR, "th[data-column=year] a").click()
    waiting(chrome).until(url_contains("_sort=year"))
    years = texts(chrome, "td.col-year")
    assert years == sorted(years) != sorted(years, reverse=True)
    chrome.find_element(By.CSS_SELECTOR, "th[data-column=year] a").click()
    waiting(chrome).until(url_contains("_sort_desc=year"))
    assert texts(chrome, "td.col-year") == years[::-1]
    chrome.find_element(By.CSS_SELECTOR, "[aria-label='列 Column']").send_keys("year")
    chrome.find_element(By.CSS_SELECTOR, "[aria-label='值 Value']").send_keys("2020", Keys.ENTER)
    waiting(chrome).until(url_contains("year__exact=2020"))
    assert texts(chrome, "td.col-year") == ["2020"]


def test_a_table_is_sorted_on_a_phone_too(chrome: Chrome, address: str) -> None:
    shown_at(chrome, PHONE)
    chrome.get(f"{address}archive/reports")
    Select(chrome.find_element(By.ID, "sort_by")).select_by_value("published_on")
    descending = chrome.find_element(By.NAME, "_sort_by_desc")
    if descending.is_selected():
        descending.click()
    chrome.find_element(By.CSS_SELECTOR, ".filters input[type=submit]").click()
    waiting(chrome).until(url_contains("_sort=published_on"))
    dates = texts(chrome, "td.col-published_on")
    assert dates == sorted(dates) != sorted(dates, reverse=True)


@on_each_screen
def test_a_search_is_narrowed_and_widened_again(chrome: Chrome, address: str, width: int) -> None:
    shown_at(chrome, width)
    chrome.get(address)
    chrome.find_element(By.NAME, "q").send_keys("行政复议", Keys.ENTER)
    waiting(chrome).until(url_contains("search"))
    all_of_them = len(texts(chrome, ".hits > li"))
    chrome.find_element(By.CSS_SELECTOR, ".facets").find_element(By.LINK_TEXT, "2020").click()
    waiting(chrome).until(url_contains("year=2020"))
    assert len(texts(chrome, ".hits > li")) == 1 < all_of_them
    chrome.find_element(By.CSS_SELECTOR, ".chosen a").click()
    waiting(chrome).until(lambda _: "year=2020" not in chrome.current_url)
    assert len(texts(chrome, ".hits > li")) == all_of_them


@on_each_screen
def test_two_years_are_compared_from_the_page_of_the_agency(
    chrome: Chrome, address: str, width: int
) -> None:
    shown_at(chrome, width)
    chrome.get(address)
    chrome.find_element(By.LINK_TEXT, CITY).click()
    waiting(chrome).until(title_contains(CITY))
    chrome.find_element(By.LINK_TEXT, "2020 ↔ 2022").click()
    waiting(chrome).until(url_contains("/compare/"))
    received = chrome.find_element(By.XPATH, "//table//tr[th[contains(., '本年新收')]]")
    # 31 requests of natural persons then, 118 and 6 of businesses now.
    assert [cell.text for cell in received.find_elements(By.TAG_NAME, "td")] == ["31", "124", "+93"]
    assert "2020" in texts(chrome, "del")


@on_each_screen
def test_the_table_of_reports_is_saved_whole(
    chrome: Chrome, address: str, archive_path: Path, tmp_path: Path, width: int
) -> None:
    shown_at(chrome, width)
    chrome.get(address)
    link = chrome.find_element(By.LINK_TEXT, "reports.csv")
    link.click()
    saved = tmp_path / "saved" / "reports.csv"
    waiting(chrome).until(lambda _: saved.exists())
    rows = list(csv.DictReader(io.StringIO(saved.read_text(encoding="utf-8"))))
    with sqlite3.connect(archive_path) as connection:
        stored = connection.execute("select report_id, title, year from reports").fetchall()
    assert {(row["report_id"], row["title"], int(row["year"])) for row in rows} == set(stored)
    assert chrome.current_url == address


def test_the_keyboard_alone_leads_to_a_number(chrome: Chrome, address: str) -> None:
    chrome.get(address)
    press(chrome, "Tab")
    assert focused(chrome).get_attribute("class") == "skip"
    assert focused(chrome).is_displayed()
    tab_to(chrome, "input#q")
    focused(chrome).send_keys("水务局")
    press(chrome, "Enter", "\r")
    waiting(chrome).until(title_contains("水务局"))
    press(chrome, "Tab")
    press(chrome, "Enter", "\r")
    waiting(chrome).until(url_contains("#main"))
    tab_to(chrome, ".hits a")
    press(chrome, "Enter", "\r")
    waiting(chrome).until(title_contains(f"{WATER}2022年"))
    tab_to(chrome, ".contents li:nth-child(3) a")
    press(chrome, "Enter", "\r")
    part = chrome.find_element(By.CSS_SELECTOR, ":target")
    assert part.text.startswith("三、收到和处理政府信息公开申请情况")
    tab_to(chrome, "a.check")
    press(chrome, "Enter", "\r")
    told = chrome.find_element(By.CSS_SELECTOR, ":target")
    assert "✗" in told.text
    assert 0 <= told.rect["y"] - chrome.execute_script("return scrollY") < 900


def test_the_keyboard_leaves_the_sql_editor_and_runs_it(chrome: Chrome, address: str) -> None:
    chrome.get(f"{address}archive?sql=select+6*7+as+answer")
    tab_to(chrome, ".CodeMirror textarea")
    tab_to(chrome, "input[type=submit]")
    press(chrome, "Enter", "\r")
    waiting(chrome).until(lambda _: texts(chrome, "td.col-answer") == ["42"])


def tab_to(chrome: Chrome, selector: str) -> None:
    """Tab until what has the focus matches."""
    for _ in range(150):
        press(chrome, "Tab")
        if chrome.execute_script("return document.activeElement.matches(arguments[0])", selector):
            return
    pytest.fail(f"Tab never came to {selector}")


def focused(chrome: Chrome) -> WebElement:
    return chrome.switch_to.active_element


def texts(chrome: Chrome, selector: str) -> list[str]:
    return [found.text for found in chrome.find_elements(By.CSS_SELECTOR, selector)]


def waiting(chrome: Chrome) -> WebDriverWait[Chrome]:
    return WebDriverWait(chrome, 30)
