"""``/-/gongkai/queries``: the canned queries as forms, with lists to pick from."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.browse.datasette_types import Datasette, Request
from gongkai.browse.instance import archives, read
from gongkai.browse.queries import QUERIES
from gongkai.browse.shell import QUERIES_PATH, absent, render
from gongkai.browse.view_queries import CHOICES, PARAMETERS
from gongkai.browse.wording import Words

ROUTE = re.escape(QUERIES_PATH) + "$"
WORDS = Words("词语", "words")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter: text to type, or one of ``choices`` to pick."""

    name: str
    words: Words
    choices: Sequence[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A query, where it is asked, and its fields."""

    name: str
    title: str
    description: str
    address: str
    fields: tuple[Field, ...]


async def queries_page(datasette: Datasette, request: Request) -> object:
    """Every query with a form; empty fields set no bound."""
    name = next(iter(archives(datasette)), None)
    if name is None:
        return absent()
    years = await read(datasette, name, _years)
    forms = list(_forms(datasette, name, years))
    return await render(datasette, request, (name, "queries"), {"forms": forms})


def _years(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("select distinct year from reports order by year desc")
    return [str(row[0]) for row in rows]


def _forms(datasette: Datasette, database: str, years: Sequence[str]) -> Iterator[Form]:
    choices = {**CHOICES, "year": years}
    for name, query in QUERIES.items():
        fields = tuple(
            Field(
                key, Words(*PARAMETERS[key]) if key in PARAMETERS else WORDS, choices.get(key, ())
            )
            for key in _names(query["params"])
        )
        address = datasette.urls.query(database, name)
        yield Form(name, str(query["title"]), str(query["description"]), address, fields)


def _words(parameter: str) -> Words:
    return Words(*PARAMETERS[parameter]) if parameter in PARAMETERS else WORDS


def _names(parameters: object) -> list[str]:
    assert isinstance(parameters, list)
    return [str(name) for name in parameters]
