"""One address of every kind of page that is served on the sample archive."""

from __future__ import annotations

from urllib.parse import quote

from sample_archive import CITY, HOSTILE, WATER

_CITY = quote(CITY)
_SQL = quote("select report_id, title, year from reports limit 3")

#: Our own, which are in the reader's language.
OURS = {
    "front": "",
    "report": f"report/{quote(WATER)}/2022/own_agency",
    "report with markup for text": f"report/{quote(HOSTILE)}/2022/own_agency",
    "snapshot": f"report/{quote(WATER)}/2022/own_agency/source/",
    "agency": f"agency/{_CITY}/",
    "compare": f"compare/?a={_CITY}/2020/own_agency&b={_CITY}/2022/own_agency",
    "compare, three": f"compare/?a={_CITY}/2020/own_agency&b={_CITY}/2022/own_agency"
    f"&c={quote(WATER)}/2022/own_agency",
    "compare, empty": "compare/",
    "search": f"-/gongkai/search?q={quote('复议')}",
    "search, narrowed": f"-/gongkai/search?q={quote('复议')}&year=2022",
    "search, nothing found": f"-/gongkai/search?q={quote('霁川')}",
    "provinces": "provinces/",
    "charts": "charts/",
    "health": "health/",
    "queries": "-/gongkai/queries",
}
#: Datasette's own.
DATASETTES = {
    "database": "archive",
    "table": "archive/reports",
    "table, filtered": f"archive/reports?_search={quote('复议')}&year__gt=2000&_facet=provenance",
    "table, empty": "archive/reports?year__gt=3000",
    "view": "archive/failed_checks",
    "wide view": "archive/panel",
    "row": f"archive/reports/{quote(WATER).replace('%', '~')}~2F2022~2Fown_agency",
    "SQL": f"archive?sql={_SQL}",
    "query": "archive/search?words=",
    "query with fields": "archive/coverage_where",
}
#: They answer with 400 or 404, which Chromium itself logs as an error.
REFUSALS = {
    "no such report": "report/x/2022/own_agency",
    "no snapshot of a cell": f"report/{quote(WATER)}/2022/own_agency/source/?cell=requests.x.y",
    "no such agency": "agency/x/",
    "no such page": "none",
    "wrong SQL": "archive?sql=select+nothing",
}
LANGUAGES = ("both", "zh", "en")


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def everywhere(path: str) -> list[str]:
    """The address in each language, or alone where the page has but one."""
    datasettes = path.startswith("archive") or path == "none"
    return [path] if datasettes else [in_language(path, code) for code in LANGUAGES]
