"""A snapshot as a document that can do nothing: written anew, not cleaned.

Only the tags named here are written, with no attribute but spans of cells and our own classes;
everything else of the source is text, and escaped. So there is no script, style, address,
form, frame, picture or foreign markup to be found and removed. The document is served with
a policy that forbids all of them once more, and in a sandbox.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from html import escape

from gongkai.browse.evidence import Piece, Shown
from gongkai.browse.shell import style

_SAME = re.split(
    " ",
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption br hr "
    "blockquote pre b strong i em u s del sup sub",
)
_BOXES = re.split(
    " ",
    "div section article main header footer nav aside center form fieldset address figure "
    "figcaption line",
)
#: The tag that is written for a tag of the source; others are left out, and their text kept.
TAGS = {**{tag: tag for tag in _SAME}, **dict.fromkeys(_BOXES, "div"), "a": "span"}
_VOID = frozenset(("br", "hr"))
_CELLS = frozenset(("td", "th"))
#: In their place stands a word.
OBJECTS = frozenset(
    ("img", "iframe", "frame", "object", "embed", "video", "audio", "canvas", "applet", "input")
)
ANCHOR = "cell"
_MOST_TOLD, _MOST_SPAN = 300, 1000


def policy() -> str:
    """Content-Security-Policy of the document: one style sheet of ours, by its hash."""
    digest = base64.b64encode(hashlib.sha256(style("source").encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'self'; sandbox"
    )


def document(shown: Shown) -> str:
    """The whole document; the first marked piece bears the anchor ``cell``."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>原文快照 snapshot</title><style>{style('source')}</style></head>\n"
        f'<body class="{"text" if shown.form == "text" else "page"}">'
        f"{''.join(_written(shown.pieces))}</body></html>\n"
    )


def _written(pieces: Iterable[Piece]) -> Iterator[str]:
    anchor = f' id="{ANCHOR}"'
    for piece in pieces:
        if piece.kind == "open":
            yield from _opened(piece, anchor if piece.marked else "")
            is_used = piece.marked and piece.text in TAGS
        elif piece.kind == "close":
            yield _closed(piece.text)
            continue
        else:
            text = escape(piece.text, quote=True)
            yield f"<mark{anchor}>{text}</mark>" if piece.marked else text
            is_used = piece.marked
        anchor = "" if is_used else anchor


def _opened(piece: Piece, anchor: str) -> Iterator[str]:
    tag, told = TAGS.get(piece.text), escape(piece.told[:_MOST_TOLD], quote=True)
    if piece.text in OBJECTS:
        yield f'<span class="object">{escape(piece.text)} {told}</span>'
    if tag is None:
        return
    attributes = anchor
    if piece.text in _CELLS:
        attributes += _span("colspan", piece.across) + _span("rowspan", piece.down)
    classes = [piece.text] if piece.text in ("a", "line") else []
    classes += ["here"] if piece.marked else []
    attributes += f' class="{" ".join(classes)}"' if classes else ""
    yield f'<{tag}{attributes} title="{told}">' if piece.text == "a" else f"<{tag}{attributes}>"


def _closed(name: str) -> str:
    tag = TAGS.get(name)
    return "" if tag is None or tag in _VOID else f"</{tag}>"


def _span(name: str, number: int) -> str:
    return f' {name}="{min(int(number), _MOST_SPAN)}"' if number > 1 else ""
