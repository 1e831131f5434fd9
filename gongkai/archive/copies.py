"""Copies, linked to the official report that they were made of (M-TWIN, domain reference 4.5).

A copy's original is an official version on the same year that stands at the address which
the copy names as its own, or whose address ends in the same document number, or that is of
the same agency; and whose numbers are the same, or whose text is, to more than 95 %. Or it
stands on the same site with the same numbers: what interprets a report (``editions``) is such
a copy, and may name its body otherwise.
Everything is judged again whenever a copy or an official version comes or goes, so that the
order of arrival does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlite_utils import Database

from gongkai.archive import contents, likeness
from gongkai.archive.moves import below

_OFFICIAL = "superseded = 0 AND provenance IN ('official', 'official_injected')"
_COPY = "superseded = 0 AND provenance IN ('copy_linked', 'copy_unverified')"
#: Above that, the text outside the tables is called the same.
ALIKE = 0.95
#: Originals that one copy is held against, and copies that one official report is.
_MOST = 20
_MOST_COPIES = 200
_BASES = ("original_address", "url_tail", "agency", "site")
_OF_AGENCY, _OF_SITE = 2, 3
#: The host in front of an address, and its slash.
_SITE = "substr({0}.address, 1, instr({0}.address, '/'))"
#: With less in common, equal numbers at an equal address are chance.
_AKIN = 0.5


class _Version(NamedTuple):
    version_id: int
    report_id: str
    provenance: str
    mirror_of: str | None
    content_digest: str
    tables_digest: str | None
    url_tail: str | None
    original_address: str | None
    address: str | None

    @property
    def agency_year(self) -> str:
        return self.report_id.rpartition("/")[0] + "/"

    @property
    def year(self) -> str:
        return self.report_id.split("/")[1]


class _Original(NamedTuple):
    """Sorted from the best: by basis, then equal numbers, then likeness (negated)."""

    basis: int
    numbers_differ: bool
    unlikeness: float
    report_id: str


_COLUMNS = ", ".join(_Version._fields)
_OF_COPY = ", ".join(f"c.{name}" for name in _Version._fields)


def judge(db: Database, agency_year: str) -> set[str]:
    """Judge the copies of an agency and year, and those that its official versions explain.

    ``agency_year`` is the id prefix ``agency/year/``. Returns the ids of the reports that a
    copy left or may return to, and of the originals.
    """
    touched = set()
    for copy in _concerned(db, agency_year):
        original = _original_of(db, copy)
        report_id = original.report_id if original else None
        if report_id != copy.mirror_of:
            touched.add(copy.report_id)
        # The originals list the cells in which their copies differ.
        touched |= {one for one in (report_id, copy.mirror_of) if one}
        _set_mirror(db, copy, original)
    return touched


def _concerned(db: Database, agency_year: str) -> list[_Version]:
    bounds = "report_id >= :first AND report_id < :end"
    official = f"FROM report_versions WHERE {bounds} AND {_OFFICIAL}"
    sql = (
        f"SELECT {_COLUMNS} FROM report_versions WHERE {_COPY} AND {bounds}"
        f" UNION SELECT {_COLUMNS} FROM report_versions WHERE {_COPY} AND"
        f" url_tail IN (SELECT url_tail {official} AND url_tail IS NOT NULL)"
        f" UNION SELECT {_COLUMNS} FROM report_versions WHERE {_COPY} AND"
        f" original_address IN (SELECT address {official})"
        f" UNION SELECT {_COLUMNS} FROM report_versions WHERE {_COPY} AND"
        " mirror_of >= :first AND mirror_of < :end"
        f" UNION SELECT {_OF_COPY} FROM (SELECT tables_digest, address {official}) o"
        f" CROSS JOIN report_versions c WHERE {_COPY} AND c.tables_digest = o.tables_digest"
        f" AND {_SITE.format('c')} = {_SITE.format('o')}"
        " ORDER BY version_id LIMIT :most"
    )
    first, end = below(agency_year)
    named = {"first": first, "end": end, "most": _MOST_COPIES}
    return [_Version(*row) for row in db.execute(sql, named).fetchall()]


def _original_of(db: Database, copy: _Version) -> _Original | None:
    """The best original; None also when the best two are different reports."""
    found = sorted(set(_originals(db, copy)))
    if not found:
        return None
    rivals = {one.report_id for one in found if one[:3] == found[0][:3]}
    is_certain = len(rivals) == 1 or found[0].basis == _OF_AGENCY
    return found[0] if is_certain else None


def _originals(db: Database, copy: _Version) -> Iterator[_Original]:
    candidates = [pair for pair in _candidates(db, copy) if pair[1].year == copy.year]
    content = contents.load(db, copy.content_digest) if candidates else None
    text = likeness.narrative(content) if content else ""
    tells = content is not None and likeness.has_figures(content)
    for basis, candidate in candidates:
        same = copy.tables_digest is not None and copy.tables_digest == candidate.tables_digest
        other = contents.load(db, candidate.content_digest)
        alike = likeness.likeness(text, likeness.narrative(other)) if other else None
        akin = tells and (basis == _OF_SITE or alike is None or alike > _AKIN)
        by_numbers = same and (basis == _OF_AGENCY or akin)
        if by_numbers or (alike or 0.0) > ALIKE:
            yield _Original(basis, not same, -(alike or 0.0), candidate.report_id)


def _candidates(db: Database, copy: _Version) -> Iterator[tuple[int, _Version]]:
    first, end = below(copy.agency_year)
    site = below(f"{(copy.address or '').partition('/')[0]}/")
    ways: tuple[tuple[str, list[str | None]], ...] = (
        ("address = ?", [copy.original_address]),
        ("url_tail = ?", [copy.url_tail]),
        ("report_id >= ? AND report_id < ?", [first, end]),
        ("address >= ? AND address < ? AND tables_digest = ?", [*site, copy.tables_digest]),
    )
    for basis, (where, values) in enumerate(ways):
        sql = (
            f"SELECT {_COLUMNS} FROM report_versions WHERE {where} AND {_OFFICIAL}"
            f" ORDER BY version_id DESC LIMIT {_MOST}"
        )
        for row in db.execute(sql, values).fetchall():
            yield basis, _Version(*row)


def _set_mirror(db: Database, copy: _Version, original: _Original | None) -> None:
    provenance, report_id, basis, alike = copy.provenance, None, None, None
    if original:
        provenance, report_id = "copy_linked", original.report_id
        basis, alike = _BASES[original.basis], -original.unlikeness or None
    db.execute(
        "UPDATE report_versions SET provenance = ?, mirror_basis = ?, mirror_similarity = ?,"
        " is_current = is_current AND ? IS NULL, mirror_of = ? WHERE version_id = ?",
        [provenance, basis, alike, report_id, report_id, copy.version_id],
    )
