"""Photograph the four main pages of `gongkai browse` on the sample archive, for the README.

    .venv/bin/python tools/screenshots.py docs/screenshots

Needs Chromium with its chromedriver and a Chinese font, and the test extras.
"""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

WIDTH, HEIGHT = 1280, 860
QUALITY = 70
GONGKAI = (sys.executable, "-m", "gongkai")
#: A body with many years, and a report of its with sums that fail.
AGENCY = "990121-堃阳县人民政府"
BEFORE, REPORT = f"{AGENCY}/2021/government_level", f"{AGENCY}/2022/government_level"
#: Address of each page, and the element that the picture begins with.
PAGES = {
    "front": ("", "body"),
    "report": (f"report/{quote(REPORT)}", "#requests"),
    "agency": (f"agency/{quote(AGENCY)}/", "body"),
    "compare": (f"compare/?{urlencode({'a': BEFORE, 'b': REPORT})}", "body"),
}


def main() -> None:
    """Write one WebP a page into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "archive.db"
        subprocess.run([*GONGKAI, "demo", "--archive", archive], check=True, capture_output=True)
        with served(archive) as address, browser() as chrome:
            for name, (path, place) in PAGES.items():
                chrome.get(address + path)
                (folder / f"{name}.webp").write_bytes(photograph(chrome, place))


def photograph(chrome: Chrome, place: str) -> bytes:
    """What is seen when the element is at the top, as WebP."""
    chrome.execute_script("document.querySelector(arguments[0]).scrollIntoView()", place)
    taken = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(taken["data"])


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address at which the archive is browsed."""
    command = [*GONGKAI, "browse", "--port", "0", "--archive", str(archive)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stdout
        found = re.search(r"http://\S+/", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.wait()


@contextmanager
def browser() -> Iterator[Chrome]:
    """Headless Chromium without scroll bars."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    with Chrome(options=options, service=Service(shutil.which("chromedriver"))) as chrome:
        screen = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        yield chrome


if __name__ == "__main__":
    main()
