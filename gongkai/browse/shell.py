"""What all our pages share: headers, addresses, the words of the frame, rendering."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from gongkai.browse.datasette_types import Datasette, Request, html, text
from gongkai.browse.language import language_of, remember, switches, teller
from gongkai.browse.report_data import report_path
from gongkai.browse.wording import PROVENANCE, SCOPE, words

#: Our pages hold no script and no inline style, so nothing but their style sheet may load;
#: that of the charts alone adds two scripts.
POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
STYLE_PATH = "/-/gongkai/pages.css"
SEARCH_PATH = "/-/gongkai/search"
COMPARE_PATH = "/compare/"
PROVINCES_PATH = "/provinces/"
CHARTS_PATH = "/charts/"
HEALTH_PATH = "/health/"
QUERIES_PATH = "/-/gongkai/queries"


async def render(
    datasette: Datasette,
    request: Request,
    place: tuple[str, str],
    context: Mapping[str, Any],
    status: int = 200,
    policy: str = POLICY,
) -> object:
    """A page in the reader's language; ``place`` is the archive's name and the template's."""
    name, template = place
    language = language_of(request)
    shared = {
        "database": name,
        "language": language,
        "languages": switches(request),
        "t": teller(language),
        "style_url": f"{datasette.urls.path(STYLE_PATH)}?{style_version()}",
        "search_url": datasette.urls.path(SEARCH_PATH),
        "queries_url": datasette.urls.path(QUERIES_PATH),
        "provinces_url": datasette.urls.path(PROVINCES_PATH),
        "charts_url": datasette.urls.path(CHARTS_PATH),
        "health_url": datasette.urls.path(HEALTH_PATH),
        "compare_url": datasette.urls.path(COMPARE_PATH),
        "report_url": lambda report_id: datasette.urls.path(report_path(report_id)),
        "agency_url": lambda agency_id: datasette.urls.path(agency_path(agency_id)),
        "provenance_of": lambda code: words(PROVENANCE, code),
        "scope_of": lambda code: words(SCOPE, code),
    }
    body = await datasette.render_template(
        f"gongkai/{template}.html", {**shared, **context}, request=request
    )
    kept = remember(request, str(datasette.setting("base_url")))
    headers = {**HEADERS, "content-security-policy": policy, "vary": "Cookie", **kept}
    return html(body, status=status, headers=headers)


def absent() -> object:
    """Datasette's own 404, for an instance without an archive."""
    return text("404", content_type="text/plain; charset=utf-8", status=404, headers=HEADERS)


def agency_path(agency_id: str) -> str:
    """The address of an agency's page; with its last stroke Datasette gives it to no table."""
    return f"/agency/{quote(agency_id, safe='')}/"


@cache
def style(name: str) -> str:
    """The text of a style sheet."""
    return files(__package__).joinpath("static", f"{name}.css").read_text(encoding="utf-8")


@cache
def style_version() -> str:
    """Changes with the style sheet, so that no browser keeps an old one."""
    return hashlib.sha256(style("pages").encode()).hexdigest()[:8]
