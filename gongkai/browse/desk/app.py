"""The desk as an ASGI application: a form, and for the files it sends the page of the check.

It answers this machine's browser alone, keeps nothing, and checks one upload at a time.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import secrets
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from gongkai.browse.desk.page import Checked, policy, render, result_page
from gongkai.browse.desk.refusals import Headers, Refused, check_caller
from gongkai.browse.desk.uploads import MOST_FILES, Receive, Upload, receive_upload

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
#: Every report of the files by their names and bytes, in another thread.
Check = Callable[[Sequence[tuple[str, bytes]]], Sequence[Checked]]
#: Reports of all files that one page shows.
MOST_REPORTS = 60
#: Uploads that are taken in at a time; each may need the whole limit in memory.
_AT_ONCE = 3
_HEADERS = (
    (b"cache-control", b"no-store"),
    # Not no-referrer: with it a browser sends our own form from the origin "null".
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: a page, and the policy that it is shown under."""

    status: int
    body: str
    policy: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one upload."""

    upload: int = 64 * 1024**2


class DeskApp:
    """``hosts`` are the values of ``Host`` that mean this address; ``stop`` is called at the
    end, and ends the check in hand."""

    def __init__(
        self,
        check: Check,
        hosts: Sequence[str],
        *,
        language: str = "zh",
        limits: Limits | None = None,
        stop: Callable[[], None] | None = None,
    ) -> None:
        self._check = check
        self._hosts = tuple(hosts)
        self._language = language
        self._limits = limits or Limits()
        self._stop = stop or (lambda: None)
        self._uploads = 0
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            answer = await self._answered(scope, receive)
            await _send(answer, send, with_body=scope["method"] != "HEAD")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answered(self, scope: Message, receive: Receive) -> Answer:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
        language = asked if asked in ("zh", "en") else self._language
        try:
            return await self._page(scope, receive, language)
        except Refused as refused:
            return self._form(language, refused)
        except Exception:  # told in the terminal and on the page; the next file is checked
            logging.getLogger(__name__).exception("the check broke off")
            zh = "核对时出了意外，没有结果；请把终端里的说明告诉维护者。"
            en = "The check broke off; the terminal says more. Please report it."
            return self._form(language, Refused(500, zh, en))

    async def _page(self, scope: Message, receive: Receive, language: str) -> Answer:
        headers: Headers = dict(scope["headers"])
        place = (scope["method"].replace("HEAD", "GET"), scope["path"])
        check_caller(headers, self._hosts, changes=place[0] != "GET")
        if place == ("GET", "/"):
            return self._form(language)
        if place == ("GET", "/favicon.ico"):
            return Answer(204, "", policy())
        if place != ("POST", "/"):
            status = 405 if scope["path"] == "/" else 404
            raise Refused(status, "没有这个页面。", "There is no such page.")
        if self._uploads >= _AT_ONCE:
            raise Refused(503, "正忙，请稍后再试。", "Busy; try again in a moment.")
        self._uploads += 1
        try:
            return await self._result(
                await receive_upload(headers, receive, self._limits.upload), language
            )
        finally:
            self._uploads -= 1

    async def _result(self, upload: Upload, language: str) -> Answer:
        if not upload.files:
            raise Refused(400, "没有选择文件。", "No file was chosen.")
        async with self._turn:
            page = await asyncio.to_thread(self._checked, upload.files, language)
        return Answer(200, page, policy("form-action 'self'", "frame-ancestors 'none'"))

    def _checked(self, files: Sequence[tuple[str, bytes]], language: str) -> str:
        every = self._check(files)
        shown, left_out = every[:MOST_REPORTS], len(every[MOST_REPORTS:])
        alone = result_page(shown, language, left_out=left_out)
        # The page itself in the link: nothing has to be kept here until somebody saves it.
        saved = f"data:text/html;base64,{base64.b64encode(alone.encode(errors='replace')).decode()}"
        again = f"/?lang={language}"
        return result_page(shown, language, left_out=left_out, again_url=again, saved=saved)

    def _form(self, language: str, refused: Refused | None = None) -> Answer:
        nonce = secrets.token_urlsafe(16)
        allowed = policy(
            f"script-src 'nonce-{nonce}'", "form-action 'self'", "frame-ancestors 'none'"
        )
        most = self._limits.upload
        context = {"nonce": nonce, "policy": allowed, "refused": refused, "most": most}
        body = render("drop", language, **context, most_files=MOST_FILES)
        return Answer(refused.status if refused else 200, body, allowed)


async def _send(answer: Answer, send: Send, *, with_body: bool) -> None:
    body = answer.body.encode("utf-8", errors="replace")
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", answer.policy.encode()),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body if with_body else b""})
