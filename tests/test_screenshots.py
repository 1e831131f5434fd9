"""The pictures in both READMEs: made by the tool, from pages that can be opened."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = Path("docs", "screenshots")
READMES = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]
#: A picture of 1280 by 860 pixels, in bytes: less is an empty page, more is too much for a README.
LEAST, MOST = 15_000, 120_000


def size(picture: bytes) -> tuple[int, int]:
    """Width and height of an extended WebP (RFC 9649, 2.7)."""
    assert (picture[:4], picture[8:16]) == (b"RIFF", b"WEBPVP8X")
    width, height = (int.from_bytes(picture[at : at + 3], "little") for at in (24, 27))
    return width + 1, height + 1


@pytest.mark.parametrize("readme", READMES, ids=["en", "zh"])
def test_both_readmes_show_the_four_pages(readme: str) -> None:
    shown = re.findall(r'<img src="(\S+\.webp)" alt="([^"]+)"', readme)
    assert [path for path, _ in shown] == [
        f"{FOLDER.as_posix()}/{name}.webp" for name in ("front", "report", "agency", "compare")
    ]
    for path, _ in shown:
        assert size((ROOT / path).read_bytes()) == (1280, 860)


@pytest.mark.browser
def test_the_tool_makes_them(tmp_path: Path) -> None:
    if not shutil.which("chromedriver"):
        pytest.skip("no chromium with its chromedriver on this machine")
    command = [sys.executable, str(ROOT / "tools" / "screenshots.py"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    made = sorted(file.name for file in tmp_path.iterdir())
    assert made == sorted(file.name for file in (ROOT / FOLDER).iterdir())
    for file in tmp_path.iterdir():
        picture = file.read_bytes()
        assert size(picture) == (1280, 860)
        assert LEAST < len(picture) < MOST, file.name
