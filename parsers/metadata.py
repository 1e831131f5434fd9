"""Who reported, on which year, and when: title, agency, year, period, publication date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from parsers import agency as agencies
from parsers import dates, publisher
from parsers.document import Document, Stream
from parsers.headline import Headline, find_headline, opening_of, same_body
from parsers.published import Publication, published
from parsers.report import Problem
from parsers.scope import scope_of
from parsers.title import KIND, Title

#: A column's folder for a year of reports (2020n, 2020nb, 2020年) or for any year (2020).
_FOLDER_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(n|N|nb|nd|年)?(?=[/_.]|$)")
_DATE_FOLDER = re.compile(r"/20\d\d/\d{1,2}(?:/|\d\d/)|/20\d\d-\d\d")
_COLUMN = re.compile(r"[>»/](20[0-3]\d)(?:年|年度)?(?:[>»/]|$)")
#: A bureau's name without its place (水务局): the page may name it in full.
_PLACE = re.compile("[省市州盟县区旗镇乡]|国家|中国|部$|总[署局]$")
_SHORT = 10
_SHORT_SUFFIX = 6
_HAN = re.compile("[一-龥]{2}")
#: The head of a page, glued to the body's name.
_HEAD = re.compile("首页|今天|今日是|星期|农历|[您你]好|欢迎")
#: 新疆生产建设兵团 and a vertical system's full names stay below it.
_LONGEST_NAME = 32


@dataclass(slots=True)
class Metadata:
    """What the page says about itself; None where it says nothing."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    kind: str | None = None
    tier: str | None = None
    scope: str | None = None
    period: tuple[str, str] | None = None
    published_on: str | None = None
    derivative: str | None = None
    names_report: bool = False
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: str, where: str, detail: str) -> None:
        self.problems.append(Problem(code, "warning", where, detail))


def _is_subject(title: Title) -> bool:
    """Whether the words name a subject (政府信息公开年报 综合政务,文秘工作), not this report."""
    bare = title.agency is None and title.year is None
    return bare and title.is_report and len(title.suffix) > _SHORT_SUFFIX


def _is_bare(headline: Headline) -> bool:
    """Whether a title says nothing of its own, and no heading or meta field bears it out."""
    title = headline.title
    says = (title.agency or title.year) and not title.borrowed
    return not (says or headline.confirmed) and title.is_report


def _is_borrowed(headline: Headline | None) -> bool:
    """Whether body and year stand beside the title, where a column's name may be meant."""
    return headline is not None and headline.title.borrowed and not headline.confirmed


def read_metadata(document: Document, stream: Stream, url: str | None) -> Metadata:
    """Everything but the parts and the tables; conflicts become problems."""
    found = Metadata()
    period = _period(found, stream)
    opening = opening_of(stream, stream.text.find(period[1]) if period else -1)
    compiler = publisher.in_opening(stream, opening)
    covered = period[0] if period else None
    headline = find_headline(stream, opening, covered, compiler)
    if headline is not None:
        found.title = None if _is_subject(headline.title) else headline.title.cleaned
        found.derivative, found.names_report = headline.title.derivative, headline.title.is_report
        if found.title and _is_bare(headline):
            detail = "it names neither a body nor a year; perhaps a menu's or a column's name"
            found.tell("title_doubtful", "title", detail)
    _settle_year(found, stream, headline, covered, url, opening)
    head = (headline.start, headline.end) if headline else (0, 0)
    publication = published(stream, head, opening, url, found.year)
    _settle_agency(found, stream, headline, opening, compiler, publication)
    _settle_date(found, publication, covered is None and found.year is None, url)
    found.kind = agencies.kind_of(found.agency)
    found.tier = agencies.tier_of(found.agency, found.kind)
    found.scope = scope_of(found.kind, stream.text)
    return found


def _period(found: Metadata, stream: Stream) -> tuple[int, str] | None:
    """The year of the statistical period, and how the period begins in the text."""
    period = dates.period_in(stream.text)
    if period is None:
        return None
    found.period = (period.start, period.end)
    if not period.valid:
        found.tell("period_invalid", "period", f"{period.start} to {period.end} is no period")
    year, month, _ = period.start.split("-")
    return int(year), f"{year}年{int(month)}月"


def _settle_year(
    found: Metadata,
    stream: Stream,
    headline: Headline | None,
    covered: int | None,
    url: str | None,
    opening: int,
) -> None:
    """Title, then period, then the column; a disagreement is told (D-YEAR)."""
    named = headline.title.year if headline else None
    if named and _is_borrowed(headline):
        named = None if covered else named
        if covered is None:
            found.tell("year_derived", "year", "taken from the words beside the title")
    found.year = named if named is not None else covered
    if named and covered and named != covered:
        found.tell("year_conflict", "year", f"title says {named}, period says {covered}")
    if headline and headline.title.years and covered != named:
        years = ", ".join(map(str, headline.title.years))
        found.tell("year_conflict", "year", f"the title names {years}; taken as {named}")
    if headline and named and covered not in (None, named) and not headline.confirmed:
        found.tell("title_doubtful", "title", f"nothing else confirms that this is of {named}")
    if headline and named and covered is None and not headline.sure:
        found.tell("title_doubtful", "title", "the page names several reports with equal right")
    if headline and headline.title.year is None and headline.pieced and not headline.confirmed:
        for where in ("title", "agency"):
            detail = "pieced together from lines, and none of them names a year"
            found.tell(f"{where}_doubtful", where, detail)
    if found.year is None:
        found.year = _year_told(stream, opening)
        if found.year is not None:
            found.tell("year_derived", "year", "taken from the first sentences")
    if found.year is None and (column := _column_year(stream, headline, url)):
        found.year = column
        found.tell("year_derived", "year", "taken from the column's name")


def _year_told(stream: Stream, opening: int) -> int | None:
    """The one year whose report the first sentences say this is."""
    text = stream.text[opening : opening + 500]
    years: set[str] = set()
    for kind in KIND.finditer(text):
        if text.count("《", 0, kind.start()) <= text.count("》", 0, kind.start()):
            years.update(
                re.findall(r"20[0-4]\d(?=年)", text[max(0, kind.start() - 12) : kind.end()])
            )
    return int(years.pop()) if len(years) == 1 else None


def _column_year(stream: Stream, headline: Headline | None, url: str | None) -> int | None:
    """The year of a column: its folder (…/2020n/…), or its name in the breadcrumb.

    The file name and folders of a date (/2021/1/29/) carry the publication's date.
    """
    if url:
        path = urlsplit(url).path.rpartition("/")[0] + "/"
        path = path if _DATE_FOLDER.search(path) is None else _DATE_FOLDER.sub("/", path)
        found = list(_FOLDER_YEAR.finditer(path))
        marked = [one for one in found if one.group(2)]
        if chosen := (marked or found)[-1:]:
            return int(chosen[0].group(1))
    if headline is not None:
        before = stream.text[max(0, headline.start - 120) : headline.end]
        crumbs = _COLUMN.findall(before)
        if crumbs and ("首页" in before or "位置" in before):
            return int(crumbs[-1])
    return None


def _settle_agency(
    found: Metadata,
    stream: Stream,
    headline: Headline | None,
    opening: int,
    compiler: str | None,
    publication: Publication,
) -> None:
    """The title's, else what a field, the first sentences, the signature or 来源 say."""
    named = headline.title.agency if headline else None
    if named and (len(named) > _LONGEST_NAME or _HEAD.search(named) or not _HAN.search(named)):
        named = None
    beside, named = (named, None) if _is_borrowed(headline) else (None, named)
    others = {
        "field": publisher.in_fields(stream, opening),
        "first sentences": compiler,
        "signature": publication.signer,
        "source": publisher.in_source(stream, opening),
        "words beside the title": beside,
    }
    said = {where: name for where, name in others.items() if name}
    if named and headline and headline.split and compiler and not same_body(named, compiler):
        named = None
    if named is None:
        if said:
            where, found.agency = next(iter(said.items()))
            detail = f"the title names no body; taken from: {where}"
            found.tell("agency_derived", "agency", detail)
        return
    found.agency = named
    if headline and headline.title.contested:
        detail = f"the title names more than one body; taken as “{named}”"
        found.tell("agency_doubtful", "agency", detail)
    if len(named) <= _SHORT and not _PLACE.search(named):
        full = (name for name in said.values() if name.endswith(named) and _PLACE.search(name))
        found.agency = next(full, named)
    if headline and headline.split and not any(same_body(named, name) for name in said.values()):
        found.tell("agency_doubtful", "agency", f"“{named}” stands on a line of its own")
    _compare(found, named, said)


def _compare(found: Metadata, named: str, said: dict[str, str]) -> None:
    """Told: a text that names another body than its title as the compiler."""
    compiler = said.get("first sentences")
    if compiler and not same_body(named, compiler) and agencies.kind_of(named) != "government":
        detail = f"title says {named}, first sentences say {compiler}"
        found.tell("agency_conflict", "agency", detail)


def _settle_date(found: Metadata, publication: Publication, derive: bool, url: str | None) -> None:
    found.published_on = publication.day
    found.problems += publication.problems
    if derive and publication.day:
        found.year = int(publication.day[:4]) - 1
        detail = f"taken from the publication date {publication.day}"
        found.tell("year_derived", "year", detail)
