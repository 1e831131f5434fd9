"""Several reports in one line of text, or under the name of a column."""

from __future__ import annotations

import re

import fixtures
import parsers
from parsers.cell_places import places
from parsers.compilation import split
from parsers.document import Block, Document
from parsers.glued import apart

PAGE, EXPECTED = next(
    (page, expected)
    for page, expected in fixtures.report_files()
    if "scjgj" in expected["url"] and expected["year"] == 2022
)
NAME, FEES = EXPECTED["agency"], EXPECTED["tables"]["disclosure"]["fees"]["amount"]
BODIES = {NAME: FEES, "霁川市水务局": 17.25, "松岭县教育局": 8.5}


def in_one_line(agency: str, fees: float) -> str:
    """The page as another body's, without any line's end; cells keep a blank between them."""
    markup = PAGE.read_bytes().decode()
    markup = markup[markup.index("<h2>一、") : markup.index("</section>")]
    markup = markup.replace(f">{FEES}<", f">{fees}<")
    words = re.sub(r"<[^>]+>", "", re.sub(r"</t[dh]>", " ", markup))
    words = re.sub(r"[\n\r\t]+", "", words).replace(NAME, agency)
    return f"{agency}2022年政府信息公开工作年度报告发布时间：2023-01-22 {agency}编制本报告。{words}"


def glued() -> str:
    return "".join(in_one_line(agency, fees) for agency, fees in BODIES.items())


def test_reports_that_a_flattener_glued_together_are_told_apart():
    report = parsers.parse(glued().encode(), source="line")
    found = [report, *report.others]
    assert [one.agency for one in found] == list(BODIES)
    amounts = [one.tables["disclosure"]["fees"]["amount"] for one in found]
    assert amounts == list(BODIES.values())
    assert all(one.tables["requests"] == EXPECTED["tables"]["requests"] for one in found)
    assert {one.published_on for one in found} == {"2023-01-22"}
    found_again = places(glued().encode(), found[1].origins, media_type=None, charset=None)
    assert all(place.confirmed for place in found_again.values())


def test_a_title_that_is_only_mentioned_cuts_nothing():
    text = in_one_line(NAME, FEES)
    mentioned = "。参见霁川市水务局2021年政府信息公开工作年度报告的说明，霁川市水务局"
    document = Document([Block(text[:900] + mentioned + text[900:], line=1)])
    assert apart(document) is document


def test_a_cut_block_keeps_the_places_of_its_characters():
    title = "堃阳县林业局2023年政府信息公开工作年度报告"
    other = title.replace("林业", "水务")
    line = (
        f" {title} 发布时间：2024-01-02 堃阳县林业局。{'公开情况。' * 20} {other}来源：堃阳县水务局"
    )
    found = apart(Document([Block(line, line=7, skipped=3)]))
    assert [block.line for block in found.blocks] == [7] * len(found.blocks)
    squeezed = "".join(line.split())
    for block in found.blocks:
        begin = block.skipped - 3
        assert squeezed[begin:].startswith("".join(block.text.split()))
    assert other in [block.text.strip() for block in found.blocks]


def test_years_under_a_columns_name_are_several_reports():
    name = "堃阳县林业局政府信息公开年报"
    lines = [name]
    for year in (2021, 2022, 2023):
        lines += [f"堃阳县林业局{year}年政府信息公开工作年度报告", f"{year}年公开情况。" * 60]
    parts = split(Document([Block(text, line=n) for n, text in enumerate(lines, 1)]))
    assert [part.blocks[0].text for part in parts] == lines[1::2]
