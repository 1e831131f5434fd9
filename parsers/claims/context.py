"""What earlier clauses say about a later one: whose, which year, of what, a part of what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from parsers.claims.bodies import Reporter, leading_body, subject
from parsers.claims.patterns import WORDS
from parsers.normalise import matchable

#: Literals only, and no groups: so the search skips all that begins with none of them.
_TOPIC_OF = {word: topic for topic, words in WORDS["topics"].items() for word in words}
_TOPIC = re.compile("|".join(sorted(_TOPIC_OF, key=len, reverse=True)))
_YEAR = re.compile(r"(?<![0-9])(20[0-4][0-9])(?:年|[.])")
#: Time or measure that is not the whole year reported on.
_OTHER_TIME = re.compile(
    r"去年|前年|(?<!结转)上年(?!度?(?:无|没有)?(?:结转|转|遗留|接转|结存))|(?<!结转)上一年(?!度?(?:无|没有)?(?:结转|转|遗留|接转|结存))|(?<!结转)上年度(?!(?:无|没有)?(?:结转|转)|转|遗留|接转|结存)"
    r"|上半年|下半年|季度|历年|近[两二三四五六七八九十几][年]|[两二三四五]年来|十[二三四]五|有史|迄今|至今|截至|截止"
    r"|同期"
)
#: A comparison or a rate: it says nothing of the clauses beside it.
_MEASURE = re.compile(
    r"同比|(?:比|较|与)(?:去年|上年度?|上一年度?|前年|20[0-9]{2}年度?)|相比|每(?:年|月|季|天|日|件)|年均|月均|平均"
)
_MONTH = re.compile(r"(?<![0-9])1?[0-9]月(?:份|[0-9]{1,2}日|初|底|中旬|上旬|下旬)?|月份|当月|当日")
_WHOLE_YEAR = re.compile(
    r"(?:20[0-4][0-9]年)?1月1日(?:0时)?(?:起)?(?:至|到|-|~)(?:(?:20[0-4][0-9]|同|当)年)?12月31日|1月?(?:-|至|到)12月"
)
_SINCE = re.compile(r"(?<!今年)(?<!本年)(?<!年度)(?<!全年)(?<![0-9]年)以来|累计至|累计到")
_IF = re.compile(
    r"^(?:如|若|凡|对于|一旦|当(?!年|面|事)|除|应当)|如果|假如|(?:应|须|不得|必须|要求)$|模拟|案例|演练|抽查|比如|例如|预计|力争|计划"
)
#: All that these expressions match holds one of these; most clauses hold none.
_TIME_LETTERS = frozenset("去前上下季历近来十史今截同累如若凡对旦当除应须得求拟例演抽预力划月日")
_COMMA = re.compile("[，,；;]")
#: So many clauses back the subject of a paragraph is looked for.
_LOOK_BACK = 12
_HEADING = re.compile("依申请公开|公开申请")
#: So many sentences after its last mention 申请 still means one for information.
_TOPIC_LASTS = 2
_DISCLOSURE = re.compile("信息公开|依申请|政务公开")
#: So many sentences on a mention of disclosure still tells what a review is about.
_NEAR = 2
_DOCUMENTS = re.compile("主动公开|公文|文件|属性|制发|发文|稿件|通知公告")
_ASIDE = re.compile(
    "应办|应予|应答复|需办|待办|涉及|同比|较|比|占|其中|另|平均|合计|总计|共计|(?:已)?审结|(?:已)?结案"
)
_PART_OF = re.compile(
    r"自然人|法人|企业|科研机构|公益组织|法律服务|个人|当面|现场|网上|网络|互联网|线上|线下|信函|邮寄|邮政|传真|电子邮件|邮箱|邮件|平台|窗口"
    r"|涉及|关于|有关|主要为|领域|方面的|转办|交办|转来|移送|代为|协助|配合|指导|督促|联合"
)
ALL_APPLICANTS = re.compile("组织|(?:公民|自然人).*法人")
#: 自然人提出的申请中, 上年结转的5件申请中: all that follows in the sentence is of those.
_OF_SOME = re.compile(
    "(?:申请|件|份|宗)(?:当)?中$|(?:征求|补正|协商|协调|沟通|延期)[^0-9]{0,12}后$"
)
_LEFT_OVER = re.compile("结转|转接|遗留")
#: 对申请内容不明确的6件申请告知补正: some requests, and what became of those.
_ABOUT_SOME = re.compile("^(?:对|针对|就|经)(?!.*(?:收到|受理|全部|所有)).*申请")
_HANDED_ON = re.compile("结转|顺延|延至|转入")
#: 涉企申请30件, 教师招聘类申请21件: requests of a kind.
_OF_A_KIND = re.compile("(?P<kind>[一-龥]{2,12}?)(?:类|的)?申请[一-龥:]{0,4}[0-9]")
_NO_KIND = re.compile("公开|[收受接办答处转复计共]|有效|总|数")
_INCLUDES = re.compile("不?含|另含")
#: 截至年底: of what came in during the year, the year's end is no other time.
_YEAR_END = re.compile(
    "(?:截至|截止|至)(?:到)?(?:本年|当年|20[0-9]{2}年)?(?:年底|年末|底|末|12月31日)"
)


class Aside(NamedTuple):
    """What was known before a bracket; ``clauses`` is their number."""

    part: bool
    group: bool
    topic: str | None
    clauses: int


@dataclass(slots=True)
class Context:
    """What is known at a clause; sentences hand it on within a paragraph.

    Whose and when is worked out only once a claim is in sight: ``clauses`` are those of
    the sentence so far, ``earlier`` the sentences before it (None: another body's number).
    """

    reporter: Reporter
    section: str | None
    year: int | None
    topic: str | None = None
    age: int = 0
    part: bool = False
    group: bool = False
    subset: bool = False
    inside: bool = False
    before: str | None = None
    disclosed: int = 0
    seen: dict[str, float] = field(default_factory=dict)
    unread: str | None = None
    clauses: list[str | None] = field(default_factory=list)
    earlier: list[str | None] = field(default_factory=list)
    # A clause is asked again for every claim behind it: is it the body's own (None: it names none)?
    bodies: dict[str, bool | None] = field(default_factory=dict)
    times: dict[str, tuple[tuple[int, ...], bool, bool]] = field(default_factory=dict)

    def new_sentence(self, text: str, *, read: bool, silent: bool) -> None:
        """Forget what only holds within a sentence.

        One that is not ``read`` (it makes no claim) only says whose matters these are; a
        ``silent`` one, which is not about requests at all, ends the topic too.
        """
        self.earlier += self.clauses
        self.clauses = []
        if not read:
            self.earlier.append(text[:80])
        self.earlier = self.earlier[-_LOOK_BACK:]
        self.part = self.group = self.subset = False
        self.seen = {}
        self.age += 1
        self.disclosed -= 1
        if not read and _DISCLOSURE.search(text):
            self.disclosed = 1
        if silent or self.age > _TOPIC_LASTS:
            self.topic = self.unread = None
        if not (read or silent):
            self.unread = (self.unread or "") + text
            self.age = 0 if _HEADING.search(text) else self.age
        elif read and self.unread is not None:
            age = self.age
            self.leave(self.unread, counted=False, said=False)
            self.age, self.unread = age, None

    def enter(self, text: str, opens: str) -> None:
        """Take in a clause before its claims are looked for."""
        if opens == ";":
            self.part, self.group = False, self.subset
            self.seen.pop("carried_in", None)
        self.inside = opens == "("
        self.before = self.before if self.inside else None
        self.clauses.append(text)
        if "其中" in text or "包括" in text or (opens == "(" and _INCLUDES.match(text)):
            self.part = True
        if self.disclosed < _NEAR and _DISCLOSURE.search(text):
            self.disclosed = _NEAR

    def leave(self, text: str, *, counted: bool, said: bool) -> None:
        """Take in what a clause was about, after its claims were looked for."""
        for named in _TOPIC.finditer(text):
            self.topic, self.age = _TOPIC_OF[named.group()], 0
        if _is_of_some(text) or (counted and not said and _is_kind(text)):
            self.group = True
            self.subset = not self.part
        if counted and not said:
            self.group = self.group or _PART_OF.search(text) is not None
            # Something was counted that is not understood: a bare 办结 may be about that.
            if not (self.part or _ASIDE.match(text) or "申请" in text):
                self.topic = None

    def set_aside(self) -> Aside:
        """What a bracket that begins now must not change."""
        return Aside(self.part, self.group, self.topic, len(self.clauses))

    def resume(self, aside: Aside) -> None:
        """Forget a bracket: its parts, its topics and its years are not what follows it."""
        self.part, self.group, self.topic, known = aside
        others = [None] if None in self.clauses[known:] else []
        self.clauses[known:] = others

    def is_others(self) -> None:
        """The clause tells another body's number; what follows may too."""
        self.clauses.append(None)

    @property
    def disclosure(self) -> bool:
        """Whether this sentence, or the one before it, is about disclosure."""
        return self.disclosed > 0

    @property
    def of_outcome(self) -> bool:
        """Whether a bracket tells of those requests whose outcome stands before it."""
        return self.inside and self.before in WORDS["outcomes"]

    @property
    def sorts_documents(self) -> bool:
        """主动公开 120 件、依申请公开 15 件、不予公开 30 件: documents, not requests."""
        return any(_DOCUMENTS.search(text) for text in self.clauses if text)

    @property
    def previous(self) -> str:
        """The clause before this one in the sentence."""
        return next((text for text in self.clauses[-2::-1] if text), "")

    def tells_own_year(self) -> bool:
        """Whether a claim here would be on the body's own figures of the year."""
        return self._is_own() and self._is_of_the_year()

    def _is_own(self) -> bool:
        for text in reversed([*self.earlier, *self.clauses]):
            if text is None:
                return False
            if text not in self.bodies:
                body = _last_body(text)
                self.bodies[text] = self.reporter.owns(body) if body else None
            if (own := self.bodies[text]) is not None:
                return own
        return True

    def _is_of_the_year(self) -> bool:
        other_year = measured = False
        for text in self.clauses:
            if text is None:
                continue
            if text not in self.times:
                self.times[text] = _time_of(text)
            years, measured, other_time = self.times[text]
            if other_time and self._counts_to_the_end(text):
                other_time = False
            if years and self.year is not None:
                other_year = any(year != self.year for year in years)
            if other_time:
                return False
        return not other_year and not measured

    def _counts_to_the_end(self, text: str) -> bool:
        """截至年底已办结94件, behind what was received or handled in the year."""
        end = _YEAR_END.search(text)
        told = not self.seen.keys().isdisjoint(("received", "handled"))
        return told and end is not None and not _time_of(text[: end.start()] + text[end.end() :])[2]


def _is_of_some(text: str) -> bool:
    if not _OF_SOME.search(text):
        return False
    if text[-1] == "后":
        return True
    some = _PART_OF.search(text) and not ALL_APPLICANTS.search(text)
    return bool(some or _LEFT_OVER.search(text))


def _is_kind(text: str) -> bool:
    """Whether a clause counts some requests only, by what they are about."""
    kind = _OF_A_KIND.match(subject(text)) if "申请" in text else None
    if kind is not None and not _NO_KIND.search(kind["kind"]):
        return True
    return _ABOUT_SOME.match(text) is not None


def _last_body(text: str) -> str | None:
    """The body that the clause, or its second half, opens with."""
    halves = reversed(_COMMA.split(matchable(text))[:2])
    return next((body for half in halves if (body := leading_body(half))), None)


def _time_of(text: str) -> tuple[tuple[int, ...], bool, bool]:
    """The years a clause names, whether it compares, whether it is on another time."""
    has_months = "月" in text
    bare = _WHOLE_YEAR.sub("", text) if has_months else text
    measured = _MEASURE.search(bare) is not None
    bare = _MEASURE.sub("", bare) if measured else bare
    years = () if _HANDED_ON.search(bare) else tuple(map(int, _YEAR.findall(bare)))
    if _TIME_LETTERS.isdisjoint(bare):
        return years, measured, False
    others = (_OTHER_TIME, _SINCE, _IF, _MONTH) if has_months else (_OTHER_TIME, _SINCE, _IF)
    return years, measured, any(pattern.search(bare) for pattern in others)
