"""A comparison as lines for a terminal, and as one JSON object."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rich.text import Text

from gongkai.archive.passages import Overlap
from gongkai.browse.compare_tables import Line, Side, TablePair
from gongkai.browse.comparison import Comparison, PartPair
from gongkai.browse.report_data import ReportData
from gongkai.browse.wording import SCOPE, TABLES, Words, words

Names = tuple[str, str]
#: The words of one language.
Say = Callable[[Words], str]
#: Of text that both have, so many characters are shown beside a change.
_AROUND = 12
_MARKS = {"gone": ("[-", "-]", "red strike"), "new": ("{+", "+}", "green underline")}


def lines_of(
    names: Names, found: Comparison, repeated: Overlap, lang: str, *, every: bool
) -> Iterator[Text]:
    """What a person reads: who is compared, the numbers, the text."""
    say = _teller(lang)
    assert found.first is not None
    assert found.second is not None
    for letter, name, data in zip("AB", names, (found.first, found.second), strict=True):
        yield Text(f"{letter}  {_head(name, data, say)}", "bold")
    yield from _warnings(found.first, found.second, say)
    yield _shares(found, repeated, say)
    for pair in found.tables:
        yield from _table(pair, say, every=every)
    for letter, keys in zip("AB", found.alone(), strict=True):
        for key in keys:
            known = say(words(TABLES, key))
            yield Text(
                say(Words(f"{known}：只见于 {letter}", f"{known}: only in {letter}")), "yellow"
            )
    for part in found.parts:
        yield from _part(part, say)


def _teller(lang: str) -> Say:
    return lambda told: told.en if lang == "en" and told.en else told.zh


def _head(name: str, data: ReportData, say: Say) -> str:
    report = data.report
    known = [report["agency"], report["year"], say(words(SCOPE, report["scope"])), report["form"]]
    return " · ".join([name, *(str(one) for one in known if one)])


def _warnings(first: ReportData, second: ReportData, say: Say) -> Iterator[Text]:
    if first.report["scope"] != second.report["scope"]:
        told = Words(
            "两份报告的口径不同，数字说的不是同一范围。",
            "The two differ in scope: their numbers are not about the same bodies.",
        )
        yield Text(say(told), "yellow")


def _shares(found: Comparison, repeated: Overlap, say: Say) -> Text:
    whole = "—" if found.share is None else f"{found.share:.0%}"
    share = repeated.repeated / repeated.characters if repeated.characters else None
    part = "—" if share is None else f"{share:.0%}"
    text = say(
        Words(
            f"文字相同：B 的表外文字 {whole} 与 A 逐字相同；按句、不计数字 {part}",
            f"Text in common: {whole} of B's outside tables stands in A; {part} by sentence,"
            " without numbers",
        )
    )
    longest = f"\n   {say(Words('最长的一句', 'longest'))}：{repeated.longest}"
    return Text(text + (longest if repeated.longest else ""))


def _table(pair: TablePair, say: Say, *, every: bool) -> Iterator[Text]:
    first, second = pair.forms
    forms = f" ({first} → {second})" if first != second else ""
    yield Text(f"\n{say(pair.words)}{forms}", "bold")
    if forms:
        told = Words(
            "表式不同：只对照两表都有的格，同名的数字也只算相近。",
            "The forms differ: only cells of both are compared, and they are only near.",
        )
        yield Text("  " + say(told), "yellow")
    shown = pair.lines if every else pair.changed
    for line in shown:
        yield Text("  " + _cells(line, say))
    if not pair.differing:
        yield Text("  " + say(Words("没有不同", "no difference")))
    elif (left := len(pair.differing) - len(pair.changed)) and not every:
        told = Words(f"各类申请人另有 {left} 格不同（--all）", f"{left} more by applicant (--all)")
        yield Text("  " + say(told), "dim")
    if pair.only_one:
        told = Words(f"另有 {pair.only_one} 格只见于一份", f"{pair.only_one} cells in one alone")
        yield Text("  " + say(told), "dim")


def _cells(line: Line, say: Say) -> str:
    sides = " → ".join(_side(side, say) for side in (line.first, line.second))
    change = f"  ({line.change})" if line.change and not line.is_same else ""
    return f"{say(line.label)}: {sides}{change}"


def _side(side: Side, say: Say) -> str:
    text = say(Words(side.text, side.text.replace(" 万元", " ×10,000 yuan")))
    return f"{text} [{say(side.hint)}]" if side.hint else text


def _part(part: PartPair, say: Say) -> Iterator[Text]:
    changes = part.difference.changes
    if not changes:
        return  # a part that holds nothing but its table
    yield Text(f"\n{part.heading}", "bold")
    if part.difference.is_cut:
        told = Words("文字过长，只对照开头。", "The text is long; only its beginning is compared.")
        yield Text("  " + say(told), "yellow")
    if all(kind == "same" for kind, _ in changes):
        yield Text("  " + say(Words("没有不同", "no difference")))
        return
    line = Text("  ")
    for at, (kind, text) in enumerate(changes):
        if kind == "same":
            line.append(_shortened(text, at == 0, at == len(changes) - 1))
        else:
            before, after, style = _MARKS[kind]
            line.append(f"{before}{text}{after}", style)
    yield line


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    """Of what both have, the ends that stand beside a change."""
    if len(text) <= 3 * _AROUND:
        return text
    before = "" if is_first else text[:_AROUND]
    return f"{before}…{'' if is_last else text[-_AROUND:]}"


def as_json(names: Names, found: Comparison, repeated: Overlap) -> dict[str, Any]:
    """Every cell and every change; shares from 0 to 1, None where there is no text."""
    alone = found.alone()
    share = repeated.repeated / repeated.characters if repeated.characters else None
    sides = zip(names, (found.first, found.second), strict=True)
    a, b = ({"source": name, **_known(data)} for name, data in sides if data)
    return {
        "a": a,
        "b": b,
        "differs": found.differs,
        "text_share": found.share,
        "sentences": {"share": share, "count": repeated.passages, "longest": repeated.longest},
        "tables": {pair.key: _pair(pair) for pair in found.tables},
        "tables_only_in": dict(zip("ab", alone, strict=True)),
        "parts": [
            {
                "key": part.key,
                "heading": part.heading,
                "cut": part.difference.is_cut,
                "changes": [list(change) for change in part.difference.changes],
            }
            for part in found.parts
        ],
    }


def _known(data: ReportData) -> dict[str, Any]:
    names = ("report_id", "title", "agency", "year", "scope", "form")
    return {name: data.report[name] for name in names}


def _pair(pair: TablePair) -> dict[str, Any]:
    cells = [
        {
            "row": line.row,
            "column": line.column,
            "label": line.label.zh,
            "label_en": line.label.en,
            "a": line.first.value,
            "b": line.second.value,
            "a_shown": line.first.text,
            "b_shown": line.second.text,
            "change": line.change,
            "same": line.is_same,
        }
        for line in pair.lines
    ]
    return {"forms": list(pair.forms), "only_in_one": pair.only_one, "cells": cells}
