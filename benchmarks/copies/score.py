"""What the parsers say of the generated pages, against what is true of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.table import Table

import parsers
from benchmarks.copies.portal import Page
from benchmarks.copies.traps import TRAPS, pages

#: Floors that the tests assert: no copy is official, few official pages are doubted.
DOUBTED_CEILING = 0.02
NAMED_FLOOR = 0.90
OFFICIAL = ("official", "official_injected")


@dataclass(slots=True)
class Tally:
    """Counts of one trap. ``traced``: copies that keep their path and a trace of their host;
    ``untold``: wrong originals that are not said to be inferred.
    """

    pages: int = 0
    right: int = 0
    taken_for_official: int = 0
    doubted: int = 0
    kept: int = 0
    traced: int = 0
    named: int = 0
    misnamed: int = 0
    untold: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """A tally for each trap."""

    tallies: dict[str, Tally]

    def table(self) -> Table:
        """The figures to print, one row a trap."""
        heads = ("trap", "pages", "right", "copy taken for official", "official doubted")
        table = Table(*heads, "original named", "named wrongly", "untold", box=None)
        for trap, tally in self.tallies.items():
            named = f"{tally.named}/{tally.kept} ({tally.traced} traced)" if tally.kept else ""
            table.add_row(
                trap,
                str(tally.pages),
                str(tally.right),
                str(tally.taken_for_official),
                str(tally.doubted),
                named,
                str(tally.misnamed),
                str(tally.untold),
            )
        return table


def run(count: int = 200) -> Result:
    """Read ``count`` pages of each trap."""
    return Result({trap: _tally(pages(trap, count)) for trap in TRAPS})


def _tally(made: list[Page]) -> Tally:
    tally = Tally()
    for number, page in enumerate(made):
        report = parsers.parse(page.html.encode(), source=page.trap, url=page.url)
        _count(tally, page, report, f"{page.trap} {number}: {page.url}: ")
    return tally


def _count(tally: Tally, page: Page, report: parsers.Report, name: str) -> None:
    said = report.provenance
    is_copy = page.provenance == "copy"
    right = said.startswith("copy") if is_copy else said == page.provenance
    tally.pages += 1
    tally.right += right
    tally.taken_for_official += is_copy and said in OFFICIAL
    tally.doubted += page.provenance == "official" and said != "official"
    if not right:
        tally.failures.append(f"{name}{said}, not {page.provenance}")
    if is_copy and page.original is None and report.original_url is not None:
        tally.misnamed += page.trap == "traceless"
    if not is_copy or page.original is None:
        return
    tally.kept += 1
    tally.traced += page.traces > 0
    if _bare(report.original_url) == _bare(page.original):
        tally.named += 1
    else:
        wrong = report.original_url is not None
        tally.misnamed += wrong
        told = {problem.code for problem in report.problems}
        tally.untold += wrong and "original_inferred" not in told
        tally.failures.append(
            f"{name}original {report.original_url}, not {page.original} ({page.traces} traces)"
        )


def _bare(url: str | None) -> str:
    return (url or "").partition("//")[2]
