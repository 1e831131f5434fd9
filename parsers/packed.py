"""The reports of a zip archive put together: one speaks, the others hang on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parsers.archive import MOST_DEPTH, Budget, Member, Passed, is_archive, members
from parsers.assembly import refuse
from parsers.origins import Origins
from parsers.package import has_part
from parsers.report import Problem, Report, Severity
from parsers.unreadable import Unreadable

#: So many members that are no report are told one by one.
_MOST_UNREAD = 50
#: Reads one document of an archive, under that source.
Read = Callable[[bytes, str], Report]
#: Parts by which an office document in a zip is known; it is read, or named, elsewhere.
_OFFICE = (
    "word/document",
    "xl/workbook",
    "ppt/presentation",
    "[Content_Types].xml",
    "OFD.xml",
    "mimetype",
)


@dataclass(slots=True)
class Unread:
    """A member that is no report: the problem's code for it, and why."""

    name: str
    code: str
    detail: str

    @property
    def problem(self) -> Problem:
        """What is told of it."""
        severity: Severity = "info" if self.code in _NO_REPORTS else "warning"
        detail = f"{self.name}: {self.code}: {self.detail}"
        return Problem("archive_member", severity, self.name, detail)


def is_packed_files(data: bytes) -> bool:
    """Whether bytes are a zip archive of files."""
    return is_archive(data) and not any(has_part(data, part) for part in _OFFICE)


def read_archive(report: Report, data: bytes, read: Read) -> Report:
    """Fill in the first report of an archive and hang the others on it; or say why there is none.

    The sources of the others name their member (``path.zip#附件/年报.docx``), all origins do.
    """
    passed, found, unread = Passed(), [], list[Unread]()
    try:
        for one in _reports(data, report.source, read, Budget(), passed, MOST_DEPTH):
            if isinstance(one, Unread):
                unread.append(one)
            else:
                found.append(one)
    except Unreadable as why:
        return refuse(report, why.code, str(why))
    told = [Problem("archive_member", "info", None, detail) for detail in passed.details()]
    kept = _without_twins(found, told)
    report.problems += [*_first([one.problem for one in unread]), *told]
    if not kept:
        return _refused(report, unread)
    _take(report, kept)
    return report


def _reports(
    data: bytes, source: str, read: Read, budget: Budget, passed: Passed, depth: int
) -> Iterator[Report | Unread]:
    """Every report of an archive, and each member that is none."""
    for one in members(data, budget, passed):
        if one.refusal is not None:
            yield Unread(one.name, *one.refusal)
        elif not is_packed_files(one.data):
            yield from _read(one, source, read)
        elif depth <= 1:
            yield Unread(one.name, "oversized", "an archive too deep within others")
        else:
            name = f"{source}#{one.name}"
            try:
                for inner in _reports(one.data, name, read, budget, passed, depth - 1):
                    yield _within(one.name, inner)
            except Unreadable as why:
                yield Unread(one.name, why.code, str(why))


def _read(one: Member, source: str, read: Read) -> Iterator[Report | Unread]:
    report = read(one.data, f"{source}#{one.name}")
    for found in (report, *report.others):
        if found.is_report:
            yield _within(one.name, found)
    report.others = []
    if not report.is_report:
        why = next((p for p in report.problems if p.severity == "error"), None)
        code, detail = (why.code, why.detail) if why else ("not_a_report", "")
        yield Unread(one.name, code, detail)


def _first(unread: list[Problem]) -> list[Problem]:
    """The first of many members that were not read; the last line counts the others."""
    more = len(unread) - _MOST_UNREAD
    if more <= 0:
        return unread
    detail = f"{more} further documents of the archive were not read as reports"
    return [*unread[:_MOST_UNREAD], Problem("archive_member", "warning", None, detail)]


#: What a member may well be that lies beside a report.
_NO_REPORTS = frozenset(
    ("not_a_report", "derivative", "no_title", "no_content", "listing_page", "template")
)


def _within(name: str, one: Report | Unread) -> Report | Unread:
    if isinstance(one, Report) and isinstance(one.origins, Origins):
        one.origins.lie_within(name)
    return one


def _without_twins(found: list[Report], told: list[Problem]) -> list[Report]:
    """One report a body and year: offices pack it as .docx and as .pdf; the fuller one counts."""
    kept: dict[object, Report] = {}
    for at, one in enumerate(found):
        key: object = (one.agency, one.year, one.scope) if one.agency and one.year else at
        other = kept.setdefault(key, one)
        if other is one:
            continue
        better = max(other, one, key=_cells)  # the first of two that are alike
        kept[key] = better
        told.append(_twins(better, other if better is one else one))
    return list(kept.values())


def _twins(taken: Report, left: Report) -> Problem:
    differ = [
        name for name in taken.tables.keys() & left.tables.keys() if _differ(taken, left, name)
    ]
    detail = f"{_member_of(left)} is the same report as {_member_of(taken)}, which was taken"
    if not differ:
        return Problem("archive_member", "info", None, detail)
    detail += f"; their figures differ: {', '.join(sorted(differ))}"
    return Problem("archive_member", "warning", None, detail)


def _differ(one: Report, other: Report, table: str) -> bool:
    return bool(one.to_dict()["tables"][table] != other.to_dict()["tables"][table])


def _member_of(report: Report) -> str:
    return report.source.partition("#")[2]


def _cells(report: Report) -> tuple[int, int]:
    return len(report.tables), len(report.origins) + len(report.annex)


def _refused(report: Report, unread: list[Unread]) -> Report:
    """Why there is nothing; where the archive holds one document, what that one is."""
    if len(unread) == 1:
        only = unread[0]
        return refuse(report, only.code, f"{only.name}: {only.detail}")
    named = "; ".join(one.problem.detail for one in unread[:10])
    detail = f"no report among {len(unread)} documents of the archive"
    return refuse(report, "archive_without_report", f"{detail}: {named}" if named else detail)


def _take(report: Report, kept: list[Report]) -> None:
    source, before = report.source, report.problems
    member = _member_of(kept[0])
    for name in Report.__slots__:
        setattr(report, name, getattr(kept[0], name))
    report.source = source
    read = Problem("archive_member", "info", None, f"read from {member}")
    report.problems = [*before, read, *kept[0].problems]
    if len(kept) > 1:
        detail = f"the archive holds {len(kept)} reports"
        report.problems.insert(0, Problem("several_reports", "info", None, detail))
    report.others = kept[1:]
