"""Every kind of page under axe-core and under the Tab key, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe import findings
from chromium import DESK, PHONE, is_local, opened, press, requested, shown_at
from kinds import DATASETTES, OURS, REFUSALS, everywhere
from selenium.webdriver import Chrome
from serving import serving

from gongkai.browse.accessible import AMENDMENTS
from gongkai.browse.datasette_types import Datasette

pytestmark = pytest.mark.browser

#: Whatever a keyboard must reach, as far as it is shown.
CONTROLS = """
return [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
)].filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0).length
"""
#: Marks what has the focus; tells whether it was marked before, and whether it is seen.
FOCUSED = """
const e = document.activeElement, style = getComputedStyle(e);
if (e === document.body || e.dataset.reached) return null;
e.dataset.reached = 1;
const ringed = e => e && parseFloat(getComputedStyle(e).outlineWidth) >= 2
  && getComputedStyle(e).outlineStyle !== 'none';
const seen = ringed(e) || ringed(e.closest('.select-wrapper')) || ringed(e.closest('.CodeMirror'));
return [e.outerHTML.slice(0, 160), seen];
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with opened(tmp_path_factory.mktemp("chromium")) as chrome:
        yield chrome


@pytest.fixture(scope="module")
def address(archive_path: Path) -> Iterator[str]:
    with serving(archive_path, by_command=True) as (found, _):
        yield found


@pytest.mark.parametrize("kind", [*OURS, *DATASETTES, *REFUSALS])
def test_axe_finds_nothing_and_nobody_else_is_asked(
    chromium: Chrome, address: str, kind: str
) -> None:
    forget(chromium)
    for path in everywhere({**OURS, **DATASETTES, **REFUSALS}[kind]):
        for width in (DESK, PHONE):
            shown_at(chromium, width)
            chromium.get(address + path)
            assert findings(chromium) == [], f"{path} at {width}"
            errors = [entry["message"] for entry in chromium.get_log("browser")]
            # That the page itself was refused is said by Chromium, not by the page.
            told = [error for error in errors if "Failed to load resource" not in error]
            assert (told if kind in REFUSALS else errors) == [], f"{path} at {width}"
            asked = requested(chromium)
            assert address + path in asked
            assert [found for found in asked if not is_local(found)] == []


@pytest.mark.parametrize("kind", [*OURS, *DATASETTES])
def test_tab_reaches_every_control_and_shows_where_it_is(
    chromium: Chrome, address: str, kind: str
) -> None:
    shown_at(chromium, DESK)
    chromium.get(address + {**OURS, **DATASETTES}[kind])
    controls = chromium.execute_script(CONTROLS)
    assert controls > 5
    reached = []
    for _ in range(controls + 1):
        press(chromium, "Tab")
        if (found := chromium.execute_script(FOCUSED)) is None:
            break
        reached.append(found)
    assert [html for html, seen in reached if not seen] == []
    assert len(reached) == controls


def test_what_these_tests_look_for_is_seen(chromium: Chrome) -> None:
    forget(chromium)
    page = "<input><p style='color:#999'>pale</p><img src='http://remote.example/x.png'>"
    chromium.get(f"data:text/html,{quote(page)}")
    rules = {line.split()[1] for line in findings(chromium)}
    assert {"html-has-lang", "label", "color-contrast", "image-alt"} <= rules
    assert [found for found in requested(chromium) if not is_local(found)] == [
        "http://remote.example/x.png"
    ]
    assert "remote.example" in str(chromium.get_log("browser"))


@pytest.mark.parametrize("name", AMENDMENTS)
def test_datasettes_templates_hold_what_is_amended(site: Datasette, name: str) -> None:
    import datasette.app

    source = (Path(datasette.app.__file__).parent / "templates" / name).read_text()
    assert [words for words, _ in AMENDMENTS[name] if words not in source] == []


def forget(chromium: Chrome) -> None:
    """Leave the page, and what the logs tell of it."""
    chromium.get("about:blank")
    requested(chromium)
    chromium.get_log("browser")
