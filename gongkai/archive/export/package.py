"""``datapackage.json`` (Frictionless Data Package 1.0): what each file holds, and its digest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from gongkai import __version__
from gongkai.archive.columns import both
from gongkai.archive.export.defusing import SIGNS
from gongkai.archive.export.tables import Field, Reference, Table
from gongkai.archive.titles import TABLES, VIEW_TITLES
from gongkai.archive.views import VIEWS

DESCRIPTION = (
    "政府信息公开工作年度报告的存档：原文、各表数字、勾稽关系的核对。空格和短横为空值，不是零；"
    "公布的数字从不改动；scope 不同的报告不可相加；表式不同（form）的年度多数不可相连。\n\n"
    "An archive of Chinese annual reports on government information disclosure: texts, numbers, "
    "checks. Blanks and dashes are missing values, not zeros; published numbers are never "
    "changed; never add reports of different scope; most series break where the form changes."
)
#: No licence is claimed: it is not ours to give.
LICENSES = [
    {
        "name": "notspecified",
        "title": "License not specified: the reports are official documents of Chinese "
        "government bodies; see rights",
    }
]
RIGHTS = (
    "报告由各行政机关依《政府信息公开条例》编制并公布。《著作权法》第五条规定，该法不适用于国家机关的"
    "决议、决定、命令和其他具有立法、行政、司法性质的文件；年度报告是否均属此列，并无定论。"
    "数字是事实。本项目不对报告主张任何权利，也不授予任何许可；引用时请注明发布机关和网址（url）。\n\n"
    "The reports were made and published by administrative bodies under the Regulations on Open "
    "Government Information. Article 5 of the Copyright Law of China excludes documents of state "
    "organs that are legislative, administrative or judicial in nature; whether every annual "
    "report is such a document is not settled. Numbers are facts. This project claims no rights "
    "in the reports and grants none; when you cite one, name the body and the address (url)."
)
DEFUSING = (
    "A text that begins, after any apostrophes, with one of "
    f"{' '.join(ascii(sign)[1:-1] if sign.isspace() else sign for sign in SIGNS)} has one "
    "apostrophe more in front, so that no spreadsheet runs it as a formula; to restore it, take "
    "one apostrophe off a text that begins with apostrophes and then one of these. Numbers are "
    "left alone."
)
_BRACKETS = re.compile(r"（([^（），,]+)[^（）]*）")
UNITS = frozenset(
    (
        *("件", "条", "项", "格", "个", "份", "次", "页", "人", "人次", "天", "日", "字", "字符"),
        *("字节", "秒", "元", "万元", "百分点"),
    )
)
_FRACTIONS = frozenset(("0–1", "0 至 1", "0-1"))
_DATES = frozenset(("published_on", "period_start", "period_end", "due_on"))
_VIEWS = {view.name: view for view in VIEWS}


def package(resources: list[dict[str, Any]], created: str, notes: list[str]) -> dict[str, Any]:
    """The whole description; ``created`` is when the archive last changed, not the time now."""
    is_tabular = all(one["profile"] == "tabular-data-resource" for one in resources)
    about: dict[str, Any] = {
        "profile": "tabular-data-package" if is_tabular else "data-package",
        "name": "gongkai",
        "title": "政府信息公开工作年度报告 · Chinese annual reports on government information "
        "disclosure",
        "description": DESCRIPTION,
        "created": created,
        "licenses": LICENSES,
        "rights": RIGHTS,
        "sources": [
            {
                "title": "各级行政机关网站；每份报告的网址见 reports 的 url · Web sites of "
                "government bodies; the address of each report is in reports, url"
            }
        ],
        "keywords": ["政府信息公开", "年度报告", "China", "government information disclosure"],
        "generator": f"gongkai {__version__}",
    }
    if is_tabular:
        about["defusing"] = DEFUSING
    if notes:
        about["notes"] = notes
    return {**about, "resources": resources}


def resource(
    table: Table, written: dict[str, Any], folder: Path, rows: int, present: set[str]
) -> dict[str, Any]:
    """One table as a resource; ``present`` are the tables that its keys may point to."""
    title, description = words_of(table)
    path = folder / written["path"]
    profile = "tabular-data-resource" if written["format"] == "csv" else "data-resource"
    return {
        "profile": profile,
        "name": table.name,
        "title": title,
        "description": description,
        **written,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_digest(path)}",
        "rows": rows,
        "schema": _schema(table, present),
    }


def words_of(table: Table) -> tuple[str, str]:
    """Title and description of a table or view, each in Chinese and English."""
    if table.is_view:
        view = _VIEWS[table.name]
        title = VIEW_TITLES.get(table.name, table.name)
        return title, f"{view.description}\n\n{view.description_en}"
    words = TABLES[table.name]
    return (
        f"{words.title} · {words.title_en}",
        f"{words.description}\n\n{words.description_en}",
    )


def _schema(table: Table, present: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, field) for field in table.fields],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    keys = [_key(table, one) for one in table.references if one.table in present]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _key(table: Table, reference: Reference) -> dict[str, Any]:
    # An empty name means the table itself (Table Schema, foreign keys).
    there = "" if reference.table == table.name else reference.table
    fields = list(reference.their_fields)
    return {"fields": list(reference.fields), "reference": {"resource": there, "fields": fields}}


def _field(table: Table, field: Field) -> dict[str, Any]:
    """A column: its title in Chinese, its description in English, its unit where it has one."""
    found: dict[str, Any] = {"name": field.name, "type": field.kind}
    if field.kind == "string" and field.name in _DATES:
        found["type"] = "date"
    if field.kind == "string" and field.name.endswith("_at"):
        found |= {"type": "datetime", "format": "any"}
    words = both(table.name, field.name)
    if words:
        found["title"], found["description"] = words
        unit = unit_of(words[0])
        if unit:
            found["unit"] = unit
    if field.limits:
        found["constraints"] = field.limits
    return found


def unit_of(words: str) -> str | None:
    """The unit that a description gives in brackets; ``1`` for fractions of 1."""
    for found in _BRACKETS.findall(words):
        if found in UNITS:
            return str(found)
        if found in _FRACTIONS:
            return "1"
    return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
