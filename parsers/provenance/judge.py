"""The verdict on a document: official, hacked, a copy, or nothing to go by."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from parsers.document import Document, Stream
from parsers.lexicon import spam_in
from parsers.provenance import hosts, signs
from parsers.provenance.original import Original, mail_host, original_of
from parsers.provenance.signs import Sign
from parsers.report import Problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """``provenance`` of the contract, why, as problems, and the address that was copied.

    ``site`` is the domain of that address where the page names no host below it.
    """

    provenance: str
    problems: tuple[Problem, ...]
    original_url: str | None = None
    site: str | None = None

    @property
    def has_rubies(self) -> bool:
        """Whether pinyin was put behind the page's characters."""
        return any("M-RUBY" in problem.detail for problem in self.problems)


def judge(document: Document, stream: Stream, url: str | None) -> Verdict:
    """The provenance of a document from its own text and its address.

    On an official host only injected words count: twins for the blind, converters to
    traditional script and columns on a parent's host all name other hosts than their own.
    A file without an address, and a page on a bare one, is judged by its text alone: strong
    signs of a rewriting proxy make it a copy, their absence proves nothing.
    """
    host = hosts.host_of(url)
    kind = hosts.kind_of(host)
    if kind == "official":
        return _official(document, stream)
    found = [*signs.of_names(stream, host), *signs.of_injection(document, stream)]
    found += signs.of_script(stream)
    if kind == "foreign" and host:
        return _copy(document, stream, url, host, found)
    problems = tuple(sign.problem for sign in found)
    is_copy = any(sign.level in ("certain", "strong") for sign in found)
    is_copy |= sum(sign.level == "medium" for sign in found) > 1
    original = original_of(document, stream, None) if is_copy else None
    provenance = "copy_unverified" if is_copy else "unknown"
    if original is not None:
        provenance = "copy_linked"
    return Verdict(provenance, problems, original.url if original else None)


def _official(document: Document, stream: Stream) -> Verdict:
    found = [
        # A place name may well carry its pinyin, and nobody but a proxy adds it as noise.
        sign
        for sign in signs.of_injection(document, stream)
        if "M-RUBY" not in sign.problem.detail
    ]
    found += _hacked_links(document)
    script = [sign.problem for sign in signs.of_script(stream)]
    problems = (*(sign.problem for sign in found), *script)
    return Verdict("official_injected" if found else "official", problems)


def _hacked_links(document: Document) -> list[Sign]:
    """Links to advertising anywhere on the page, whatever style sheet hides them."""
    if document.tree is None:
        return []
    for link in document.tree.iter("a"):
        address = link.get("href") or ""
        if address[:1] in "/.#?" and address[:2] != "//":
            continue
        words = "".join(islice(link.itertext(), 50)) if len(link) else link.text
        text = words or link.get("title") or ""
        if text and (spam := spam_in(text)) and hosts.kind_of(hosts.host_of(address)) != "official":
            problem = Problem("injected_text", "warning", "links", f"“{spam}” (M-HIDDEN)")
            return [Sign("injected", problem)]
    return []


def _copy(
    document: Document, stream: Stream, url: str | None, host: str, found: list[Sign]
) -> Verdict:
    detail = f"served from {host}, which is not a government host (M-HOST)"
    problems = [Problem("foreign_host", "warning", None, detail)]
    problems += [sign.problem for sign in (*found, *signs.of_site_marks(document, host))]
    if mail := mail_host(stream):
        detail = f"an e-mail address of {mail} stands on the page (M-MAIL)"
        problems.append(Problem("foreign_host", "warning", "text", detail))
    original = original_of(document, stream, url)
    if original is not None and not original.certain:
        detail = (
            f"{original.trace}; the address itself stands nowhere on the page and was not checked"
        )
        problems.append(Problem("original_inferred", "info", None, detail))
    if original is None:
        return Verdict(_provenance(None), tuple(problems))
    return Verdict(_provenance(original), tuple(problems), original.url, original.site)


def _provenance(original: Original | None) -> str:
    return "copy_linked" if original is not None and original.certain else "copy_unverified"
