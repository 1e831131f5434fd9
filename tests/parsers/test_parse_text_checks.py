"""The N- and D-identities: both sides, the quote, and silence where the text is not of one mind."""

from dataclasses import replace

import pytest

from parsers import forms
from parsers.claims import Reporter, find_claims
from parsers.identities.document import document_checks
from parsers.identities.narrative import narrative_checks
from parsers.report import CellNote, Check, Claim, Report, Section


def report(**changes) -> Report:
    grids = {
        key: {
            row.key: {column.key: 0 for column in block.columns}
            for block in table.blocks
            for row in block.rows
        }
        for key, table in forms.load("v2021").tables.items()
    }
    totals = {
        "received": 15,
        "carried_over": 2,
        "granted": 6,
        "denied_state_secret": 1,
        "denied_enforcement_file": 3,
        "unavailable_not_held": 4,
        "total_processed": 14,
        "carried_forward": 3,
    }
    for row, total in totals.items():
        grids["requests"][row]["total"] = total
    grids["review_litigation"]["review"].update(upheld=3, corrected=1, total=4)
    grids["review_litigation"]["litigation_direct"].update(upheld=1, total=1)
    grids["review_litigation"]["litigation_after_review"].update(pending=2, total=2)
    values = {
        "source": "page.html",
        "agency": "云溪市教育局",
        "year": 2022,
        "kind": "department",
        "scope": "own_agency",
        "period": ("2022-01-01", "2022-12-31"),
        "published_on": "2023-01-20",
        "form": "v2021",
        "tables": grids,
        "sections": [
            Section("overview", "一", "总体情况", "2022年，我局稳步推进公开工作。"),
            Section("other_matters", "六", "其他需要报告的事项", "无其他需要报告的事项。"),
        ],
    }
    return Report(**{**values, **changes})


def claim(kind: str, value: float, section: str = "overview", approximate: bool = False) -> Claim:
    return Claim(kind, value, approximate, section, f"{kind} {value}", 0)


def judged(*claims: Claim, **changes) -> list[Check]:
    checks = narrative_checks(report(claims=list(claims), **changes))
    return [check for check in checks if check.id != "N-FEE"]


@pytest.mark.parametrize(
    ("kind", "value", "check_id", "against"),
    [
        ("received", 15, "N-NEW", "requests.received.total"),
        ("received", 17, "N-NEW", "requests.received.total + requests.carried_over.total"),
        ("closed", 14, "N-DONE", "requests.total_processed.total"),
        ("closed", 12, "N-DONE", "requests.total_processed.total - requests.carried_over.total"),
        ("handled", 17, "N-DONE", "requests.received.total + requests.carried_over.total"),
        ("carried_in", 2, "N-CARRYIN", "requests.carried_over.total"),
        ("carried_out", 3, "N-CARRYOUT", "requests.carried_forward.total"),
        ("granted", 6, "N-OUT", "requests.granted.total"),
        ("denied", 4, "N-OUT", "requests.denied_*.total"),
        ("denied_state_secret", 1, "N-OUT", "requests.denied_state_secret.total"),
        ("unavailable", 4, "N-OUT", "requests.unavailable_*.total"),
        ("other_handling", 0, "N-OUT", "requests.other_*.total"),
        ("review", 4, "N-REVIEW", "review_litigation.review.total"),
        ("review_corrected", 1, "N-REVIEW", "review_litigation.review.corrected"),
        ("litigation_direct", 1, "N-LIT", "review_litigation.litigation_direct.total"),
        (
            "litigation_pending",
            2,
            "N-LIT",
            "review_litigation.litigation_direct.pending"
            " + review_litigation.litigation_after_review.pending",
        ),
        (
            "litigation",
            3,
            "N-LIT",
            "review_litigation.litigation_direct.total"
            " + review_litigation.litigation_after_review.total",
        ),
    ],
)
def test_the_text_is_held_against_these_cells(kind, value, check_id, against):
    [check] = judged(claim(kind, value))
    assert (check.id, check.outcome, check.against) == (check_id, "pass", against)
    assert (check.left, check.right, check.severity) == (value, value, "WARN")
    [wrong] = judged(claim(kind, value + 40))
    assert (wrong.outcome, wrong.left, wrong.suspect) == ("fail", value + 40, "source")
    assert (wrong.quote, wrong.where) == (f"{kind} {value + 40}", "overview")


@pytest.mark.parametrize(("kind", "right"), [("received", 15), ("review", 4), ("litigation", 3)])
def test_none_said_but_some_shown(kind, right):
    [check] = judged(claim(kind, 0))
    assert (check.id, check.outcome, check.left, check.right) == ("N-NONE", "fail", 0, right)


def test_a_claim_that_agrees_settles_the_matter():
    [check] = judged(claim("received", 9), claim("received", 15, "requests"))
    assert (check.outcome, check.where, check.quote) == ("pass", "requests", "received 15")


def test_claims_that_differ_are_decided_by_their_own_part_or_by_nobody():
    assert judged(claim("closed", 9), claim("closed", 8)) == []
    [check] = judged(claim("closed", 9), claim("closed", 8, "requests"))
    assert (check.outcome, check.left, check.where) == ("fail", 8, "requests")


def test_an_approximate_number_never_conflicts():
    [near] = judged(claim("received", 16, approximate=True))
    assert near.outcome == "pass"
    assert judged(claim("received", 300, approximate=True)) == []


def test_a_citys_figures_told_in_its_own_way_make_no_conflict():
    """The totals of a real city report (FY2024), in sentences of our own."""
    text = (
        "2022年，全市共受理政府信息公开申请3119件，办理答复3050件（含上年结转34件），"
        "另有103件顺延至下年度办理。全年因政府信息公开被申请行政复议351件，"
        "被提起行政诉讼46件，其中未经复议直接起诉26件，复议后起诉20件。"
    )
    city = report(agency="云溪市人民政府", kind="government", scope="aggregate")
    rows = {
        "received": 3119,
        "carried_over": 34,
        "total_processed": 3050,
        "carried_forward": 103,
    }
    for row, total in rows.items():
        city.tables["requests"][row]["total"] = total
    for row, total in (("review", 351), ("litigation_direct", 26), ("litigation_after_review", 20)):
        city.tables["review_litigation"][row]["total"] = total
    city.sections = [Section("overview", "一", "总体情况", text)]
    reporter = Reporter(city.agency, city.kind, city.scope, city.year)
    city.claims = find_claims(city.sections, reporter)
    checks = narrative_checks(city)
    assert len(checks) == 8
    assert {check.outcome for check in checks} == {"pass"}


def test_a_cell_that_is_blank_or_lost_cannot_be_assessed():
    made = report(claims=[claim("closed", 3), claim("denied", 3)])
    made.tables["requests"]["total_processed"]["total"] = None
    made.tables["requests"]["denied_by_law"]["total"] = None
    made.cells = [
        CellNote("requests", "total_processed", "total", "", "blank", None),
        CellNote("requests", "denied_by_law", "total", "1?", "ambiguous", None),
    ]
    closed, denied, _ = narrative_checks(made)
    assert (closed.outcome, closed.right) == ("not_assessable", None)
    assert (denied.outcome, denied.right) == ("not_assessable", None)
    made.cells[1] = replace(made.cells[1], status="blank")
    assert [c.outcome for c in narrative_checks(made) if c.id == "N-OUT"] == ["fail"]


def test_whose_error_a_conflict_looks_like():
    broken = Check("T3-ROW", "requests", "granted", "fail", 1, 2, "unknown")
    [check] = judged(claim("granted", 9), checks=[broken])
    assert check.suspect == "unknown"
    solved = CellNote("requests", "granted", "total", "06", "solved", 6)
    [check] = judged(claim("granted", 9), cells=[solved])
    assert check.suspect == "parse"


def test_without_tables_nothing_is_compared():
    assert judged(claim("received", 9), claim("review", 1), tables={}) == []


def test_of_the_form_of_2014_only_none_is_held_against_a_number():
    statistics = {"statistics": {"req_received": 3, "review_total": 0, "lit_total": None}}
    none, fine, lost = judged(
        claim("received", 0), claim("review", 0), claim("litigation", 0), tables=statistics
    )
    assert (none.id, none.outcome, none.right) == ("N-NONE", "fail", 3)
    assert (fine.outcome, lost.outcome) == ("pass", "not_assessable")
    assert judged(claim("received", 7), tables=statistics) == []


@pytest.mark.parametrize(
    ("text", "claims", "outcome"),
    [
        ("无其他需要报告的事项。", [], "fail"),
        ("2022年未收取信息处理费。", [claim("fee", 0, "other_matters")], "pass"),
        ("信息处理费事宜见附件。", [], "pass"),
    ],
)
def test_part_six_must_state_the_fee(text, claims, outcome):
    parts = [Section("other_matters", "六", "", text)]
    [check] = narrative_checks(report(sections=parts, claims=claims, tables={}))
    assert (check.id, check.outcome, check.severity) == ("N-FEE", outcome, "INFO")
    assert narrative_checks(report(sections=parts, tables={}, form="v2019")) == []


def of(check_id: str, introduction: str = "", **changes) -> list[Check]:
    checks = document_checks(report(**changes), introduction)
    return [check for check in checks if check.id == check_id]


@pytest.mark.parametrize(
    ("year", "period", "outcome"),
    [
        (2022, ("2022-01-01", "2022-12-31"), "pass"),
        (2022, ("2022-01-01", "202022-12-31"), "fail"),
        (2022, ("2021-01-01", "2021-12-31"), "fail"),
        (2008, ("2008-05-01", "2008-12-31"), "pass"),
        (2008, ("2008-01-01", "2008-12-31"), "fail"),
    ],
)
def test_the_period_is_the_whole_year(year, period, outcome):
    [check] = of("D-PERIOD", year=year, period=period)
    assert (check.outcome, check.quote) == (outcome, " / ".join(period))
    assert check.against.startswith(str(year))


@pytest.mark.parametrize(
    ("text", "period", "outcome", "right"),
    [
        ("2022年，我局……", ("2022-01-01", "2022-12-31"), "pass", 2022),
        ("2022年，我局……", ("2021-01-01", "2021-12-31"), "fail", 2021),
        ("2021年，我局……2021年，我局……", None, "fail", 2021),
        ("落实《2021年工作要点》，我局……", ("2022-01-01", "2022-12-31"), "pass", 2022),
        ("与2021年相比，2022年有所进步。2021年、2020年……", None, "pass", 2022),
    ],
)
def test_title_period_and_text_name_one_year(text, period, outcome, right):
    parts = [Section("overview", "一", "", text)]
    [check] = of("D-YEAR", sections=parts, period=period)
    assert (check.outcome, check.left, check.right) == (outcome, 2022, right)


@pytest.mark.parametrize(
    ("kind", "year", "day", "late"),
    [
        ("department", 2022, "2023-01-31", 0),
        ("department", 2022, "2023-02-03", 3),
        ("township", 2022, "2023-03-01", 29),
        ("government", 2022, "2023-03-31", 0),
        ("office", 2022, "2023-03-31", 0),
        ("government", 2022, "2023-04-02", 2),
        ("department", 2017, "2018-03-31", 0),
        ("department", 2017, "2018-04-01", 1),
        (None, 2022, "2023-04-01", 1),
    ],
)
def test_the_deadline_is_the_bodys_own(kind, year, day, late):
    [check] = of("D-PUB", kind=kind, year=year, published_on=day)
    assert (check.left, check.right, check.outcome) == (late, 0, "fail" if late else "pass")
    assert check.quote == day


def test_a_date_that_decides_nothing_is_not_judged():
    assert of("D-PUB", published_on="2022-06-01") == []
    assert of("D-PUB", kind=None, published_on="2023-02-15") == []
    assert of("D-PUB", published_on=None) == []


@pytest.mark.parametrize(
    ("introduction", "outcomes"),
    [
        ("现公布云溪市教育局2022年政府信息公开工作年度报告。", ["pass"]),
        ("云溪市教育局编制了2022年度政府信息公开工作年度报告。", ["pass"]),
        ("根据要求，现公布东湖市财政局2022年政府信息公开工作年度报告。", ["fail"]),
        ("根据《云溪市财政局2022年政府信息公开工作年度报告》的体例编制。", []),
        ("本报告由我局编制。", []),
    ],
)
def test_the_introduction_names_the_titles_agency(introduction, outcomes):
    assert [check.outcome for check in of("D-NAME", introduction)] == outcomes
