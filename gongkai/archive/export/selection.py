"""Which part of the archive is exported, as conditions for every table and view.

``t`` is the table itself; ``r`` and ``a`` a report and its agency, ``v`` a version.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.archive.export.tables import JOURNALS, Table
from gongkai.archive.view import OFFICIAL

Years = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export; empty: no limit.

    ``years`` are first and last year of spans; ``provinces`` the first two digits of
    division codes; ``everything``: also copies and pages of unknown origin. Views hold
    official reports whatever it says.
    """

    tables: tuple[str, ...] = ()
    years: tuple[Years, ...] = ()
    provinces: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    agency_ids: tuple[str, ...] = ()
    everything: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether a person asked for a part."""
        return bool(self.years or self.provinces or self.tiers or self.agency_ids)

    def filters(self) -> tuple[str, ...]:
        """The filters as text, the same for the same filters."""
        listed = (self.years, self.provinces, self.tiers, self.agency_ids, self.everything)
        return tuple(map(str, listed)) if self.narrowed or self.everything else ()

    def chosen(self, table: Table) -> bool:
        """Whether a table is exported at all."""
        return table.name in self.tables if self.tables else table.name not in JOURNALS

    def where(self, table: Table) -> str | None:
        """The condition on ``t``; empty for all rows, None where the filters cannot be applied."""
        if table.is_view:
            return self._of_view(set(table.columns)) if self.narrowed else ""
        if self.everything and not self.narrowed:
            return ""
        if table.name in ("agencies", "agency_names", "agency_doubts"):
            return self._of_agencies() if self.narrowed else ""
        return self._of_table(table)

    def reports(self, condition: str, *, official: bool = True) -> str:
        """That a report which meets ``condition`` and the filters exists."""
        return (
            "EXISTS (SELECT 1 FROM reports r JOIN agencies a ON a.agency_id = r.agency_id"
            f" WHERE {_all([condition, *self._on_reports(official)])})"
        )

    def on_report(self) -> str:
        """The filters alone, on a report ``r`` joined with its agency ``a``."""
        return _all(self._on_reports(official=True))

    def _of_table(self, table: Table) -> str:
        match table.name:
            case "report_versions":
                return self._version("t")
            case "snapshots":
                return (
                    "EXISTS (SELECT 1 FROM report_versions v"
                    f" WHERE v.snapshot_id = t.snapshot_id AND {self._version('v')})"
                )
            case "audits":
                return (
                    "EXISTS (SELECT 1 FROM report_versions v WHERE v.snapshot_id = t.snapshot_id"
                    f" AND v.report_id = t.report_id AND {self._version('v')})"
                )
            case "withdrawals":
                return self.reports("r.url = t.url")
        if "report_id" in table.columns:
            return self.reports("r.report_id = t.report_id")
        return ""

    def _version(self, name: str) -> str:
        """That a version is one of a chosen report, and no copy of it unless it speaks."""
        condition = f"r.report_id = {name}.report_id"
        if not self.everything:
            official = OFFICIAL.replace("r.provenance", f"{name}.provenance")
            condition += f" AND ({official} OR r.version_id = {name}.version_id)"
        return self.reports(condition)

    def _of_agencies(self) -> str:
        """The agencies of chosen reports and those that the filters name, with all above them."""
        sought = _all(self._on_agencies("a", "a.tier"))
        chosen = self.reports("r.agency_id = a.agency_id")
        return (
            "t.agency_id IN (WITH RECURSIVE up(agency_id, parent_id) AS ("
            f"SELECT a.agency_id, a.parent_id FROM agencies a WHERE ({sought}) OR {chosen}"
            " UNION SELECT p.agency_id, p.parent_id FROM agencies p"
            " JOIN up ON p.agency_id = up.parent_id) SELECT agency_id FROM up)"
        )

    def _of_view(self, columns: set[str]) -> str | None:
        by_agency = self._of_agency_view(columns)
        if "report_id" not in columns:
            return by_agency
        by_report = self.reports("r.report_id = t.report_id", official=False)
        if "agency_id" not in columns or by_agency is None:
            return by_report
        # A row may be about a report that is not there.
        return f"({by_report} OR (t.report_id IS NULL AND {by_agency}))"

    def _of_agency_view(self, columns: set[str]) -> str | None:
        years = self._on_years("t.year") if "year" in columns else []
        if self.years and not years:
            return None
        if "agency_id" in columns:
            conditions = ["a.agency_id = t.agency_id", *self._on_agencies("a", "a.tier")]
            return _all([*years, f"EXISTS (SELECT 1 FROM agencies a WHERE {_all(conditions)})"])
        if self.agency_ids or self.tiers or (self.provinces and "division_code" not in columns):
            return None
        return _all([*years, *self._on_agencies("t", "t.tier")])

    def _on_reports(self, official: bool) -> list[str]:
        own = [OFFICIAL] if official and not self.everything else []
        tier = "coalesce(a.tier, r.tier)"
        return [*own, *self._on_years("r.year"), *self._on_agencies("a", tier)]

    def _on_years(self, column: str) -> list[str]:
        spans = [f"{column} BETWEEN {first} AND {last}" for first, last in self.years]
        return [f"({' OR '.join(spans)})"] if spans else []

    def _on_agencies(self, name: str, tier: str) -> list[str]:
        named = (
            (f"substr({name}.division_code, 1, 2)", self.provinces),
            (tier, self.tiers),
            (f"{name}.agency_id", self.agency_ids),
        )
        return [f"{column} IN ({_texts(texts)})" for column, texts in named if texts]


def _all(conditions: list[str]) -> str:
    return " AND ".join(conditions) or "1"


def _texts(texts: tuple[str, ...]) -> str:
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
