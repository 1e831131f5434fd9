"""The text that a JSON document holds as text, not as markup: a crawl's record, an API's answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from parsers.embedded.contents import holds_cells
from parsers.embedded.loading import load, quoted
from parsers.embedded.strings import Number, strings_of
from parsers.markdown import without_tags

_HAN = re.compile("[\u4e00-\u9fff]")
_NO_HAN = re.compile("[^\u4e00-\u9fff]+")
#: Values that mean nothing without their key.
_TITLE = re.compile("title|headline", re.IGNORECASE)
_LABELLED = re.compile("title|headline|date|time|publish|source|site|url|发布|日期|时间|来源", re.I)
_FIGURE = re.compile(r"[+-]?[0-9][0-9,.]*|[-/]?")
_LONGEST_FACT = 120
#: Strings of fewer characters are no report.
_LONG = 400
_SLICE, _STEP = 30, 150
_SAME = 0.8
_MOST_COMPARED = 20


def text_of(source: str) -> tuple[str, str] | None:
    """What kind of document it is, and the text it holds line by line; None for any other.

    A string that holds a table's markup is no text: it is read as a page.
    """
    held, how = load(source), "JSON"
    if held is None and (found := quoted(source)) is not None:
        held, how = [dict([one]) for one in found], "quoted text"
    if held is None:
        return None
    values = [field.value for field in strings_of(held)]
    if not any("公开" in value for value in values) or any(map(holds_cells, values)):
        return None
    try:
        return how, "\n".join(_lines(held, ""))
    except RecursionError:
        return None


def _repeated(values: Iterable[object]) -> frozenset[str]:
    """Strings that say what another beside them says: the one with fewer line ends of two."""
    long = {v for v in values if isinstance(v, str) and len(v) >= _LONG}
    kept: list[str] = []
    dropped: list[str] = []
    for value in sorted(long, key=lambda v: (-v.count("\n"), v))[:_MOST_COMPARED]:
        words = _NO_HAN.sub("", value)
        if any(_is_same(words, other) for other in kept):
            dropped.append(value)
        else:
            kept.append(words)
    return frozenset(dropped)


def _is_same(one: str, other: str) -> bool:
    short, whole = sorted((one, other), key=len)
    cuts = [short[at : at + _SLICE] for at in range(0, len(short), _STEP)]
    return len(short) * 2 > len(whole) and sum(c in whole for c in cuts) >= _SAME * len(cuts)


def _lines(value: object, key: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from _of_string(value, key)
    elif isinstance(value, dict):
        if _HAN.search(key):
            yield key
        twice = _repeated(value.values())
        for name, one in sorted(value.items(), key=lambda item: _rank(str(item[0]))):
            if not (isinstance(one, str) and one in twice):
                yield from _lines(one, str(name))
        yield ""
    elif isinstance(value, list) and (rows := _rows(value)):
        yield from rows
    elif isinstance(value, list):
        is_text = any(isinstance(one, str) and _HAN.search(one) for one in value)
        for one in value:
            if isinstance(one, str) and is_text:
                yield one
            else:
                yield from _lines(one, key)


def _rank(key: str) -> int:
    """Title and date go before a text: they may stand behind it in the document."""
    return 0 if _TITLE.search(key) else 1 if _LABELLED.search(key) else 2


def _of_string(value: str, key: str) -> Iterator[str]:
    if len(value) <= _LONGEST_FACT and "\n" not in value:
        if _HAN.search(key) and not _LABELLED.search(key):
            yield f"{key}\t{value}"
        elif _LABELLED.search(key):
            yield f"{key}: {value}"
        elif _HAN.search(value):
            yield value
        return
    yield without_tags(value) if "<" in value else value


def _rows(value: list[object]) -> list[str]:
    """Rows of cells: lists of short values, or objects with the same keys and some figures."""
    if value and all(isinstance(row, list) and _is_row(row) for row in value):
        return [_row(row) for row in value if isinstance(row, list)]
    records = [row for row in value if isinstance(row, dict)]
    if len(value) < 2 or len(records) < len(value) or not all(_is_record(r) for r in records):
        return []
    keys = list(records[0])
    if any(list(record) != keys for record in records):
        return []
    return [_row(keys), *(_row(record.values()) for record in records)]


def _is_row(row: Iterable[object]) -> bool:
    return all(one is None or (isinstance(one, str) and len(one) <= _LONGEST_FACT) for one in row)


def _is_record(record: Mapping[str, object]) -> bool:
    values = list(record.values())
    figures = (v is None or isinstance(v, Number) or _is_figure(v) for v in values)
    return len(values) > 1 and _is_row(values) and 2 * sum(figures) >= len(values)


def _is_figure(value: object) -> bool:
    return isinstance(value, str) and _FIGURE.fullmatch(value.strip()) is not None


def _row(cells: Iterable[object]) -> str:
    return "\t".join("" if one is None else " ".join(str(one).split()) for one in cells)
