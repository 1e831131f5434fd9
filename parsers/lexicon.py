"""Words that mark injected advertising in copied or hacked pages.

Gambling brands and phrases that rewriting proxies put into titles and headings of
copied government pages. Words that ordinary pages use as well (金沙 is a county) count
only beside a word of advertising; the lottery administrations and campaigns against
gambling are the government's own business, so their names are no hit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_TITLE = re.compile("公[开開]|[报報]告|年[报報]")
_BODY = re.compile("[省市州盟县区旗].{0,20}(?:政府|局|厅|委|委员会|办公室|镇|乡|街道)$")
_PARTS = re.compile(r"(\s+|[|_]|官网[:：]|[:：])")
#: 某某官网:某局2021年…: a brand before a title; an office of the government may stand there too.
_PREFIX = re.compile(r"^\s*([^\s:：|_《》]{2,16}?)(?:官方网站|官网|app)[:：]", re.IGNORECASE)
#: How far from a word for gambling the words stand that say it is prosecuted.
_BEFORE, _BEHIND = 40, 10
_OFFICE = re.compile("政府|政务|门户|[省市县区州盟旗镇乡局厅委办院部署会]|中心|街道|网站")
#: All that an expression takes for a Latin letter when it is told to ignore case.
_LETTER = re.compile("[A-Za-z\u0130\u0131\u017f\u212a]")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What advertises; what the government itself is called; what it fights, and how that
    is said before (``enforced``) and behind (``offender``).

    ``head`` is what an injected phrase begins with in Chinese; any other holds a ``latin``.
    """

    spam: re.Pattern[str]
    head: re.Pattern[str]
    latin: re.Pattern[str]
    real: re.Pattern[str]
    offence: re.Pattern[str]
    enforced: re.Pattern[str]
    offender: re.Pattern[str]


def _lexicon() -> _Lexicon:
    resource = files("parsers").joinpath("provenance", "lexicon.json")
    data = json.loads(resource.read_text(encoding="utf-8"))
    filler, tail = _any(data["fillers"]), _any(data["tail"])
    companion = _any(data["companions"])
    alternatives = [
        _any(data["brands"]),
        *(f"(?<![{before}]){word}" for word, before in data["after"].items()),
        f"(?:{_any(data['weak'])})(?:{filler}){{0,2}}(?:{companion})",
        f"(?:{_any(data['generic'])})(?:{_any(data['generic_companions'])})",
        *(f"{word}(?![{behind}])" for word, behind in data["before"].items()),
        # Latin brands come and go: what stands beside them stays.
        rf"(?<![a-z0-9])[a-z]{{2,10}}[0-9]{{0,4}}(?:{filler})(?:{companion})",
    ]
    spam = f"(?:{'|'.join(alternatives)})(?:{tail}|[:：]){{0,4}}"
    return _Lexicon(
        re.compile(spam, re.IGNORECASE),
        *_cues(data),
        re.compile("|".join(data["real"]), re.IGNORECASE),
        re.compile(f"(?:{_any(data['offences'])})(?:网站|平台)?"),
        re.compile(_any(data["enforced"])),
        re.compile(
            rf"[^。；\n]{{0,{_BEHIND}}}?(?:{_any(data['offenders'])}|{_any(data['enforced'])})"
        ),
    )


def _cues(data: dict[str, Any]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """``head`` has literals only and ignores no case: its search skips all other characters."""
    groups = ("brands", "weak", "generic", "after", "before")
    heads = [word for group in groups for word in data[group]]
    latin = [word for word in heads if _LETTER.search(word)]
    brand = rf"{_any(latin)}|[a-z][0-9]{{0,4}}(?:{_any(data['fillers'])})"
    chinese = _any(word for word in heads if word not in latin)
    return re.compile(chinese), re.compile(brand, re.IGNORECASE)


_WORDS = _lexicon()


def _injected(text: str) -> Iterator[re.Match[str]]:
    """Injected phrases in their order; without Latin brands, each begins where a head does."""
    if _LETTER.search(text) and _WORDS.latin.search(text):
        yield from _WORDS.spam.finditer(text)
        return
    at = 0
    while head := _WORDS.head.search(text, at):
        found = _WORDS.spam.match(text, head.start())
        at = found.end() if found else head.start() + 1
        if found:
            yield found


def _spans(text: str) -> list[tuple[int, int]]:
    found = [match.span() for match in _injected(text)]
    if not found:
        return found
    real = [match.span() for match in _WORDS.real.finditer(text)]
    found = [(a, b) for a, b in found if not any(c < b and a < d for c, d in real)]
    return [span for span in found if not _is_fought(text, *span)]


def _is_fought(text: str, start: int, end: int) -> bool:
    """Whether a sentence names gambling as what is prosecuted (查处赌博、六合彩案件12起).

    Only words for the trade itself: no office writes a brand into such a sentence.
    """
    if not _WORDS.offence.fullmatch(text, start, end):
        return False
    sentence = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    before = _WORDS.enforced.search(text, max(sentence, start - _BEFORE), start)
    return before is not None or _WORDS.offender.match(text, end) is not None


def spam_in(text: str) -> str | None:
    """The first injected phrase in ``text``, or None."""
    spans = _spans(text)
    return text[slice(*spans[0])] if spans else None


def brand_before(title: str) -> str | None:
    """An unknown brand that a title begins with (某某官网:…), or None."""
    found = _PREFIX.match(title)
    if found is None or _OFFICE.search(found.group(1)) or not _TITLE.search(title, found.end()):
        return None
    return found.group(0).strip()


def without_spam(text: str) -> str:
    """``text`` with injected phrases taken out (for display; raw bytes stay).

    A phrase set off by white space or a bar goes as a whole, brand name and all.
    """
    if brand := brand_before(text):
        text = text.strip()[len(brand) :]
    spans = _spans(text)
    if not spans:
        return text
    kept, at = [], 0
    for part in _PARTS.split(text):
        inside = [(a - at, b - at) for a, b in spans if a < at + len(part) and b > at]
        at += len(part)
        if not inside or _TITLE.search(part):
            kept.append(_cut(part, inside))
        elif _BODY.search(part, 0, max(0, inside[0][0])):
            kept.append(part[: inside[0][0]])  # 某局X直播 2025年…: hung on a body's name
    text = "".join(kept).strip(" -_|:：")
    return re.sub(r"^(?:官方网站|官网|网站)[:：]", "", text)


def without_phrases(text: str) -> tuple[str, list[str]]:
    """Running text without injected phrases, and what was taken out.

    What stands in 《》 is left as printed: there a phrase *replaced* a word of the
    original (M-GAP), and a title without it would be one that nobody ever wrote.
    """
    spans = [(a, b) for a, b in _spans(text) if text.count("《", 0, a) <= text.count("》", 0, a)]
    return _cut(text, spans), [text[a:b] for a, b in spans]


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at : max(start, at)])
        at = max(at, end)
    return "".join([*kept, text[at:]])
