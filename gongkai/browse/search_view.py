"""``/-/gongkai/search?q=…``: the search page, with its facets and its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from gongkai.archive import faceted
from gongkai.archive.faceted import FACETS
from gongkai.browse.datasette_types import Datasette, Request
from gongkai.browse.instance import archives, read
from gongkai.browse.search import LONGEST, PAGE, Answer, Question, search_reports
from gongkai.browse.shell import SEARCH_PATH, absent, render
from gongkai.browse.wording import FACET_NAMES, SECTIONS, TIERS, Words, words

#: Its name, and its values with their counts and addresses.
Facet = tuple[Words, list[tuple[Words, int, str]]]

ROUTE = re.escape(SEARCH_PATH) + "$"


async def search_page(datasette: Datasette, request: Request) -> object:
    """Reports that hold all the words of ``?q=``, within the facets chosen."""
    name = next(iter(archives(datasette)), None)
    if name is None:
        return absent()
    question = question_of(request)
    answer = await read(datasette, name, lambda connection: search_reports(connection, question))
    query_url = f"{datasette.urls.query(name, 'search')}?{urlencode({'words': question.q})}"
    context = {
        "q": question.q,
        "question": question,
        "answer": answer,
        "most": faceted.MOST,
        "first": (question.page - 1) * PAGE + 1,
        "facets": list(_facets(question, answer)),
        "chosen": [
            (FACET_NAMES[facet], _name(facet, value, answer.provinces), _address(question, {facet}))
            for facet, value in question.chosen.items()
        ],
        "page_url": lambda page: _address(question, set(), {"page": str(page)}),
        "query_url": query_url,
    }
    return await render(datasette, request, (name, "search"), context)


def question_of(request: Request) -> Question:
    """What the address asks for; values that can match nothing are left out."""
    q = (request.args.get("q") or "").strip()[:LONGEST]
    chosen = {facet: value for facet in FACETS if (value := request.args.get(facet))}
    if not re.fullmatch(r"[12][0-9]{3}", chosen.get("year", "")):
        chosen.pop("year", None)
    if chosen.get("section") not in SECTIONS:
        chosen.pop("section", None)
    page = request.args.get("page") or ""
    return Question(q, chosen, max(1, int(page)) if re.fullmatch("[0-9]{1,3}", page) else 1)


def _facets(question: Question, answer: Answer) -> Iterator[Facet]:
    for facet, counted in answer.facets.items():
        values = [
            (
                _name(facet, value, answer.provinces),
                count,
                _address(question, set(), {facet: value}),
            )
            for value, count in counted
        ]
        if values and facet not in question.chosen:
            yield FACET_NAMES[facet], values


def _name(facet: str, value: str, provinces: Mapping[str, str]) -> Words:
    if facet == "tier":
        return words(TIERS, value)
    if facet == "section":
        return words(SECTIONS, value)
    if facet == "province":
        unknown = Words("区划不明", "division unknown")
        return unknown if value == "unknown" else Words(provinces.get(value, value), "")
    return Words(value, "")


def _address(question: Question, without: set[str], more: Mapping[str, str] | None = None) -> str:
    """The same question with one facet less or more, from its first page."""
    kept = {facet: value for facet, value in question.chosen.items() if facet not in without}
    return f"?{urlencode({'q': question.q, **kept, **(more or {})})}"
