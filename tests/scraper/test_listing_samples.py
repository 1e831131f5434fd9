"""Every adapter against its samples: golden values written by hand from the shapes' evidence.

A sample is a page or an answer of a system under ``fixtures/listings/<family>/``; its golden
file says the address, which request it answers (``follows``), and what must be read.
"""

import json
import random
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

from fixtures import root
from scraper.listings import Page, by_name, detect, families

FOLDER = root() / "listings"
SAMPLES = sorted(p for p in FOLDER.rglob("*.*") if not p.name.endswith(".golden.json"))
KEYS = ("links", "left_out", "requests", "columns", "report", "blocked", "incomplete")


def golden_path(sample: Path) -> Path:
    return sample.with_name(f"{sample.stem}.golden.json")


def golden(sample: Path) -> dict:
    return json.loads(golden_path(sample).read_text(encoding="utf-8"))


def page_of(sample: Path, text: str) -> Page:
    made = golden(sample)
    request = None
    if "follows" in made:
        stem, at = made["follows"]
        before = next(p for p in SAMPLES if p.parent == sample.parent and p.stem == stem)
        request = read(page_of(before, before.read_text("utf-8")), sample.parent.name).requests[at]
    today = date.fromisoformat(made.get("today", "2025-06-01"))
    return Page(made["url"], text, request, today=today)


def read(page: Page, family: str):
    return by_name(family).read(page)


def as_golden(listing) -> dict:
    return {
        "links": [
            [x.url, x.title, x.listed_on.isoformat() if x.listed_on else None]
            for x in listing.links
        ],
        "left_out": [[x.url, x.reason] for x in listing.left_out],
        "requests": [
            {"method": r.method, "url": r.url, "form": dict(r.form) if r.form else None}
            | ({"body": json.loads(r.body)} if r.body else {})
            | {"headers": dict(r.headers)}
            for r in listing.requests
            if not r.note("guessed") or r is listing.requests[0]
        ],
        "columns": [r.url for r in listing.columns],
        "report": listing.report,
        "blocked": listing.blocked and listing.blocked.partition(": ")[2],
        "incomplete": listing.incomplete,
    }


@pytest.mark.parametrize("family", families())
def test_every_family_has_samples_with_golden_values(family):
    assert any(p.parent.name == family for p in SAMPLES), f"no sample of {family}"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_sample_reads_as_its_golden_file_says(sample):
    family = sample.parent.name
    if not golden_path(sample).exists():
        made = {"url": "http://…", "family": family}
        golden_path(sample).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
        pytest.fail(f"{golden_path(sample).name} was missing: write what the sample must give")
    made = golden(sample)
    page = page_of(sample, sample.read_text("utf-8"))
    if "follows" not in made:
        assert detect(page) == family
    assert as_golden(read(page, family)) == {key: made[key] for key in KEYS}


def shuffled(text: str, dice: random.Random) -> str:
    """The same page with attributes in another order and case, and other elements around."""

    def tag(found: re.Match[str]) -> str:
        pairs = re.findall(r"""[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*')""", found[2])
        if len("".join(pairs)) < len(re.sub(r"\s", "", found[2])) - 1 or not pairs:
            return found[0]
        dice.shuffle(pairs)
        return f"<{found[1]} {'  '.join(pairs)}>"

    text = re.sub(r"<(a|div|li|ul|span|td|script|iframe|em)\b([^<>]*)>", tag, text)
    before, after = dice.choice(
        [("<div><section>", "</section></div>"), ("<center>", "</center>"), ("<form>", "</form>")]
    )
    text = re.sub(r"(<body>)", rf"\1{before}<a href='/sitemap/'>网站地图</a>", text)
    return text.replace("</body>", f"{after}<a href='/about.html'>关于我们</a></body>")


HTML = [p for p in SAMPLES if "<body>" in p.read_text("utf-8")]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("sample", HTML, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_attribute_order_and_wrappers_do_not_matter(sample, seed):
    text = shuffled(sample.read_text("utf-8"), random.Random(seed))
    assert text != sample.read_text("utf-8")
    made = golden(sample)
    page = page_of(sample, text)
    assert detect(page) == sample.parent.name
    assert as_golden(read(page, sample.parent.name)) == {key: made[key] for key in KEYS}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}-{p.stem}")
@pytest.mark.parametrize("rubbish", ["", "<html>", "{}", "[]", "null", "cb(1)", "\0", "<record>"])
def test_an_answer_that_is_none_gives_nothing_and_does_not_raise(sample, rubbish):
    listing = read(page_of(sample, rubbish), sample.parent.name)
    assert listing.report is None
    assert [link for link in listing.links if "xxgkAnnualReport" not in link.url
            and "/year/show/" not in link.url] == []  # fmt: skip


def test_samples_are_valid_enough_to_be_pages():
    for sample in HTML:
        assert lxml_html.document_fromstring(sample.read_bytes()).body is not None


def test_the_documentation_names_every_family_in_the_order_asked():
    text = (Path(__file__).parents[2] / "docs/listings.md").read_text("utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == families()
