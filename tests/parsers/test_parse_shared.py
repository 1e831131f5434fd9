"""Real documents outside the repository; skipped with a reason where they are absent."""

import json

import pytest

import parsers

SEED = "seed/000_53c757b5f08b753a.txt"
ZERO = dict.fromkeys(
    (
        "natural_person",
        "business",
        "research",
        "public_interest",
        "legal_service",
        "other_org",
        "total",
    ),
    0,
)


@pytest.fixture
def seed(shared):
    return parsers.parse(shared(SEED).read_bytes(), source=SEED)


def test_the_seed_says_who_and_when(seed):
    assert (seed.agency, seed.year, seed.published_on) == (
        "六盘水市人民政府办公室",
        2020,
        "2021-01-29",
    )
    assert (seed.form, seed.kind, seed.scope) == ("v2019", "office", "office_only")
    assert seed.period == ("2020-01-01", "2020-12-31")


def test_the_seed_gives_all_198_cells(seed):
    cells = [
        value for table in seed.tables.values() for row in table.values() for value in row.values()
    ]
    assert len(cells) == 198
    assert None not in cells
    assert seed.cells == []


def test_the_seeds_numbers_are_those_printed(seed):
    requests = seed.tables["requests"]
    filled = {
        "received": {**ZERO, "natural_person": 3, "total": 3},
        "partly_granted": {**ZERO, "natural_person": 2, "total": 2},
        "unavailable_not_held": {**ZERO, "natural_person": 1, "total": 1},
        "total_processed": {**ZERO, "natural_person": 3, "total": 3},
    }
    assert requests == {row: filled.get(row, ZERO) for row in requests}
    disclosure = seed.tables["disclosure"]
    assert disclosure["normative_documents"] == {
        "new_made": 1,
        "new_disclosed": 1,
        "total_disclosed": 45,
    }
    assert disclosure["procurement"] == {"projects": 1, "amount": 50.7}
    assert all(
        value == 0 for row in seed.tables["review_litigation"].values() for value in row.values()
    )


def test_every_identity_of_the_seed_passes(seed):
    judged = [check for check in seed.checks if check.id[:2] in ("T3", "T4")]
    assert {check.outcome for check in judged} == {"pass"}
    assert sum(check.id == "T3-ROW" for check in judged) == 23


def test_the_seed_has_six_parts_and_no_trap_is_fallen_into(seed):
    assert [(s.number, s.key) for s in seed.sections] == list(
        zip(
            "一二三四五六",
            ["overview", "proactive", "requests", "review_litigation", "problems", "other_matters"],
            strict=True,
        )
    )
    assert seed.sections[0].text.startswith("(一)主动公开")
    assert seed.sections[2].narrative == ""
    assert all(section.text for section in seed.sections)


def test_the_seed_is_a_copy(seed):
    assert seed.provenance == "copy_unverified"
    assert {"foreign_host", "injected_text"} <= {problem.code for problem in seed.problems}


def _text_checks(report):
    return {(c.id, c.outcome, c.left) for c in report.checks if c.id.startswith(("N-", "D-"))}


def test_the_seeds_words_agree_with_its_tables(seed):
    said = {(claim.kind, claim.value, claim.section) for claim in seed.claims}
    assert said == {
        ("received", 3, "overview"),
        ("review", 0, "overview"),
        ("litigation", 0, "overview"),
    }
    assert _text_checks(seed) == {
        ("N-NEW", "pass", 3),
        ("N-NONE", "pass", 0),
        ("D-PERIOD", "pass", None),
        ("D-YEAR", "pass", 2020),
        ("D-PUB", "pass", 0),
        ("D-NAME", "pass", None),
    }


def test_pingtans_words_agree_with_its_tables(shared):
    path = shared("samples/pingtan_2021.txt")
    report = parsers.parse(path.read_bytes(), source=str(path))
    assert {(claim.kind, claim.value) for claim in report.claims} == {
        ("received", 70),
        ("closed", 69),
        ("carried_out", 1),
        ("fee", 0),
    }
    assert {outcome for _, outcome, _ in _text_checks(report)} == {"pass"}


def test_pingtan_is_solved_as_far_as_its_identities_reach(shared):
    path = shared("samples/pingtan_2021.txt")
    expected = json.loads(shared("samples/pingtan_2021.expected.json").read_text(encoding="utf-8"))
    report = parsers.parse(path.read_bytes(), source=str(path))
    assert report.tables == expected["tables"]
    for key in ("title", "agency", "year", "published_on", "form", "table_forms"):
        assert getattr(report, key) == expected[key]
    assert [section.key for section in report.sections] == expected["sections"]
    ambiguous = {(n.table, n.row, n.column) for n in report.cells if n.status == "ambiguous"}
    assert ambiguous == {
        ("disclosure", "normative_documents", c) for c in ("made", "repealed", "in_force")
    }
