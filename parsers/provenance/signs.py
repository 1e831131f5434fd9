"""Signs on the page itself that it was copied or hacked, each with its M-id and level.

The level is the domain reference's: ``certain``, ``strong`` and ``medium`` speak of a
copy; ``injected`` of a page that carries advertising nobody sees, official or not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from parsers.document import Document, Stream
from parsers.lexicon import brand_before, spam_in
from parsers.provenance import hosts
from parsers.report import Problem, Severity

Level = Literal["certain", "strong", "medium", "injected"]
#: M-SELF, M-REL: the government's site named in brackets, its scheme stripped by a proxy.
_NAMED = re.compile(
    r"(?:网站|门户网?|政府网|官网|下载)\(((?:https?:)?//)?([\w.-]{0,100})[^()]{0,60}\)"
)
#: M-GAP: who issued a notice, and what it tells to do; 关于 belongs between.
_QUOTED = re.compile(r"《([^《》]{8,160})》")
_ISSUER = re.compile("办公厅|办公室|人民政府|国务院|领导小组|委员会")
_ORDER = re.compile("印发|做好|进一步|规范|加强|开展|全面")
_BODIES = re.compile("[省市县区厅局委办室处部院会镇乡府]|关于|转发|等|、|联合|及|和|与")
#: M-RUBY: pinyin behind a character, 文(wen)章(zhang).
_RUBY = re.compile(r"\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6})\)")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i(?:ang|ong|ng|an|ao|n|e|u|a)?|u(?:ang|an|ai|ei|n|o|e|i|a)?|a(?:ng|n|i|o)?|"
    "e(?:ng|n|i|r)?|o(?:ng|u)?)"
)
_FEWEST_RUBIES = 3
_FIRST_LINES = 5
_META = ("articletitle", "og:title", "keywords", "description")
#: Words of every report, in both scripts.
_SCRIPTS = (
    ("政務", "政务"),
    ("公開", "公开"),
    ("報告", "报告"),
    ("機關", "机关"),
    ("辦理", "办理"),
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One finding: the problem to tell, and how much it weighs."""

    level: Level
    problem: Problem


def _sign(level: Level, code: str, where: str | None, detail: str) -> Sign:
    severity: Severity = "info" if level == "medium" else "warning"
    return Sign(level, Problem(code, severity, where, detail))


def of_injection(document: Document, stream: Stream) -> Iterator[Sign]:
    """M-LEX, M-GAP, M-RUBY, M-HIDDEN: words that no office wrote."""
    yield from _in_head(document)
    if "》" in stream.text:
        yield from _in_quotes(stream)
    if count := len(rubies(stream.text)):
        detail = f"pinyin stands behind {count} characters (M-RUBY)"
        yield _sign("strong", "injected_text", "text", detail)
    if spam := spam_in(document.hidden):
        yield _sign("injected", "injected_text", "hidden text", f"“{spam}” (M-HIDDEN)")


def _in_head(document: Document) -> Iterator[Sign]:
    shown = (block.text for block in document.blocks if block.text and not block.text.isspace())
    head = list(islice(shown, _FIRST_LINES))
    title = document.title or ""
    for where, text in (("title", title), ("first lines", "\n".join(head))):
        if spam := spam_in(text) or brand_before(text):
            yield _sign("strong", "injected_text", where, f"“{spam}” (M-LEX)")
    for name in _META:
        if spam := spam_in(document.meta.get(name, "")):
            yield _sign("strong", "injected_text", f"meta {name}", f"“{spam}” (M-LEX)")
            return


def _in_quotes(stream: Stream) -> Iterator[Sign]:
    for quoted in _QUOTED.finditer(stream.text):
        inside = quoted.group(1)
        if gap := _gap(inside) if "通知" in inside or "意见" in inside else None:
            yield _sign("strong", "injected_text", "quoted notice", f"“{gap}” (M-GAP)")
            return
        if spam := spam_in(inside):
            yield _sign("strong", "injected_text", "quoted title", f"“{spam}” (M-LEX)")
            return


def _gap(title: str) -> str | None:
    """The phrase that stands where 关于 belongs, when it cannot be another body's name."""
    if "关于" in title:
        return None
    issuer = next(iter(_ISSUER.finditer(title)), None)
    order = _ORDER.search(title, issuer.end()) if issuer else None
    if issuer is None or order is None:
        return None
    gap = title[issuer.end() : order.start()]
    advertises = spam_in(gap) or re.search(
        "(?i)官网|体育|直播|投注|娱乐|登[录陆]|下载|app|足球", gap
    )
    is_body = _BODIES.search(gap) and not spam_in(gap)
    return gap if 2 <= len(gap) <= 40 and advertises and not is_body else None


def rubies(text: str) -> list[tuple[int, int]]:
    """Where pinyin noise stands, brackets included; empty when it is no noise (too little)."""
    found = [
        match.span()
        for match in _RUBY.finditer(text)
        if match.start() and _is_han(text[match.start() - 1]) and _is_pinyin(match.group(1))
    ]
    said = {text[start:end] for start, end in found}
    return found if len(said) >= _FEWEST_RUBIES else []


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_pinyin(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word)
    plain = "".join(c for c in marks if not unicodedata.combining(c))
    # (a), (b), (e) number the items of a list; a tone mark tells a syllable of one letter.
    return (len(plain) > 1 or marks != plain) and bool(_SYLLABLE.fullmatch(plain))


def of_script(stream: Stream) -> Iterator[Sign]:
    """M-TRAD: most of a report's own words stand in traditional script."""
    raw = stream.raw
    if "公開" in raw or "報告" in raw:
        old, new = (sum(raw.count(pair[i]) for pair in _SCRIPTS) for i in (0, 1))
        if old > new:
            detail = f"traditional script: {old} of {old + new} words looked at (M-TRAD)"
            yield _sign("medium", "traditional_script", "text", detail)


def of_names(stream: Stream, host: str | None) -> Iterator[Sign]:
    """M-SELF, M-REL: which site the text itself calls the government's."""
    for found in _NAMED.finditer(stream.text):
        scheme, named = found.group(1), found.group(2).lower().strip(".")
        kind = hosts.kind_of(named)
        if not scheme and not named and found.group(0).endswith("()"):
            yield _sign("medium", "foreign_host", None, f"“{found.group(0)}”: no address (M-REL)")
        elif kind == "foreign" and scheme and not hosts.is_public(named):
            level, rule = _level(scheme, named, host)
            detail = f"the text names {named} as the government's site ({rule})"
            yield _sign(level, "foreign_host", None, detail)
        else:
            continue
        return


def _level(scheme: str, named: str, host: str | None) -> tuple[Level, str]:
    if named == host:
        return "certain", "M-SELF"
    return ("strong", "M-REL") if scheme == "//" else ("medium", "M-SELF")


def of_site_marks(document: Document, host: str) -> Iterator[Sign]:
    """M-SITEID: the marks of a government site on somebody else's host."""
    code, domain = document.meta.get("siteidcode"), document.meta.get("sitedomain")
    claimed = hosts.host_of(domain) if domain else None
    if claimed and claimed != host and hosts.is_official_host(claimed):
        detail = f"the page says that it belongs to {claimed} (M-SITEID)"
        yield _sign("strong", "foreign_host", "meta sitedomain", detail)
    elif code and re.fullmatch(r"\d{10}|bm\d{8}", code):
        detail = f"the page bears the government site code {code} (M-SITEID)"
        yield _sign("strong", "foreign_host", "meta siteidcode", detail)
