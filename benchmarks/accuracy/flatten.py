"""HTML to text by libraries that are not ours (one that is not installed is left out), and by
two habits of older ones."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from bs4 import BeautifulSoup

from benchmarks.accuracy import habits

#: BeautifulSoup's separators between text nodes.
SEPARATORS = {"bs4_newline": "\n", "bs4_space": " ", "bs4_glued": "", "bs4_pipe": "|"}
#: Those that keep one field a table cell, so that an empty cell leaves a trace.
KEEPS_FIELDS = {"html2text": "open", "chromium": "open", "trafilatura": "closed"}
#: Not libraries: two habits of older ones, in our own words.
HABITS = {"filled_rows": habits.filled_rows, "barred_cells": habits.barred_cells}
SECONDS = 60


def names(browser: bool = True) -> list[str]:
    """The flatteners that can be used here, in the order of the printed table."""
    found = [name for name, there in presence().items() if there]
    return [name for name in found if browser or name != "chromium"]


def absent() -> list[str]:
    return [name for name, there in presence().items() if not there]


def presence() -> dict[str, bool]:
    libraries = ("inscriptis", "html2text", "trafilatura")
    return {
        **dict.fromkeys(SEPARATORS, True),
        **dict.fromkeys(HABITS, True),
        **{name: find_spec(name) is not None for name in libraries},
        "w3m": shutil.which("w3m") is not None,
        "chromium": bool(shutil.which("chromium") and shutil.which("chromedriver")),
    }


@dataclass(slots=True)
class Flatteners:
    """All flatteners, with one browser session for as many pages as there are."""

    driver: Any = None
    soup: tuple[str, BeautifulSoup] | None = None
    functions: dict[str, Callable[[str], str]] = field(default_factory=dict)

    def __enter__(self) -> Flatteners:
        return self

    def __exit__(self, *_: object) -> None:
        if self.driver is not None:
            self.driver.quit()

    def flatten(self, html: str, name: str) -> str:
        """The text of a page; empty where the library finds none."""
        if name in SEPARATORS:
            return self.beautiful(html, SEPARATORS[name])
        if name in HABITS:
            return HABITS[name](html)
        if name == "chromium":
            return self.inner_text(html)
        if name not in self.functions:
            self.functions[name] = _function(name)
        return self.functions[name](html)

    def beautiful(self, html: str, separator: str) -> str:
        if self.soup is None or self.soup[0] != html:
            self.soup = (html, BeautifulSoup(html, "lxml"))
        return self.soup[1].get_text(separator)

    def inner_text(self, html: str) -> str:
        """What a reader's browser selects and copies."""
        if self.driver is None:
            self.driver = start_browser()
        script = "document.open();document.write(arguments[0]);document.close();"
        self.driver.execute_script(script, html)
        text: str = self.driver.execute_script("return document.body.innerText")
        return text


def _function(name: str) -> Callable[[str], str]:
    if name == "w3m":
        return _w3m
    module = importlib.import_module(name)
    if name == "trafilatura":
        return lambda html: module.extract(html, include_tables=True, favor_recall=True) or ""
    if name == "html2text":
        return lambda html: str(module.HTML2Text(bodywidth=0).handle(html))
    return lambda html: str(module.get_text(html))


def _w3m(html: str) -> str:
    command = ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "200"]
    run = subprocess.run(
        command, input=html.encode(), capture_output=True, check=True, timeout=SECONDS
    )
    return run.stdout.decode()


def start_browser() -> Any:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium") or ""
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)
