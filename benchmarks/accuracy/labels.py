"""The official labels, from this folder's own data file, not from the parsers' forms."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def labels() -> dict[str, Any]:
    return _read("labels.json")


@cache
def variants() -> dict[str, Any]:
    return _read("variants.json")


def request_rows(form: str) -> list[str]:
    return [row["key"] for row in labels()["forms"][form]["requests"]]


def item_rows(form: str) -> list[str]:
    """The rows of table 3 that add up to its 总计 row."""
    outer = {"received", "carried_over", "total_processed", "carried_forward"}
    return [key for key in request_rows(form) if key not in outer]


def request_columns() -> list[str]:
    return [column["key"] for column in labels()["request_columns"]]


def review_groups() -> list[str]:
    return [group["key"] for group in labels()["review"]["groups"]]


def review_columns() -> list[str]:
    return [column["key"] for column in labels()["review"]["columns"]]


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_text("utf-8"))
    return data
