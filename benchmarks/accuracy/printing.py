"""Generated pages printed to PDF by a browser, in several ways of printing."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from benchmarks.accuracy.flatten import start_browser

#: Width and height in inches.
A4, LETTER, A5 = (8.27, 11.69), (8.5, 11.0), (5.83, 8.27)
_NUMBERS = (
    '<div style="font-size:9px;width:100%;text-align:center">'
    '- <span class="pageNumber"></span> -</div>'
)
_HEAD = '<div style="font-size:8px;width:100%;text-align:right">政府信息公开工作年度报告</div>'
#: The rows of a head go into thead, which a browser prints again on every page.
_REPEAT_HEADS = """
for (const table of document.querySelectorAll("table")) {
  const rows = [...table.rows];
  const isFigure = cell => /^[0-9]+$/.test(cell.innerText.trim());
  const first = rows.findIndex(row => [...row.cells].some(isFigure));
  if (first < 1 || table.querySelector("table") || rows.length < 6) continue;
  const spans = rows.slice(0, first).some((r, i) => [...r.cells].some(c => i + c.rowSpan > first));
  if (spans) continue;
  const head = table.createTHead();
  rows.slice(0, first).forEach(row => head.appendChild(row));
}
"""
_WATERMARK = """
const mark = document.createElement("div");
mark.textContent = "内部资料 2024";
mark.style.cssText = "position:fixed;top:40%;left:10%;font-size:80px;color:#ddd;" + arguments[0];
document.body.appendChild(mark);
"""
_RULES = (
    "table[border]{border-collapse:collapse} table:not([border]){width:auto !important}"
    "table[border] td,.cell{border:1px solid #000 !important}"
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of printing: paper, size, what stands at the edges, what is done to the page."""

    paper: tuple[float, float] = A4
    landscape: bool = False
    scale: float = 1.0
    numbers: bool = False
    css: str = ""
    script: str = ""
    argument: str = ""


WAYS: dict[str, Way] = {
    "plain": Way(),
    "collapsed": Way(css=_RULES, scale=1.3),
    "numbered": Way(numbers=True, css=_RULES, paper=LETTER),
    "heads": Way(script=_REPEAT_HEADS, css=_RULES, numbers=True, scale=1.2),
    "small": Way(paper=A5, css=f"{_RULES} td{{font-size:13px;padding:1px}}"),
    "landscape": Way(landscape=True, css=f"{_RULES} body{{line-height:2.1}}"),
    "leaning": Way(css=_RULES, script=_WATERMARK, argument="transform:rotate(-40deg)"),
    "behind": Way(css=_RULES, script=_WATERMARK),
    "bare": Way(css="table,td,th{border:none !important} td{padding:4px 8px}"),
}
#: Ways that show no rules: there the text alone must tell the columns.
UNRULED = ("bare",)


@dataclass(slots=True)
class Printer:
    """A browser that prints; use as a context manager."""

    driver: Any = field(default=None)

    def __enter__(self) -> Printer:
        return self

    def __exit__(self, *_: object) -> None:
        if self.driver is not None:
            self.driver.quit()

    def pdf(self, html: str, way: Way) -> bytes:
        """The page as PDF."""
        if self.driver is None:
            self.driver = start_browser()
        script = "document.open();document.write(arguments[0]);document.close();"
        self.driver.execute_script(script, f"{html}<style>{way.css}</style>")
        if way.script:
            self.driver.execute_script(way.script, way.argument)
        settings = {
            "printBackground": True,
            "paperWidth": way.paper[0],
            "paperHeight": way.paper[1],
            "landscape": way.landscape,
            "scale": way.scale,
            "displayHeaderFooter": way.numbers,
            "headerTemplate": _HEAD,
            "footerTemplate": _NUMBERS,
        }
        answer = self.driver.execute_cdp_cmd("Page.printToPDF", settings)
        return base64.b64decode(answer["data"])
