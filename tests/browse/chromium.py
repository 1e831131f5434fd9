"""Headless Chromium: its size, its keyboard, and what its logs tell of a page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

DESK, PHONE = 1280, 390
LOCAL = {"127.0.0.1", "localhost"}
#: Their bytes are in the address, or made by the page: nothing is asked of anybody.
INSIDE = {"data", "blob", "about"}
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
    "--window-size=1280,900",
    # Whatever a page asks for elsewhere is logged and finds no address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def opened(folder: Path) -> Iterator[Chrome]:
    """A browser with a new profile, that saves into ``folder / "saved"``."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("no chromium with its chromedriver on this machine")
    options = ChromeOptions()
    options.binary_location = browser
    for argument in (*ARGUMENTS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "saved")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options=options, service=Service(driver)) as chrome:
        yield chrome


def shown_at(chrome: Chrome, width: int) -> None:
    """As on a screen of that width; a narrow one is a phone's."""
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width <= PHONE}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


def requested(chrome: Chrome) -> list[str]:
    """Every address that pages asked for since the last call."""
    events = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


def is_local(address: str) -> bool:
    """Whether a request for the address stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme in INSIDE or parts.hostname in LOCAL


def press(chrome: Chrome, key: str, text: str = "") -> None:
    """One key pressed and released, as a keyboard would."""
    codes = {"Tab": 9, "Enter": 13, " ": 32}
    event = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key], "text": text}
    for kind in ("keyDown", "keyUp"):
        chrome.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, **event})
