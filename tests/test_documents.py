"""The pages in docs/ that the database can prove: the schema, and the questions with their SQL."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
TOOLS = Path(__file__).parents[1] / "tools"
QUESTIONS = re.findall(
    r"^### (\d+)\. (.+)\n(?:.*\n)*?```sql\n((?:.*\n)+?)```",
    (DOCS / "questions.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
#: The sample web keeps its promises: nothing late, no text against its table.
NOTHING_FOUND = {"12"}


def test_the_schema_page_is_what_the_database_says() -> None:
    command = [sys.executable, str(TOOLS / "schema_doc.py")]
    written = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert written == (DOCS / "schema.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("demo") / "archive.db"
    command = [sys.executable, "-m", "gongkai", "demo", "--archive", str(path)]
    subprocess.run(command, capture_output=True, check=True)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        yield db


def test_there_are_twelve_questions() -> None:
    assert [int(number) for number, _, _ in QUESTIONS] == list(range(1, 13))


@pytest.mark.parametrize(("number", "question", "sql"), QUESTIONS)
def test_each_question_is_answered(
    demo: sqlite3.Connection, number: str, question: str, sql: str
) -> None:
    rows = demo.execute(sql).fetchall()
    assert bool(rows) != (number in NOTHING_FOUND), question
    for row in rows:
        assert any(value is not None for value in row)


def answer(demo: sqlite3.Connection, number: int) -> list[tuple[object, ...]]:
    return demo.execute(QUESTIONS[number - 1][2]).fetchall()


def test_shares_agree_with_the_rows_they_are_made_of(demo: sqlite3.Connection) -> None:
    of_2023 = next(row for row in answer(demo, 2) if row[0] == 2023)
    sql = (
        'SELECT q."row", sum(q.total) FROM requests q JOIN reports r USING (report_id)'
        " WHERE r.year = 2023 AND r.scope = 'own_agency' AND r.provenance LIKE 'official%'"
        " AND r.report_id IN (SELECT report_id FROM outcome_rates) GROUP BY 1"
    )
    totals = dict(demo.execute(sql).fetchall())
    assert of_2023[2] == totals["total_processed"]
    assert of_2023[3] == round(totals["granted"] / totals["total_processed"], 4)


def test_every_report_is_covered_once(demo: sqlite3.Connection) -> None:
    by_reason: dict[object, int] = {}
    for _, _, reason, count in answer(demo, 7):
        assert isinstance(count, int)
        by_reason[reason] = by_reason.get(reason, 0) + count
    [(held,)] = demo.execute(
        "SELECT count(*) FROM reports WHERE provenance LIKE 'official%'"
    ).fetchall()
    assert by_reason["held"] == held
    assert by_reason["not_published"] >= 1


def test_the_grounds_of_denial_add_up(demo: sqlite3.Connection) -> None:
    for _, denied, *grounds in answer(demo, 3):
        assert denied == sum(count for count in grounds if isinstance(count, int))
