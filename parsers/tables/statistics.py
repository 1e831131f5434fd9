"""The v2014 table 政府信息公开情况统计表: 58 indicators, one number each."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from parsers.document import Stream
from parsers.forms import Form
from parsers.tables import anchors
from parsers.tables.anchors import Anchor, Hit, Lexicon
from parsers.tables.captions import is_later
from parsers.tables.entries import Entry, entry_after
from parsers.tables.grid import TableReading
from parsers.tables.likeness import nearest, plain
from parsers.tables.moved import note_moved, note_passed_over
from parsers.tables.running import take_numbers_of_all
from parsers.tables.single import fill

KEY = "statistics"
#: Fewer indicators than this are a narrative that uses the form's words.
_FEWEST_ROWS = 10
_FEWEST_CUES = 3
_TITLE = "政府信息公开情况统计表"
_HEADERS = ("统计指标", "指标名称", "填报单位")
_HEADER_REACH = 260
_TAIL_REACH = 240
#: A label at either end of the chain that stands further off belongs to the narrative.
_LONELY = 120
_FOOTER = re.compile(
    "(?:单位)?(?:主要)?(?:负责人|领导)|审核人|审批人|填报人|填表人|制表人|经办人|联系(?:电话|方式|人)|"
    "填报(?:日期|时间)|填表(?:日期|时间)|备注|注[:]|说明[:]"
)
_FOOTER_GAP = 40
_SHORTEST = 4
_VALUE = "[条件次篇个人元万]{0,3}[0-9][0-9,.]{0,15}[条件次篇个人元万]{0,3}"
_SPLIT = re.compile(_VALUE)
_HAN = re.compile("[\u4e00-\u9fff]")
_OTHER_YEAR = re.compile("(?:上年度?|去年度?|上一年度?|上年?同期)(?:统计)?数?量?")
_THIS_YEAR = re.compile("统计数|本年|今年|当年|数量|[0-9]{4}年")
#: What stands before a label when nothing separates it from the row before: a unit, 其中.
_BEFORE = frozenset("条件次篇元个人份起宗项期场中无")


def find_statistics(stream: Stream, forms: tuple[Form, ...]) -> TableReading | None:
    """Read the table in the form whose labels fit best; None when there is none."""
    found: list[tuple[Form, list[Hit], list[Hit]]] = []
    for form in forms:
        signals = form.tables[KEY].signals
        if sum(signal in stream.text for signal in signals) >= _FEWEST_CUES:
            hits = [hit for hit in _lexicon(form).find(stream) if _is_label(stream, hit)]
            best = _table(stream, anchors.chain(hits))
            if _FEWEST_ROWS <= len(best) < len(_anchors(form)) and not stream.document.is_html:
                hits = sorted([*hits, *_interrupted(stream, form, best)], key=lambda h: h.start)
                best = _table(stream, anchors.chain(hits))
            found.append((form, hits, best))
    if not found:
        return None
    form, every, hits = max(found, key=lambda candidate: anchors.score(candidate[2]))
    if len(_rows(form, hits)) < _FEWEST_ROWS:
        return None
    outside = [hit for hit in every if not hits[0].start <= hit.start <= hits[-1].end]
    second = anchors.chain(outside)
    has_second = len(_rows(form, second)) > len(hits) // 2
    if has_second:
        places = (_start(stream, one[0].start) for one in (hits, second))
        hits = _table(stream, second) if is_later(stream, *places) else hits
    take_numbers_of_all(stream, hits, _rows(form, hits))
    reading = _read(stream, form, hits)
    rows = {hit.anchor.key: hit.start for hit in _rows(form, hits)}
    _doubt_other_year(reading, stream.text[reading.start : hits[0].start])
    note_moved(reading)
    note_passed_over(stream, reading, rows, _rows(form, every))
    if has_second:
        detail = "a second table of statistics stands on the page; one of the two was read"
        reading.note("several_reports", "warning", None, detail)
    return reading


def _doubt_other_year(reading: TableReading, header: str) -> None:
    """Believe no figure under a header that names last year's figures and no other."""
    header = header[max(map(header.rfind, _HEADERS)) + 1 :]  # the title names the year, too
    named = _OTHER_YEAR.search(header)
    if named is None or _THIS_YEAR.search(_OTHER_YEAR.sub("", header)):
        return
    for row, cells in reading.rows.items():
        if any(cell.raw for cell in cells):
            reading.rows[row] = [replace(c, value=None, status="ambiguous") for c in cells]
    detail = f"the only column of figures is “{named.group()}”"
    reading.note("header_damaged", "warning", None, detail)


@cache
def _lexicon(form: Form) -> Lexicon:
    return Lexicon(_anchors(form))


@cache
def _anchors(form: Form) -> tuple[Anchor, ...]:
    """The groups' headings among the rows, each before its first row."""
    table = form.tables[KEY]
    groups = {group.key: group for group in table.groups}
    ordered: list[Anchor] = []

    def add(key: str, cores: tuple[str, ...], ordinal: str | None) -> None:
        ordered.append(Anchor(key, len(ordered), cores, ordinal, form.id))

    for row in table.rows:
        pending = []
        group = groups.pop(row.group or "", None)
        while group is not None:
            pending.append(group)
            group = groups.pop(group.parent or "", None)
        for heading in reversed(pending):
            add(heading.key, heading.cores, heading.ordinal)
        add(row.key, row.cores, row.ordinal)
    return tuple(ordered)


def _is_label(stream: Stream, hit: Hit) -> bool:
    """Whether a label begins here: not in the midst of other words (不 + 同意公开…)."""
    text, start = stream.text, hit.start
    before = text[start - 1 : start]
    if _HAN.match(before) and before not in _BEFORE and not stream.is_border(start):
        numbered = not _HAN.match(text[start : start + 1]) or text[start + 1 : start + 2] in "、."
        if not numbered:
            return False
    printed = plain(text[start : hit.end])
    rests = [core[_overlap(printed, core) :] for core in map(plain, hit.anchor.cores)]
    # A label that breaks off goes on behind the value, or it is no label.
    return "" in rests or any(text.find(r[:2], hit.end, hit.end + 80) >= 0 for r in rests if r)


@cache
def _interruptions(form: Form) -> tuple[re.Pattern[str], dict[str, list[tuple[Anchor, int]]]]:
    """A pattern for labels that break off after a few characters to go on behind the value
    (``(一)收件3到申请数``), and which label and how many characters each beginning is."""
    branches: dict[str, list[tuple[Anchor, int]]] = {}
    patterns = []
    for anchor in _anchors(form):
        core = plain(anchor.cores[0])
        for cut in range(1, min(_SHORTEST, len(core) - 1)):
            name = f"{core[:cut]}|{core[cut:]}"
            if name not in branches:
                patterns.append(f"{core[:cut]}(?={_VALUE}{core[cut : cut + 2]})")
            branches.setdefault(name, []).append((anchor, cut))
    return re.compile("|".join(dict.fromkeys(patterns))), branches


def _interrupted(stream: Stream, form: Form, hits: list[Hit]) -> list[Hit]:
    """Hits of labels of which fewer characters than a beginning needs stand before a value."""
    pattern, branches = _interruptions(form)
    low, high = max(0, hits[0].start - _LONELY), hits[-1].end + _LONELY
    found: list[Hit] = []
    for begun in pattern.finditer(stream.text, low, high):
        start, end = begun.span()
        for name, labels in branches.items():
            head, _, rest = name.partition("|")
            value = _SPLIT.match(stream.text, end)
            if head != begun.group() or value is None or not stream.is_border(end):
                continue
            if stream.text.startswith(rest[:2], value.end()):
                found += [Hit(anchor, start, end, len(rest)) for anchor, _ in labels]
    return found


def _overlap(printed: str, core: str) -> int:
    """How much of the core stands at the end of what is printed."""
    return next((n for n in range(len(core), 0, -1) if printed.endswith(core[:n])), 0)


def _table(stream: Stream, hits: list[Hit]) -> list[Hit]:
    """The chain without words of the narrative before and behind it."""
    while len(hits) > 1 and _apart(stream, hits[0], hits[1]):
        hits = hits[1:]
    while len(hits) > 1 and _apart(stream, hits[-2], hits[-1]):
        hits = hits[:-1]
    return hits


def _apart(stream: Stream, first: Hit, second: Hit) -> bool:
    if second.start - first.end > _LONELY:
        return True
    blocks = stream.document.blocks
    one, other = blocks[stream.block_at(first.end - 1)], blocks[stream.block_at(second.end - 1)]
    return one.is_cell != other.is_cell and second.start - first.end > _LONELY // 2


def _rows(form: Form, hits: list[Hit]) -> list[Hit]:
    groups = {group.key for group in form.tables[KEY].groups}
    return [hit for hit in hits if hit.anchor.key not in groups]


def _read(stream: Stream, form: Form, hits: list[Hit]) -> TableReading:
    table = form.tables[KEY]
    reading = TableReading(table, form.id, _start(stream, hits[0].start), hits[-1].end)
    entries: dict[str, Entry] = {}
    extras: list[tuple[str, Entry]] = []
    labels = {row.key: plain(row.label) for row in table.rows}
    labels |= {group.key: plain(group.label) for group in table.groups}
    keys = {row.key for row in table.rows}
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        key = hit.anchor.key
        limit = following.start if following else _limit(stream, hit.end)
        printed = plain(stream.text[hit.start : hit.end])
        rest = labels[key][_overlap(printed, labels[key]) :]
        ordinal = hit.anchor.ordinal or ""
        number = int(ordinal) if ordinal.isdecimal() else 0
        entry = entry_after(stream, hit.end, limit, rest, number=number, is_last=following is None)
        reading.end = max(reading.end, entry.end)
        extras += [(key, stray) for stray in entry.strays]
        if key in keys:
            entries[key] = entry
    _adopt(reading, entries, extras)
    marks = {hit.anchor.key: hit for hit in hits}
    _doubt_shared(reading, entries, extras, {key: mark.start for key, mark in marks.items()})
    fill(stream, reading, entries, marks, hits)
    reading.end = _end(stream, reading.end)
    return reading


def _adopt(
    reading: TableReading, entries: dict[str, Entry], extras: list[tuple[str, Entry]]
) -> None:
    """Rows whose label is misspelt, and numbers of rows that the form does not have."""
    for place, (after, stray) in enumerate(list(extras)):
        row = nearest(stray.label, reading.table.rows)
        if row is not None and row.key not in entries:
            entries[row.key] = stray
            reading.note("label_variant", "info", row.key, f"“{stray.label}” read as {row.label}")
            extras[place] = (after, replace(stray, label=""))
            continue
        reading.note("row_unknown", "warning", None, f"“{stray.label}” is no row of the form")
        shown = stray.shown
        value = shown[0].token.text if len(shown) == 1 else ""
        number = int(value) if value.isdecimal() else None
        reading.extras.append((after, stray.label, number))
    extras[:] = [(after, stray) for after, stray in extras if stray.label]


def _doubt_shared(
    reading: TableReading,
    entries: dict[str, Entry],
    extras: list[tuple[str, Entry]],
    starts: dict[str, int],
) -> None:
    """被依法纠错数 stands under 复议 and 诉讼: it belongs to whichever row of its own comes
    last before it; where that is the other's, or a row nobody knows, to neither."""
    rows = {row.key: row for row in reading.table.rows}
    shared = {row.key for row in rows.values() if _namesakes(row.cores, reading) > 1}
    parents = {rows[key].group for key in shared}
    places = starts | {key: e.position for key, e in entries.items() if key not in starts}
    heads = {
        place: rows[key].group if rows[key].group in parents else key
        for key, place in places.items()
        if key in rows and key not in shared and {key, rows[key].group} & parents
    }
    unknown = {stray.position: None for _, stray in extras}
    for key in shared & entries.keys():
        before = {place: head for place, head in (heads | unknown).items() if place < places[key]}
        if before.get(max(before, default=-1)) != rows[key].group:
            entries[key].unit = None
            entries[key].values.clear()
            entries[key].loose = True


def _namesakes(cores: tuple[str, ...], reading: TableReading) -> int:
    return sum(other.cores == cores for other in reading.table.rows)


def _start(stream: Stream, first: int) -> int:
    """Where the table's title or header begins."""
    low = max(0, first - _HEADER_REACH)
    title = stream.text.rfind(_TITLE, low, first)
    if title >= 0:
        return title
    found = [stream.text.rfind(words, low, first) for words in _HEADERS]
    return min((at for at in found if at >= 0), default=first)


def _limit(stream: Stream, label_end: int) -> int:
    limit = min(label_end + _TAIL_REACH, len(stream.text))
    footer = _FOOTER.search(stream.text, label_end, limit)
    return footer.start() if footer else limit


def _end(stream: Stream, end: int) -> int:
    """Behind the line of names and telephone that closes the table."""
    last = end
    while footer := _FOOTER.search(stream.text, last, last + _FOOTER_GAP):
        last = footer.end()
    if last == end:
        return end
    block = stream.block_at(last - 1)
    stop = stream.block_start(block + 1)
    return stop if stop - last <= _FOOTER_GAP else last
