"""The schema of the archive, as numbered migrations that are never edited once released.

Each migration is one file under ``sql/``; views and the data dictionary are not
migrated but rebuilt when their definition changes (``views.py``, ``dictionary.py``).
"""

from __future__ import annotations

from contextlib import closing
from importlib.resources import files

from sqlite_utils import Database, Migrations

from gongkai.archive import addresses, withdrawals

#: "gong" in ASCII: tells an archive from any other SQLite file.
APPLICATION_ID = 0x676F6E67

migrations = Migrations("gongkai")


def _run(db: Database, name: str) -> None:
    db.executescript(files(__package__).joinpath("sql", name).read_text(encoding="utf-8"))


@migrations()
def m001_evidence(db: Database) -> None:
    """Sources, runs, snapshots, fetches and the frontier."""
    _run(db, "001_evidence.sql")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations()
def m002_reports(db: Database) -> None:
    """Agencies, parses, versions, reports and everything that belongs to a report."""
    _run(db, "002_reports.sql")


@migrations()
def m003_search_and_dictionary(db: Database) -> None:
    """The full-text index and the data dictionary."""
    _run(db, "003_search_and_dictionary.sql")


@migrations()
def m004_parts_without_key(db: Database) -> None:
    """Parts that are none of the six, and units of single rows."""
    _run(db, "004_parts_without_key.sql")


@migrations()
def m005_checks_quote(db: Database) -> None:
    """What a check of the text quotes, and what it was held against."""
    _run(db, "005_checks_quote.sql")


@migrations()
def m006_fetching(db: Database) -> None:
    """Outcomes of requests, withdrawn reports, hosts that rest."""
    _run(db, "006_fetching.sql")


@migrations()
def m009_attachments(db: Database) -> None:
    """Attachments of reports, and the further pages of reports that are cut into several.

    Only the kinds that two columns allow change, not what is stored: SQLite's own way for
    that is to edit the schema's text (lang_altertable, 7), whatever columns the tables have.
    """
    before, after = "'report'", "'report', 'attachment', 'part'"
    db.execute("PRAGMA writable_schema = ON")
    db.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'kind IN (''listing'', ' || :before,"
        " 'kind IN (''listing'', ' || :after)"
        " WHERE type = 'table' AND name IN ('fetches', 'frontier')",
        {"before": before, "after": after},
    )
    version = db.execute("PRAGMA schema_version").fetchone()[0]
    db.execute(f"PRAGMA schema_version = {version + 1}")
    db.execute("PRAGMA writable_schema = RESET")


@migrations()
def m010_visits(db: Database) -> None:
    """Visits to sources, the state of their columns, and proposals of new ones."""
    _run(db, "010_visits.sql")


@migrations()
def m006_warc_provenance(db: Database) -> None:
    """Record ids and revisit references; fetches become append-only by trigger."""
    _run(db, "006_warc_provenance.sql")


@migrations()
def m007_version_contents(db: Database) -> None:
    """The whole of every parse, what differs between versions, corrected editions."""
    _run(db, "007_version_contents.sql")


@migrations()
def m008_search_without_content(db: Database) -> None:
    """The search index without a second copy of the words; filled again at opening."""
    _run(db, "008_search_without_content.sql")


@migrations()
def m009_who_and_copies(db: Database) -> None:
    """Divisions over time, identity of agencies, expected reports, how copies were told."""
    db.conn.create_function("address_of", 1, addresses.address_of, deterministic=True)
    db.conn.create_function("tail_of", 1, addresses.tail_of, deterministic=True)
    _run(db, "009_who_and_copies.sql")


@migrations()
def m011_people(db: Database) -> None:
    """Corrections of single cells by people, and audits."""
    _run(db, "011_people.sql")


@migrations()
def m012_takedowns(db: Database) -> None:
    """What was taken down, and the tombstones of it."""
    _run(db, "012_takedowns.sql")


@migrations()
def m013_withdrawals(db: Database) -> None:
    """Withdrawals of before there was a table for them, and of what came out of WARC files."""
    withdrawals.tell_all_again(db)


@migrations()
def m014_across_years(db: Database) -> None:
    """What comes of holding reports against other years and bodies; reasons for gaps."""
    _run(db, "014_across_years.sql")


@migrations()
def m015_copies_by_tail(db: Database) -> None:
    """Indices of copies alone."""
    _run(db, "015_copies_by_tail.sql")


@migrations()
def m016_precedence(db: Database) -> None:
    """Interpretations linked to their report; pages that compete are judged anew."""
    _allow(db, "report_versions", "'url_tail', 'agency'", "'url_tail', 'agency', 'site'")
    _run(db, "016_precedence.sql")


def _allow(db: Database, table: str, before: str, after: str) -> None:
    """Change which values a column allows, not what is stored; as ``m009_attachments`` does."""
    db.execute("PRAGMA writable_schema = ON")
    db.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
        [before, after, table],
    )
    version = db.execute("PRAGMA schema_version").fetchone()[0]
    db.execute(f"PRAGMA schema_version = {version + 1}")
    db.execute("PRAGMA writable_schema = RESET")


def known_names() -> set[str]:
    """The names of all migrations that this program has."""
    with closing(Database(memory=True)) as empty:
        return {migration.name for migration in migrations.pending(empty)}
