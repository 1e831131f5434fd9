"""Requests received, closed, handled, carried in and carried over to the next year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.claims import patterns
from parsers.claims.bodies import subject
from parsers.claims.context import ALL_APPLICANTS, Context
from parsers.report import Number

_IS_REQUEST = re.compile("申请|依申请公开")
#: 申请 alone can be one for a licence; these words make it one for information.
_INFORMATION = re.compile("公开|信息")
_SOME_APPLICANTS = re.compile("公民|自然人|法人|个人")
_OWN_WORDS = frozenset(("本年新收", "本年度新收"))
#: 办理96件（其中本年新收91件、上年结转5件）: the two that make up what was handled.
_NEW_PART = re.compile(
    "(?:其中|含|包括|:)*+(?:本年度?|当年|今年|20[0-9]{2}年度?)?新收(?:到)?(?:的)?(?:申请)?"
)
_ANY_FIGURE = re.compile("[0-9一二三四五六七八九十两]+[件份宗]")
_CARRIED = re.compile("转|延|遗留")
_TAKE, _GIVE = re.compile("收|受理|接"), re.compile("办|复|处理")
#: With a word without which the expression need not be tried.
_PATTERNS = (
    (patterns.RECEIVED_AND_CLOSED, _GIVE, ["received", "closed"]),
    (patterns.RECEIVED_AND_HANDLED, _GIVE, ["received", "handled"]),
    (patterns.RECEIVED, _TAKE, ["received"]),
    (patterns.NUMBER_OF_REQUESTS, re.compile("[数量]"), ["received"]),
    # Before CLOSED, which would find the bare 答复 at its end.
    (patterns.COMPLETED, re.compile("完成"), ["closed"]),
    (patterns.CLOSED, _GIVE, ["closed"]),
    (patterns.HANDLED, _GIVE, ["handled"]),
)


def requests_of(left: str, right: str, value: Number, context: Context) -> list[str]:
    """The kinds of claim that a number makes, by the words before and behind it."""
    if _CARRIED.search(left) or _CARRIED.search(right):
        found = _carried(left, right, context)
        if found:
            return [found] if not context.group else []
    if _answered_part(left, right, context):
        return ["closed"]
    if _new_part(left, right, context):
        return ["received"]
    if context.part or context.group:
        return []
    for pattern, cue, kinds in _PATTERNS:
        match = pattern.search(left) if cue.search(left) else None
        elliptic = (kinds == ["received"] and _is_elliptic(left, context)) or (
            kinds == ["closed"] and _goes_on(context, value)
        )
        if kinds == ["handled"] and match and match.group().startswith("办理"):
            elliptic = "received" in context.seen and _goes_on(context, value)
        if match and _means_requests(match["mid"], left[: match.start()], right, context, elliptic):
            if "received" in kinds and context.inside and "closed" in context.seen:
                return []  # 答复93件（上年结转4件、本年新收89件）: more may have come in
            own = _is_own(left[: match.start()], context)
            if not own and len(subject(left[: match.start()])) > 1:  # 应办理 names nobody
                context.is_others()
            return kinds if own else []
    if not subject(left) and patterns.CLOSED_AFTER.match(right) and _goes_on(context, value):
        return ["closed"]
    return []


def _carried(left: str, right: str, context: Context) -> str | None:
    if context.of_outcome:
        return None  # 予以公开19件（其中3件为上年结转）
    if patterns.CARRIED_BEFORE.search(left) and (to := patterns.CARRIED_TO.match(right)):
        clear = context.topic == "request" and not subject(_rest(left[:-2]))
        return "carried_out" if clear and _right_year(to, "next", 1, context) else None
    for kind, before, behind, group, distance in (
        ("carried_in", patterns.CARRIED_IN, patterns.CARRIED_IN_AFTER, "last", -1),
        ("carried_out", patterns.CARRIED_OUT, patterns.CARRIED_OUT_AFTER, "next", 1),
    ):
        match, named_behind = before.search(left), False
        pre = left[: match.start()] if match else left
        if match is None and (context.topic == "request" or not subject(left)):
            match = behind.match(right)
            named_behind = _is_heading(right)
        elif match is not None and right and not patterns.CONTINUES.match(right):
            return None
        if match is None or not _right_year(match, group, distance, context):
            continue
        named = _IS_REQUEST.search(match.groupdict().get("mid") or "") is not None
        about = named or named_behind or context.topic == "request" or _is_heading(pre)
        return kind if about and not subject(_rest(pre)) else None
    return None


def _rest(pre: str) -> str:
    match = patterns.PART_BEFORE.match(pre)
    return pre[match.end() :] if match else pre


def _is_heading(pre: str) -> bool:
    return "依申请公开" in pre or "公开申请" in pre


def _right_year(match: re.Match[str], group: str, distance: int, context: Context) -> bool:
    named = match.groupdict()
    year = named.get(group) or named.get("from")
    return year is None or (context.year is not None and int(year) == context.year + distance)


def _means_requests(counted: str, pre: str, right: str, context: Context, elliptic: bool) -> bool:
    """Whether what is counted are requests for information, all of them."""
    after = patterns.REQUEST_AFTER.match(right)
    noun = counted
    if after and after["mid"] and _IS_REQUEST.search(after["mid"]):
        noun += after["mid"]
        right = after["rest"]
    if right and not patterns.CONTINUES.match(right):
        return False
    if _SOME_APPLICANTS.search(noun) and not ALL_APPLICANTS.search(noun):
        return False
    if not _IS_REQUEST.search(noun):
        return (elliptic and "信息" not in noun) or (
            not noun.strip("共计有了:") and _is_heading(pre)
        )
    if _INFORMATION.search(noun):
        return True
    return context.topic == "request" or context.section == "requests" or _is_heading(pre)


def _answered_part(left: str, right: str, context: Context) -> bool:
    """收到7件，其中6件已答复: all that were answered; 在答复的22件申请中."""
    if patterns.CLOSED_WITHIN.search(left):
        return bool(patterns.WITHIN.match(right)) and not context.group
    opens = context.part and not context.group and left in ("", "其中", "其中有", "其中:")
    told = context.topic == "request" and "received" in context.seen
    return opens and told and patterns.CLOSED_AFTER.match(right) is not None


def _new_part(left: str, right: str, context: Context) -> bool:
    if not context.part or context.group or _NEW_PART.fullmatch(left) is None or right:
        return False
    return "handled" in context.seen and "received" not in context.seen


def _is_elliptic(left: str, context: Context) -> bool:
    """Whether the noun may be left out: 依申请公开方面，收到3件, and the form's own 本年新收."""
    own_words = context.section == "requests" and left in _OWN_WORDS
    return own_words or _just_named(context)


def _just_named(context: Context) -> bool:
    """Whether the clause before speaks of requests, so that the noun can be left out."""
    return context.topic == "request" and _is_heading(context.previous)


def _goes_on(context: Context, value: Number) -> bool:
    """Whether a bare 办结 n 件 is about all requests, not about those carried in."""
    if context.topic is None and context.section == "requests":
        return not any(
            _ANY_FIGURE.search(t or "") for t in (*context.earlier, *context.clauses[:-1])
        )
    if context.topic != "request" or context.age > 1:
        return False
    carried = context.seen.get("carried_in")
    return carried is None or ("received" in context.seen and value != carried)


def _is_own(pre: str, context: Context) -> bool:
    who = subject(pre)
    return not who or context.reporter.owns(who)


def no_requests(text: str, context: Context) -> Iterator[tuple[str, Number, bool]]:
    """未收到政府信息公开申请, 申请数为零."""
    if _CARRIED.search(text):
        if kind := _not_carried(text, context):
            yield kind, 0, False
        return
    if "申请" not in text and "公开" not in text:
        return
    match = patterns.NO_REQUEST.search(text) or patterns.NO_REQUEST_AFTER.search(text)
    if match is None or context.part or context.group:
        return
    groups = match.groupdict()
    noun = groups.get("mid") or groups.get("what") or ""
    if not _IS_REQUEST.search(noun) or not (
        _INFORMATION.search(noun) or context.topic == "request" or context.section == "requests"
    ):
        return
    if _SOME_APPLICANTS.search(noun) and not ALL_APPLICANTS.search(noun):
        return
    negated = text[match.start() :]
    if re.match("未(?!收|接|受|发|出|产|有|曾)|未曾(?!收|接|受)", negated):
        return
    if _is_own(text[: match.start()], context):
        yield "received", 0, False


def _not_carried(text: str, context: Context) -> str | None:
    """没有结转下年度办理的申请, 无上年结转."""
    for kind, pattern, group, distance in (
        ("carried_in", patterns.NO_CARRIED_IN, "last", -1),
        ("carried_out", patterns.NO_CARRIED_OUT, "next", 1),
    ):
        found = pattern.search(text)
        if found and not subject(text[: found.start()]):
            about = _IS_REQUEST.search(found["mid"]) or context.topic == "request"
            return kind if about and _right_year(found, group, distance, context) else None
    return None
