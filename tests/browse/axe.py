"""axe-core run on the page that is open in Chromium."""

from __future__ import annotations

import base64
import hashlib
import tarfile
from functools import cache
from pathlib import Path

from selenium.webdriver import Chrome

PACKAGE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.tgz"
#: npm's `dist.integrity` of that package.
INTEGRITY = (
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09"
    "a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)
#: Not into frames: a stored page is framed with scripts off, and axe is one.
RUN = "axe.run({resultTypes: ['violations'], iframes: false}).then(arguments[0])"


def findings(chrome: Chrome) -> list[str]:
    """One line for each element that breaks a rule, of any impact; empty when none does."""
    chrome.execute_script(script())
    found = chrome.execute_async_script(RUN)
    assert found["testEngine"]["version"] in PACKAGE.name
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['impact']} {rule['id']} {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@cache
def script() -> str:
    """The script out of the package, whose digest must be npm's."""
    body = PACKAGE.read_bytes()
    digest = base64.b64encode(hashlib.sha512(body).digest()).decode()
    assert f"sha512-{digest}" == INTEGRITY
    with tarfile.open(PACKAGE) as package:
        member = package.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()
