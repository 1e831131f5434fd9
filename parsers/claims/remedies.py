"""Administrative reviews and lawsuits over disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.claims import patterns
from parsers.claims.bodies import subject
from parsers.claims.context import Context
from parsers.report import Number

#: Bodies that decide reviews themselves: a review they received need not be against them.
_DECIDES = re.compile("司法|法制|政府|人民政府")
_CUE = re.compile("复议|诉讼|起诉")


def remedies_of(left: str, right: str, context: Context) -> list[str]:
    """The kinds of claim that a number makes, by the words before and behind it."""
    if not _CUE.search(left) or (right and not patterns.CONTINUES.match(right)):
        return []
    if not (context.disclosure or context.section == "review_litigation"):
        return []
    for kind, pattern in (
        ("litigation_direct", patterns.DIRECT),
        ("litigation_after_review", patterns.AFTER_REVIEW),
    ):
        match = pattern.search(left)
        if match:
            return [kind] if _is_clear(left[: match.start()], context) else []
    both = patterns.BOTH.search(left)
    if both:
        clear = re.search("[各均都]", both["mid"]) and _is_clear(left[: both.start()], context)
        return ["review", "litigation"] if clear else []
    return _single(left, context)


def _single(left: str, context: Context) -> list[str]:
    for kind, pattern in (("review", patterns.REVIEW), ("litigation", patterns.LITIGATION)):
        match = pattern.search(left)
        if match is None:
            continue
        if kind == "litigation" and _leaves_review_open(context):
            return []
        if context.part and kind in context.seen:
            return []
        return [kind] if _is_clear(left[: match.start()], context) else []
    return []


def _leaves_review_open(context: Context) -> bool:
    """被申请行政复议，被提起行政诉讼3件: three of which?"""
    before = context.previous
    return "复议" in before and not ({"review"} & context.seen.keys()) and "信息公开" in before


def _is_clear(pre: str, context: Context) -> bool:
    lead = patterns.REMEDY_LEAD.search(pre)
    pre = pre[: lead.start()] if lead else pre
    match = patterns.PART_BEFORE.match(pre)
    rest = pre[match.end() :] if match else pre
    return not (who := subject(rest)) or context.reporter.owns(who)


def no_remedies(text: str, context: Context) -> Iterator[tuple[str, Number, bool]]:
    """未发生因政府信息公开引起的行政复议、行政诉讼."""
    if "复议" not in text and "诉讼" not in text:
        return
    match = patterns.NO_REMEDY.search(text)
    if match is None:
        match = patterns.NO_REMEDY_AFTER.search(text)
        if match is None:
            return
    if not _is_clear(text[: match.start()], context):
        return
    if "复议" in match["what"]:
        yield "review", 0, False
    if "诉讼" in match["what"]:
        yield "litigation", 0, False
