"""Claims of the running text, measured on sentences that were labelled by their meaning.

``claims.tsv`` served to write the patterns; ``claims_held_out.tsv`` was written afterwards,
in other words. The labels never come from the program.
"""

from collections import Counter
from pathlib import Path

from parsers.claims import Reporter, find_claims
from parsers.report import Section

DATA = Path(__file__).parent / "data"
REPORTERS = {
    "bureau": Reporter("云溪市教育局", "department", "own_agency", 2022),
    "district": Reporter("云溪市东湖区教育局", "department", "own_agency", 2022),
    "town": Reporter("鹭荻镇人民政府", "township", "own_agency", 2022),
    "office": Reporter("云溪市人民政府办公室", "office", "office_only", 2022),
    "city": Reporter("云溪市人民政府", "government", "aggregate", 2022),
    "county": Reporter("昆洋县人民政府", "government", "government_level", 2022),
}


def said(reporter: str, section: str, text: str) -> Counter[str]:
    found = find_claims([Section(section, "一", "", text)], REPORTERS[reporter])
    return Counter(f"{c.kind}={'~' if c.approximate else ''}{c.value}" for c in found)


def corpus(name: str) -> list[tuple[str, str, str, Counter[str]]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(who, part, text, Counter(claims.split())) for who, part, text, claims in rows]


def measure(name: str) -> tuple[float, float, list[str]]:
    """Precision and recall over all claims of a corpus, and what went wrong where."""
    right = given = wanted = 0
    wrong = []
    for who, part, text, expected in corpus(name):
        found = said(who, part, text)
        right += (found & expected).total()
        given += found.total()
        wanted += expected.total()
        if found != expected:
            over, under = found - expected, expected - found
            wrong.append(f"{text}\n    wrong: {sorted(over)}  missed: {sorted(under)}")
    return right / given, right / wanted, wrong
