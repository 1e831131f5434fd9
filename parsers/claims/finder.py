"""Claims, clause by clause: each number is judged by the words on both sides of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from parsers.claims import patterns
from parsers.claims.bodies import Reporter, subject
from parsers.claims.context import Aside, Context
from parsers.claims.fees import fee_claims
from parsers.claims.figures import Figure, figures_in
from parsers.claims.outcomes import outcome_of, result_of
from parsers.claims.passages import Clause, clauses, paragraphs, sentences
from parsers.claims.remedies import no_remedies, remedies_of
from parsers.claims.requests import no_requests, requests_of
from parsers.report import Claim, Number, Section

#: A paragraph without any of these makes no claim.
_CUE = re.compile(
    "收到|受理|接收|接到|新收|收悉|办结|答复[^。]{0,30}[0-9件]|办理完|结转|顺延|复议|诉讼|予以公开|予以部分|部分公开|不予公开|不予处理"
    "|无法提供|其他处理|处理费|收费|收取|现成信息|仍不明确|依申请公开|公开申请|公开的申请|维持|纠正|审结"
    "|結轉|複議|復議|訴訟"
)
_COUNT = re.compile(
    r"[0-9０-９零〇一二三四五六七八九十两百千万余多]\s*[件份条宗起个次项例元万余多]|[未没无零]|为\s*[0０]"
)
#: A sentence longer than this is none.
_LONGEST = 2_000
#: More claims, or sentences to look at, in one part are no report's; nothing beyond is read.
_MOST = 200
_MOST_PARAGRAPHS = 5_000
#: After these, a bare 办结 n 件 is about requests too.
_OF_REQUESTS = frozenset(("received", "closed", "handled"))
_REMEDIES = frozenset(("review", "litigation"))
_OUTCOMES = frozenset(
    ("granted", "partly_granted", "denied", "unavailable", "not_processed", "other_handling")
)
_DISCLOSURE = re.compile("信息公开|政务公开|依申请")
_INCLUDING = re.compile("(?:其中)?(?:含|包含|包括)")
#: 所属单位受理102件: a total that counts others is not this body's.
_SUBORDINATE = re.compile(
    "(?:所属|下属|直属)[^,;0-9]{0,12}(?:受理|收到|新收|接收|办理|答复|办结)[^,;0-9]*[0-9]"
)
_WHOLE = re.compile("全[省市县区州盟旗]")
Found = Iterator[tuple[str, Number, bool]]


def find_claims(sections: Iterable[Section], reporter: Reporter) -> list[Claim]:
    """Every claim of the running text, in its order."""
    found: list[Claim] = []
    for section in sections:
        found += _in_section(section, reporter)
    return found


def _in_section(section: Section, reporter: Reporter) -> list[Claim]:
    found: list[Claim] = []
    read = 0
    for offset, paragraph in islice(paragraphs(section), _MOST_PARAGRAPHS):
        if not _CUE.search(paragraph):
            continue
        context = Context(reporter, section.key, reporter.year)
        for start, sentence in sentences(paragraph, offset):
            about = _CUE.search(sentence) is not None and len(sentence) <= _LONGEST
            counts = about and _COUNT.search(sentence) is not None
            context.new_sentence(sentence, read=counts, silent=not about and "申请" not in sentence)
            if counts:
                found += _in_sentence(section, clauses(sentence, start), context)
                read += 1
            if len(found) > _MOST or read > _MOST:
                return found[:_MOST]
    return found


def _in_sentence(section: Section, parts: Iterable[Clause], context: Context) -> list[Claim]:
    found: list[Claim] = []
    aside: Aside | None = None
    for clause in parts:
        # What a bracket tells is a part of what stands before it, not after it.
        if clause.opens == "(":
            aside = aside or context.set_aside()
        elif aside:
            context.resume(aside)
            aside = None
        if found and context.reporter.counts_others and _WHOLE.search(clause.text):
            # 县政府办理30件，全县共办理60件: the first is a part of the second.
            found = [claim for claim in found if claim.kind not in _OF_REQUESTS]
        found = _without_totals(found, clause)
        more = _in_clause(section, clause, context)
        if clause.opens == "(" and _INCLUDING.match(clause.text) and _swallow(found, more):
            del found[-1]
        found += more
    if None in context.clauses and context.reporter.counts_others:
        # 市政府收到96件，各部门收到611件: two parts of one total, and neither is the total.
        return [claim for claim in found if claim.kind not in _OF_REQUESTS]
    return found


def _without_totals(found: list[Claim], clause: Clause) -> list[Claim]:
    """Without totals that a clause says to be of more bodies, or of more than disclosure."""
    if not clause.text.startswith("其中") and not _SUBORDINATE.match(clause.text):
        return found
    if _SUBORDINATE.search(clause.text):
        return [claim for claim in found if claim.kind not in _OF_REQUESTS]
    if _DISCLOSURE.search(clause.text):
        return [c for c in found if c.kind not in _REMEDIES or _DISCLOSURE.search(c.quote)]
    return found


def _swallow(found: list[Claim], more: list[Claim]) -> bool:
    """予以公开34件（含部分公开11件）: the first is no row of the table."""
    return bool(found and more) and found[-1].kind in _OUTCOMES and more[0].kind in _OUTCOMES


def _in_clause(section: Section, clause: Clause, context: Context) -> list[Claim]:
    context.enter(clause.text, clause.opens)
    figures = figures_in(clause.text)
    said = list(_said(clause, figures, context))
    claims: list[Claim] = []
    if said and context.tells_own_year():
        quote = " ".join(section.text[clause.start : clause.end].split())
        for kind, value, approximate in said:
            claims.append(Claim(kind, value, approximate, section.key, quote, clause.start))
            context.seen[kind] = value
            context.before = context.before if context.inside else kind
            if kind in _OF_REQUESTS:
                context.topic, context.age = "request", 0
    context.leave(clause.text, counted=bool(figures), said=bool(claims))
    return claims


def _said(clause: Clause, figures: Sequence[Figure], context: Context) -> Found:
    """Kind, value and whether it is approximate, of each claim in a clause."""
    text = clause.text
    yield from fee_claims(text, context)
    if not figures:
        yield from no_requests(text, context)
        yield from no_remedies(text, context)
        return
    leads = not subject(text[: figures[0].start])
    for at, figure in enumerate(figures):
        left = text[figures[at - 1].end if at else 0 : figure.start]
        right = text[figure.end : figures[at + 1].start if at + 1 < len(figures) else len(text)]
        if not figure.counts or not isinstance(figure.value, int):
            continue
        for kind, value in _of_figure(left, right, figure, context, leads=leads, first=not at):
            yield kind, value, figure.approximate


def _of_figure(
    left: str, right: str, figure: Figure, context: Context, *, leads: bool, first: bool
) -> Iterator[tuple[str, Number]]:
    value = figure.value
    assert value is not None
    if first:
        kinds = [
            *requests_of(left, right, value, context),
            *remedies_of(left, right, context),
        ]
        yield from ((kind, value) for kind in kinds)
        if kinds:
            return
    if right and not patterns.CONTINUES.match(right) and not leads:
        return
    kind = outcome_of(left, right, context, leads=leads) or result_of(
        left, right, context, leads=leads
    )
    if kind:
        yield kind, value
