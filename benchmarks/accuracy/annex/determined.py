"""Which cells of an annex a text still determines: an exhaustive search of its own."""

from __future__ import annotations

import re
from html import escape
from itertools import combinations, pairwise

from benchmarks.accuracy.annex.corpus import AnnexPage
from benchmarks.accuracy.annex.pages import LOSES_BLANKS, cells
from benchmarks.accuracy.flatten import KEEPS_FIELDS

NUMBER = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+|-|—|/|无)")
BARS = str.maketrans("", "", "|\\")
Place = tuple[int, str]


def determined(page: AnnexPage, flattener: str, text: str) -> set[Place]:
    """The cells by row number and column.

    Where cells stay apart, all of a row that shows a value for each column; where blank
    cells leave no trace, a row with a blank is not determined. Where cells are run
    together, the rows that can be cut in one way only, whether or not a cell was blank.
    """
    names = [name for name, _ in page.columns]
    traces = flattener == "html" or flattener in KEEPS_FIELDS
    traces = traces and page.layout not in LOSES_BLANKS[flattener != "html"]
    glued = flattener == "bs4_glued" and f"{escape(page.lines[0].label)}</td><td" in page.html
    if glued and _doubtful_header(page):
        return set()
    whole = _compact(text)
    found: set[Place] = set()
    for at, line in enumerate(page.lines):
        shown = [line.texts[name] for name in names]
        if not traces and not all(shown):
            continue
        if glued and (page.has_blanks or not _one_cut(page, at)):
            continue
        if flattener == "html" or _compact(_behind(page, at)) in whole:
            found |= {(at, name) for name in names}
    return found


def lost(page: AnnexPage, text: str) -> set[Place]:
    """Cells whose row the flattener has dropped, or printed with something left out."""
    whole = _compact(text)
    return {
        (at, name)
        for at in range(len(page.lines))
        for name, _ in page.columns
        if _compact(_behind(page, at)) not in whole
    }


def _compact(text: str) -> str:
    return "".join(text.translate(BARS).split())


def _behind(page: AnnexPage, at: int) -> str:
    """A row from its label on, as printed."""
    texts = cells(page, at, page.lines[at])
    return "".join(texts[texts.index(page.lines[at].label) :])


def _doubtful_header(page: AnnexPage) -> bool:
    """Whether header words run together can mean other columns: 2009年累计, 统计数数量."""
    words = "".join(head for _, head in page.columns)
    to_date = re.search(r"(?:年|年度)累计", words) is not None and "本期" not in words
    return to_date or (page.layout == "twohead" and words in ("数量", "统计数"))


def _one_cut(page: AnnexPage, at: int) -> bool:
    """Whether what stands behind a row's unit or label can be cut in one way only.

    In the layout without any white space the next row's code and number follow; in the
    others a row ends with its line.
    """
    line = page.lines[at]
    values = "".join(line.texts[name] for name, _ in page.columns)
    if "无" in values:
        return False  # in running text it may begin the next label
    codes = [page.code(at)] if page.code_head and not page.code_first else []
    leads = codes if page.unit_head is None else []
    if page.unit_head is None and line.label[-1].isdigit():
        return False
    tails = _tails(page, at) if page.layout == "compact" else {""}
    if not tails:
        return False
    run = "".join(leads) + values + _tail(page, at)
    if page.layout != "compact":
        run = "".join(leads) + values
    # A blank cell would leave no trace, so that fewer values than columns are a reading too.
    most = len(page.columns) + len(leads)
    cut = [
        one for count in range(1 + len(leads), most + 1) for one in readings_of(run, tails, count)
    ]
    return len([one for one in cut if not leads or one[0] == leads[0]]) == 1


def _tail(page: AnnexPage, at: int) -> str:
    code = page.code(at + 1) if page.code_head and page.code_first else ""
    if at + 1 == len(page.lines):
        return ""
    mark = re.match(r"(\d)\.", page.lines[at + 1].label)
    return code + (mark.group(1) if mark else "")


def _tails(page: AnnexPage, at: int) -> set[str]:
    """What may stand behind a row's values; empty where nobody can tell."""
    coded = bool(page.code_head and page.code_first)
    if at + 1 == len(page.lines):
        return set() if coded else {""}
    if re.match(r"\d\.", page.lines[at + 1].label):
        return set() if coded else {str(number) for number in range(1, 10)}
    return {page.code(at + 1)} if coded else {""}


def readings_of(run: str, tails: set[str], count: int) -> list[tuple[str, ...]]:
    """Every way to cut a run into ``count`` values and one of the tails."""
    found = []
    for tail in tails:
        if not run.endswith(tail) or len(run) == len(tail):
            continue
        body = run[: len(run) - len(tail)]
        for ends in combinations(range(1, len(body)), count - 1):
            edges = (0, *ends, len(body))
            parts = tuple(body[a:b] for a, b in pairwise(edges))
            leading = count > 1 and re.fullmatch(r"0[0-9]", parts[0]) is not None
            if all(NUMBER.fullmatch(part) for part in parts[leading:]):
                found.append(parts)
    return found
