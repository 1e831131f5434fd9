"""What can come of a request, by name: the vocabulary of fetch rows, logs and `status`.

`docs/crawling.md` explains each to a reader; a test holds the two together.
"""

from __future__ import annotations

from scraper.failures import ERROR_CODES
from scraper.protocols import Fetched

#: Something else came in place of the page, or a refusal of us as a visitor.
BLOCKADES = (
    "challenge",  # a test of the visitor's browser (521, 412, or a page with any status)
    "shield",  # a web application firewall refuses (403, 405, 491, a page that says so)
    "forbidden",  # refused without a reason (403, 451)
    "login",  # a log-in wall (401, or a page with a password field)
    "soft_404",  # 200 and a page that says that there is none, or a way to the front page
    "empty_shell",  # no text: scripts would put it in
)
ANSWERS = (
    "ok",  # the page came
    "unchanged",  # 304 to a conditional request
    "empty_page",  # 2xx without a body
    "gone",  # 404 or 410
    "rate_limited",  # 429
    "server_error",  # 5xx, or a page that says so with status 200
    "odd_status",  # any other status
)
OUTCOMES = (*ANSWERS, *BLOCKADES, *ERROR_CODES)

#: Worth asking again after a pause: the trouble may pass within the run.
PASSING = frozenset(("rate_limited", "server_error", "connect", "timeout", "protocol", "truncated"))
#: Nothing was asked of the host.
NOT_ASKED = frozenset(("refused", "robots", "robots_later", "busy", "url", "address"))
#: The host works and takes us: its breaker starts counting anew.
GOOD = frozenset(("ok", "unchanged", "gone"))


def closing(fetched: Fetched) -> str | None:
    """What a report's address is closed with after this answer.

    ``fetched`` and ``gone`` are for good; after ``blocked`` and ``failed`` the next crawl
    asks again. None leaves the address as it was, because its host was not asked.
    """
    outcome = fetched.outcome
    if outcome in ("robots_later", "busy"):
        return None
    if outcome in ("ok", "unchanged"):
        return "fetched"
    if outcome == "gone":
        return "gone"
    refused = outcome in BLOCKADES or outcome in ("refused", "robots", "address")
    return "blocked" if refused else "failed"


def told(fetched: Fetched) -> str:
    """The answer in words, for a person."""
    if fetched.error or fetched.blocked:
        return str(fetched.error or fetched.blocked)
    return "answers an empty page" if fetched.ok else f"answers {fetched.status}"
