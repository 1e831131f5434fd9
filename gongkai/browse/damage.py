"""A page of an archive whose file is damaged: said so, in a line, instead of a trace."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Awaitable, Callable
from html import escape

from gongkai.archive import DAMAGED
from gongkai.browse.datasette_types import Datasette, Request, html
from gongkai.browse.shell import HEADERS, POLICY

View = Callable[[Datasette, Request], Awaitable[object]]
_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8">
<title>档案文件受损 · The archive is damaged</title></head>
<body><main><h1>档案文件受损</h1>
<p>这一页所需的数据读不出来，其他页面可能仍可使用。请告知本站的维护者。</p>
<h1 lang="en">The archive is damaged</h1>
<p lang="en">What this page needs cannot be read; other pages may still work.
Please tell whoever runs this site: {words}.</p></main></body></html>"""


def guarded(view: View) -> View:
    """The view; where the file is damaged its page says so, with status 503.

    Queries that take too long and files that are locked are Datasette's own to tell.
    """

    async def page(datasette: Datasette, request: Request) -> object:
        try:
            return await view(datasette, request)
        except sqlite3.OperationalError:
            raise
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            said = " ".join(str(error).split())
            print(f"gongkai: archive: {DAMAGED} ({said})", file=sys.stderr, flush=True)
            headers = {**HEADERS, "content-security-policy": POLICY}
            return html(_PAGE.format(words=escape(DAMAGED)), status=503, headers=headers)

    return page
