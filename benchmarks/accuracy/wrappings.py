"""Pages that carry their article where only a script, or a careful reader, finds it."""

from __future__ import annotations

import base64
import json
import quopri
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from bs4 import BeautifulSoup

from benchmarks.accuracy.model import Grid, Heading, Paragraph, Printed


def article(printed: Printed) -> str:
    """The markup of the article alone."""
    found = BeautifulSoup(printed.html, "lxml").find(class_="TRS_Editor")
    return str(found.decode_contents()) if found else ""


def page(printed: Printed, content: str) -> str:
    """The site's page around a content."""
    soup = BeautifulSoup(printed.html, "lxml")
    place = soup.find(class_="TRS_Editor")
    if place is not None:
        place.clear()
    return str(soup).replace('<div class="footer">', f'{content}<div class="footer">', 1)


def script(printed: Printed) -> str:
    literal = json.dumps(article(printed), ensure_ascii=False).replace("</", "<\\/")
    return page(printed, f"<script>var content = {literal};</script>")


def encoded(printed: Printed) -> str:
    code = quote(article(printed))
    return page(printed, f"<script>show(decodeURIComponent('{code}'))</script>")


def island(printed: Printed) -> str:
    state = {"props": {"article": {"id": 7, "content": article(printed)}}}
    text = json.dumps(state).replace("</", "<\\/")
    return page(printed, f'<script type="application/json" id="state">{text}</script>')


def based(printed: Printed) -> str:
    code = base64.b64encode(article(printed).encode()).decode()
    return page(printed, f'<script>document.write(atob("{code}"))</script>')


def template(printed: Printed) -> str:
    return page(printed, f'<script type="text/html" id="t">{article(printed)}</script>')


def text_area(printed: Printed) -> str:
    return page(printed, f'<textarea style="display:none">{escape(article(printed))}</textarea>')


def shown_markup(printed: Printed) -> str:
    return page(printed, f"<div>{escape(article(printed))}</div>")


def preformatted(printed: Printed) -> str:
    """Paragraphs, and rows of cells with bars between."""
    lines: list[str] = []
    for block in printed.blocks:
        if isinstance(block, Grid):
            lines += ["| " + " | ".join(c.text for c in row) + " |" for row in block.rows]
        elif isinstance(block, Heading | Paragraph):
            lines.append(block.text)
    return page(printed, "<pre>" + escape("\n".join(lines)) + "</pre>")


def mhtml(printed: Printed) -> str:
    """As a browser saves it: quoted-printable, an image behind."""
    body = quopri.encodestring(printed.html.encode()).decode().replace("\n", "\r\n")
    head = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="----Boundary"\r\n\r\n------Boundary\r\n'
    )
    return (
        f"{head}Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{body}\r\n------Boundary\r\nContent-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\r\n------Boundary--\r\n"
    )


WRAPPINGS: dict[str, Callable[[Printed], str]] = {
    "script": script,
    "encoded": encoded,
    "island": island,
    "based": based,
    "template": template,
    "text_area": text_area,
    "shown_markup": shown_markup,
    "preformatted": preformatted,
    "mhtml": mhtml,
}
