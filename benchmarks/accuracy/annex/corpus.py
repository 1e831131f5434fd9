"""From a seed and a layout to a report of the first years with a local annex.

Imports nothing from ``parsers``. Row families: the domain reference's type A (35 coded
rows), type B (this year and over the years), and rows that cities made up themselves.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from benchmarks.accuracy import narrative

COLUMNS = ("this_year", "cumulative")
DASHES = ("-", "—", "/", "无")


@dataclass(slots=True)
class AnnexLine:
    """A printed row: ``texts`` by column as printed; ``truth`` the numbers, None if none."""

    label: str
    unit: str
    texts: dict[str, str]
    truth: dict[str, int | None]


@dataclass(slots=True)
class AnnexPage:
    """One report. ``columns`` are the value columns in printed order, with their headers."""

    seed: int
    layout: str
    family: str
    title: str
    year: int
    lines: list[AnnexLine]
    columns: list[tuple[str, str]]
    label_head: str
    unit_head: str | None
    code_head: str | None
    code_first: bool
    narrative: list[str] = field(default_factory=list)
    html: str = ""

    @property
    def has_blanks(self) -> bool:
        """Whether some cell shows nothing at all."""
        return any(not text for line in self.lines for text in line.texts.values())

    def code(self, at: int) -> str:
        """The printed code of a row."""
        return f"{at + 1:02}"


@cache
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(__package__).joinpath("rows.json").read_text("utf-8"))
    return found


def draw(seed: int, layout: str) -> AnnexPage:
    """The figures, words and habits of one report, without its HTML."""
    rng = random.Random(f"annex:{layout}:{seed}")
    family = rng.choice(("coded", "paired", "free"))
    year = rng.randint(2008, 2013)
    heads = [head.format(year=year) for head in rng.choice(data()["headers"][family])]
    agency = rng.choice(narrative.TOWNS) + rng.choice(narrative.BODIES)
    coded = family == "coded" or rng.random() < 0.3
    columns = [(_field(head), head) for head in heads]
    return AnnexPage(
        seed,
        layout,
        family,
        rng.choice(narrative.TITLES).format(agency=agency, year=year),
        year,
        _lines(rng, family, [name for name, _ in columns]),
        columns,
        rng.choice(data()["labels"]),
        rng.choice(data()["units"]) if family == "coded" or rng.random() < 0.8 else None,
        rng.choice(data()["codes"]) if coded else None,
        rng.random() < 0.5,
        _words(rng, agency, year),
    )


def _field(head: str) -> str:
    if head == "本年累计":  # beside 本期实际: what the reference files as cumulative
        return "cumulative"
    return "cumulative" if "累计" in head else "this_year"


def _lines(rng: random.Random, family: str, columns: list[str]) -> list[AnnexLine]:
    blank, dash = rng.choice((0, 0, 0.2)), rng.choice((0, 0, 0.2))
    commas, large = rng.random() < 0.3, rng.choice((9, 90, 9000, 900000))
    lines = []
    for label, unit in data()[family]:
        now = rng.choice((0, rng.randint(0, 9), rng.randint(0, large)))
        numbers = {"this_year": now, "cumulative": now + rng.randint(0, large)}
        line = AnnexLine(label, unit, {}, {})
        for column in columns:
            number: int | None = numbers[column]
            text = f"{number:,}" if commas else str(number)
            if number == 0 and (chance := rng.random()) < blank + dash:
                number, text = None, "" if chance < blank else rng.choice(DASHES)
            line.texts[column], line.truth[column] = text, number
        lines.append(line)
    return lines


def _words(rng: random.Random, agency: str, year: int) -> list[str]:
    return [
        f"本报告由{agency}编制，统计期限为{year}年1月1日至{year}年12月31日。",
        "一、概述",
        f"全年公开信息{rng.randint(3, 900)}条，举办培训{rng.randint(1, 9)}次。",
        "二、主动公开政府信息的情况",
        f"通过门户网站发布消息{rng.randint(20, 2000)}条，较上年增加{rng.randint(1, 60)}%。",
        "三、依申请公开政府信息和不予公开政府信息的情况",
        f"当面申请{rng.randint(0, 9)}件，电话咨询{rng.randint(0, 90)}人次，均已办理。",
        "四、存在的主要问题及改进情况",
        "一是目录更新不够及时；二是专职人员不足。",
        "五、附表",
    ]
