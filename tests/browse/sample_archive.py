"""A small archive made of invented agencies, written through the archive's own API."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gongkai.archive import Archive
from parsers import forms
from parsers.report import CellNote, Check, Problem, Report, Section
from scraper.protocols import Fetched, Link

PARSER = "sample-1"
CITY = "青溪市人民政府"
WATER = "青溪市水务局"
COUNTY = "白石县人民政府"
HOSTILE = "青溪市档案馆"

Tables = dict[str, dict[str, dict[str, int | float | None]]]


def build(path: Path) -> Path:
    """The archive at ``path``: five reports, a copy set aside, a broken sum."""
    with Archive.open(path) as archive:
        archive.put_source("qingxi", "青溪市人民政府门户网站", cms="trs", level="prefecture")
        run = archive.start_run("demo")
        for url, report in documents():
            store(archive, run, url, report)
        archive.finish_run(run, "ok", {"reports": 5})
    return path


def documents() -> list[tuple[str, Report]]:
    """Each with the address it is stored under."""
    site = "https://www.qingxi.gov.cn/nb"
    city = city_2022()
    copy = city_2022()
    copy.provenance = "copy_unverified"
    return [
        (f"{site}/2022.html", city),
        ("https://wenku.example.com/doc/7", copy),
        (f"{site}/2020.html", city_2020()),
        (f"{site}/water2022.html", water_2022()),
        ("https://wenku.example.com/doc/8", county_2014()),
        ("javascript:alert(1)", hostile_2022()),
    ]


def city_2022() -> Report:
    """v2021, every sum holds, with a blank, a dash and a converted amount."""
    tables = zeros("v2021")
    fill(tables["requests"]["received"], natural_person=118, business=6)
    fill(tables["requests"]["carried_over"], natural_person=4)
    fill(tables["requests"]["granted"], natural_person=57, business=5)
    fill(tables["requests"]["denied_third_party"], natural_person=9)
    fill(tables["requests"]["unavailable_not_held"], natural_person=48, business=1)
    fill(tables["requests"]["total_processed"], natural_person=114, business=6)
    fill(tables["requests"]["carried_forward"], natural_person=8)
    tables["review_litigation"]["review"].update(upheld=3, corrected=1, total=4)
    tables["disclosure"]["fees"]["amount"] = 25.1
    tables["disclosure"]["rules"]["made"] = None
    tables["requests"]["denied_state_secret"]["research"] = None
    report = _report(CITY, 2022, "v2021", tables, "2023-01-18")
    report.cells = [
        CellNote("disclosure", "rules", "made", "", "blank", None),
        CellNote("requests", "denied_state_secret", "research", "—", "dash", None),
        CellNote("disclosure", "fees", "amount", "251000元", "unit_converted", 25.1),
    ]
    return report


def city_2020() -> Report:
    """v2019, with a cell that could not be read."""
    tables = zeros("v2019")
    fill(tables["requests"]["received"], natural_person=31)
    fill(tables["requests"]["granted"], natural_person=31)
    fill(tables["requests"]["total_processed"], natural_person=31)
    tables["disclosure"]["procurement"].update(projects=12, amount=None)
    report = _report(CITY, 2020, "v2019", tables, "2021-01-20")
    report.cells = [CellNote("disclosure", "procurement", "amount", "3l5.8", "ambiguous", None)]
    report.problems = [Problem("ambiguous_cells", "warning", "disclosure", "一格数字无法确定")]
    return report


def water_2022() -> Report:
    """Three sums that fail: a balance, a row, a group of table 4."""
    tables = zeros("v2021")
    fill(tables["requests"]["received"], natural_person=12)
    tables["requests"]["carried_over"].update(natural_person=3, total=3)
    fill(tables["requests"]["granted"], natural_person=10)
    fill(tables["requests"]["total_processed"], natural_person=10)
    fill(tables["requests"]["carried_forward"], natural_person=4)
    tables["requests"]["granted"]["total"] = 11
    tables["review_litigation"]["litigation_direct"].update(upheld=1, corrected=1, total=3)
    report = _report(WATER, 2022, "v2021", tables, "2023-01-30")
    report.kind, report.tier = "department", "prefecture"
    report.checks += [
        Check("T3-BAL", "requests", "natural_person", "fail", 15, 14, "source"),
        Check("T3-ROW", "requests", "granted", "fail", 10, 11, "source"),
        Check("T4-SUM", "review_litigation", "litigation_direct", "fail", 2, 3, "unknown"),
        Check("T2-MADE", "disclosure", "rules", "not_assessable", None, None, None, "WARN"),
        Check("T2-RULECAP", "disclosure", "rules", "fail", 1, 0, "source", "WARN"),
        Check(
            "N-NEW",
            "requests",
            "overview",
            "fail",
            14,
            12,
            "source",
            "WARN",
            "全年共收到政府信息公开申请14件",
            "requests.received.total",
        ),
    ]
    return report


def county_2014() -> Report:
    """Only a copy is known, of a year before the national tables."""
    report = _report(COUNTY, 2014, "v2021", {}, None)
    report.form, report.checks = None, []
    report.provenance = "copy_unverified"
    report.problems = [Problem("foreign_host", "warning", None, "页面不在政府网站上")]
    return report


def hostile_2022() -> Report:
    """A title, a text and cells that would be markup if anything forgot to escape."""
    report = _report(HOSTILE, 2022, "v2021", zeros("v2021"), "2023-01-05")
    report.title = "<script>document.title='owned'</script>2022年报告"
    report.sections[0] = Section(
        "overview", "一", "总体情况", "<img src=x onerror=alert(1)> 档案\n第二段"
    )
    report.tables["requests"]["received"]["total"] = 5
    report.cells = [CellNote("requests", "received", "total", "<b>5</b>", "annotated", 5)]
    report.problems = [Problem("x", "info", "<i>", "<u>下划线</u>")]
    return report


def zeros(form_id: str) -> Tables:
    """Every cell of a form as a printed 0."""
    return {
        key: {
            row.key: {column.key: 0 for column in block.columns}
            for block in table.blocks
            for row in block.rows
        }
        for key, table in forms.load(form_id).tables.items()
    }


def fill(row: dict[str, Any], **cells: int) -> None:
    """Set cells of a row of table 3 and its total."""
    row.update(cells, total=sum(cells.values()))


def _report(agency: str, year: int, form: str, tables: Tables, published_on: str | None) -> Report:
    return Report(
        source="",
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        year=year,
        kind="government",
        tier="prefecture",
        period=(f"{year}-01-01", f"{year}-12-31"),
        published_on=published_on,
        scope="own_agency",
        provenance="official",
        form=form,
        table_forms=dict.fromkeys(tables, form),
        sections=_sections(agency, year),
        tables=dict(tables),
        checks=[Check("T3-BAL", "requests", "total", "pass", 1, 1)],
    )


TABLE_TEXT = "TABLE-TEXT 0 0 0 0"


def _sections(agency: str, year: int) -> list[Section]:
    overview = f"{agency}在{year}年更新公开指南，整理历史文件。\n群众可到档案室查阅。"
    replies = "全年因信息公开引起的行政复议均按期答复。"
    return [
        Section("overview", "一", "总体情况", overview),
        _with_table(
            "proactive", "二", "主动公开政府信息情况", "公开的信息见下表。", "规章已清理。"
        ),
        _with_table("requests", "三", "收到和处理政府信息公开申请情况", "", ""),
        _with_table("review_litigation", "四", "政府信息公开行政复议、行政诉讼情况", replies, ""),
        Section("problems", "五", "存在的主要问题及改进情况", "目录更新偏慢，已安排专人每周核对。"),
        Section("other_matters", "六", "其他需要报告的事项", "本年度未收取信息处理费。"),
    ]


def _with_table(key: str, number: str, heading: str, before: str, after: str) -> Section:
    start = f"{before}\n" if before else ""
    span = (len(start), len(start) + len(TABLE_TEXT))
    return Section(key, number, heading, f"{start}{TABLE_TEXT}\n{after}".rstrip(), (span,))


def store(archive: Archive, run: int, url: str, report: Report) -> None:
    """The report as if it had been fetched from there and parsed."""
    link = Link(url=url, kind="report", source_id="qingxi", title=report.title)
    body = f"{url} {report.title}".encode()
    fetched = Fetched(url, url, datetime(2023, 3, 1, 8, 0, tzinfo=UTC), 200, (), body, 0.1)
    archive.save_fetch(run, link, fetched)
    work = next(work for work in archive.queue(PARSER) if work.url == url)
    archive.store_report(work, report, PARSER)
