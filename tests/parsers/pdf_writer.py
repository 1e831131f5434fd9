"""PDF files written by hand, for tests: text, rules and pictures at given places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

A4 = (595, 842)
_FONTS = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
    b" /W [1 [500] 17 26 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
)


def text(x: float, y: float, words: str, size: float = 10, matrix: str = "1 0 0 1") -> str:
    """Words whose first base begins at a point; ``matrix`` turns them about it."""
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """All rules of a table without spans."""
    level = [line(xs[0], y, xs[-1], y) for y in ys]
    return "\n".join([*level, *(line(x, ys[0], x, ys[-1]) for x in xs)])


def table(
    rows: Sequence[Sequence[str]],
    xs: Sequence[float],
    top: float,
    height: float = 20,
    size: float = 10,
) -> str:
    """A ruled table with a cell for every text."""
    ys = [top - height * n for n in range(len(rows) + 1)]
    parts = [grid(xs, ys)]
    for y, row in zip(ys[1:], rows, strict=False):
        parts += [
            text(x + 2, y + 6, words, size) for x, words in zip(xs, row, strict=False) if words
        ]
    return "\n".join(parts)


def pdf(
    pages: Iterable[str], *, size: tuple[int, int] = A4, extra: str = "", resources: str = ""
) -> bytes:
    """A file of these pages; ``extra`` goes into every page's dictionary."""
    contents = [page.encode("latin-1") for page in pages]
    first = 5
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        *_FONTS,
    ]
    for n, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] {extra}"
            f" /Resources << /Font << /F1 3 0 R >> {resources} >>"
            f" /Contents {first + 2 * n + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return assembled(objects)


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Numbered objects with a table of contents behind them."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
