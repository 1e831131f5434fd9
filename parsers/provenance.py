"""Is this the official page, a hacked one, or a copy? As far as one document can show.

Check ids (M-…) are those of the domain reference, 4.5. A file without an address is judged
by its text alone: signs of a rewriting proxy make it a copy, their absence proves nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from parsers.document import Document, Stream
from parsers.lexicon import spam_in
from parsers.report import Problem

#: M-REL: a rewriting proxy strips the scheme, "网站(//HOST/)", or leaves the brackets empty.
_REWRITTEN = re.compile(r"(?:网站|网|下载|门户)\((?:https?:)?(?://([\w.-]+)[^)]*)?\)")
#: M-GAP: 关于 replaced by a phrase of 2 to 40 characters in a quoted notice.
_GAP = re.compile(
    r"《[^》]*?(?:办公厅|办公室|人民政府|国务院|领导小组|委员会)((?:(?!关于|转发|印发)[^》]){2,40}?)(?:印发|做好|进一步|规范)[^》]*通知》"
)
#: M-RUBY: pinyin noise, 文(wen)章(zhang).
_RUBY = re.compile(r"[一-龥]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}\)")
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov\.cn|政务|政务\.cn)$")
_FIRST_LINES = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """``provenance`` of the contract, and why, as problems."""

    provenance: str
    problems: tuple[Problem, ...]


def is_official_host(host: str | None) -> bool:
    """Whether a host name belongs to the government (M-HOST)."""
    return bool(host and _OFFICIAL.search(host.lower().rstrip(".")))


def judge(document: Document, stream: Stream, url: str | None) -> Verdict:
    """The provenance of a document from its own text and its address."""
    host = urlsplit(url).hostname if url else None
    problems = [*_foreign_hosts(stream, host), *_injected(document, stream)]
    if host and not is_official_host(host) and not _is_bare_address(host):
        detail = f"served from {host}, which is not a government host (M-HOST)"
        problems.insert(0, Problem("foreign_host", "warning", None, detail))
        return Verdict("copy_unverified", tuple(problems))
    if is_official_host(host):
        injected = any(p.code == "injected_text" for p in problems)
        return Verdict("official_injected" if injected else "official", tuple(problems))
    return Verdict("copy_unverified" if problems else "unknown", tuple(problems))


def _is_bare_address(host: str) -> bool:
    return bool(re.fullmatch(r"[\d.]+|[0-9a-f:]+", host))


def _foreign_hosts(stream: Stream, host: str | None) -> list[Problem]:
    found: list[Problem] = []
    for match in _REWRITTEN.finditer(stream.text):
        named = match.group(1)
        if named is None or is_official_host(named) or not re.search(r"[a-z]", named):
            continue
        rule = "M-SELF" if named == host else "M-REL"
        detail = f"the text names {named} as the government's site ({rule})"
        found.append(Problem("foreign_host", "warning", None, detail))
    return found[:1]


def _injected(document: Document, stream: Stream) -> list[Problem]:
    head = [block.text for block in document.blocks if block.text.strip()][:_FIRST_LINES]
    found: list[Problem] = []
    for where, text in (("title", document.title or ""), ("first lines", "\n".join(head))):
        if spam := spam_in(text):
            found.append(Problem("injected_text", "warning", where, f"“{spam}” (M-LEX)"))
    gap = _GAP.search(stream.text)
    if gap and (spam_in(gap.group(1)) or re.search(r"[a-zA-Z]{3}", gap.group(1))):
        found.append(
            Problem("injected_text", "warning", "quoted notice", f"“{gap.group(1)}” (M-GAP)")
        )
    if len(_RUBY.findall(stream.text)) >= 3:
        found.append(Problem("injected_text", "warning", "text", "pinyin noise (M-RUBY)"))
    if spam := spam_in(document.hidden):
        found.append(Problem("injected_text", "warning", "hidden text", f"“{spam}” (M-HIDDEN)"))
    return found
