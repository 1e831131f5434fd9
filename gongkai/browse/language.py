"""The language of our pages: Chinese with English beside it, or one of them alone.

``?lang=zh``, ``en`` or ``both`` chooses and is remembered in a cookie, so that the switch keeps
the page and every later page follows.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from gongkai.browse.datasette_types import Request

LANGUAGES = {"both": "中文 + English", "zh": "中文", "en": "English"}
COOKIE = "gongkai_lang"

#: ``tell(zh, en)``: both words, or those of the reader's language, as safe markup.
Tell = Callable[[str, str], Markup]


def language_of(request: Request) -> str:
    """``both``, ``zh`` or ``en``: as asked for, else as remembered, else both."""
    for found in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if found in LANGUAGES:
            return found
    return "both"


def remember(request: Request, base: str) -> dict[str, str]:
    """The header that remembers what was asked for; none when nothing was.

    ``base`` is the path under which the instance stands.
    """
    asked = request.args.get("lang")
    if asked not in LANGUAGES:
        return {}
    return {"set-cookie": f"{COOKIE}={asked}; Path={base}; Max-Age=31536000; SameSite=Lax"}


def switches(request: Request) -> list[tuple[str, str, str]]:
    """``(code, name, address)`` of each language; the address is only a query: the same page."""
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if key != "lang"]
    return [
        (code, name, f"?{urlencode([*kept, ('lang', code)])}") for code, name in LANGUAGES.items()
    ]


def teller(language: str) -> Tell:
    """``tell`` for that language; words that have no English stay Chinese."""
    english = Markup('<span lang="en">{}</span>')
    beside = Markup('{} <span class="en" lang="en">{}</span>')

    def tell(zh: str, en: str) -> Markup:
        if language == "zh" or not en:
            return Markup.escape(zh)
        return english.format(en) if language == "en" else beside.format(zh, en)

    return tell
