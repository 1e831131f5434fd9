"""What became of requests (予以公开 8 件) and of reviews and lawsuits (维持 1 件)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.claims import patterns
from parsers.claims.context import Context

#: 收到57件，上年结转3件，全部办结: what follows is of all of them.
_ALL_CLOSED = re.compile(
    r"^(?:已|均|都|已经)*(?:全部|均|都)[^0-9]*(?:办结|答复|办理完毕|处理完毕)[^0-9]*$"
)
#: 予以公开占51%，共803件.
_SHARE = re.compile(r"(?:约)?占(?:比)?(?:总数的)?(?:[0-9.]+%|[一二三四五六七八九]成.{0,3})$")
_TOTAL = ("共", "共计", "计", "为", "合计")
_REASON = re.compile("(?:其中)?(?:因|由于|鉴于|以)(?!政府信息公开)")
Labels = Iterable[tuple[str, re.Pattern[str], re.Pattern[str]]]


def outcome_of(left: str, right: str, context: Context, *, leads: bool) -> str | None:
    """The row of table 3 that a number belongs to; None when that is not certain.

    ``leads``: the clause opens with the number, so that labels follow their numbers.
    """
    if context.group or _of_those_carried(context) or _for_one_reason(context):
        return None
    if context.topic != "request" and context.section != "requests":
        return None
    if context.topic in ("review", "litigation", "other") or context.sorts_documents:
        return None
    if left in _TOTAL and not right and _SHARE.search(context.previous):
        left, leads = _SHARE.sub("", context.previous), False
    kind = _label(patterns.OUTCOMES, left, right, leads=leads)
    return kind if kind is None or _group_is_named(kind, context) else None


def _of_those_carried(context: Context) -> bool:
    """上年结转2件，其中予以公开1件: of which?"""
    seen = context.seen
    if "carried_in" not in seen or "closed" in seen:
        return False
    if "received" in seen and any(_ALL_CLOSED.search(text) for text in context.clauses if text):
        return False
    return context.part or "received" not in seen


def _for_one_reason(context: Context) -> bool:
    """因申请人重复申请，不予处理2件: those for that reason, perhaps not all."""
    return _REASON.match(context.previous) is not None


def _group_is_named(kind: str, context: Context) -> bool:
    """重复申请 3 件 were refused only if the sentence says 不予处理."""
    for prefix, word in (("denied_", "不予公开"), ("not_processed_", "不予处理")):
        if kind.startswith(prefix):
            return any(word in text for text in context.clauses if text)
    return True


def result_of(left: str, right: str, context: Context, *, leads: bool) -> str | None:
    """The column of table 4 that a number belongs to, as ``review_upheld``."""
    if context.topic not in ("review", "litigation") or not context.disclosure:
        return None
    # Without its own total before it, a result may be one of other cases.
    if context.topic not in context.seen:
        return None
    found = _label(patterns.RESULTS, left, right, leads=leads)
    return f"{context.topic}_{found}" if found else None


def _label(labels: Labels, left: str, right: str, *, leads: bool) -> str | None:
    hits: list[str] = []
    if not patterns.ANY_LABEL.search(right if leads else left):
        return None
    for kind, before, behind in labels:
        if leads:
            if behind.fullmatch(right):
                hits.append(kind)
        elif (found := before.search(left)) and _is_clean(left[: found.start()]):
            hits.append(kind)
    return hits[0] if len(hits) == 1 else None


def _is_clean(before: str) -> bool:
    match = patterns.PART_ONLY.match(before)
    return match is not None
