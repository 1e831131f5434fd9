"""Government sites of any number: robots.txt, a listing, and report pages of a given size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.model import Printed
from scraper.sources import Source

_TEMPLATES = 12
_PLACE = "岚溪霁堃枕澧湄泷沅潞滁汨泸漳淇洹浉溱洧颍"
_BODIES = ("教育局", "民政局", "司法局", "财政局", "审计局", "统计局", "林业局", "水利局")
_NAV = '<li class="nav"><a href="/zwgk/index.html" target="_blank">政务公开栏目</a></li>'.encode()
ROBOTS = b"User-agent: *\nDisallow: /admin/\n"


def host(number: int) -> str:
    """``www.s007.gov.cn``: a government domain of its own."""
    return f"www.s{number:03}.gov.cn"


def source(number: int) -> Source:
    """The source of a site."""
    return Source(f"s{number:03}", _town(number), (f"http://{host(number)}/nb/",), cms="trs")


def site(number: int, reports: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Path and body of everything on a site; each report ``size`` bytes or more."""
    yield "/robots.txt", ROBOTS
    rows = []
    for index in range(reports):
        title, page = _report(number, index, size)
        rows.append(f'<li><a href="{index}.html">{title}</a><span>2024-01-20</span></li>')
        yield f"/nb/{index}.html", page
    listing = f"<html><title>政府信息公开年报</title><ul>{''.join(rows)}</ul></html>"
    yield "/nb/", listing.encode()


def _report(number: int, index: int, size: int) -> tuple[str, bytes]:
    made = _template((number * 7 + index) % _TEMPLATES)
    agency = f"{_town(number)}{_BODIES[index % len(_BODIES)]}"
    # As many offices as needed: 教育局, then 第二教育局 and so on.
    if index >= len(_BODIES):
        agency = (
            f"{_town(number)}第{'二三四五六七八九十'[index // len(_BODIES) - 1]}"
            + (_BODIES[index % len(_BODIES)])
        )
    page = made.html.replace(made.agency, agency).encode()
    missing = max(0, size - len(page))
    filler = b"<ul>" + _NAV * (missing // len(_NAV) + 1) + b"</ul>"
    return made.title.replace(made.agency, agency), page.replace(b"<body>", b"<body>" + filler, 1)


def _town(number: int) -> str:
    return _PLACE[number // len(_PLACE) % len(_PLACE)] + _PLACE[number % len(_PLACE)] + "县"


@lru_cache(maxsize=_TEMPLATES)
def _template(seed: int) -> Printed:
    return generate(seed, "trs", variety=0)
