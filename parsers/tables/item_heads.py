"""The headers of table 2's blocks: which columns they name, in which order, and what else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from parsers.document import Stream
from parsers.forms import Block, Column
from parsers.tables.anchors import Hit
from parsers.tables.grid import TableReading
from parsers.tables.order import any_of, printed_order, worded_order

#: What a header says beside its columns.
_HEAD_WORDS = (
    "信息内容|第二十条|第\\(?[一二三四五六七八九]\\)?[项款]|计量|单位|[百十]?万元|人民币|金额|数量"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_SHORTEST_NAME = 2
#: What another wording of a column must say to be that column.
_MUST = {
    "made": "制[发定作]|出台|印发|发文",
    "repealed": "(?:废止?|宣布|失效|清理)+",
    "in_force": "(?:有效|现行|现存|保留)+",
    "decisions": "(?:处理|决定|办理|办件|办结)+",
    "amount": "(?:收费|费用|金?额)+",
    "new_made": "制[发定作]|新增",
    "new_disclosed": "公开",
    "total_disclosed": "总",
    "items_last_year": "上|去",
    "items_change": "增.{0,2}减|变[化动]|增长",
    "projects": "项目|数",
}
#: Of another time, or of another matter, than any column of the form.
_FOREIGN = re.compile(
    "上年(?!度?项目)|去年(?!项目)|上一年(?!度?项目)|前年|往年|上半年|下半年|季度|累计|截至|同比|占比|比例|百分比|%|增幅"
    "|受理|申请|受案|立案|半年|[0-9]月"
)
#: Counts in these are not the numbers that are printed: 万件.
_LARGE = re.compile("[百千万亿][件宗项个条份次起]")


def column_orders(
    stream: Stream, reading: TableReading, of_block: Mapping[str, list[Hit]]
) -> list[tuple[Column, ...]]:
    """The columns of each block in the order in which its header names them."""
    orders: list[tuple[Column, ...]] = []
    low = reading.start
    for number, block in enumerate(reading.table.blocks):
        rows = of_block.get(str(number), [])
        columns = block.columns
        if rows:
            order = _printed_order(stream, columns, low, rows[0].start)
            if order is not None and order != [column.key for column in columns]:
                by_key = {column.key: column for column in columns}
                columns = tuple(by_key[key] for key in order)
                reading.note("columns_moved", "info", None, f"columns moved in {block.caption}")
            low = rows[-1].end
        orders.append(columns)
    return orders


def _printed_order(
    stream: Stream, columns: tuple[Column, ...], start: int, end: int
) -> list[str] | None:
    """By the form's labels; where some are worded otherwise, by what those must say."""
    labels = {column.key: any_of(column.cores) for column in columns}
    order = printed_order(stream, labels, start, end)
    if order is not None or len(columns) == 1:
        return order
    wordings = {key: re.compile(_MUST[key]) for key in labels}
    return worded_order(stream, labels, wordings, start, end)


def doubt_headers(
    stream: Stream, reading: TableReading, of_block: Mapping[str, list[Hit]], settled: set[str]
) -> None:
    """Believe no column that its block's header calls something else, or does not name.

    A header that flattening lost says nothing; ``settled`` rows were read by their heads.
    """
    for block, rows, header in _headers(stream, reading, of_block):
        doubtful, why = _doubtful(block, header)
        if not doubtful:
            continue
        for hit in rows:
            row = hit.anchor.key.split(".")[2]
            if row not in settled:
                _doubt(reading, block, row, doubtful)
        code = "column_missing" if why is None else "header_damaged"
        detail = why or f"the header does not name all columns of {block.caption or 'its block'}"
        reading.note(code, "warning", None, detail)


def is_foreign(head: str, cores: tuple[str, ...]) -> bool:
    """Whether a head that holds a column's label means another column: 上年处理决定数量."""
    return _FOREIGN.search(any_of(cores).sub("", head)) is not None


def _headers(
    stream: Stream, reading: TableReading, of_block: Mapping[str, list[Hit]]
) -> Iterator[tuple[Block, list[Hit], str]]:
    low = reading.start
    for number, block in enumerate(reading.table.blocks):
        if rows := of_block.get(str(number), []):
            header = stream.text[low : rows[0].start]
            header = header[max(header.rfind("信息内容"), header.rfind("第二十条"), 0) :]
            low = rows[-1].end
            yield block, rows, header


def _doubtful(block: Block, header: str) -> tuple[set[str], str | None]:
    """The columns that cannot be believed, and why, where the header's own words say so."""
    everything = {column.key for column in block.columns}
    cores = tuple([core for column in block.columns for core in column.cores])
    rest = _known(cores).sub("|", header)
    words = "".join(_HAN.findall(rest))
    if found := _FOREIGN.search(rest) or _LARGE.search(rest):
        return everything, f"“{found.group()}” in the header of {block.caption or 'its block'}"
    missing = {c.key for c in block.columns if not any(core in header for core in c.cores)}
    if not missing or (missing == everything and len(words) < _SHORTEST_NAME):
        return set(), None
    if len(words) < len(missing) * _SHORTEST_NAME:
        return everything, None
    other = {key for key in missing if not re.search(_MUST[key], rest)}
    return other, f"“{rest.strip('|')}” names no column of the form" if other else None


@cache
def _known(cores: tuple[str, ...]) -> re.Pattern[str]:
    """What a header of a block may say: its columns, and the words of all headers."""
    return re.compile(f"{any_of(cores).pattern}|{_HEAD_WORDS}")


def _doubt(reading: TableReading, block: Block, row: str, columns: set[str]) -> None:
    cells = reading.rows[row]
    if any(cell.raw for cell in cells):
        reading.rows[row] = [
            replace(cell, value=None, status="ambiguous") if column.key in columns else cell
            for column, cell in zip(block.columns, cells, strict=True)
        ]
