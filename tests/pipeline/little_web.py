"""A threaded web of a few pages by host and path, which a test changes as it goes."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scraper.addresses import ConnectTo


class LittleWeb:
    """``pages`` maps ``host/path`` to HTML; what is not there answers 404."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.requests: list[str] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = f"{(self.headers['Host'] or '').partition(':')[0]}{self.path}"
                web.requests.append(name)
                body = web.pages.get(name)
                self.send_response(200 if body is not None else 404)
                data = (body or "").encode()
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> LittleWeb:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def rule(self) -> ConnectTo:
        return ConnectTo.parse(f":80:127.0.0.1:{self._server.server_address[1]}")
