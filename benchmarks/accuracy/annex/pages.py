"""The layouts of annex pages: how content systems of those years printed such a table."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

from benchmarks.accuracy.annex.corpus import AnnexLine, AnnexPage, draw

Row = list[tuple[str, str]]
AFTER = ("填报人：周某 审核人：李某 联系电话：0999-3312008", "注：其中行指上一行的一部分。")
FOOT = ("上一篇：财政预算公开", "版权所有 某政府办公室 浏览次数：1203")


def generate(seed: int, layout: str) -> AnnexPage:
    """The report of that seed in that layout, HTML and all."""
    page = draw(seed, layout)
    rng = random.Random(f"annex-page:{layout}:{seed}")
    page.html = _document(page, LAYOUTS[layout](page), rng)
    return page


def _document(page: AnnexPage, table: str, rng: random.Random) -> str:
    words = "\n".join(f"<p>{escape(text)}</p>" for text in page.narrative)
    after = f"<p>{escape(rng.choice(AFTER))}</p>" if rng.random() < 0.4 else ""
    foot = "".join(f"<div>{escape(text)}</div>" for text in FOOT)
    links = "<table><tr><td>首页</td><td>政务公开</td><td>办事服务</td><td>12</td></tr></table>"
    return (
        f"<html><head><title>{escape(page.title)}</title></head><body>{links}\n"
        f"<h1>{escape(page.title)}</h1>\n{words}\n{table}\n{after}\n{foot}</body></html>"
    )


def heads(page: AnnexPage) -> list[str]:
    """The header words in printed order."""
    found = [page.label_head]
    if page.code_head:
        found.insert(0 if page.code_first else 1, page.code_head)
    return [*found, *([page.unit_head] if page.unit_head else []), *(h for _, h in page.columns)]


def cells(page: AnnexPage, at: int, line: AnnexLine) -> list[str]:
    """The texts of a row in printed order."""
    found = [line.label]
    if page.code_head:
        found.insert(0 if page.code_first else 1, page.code(at))
    values = [line.texts[name] for name, _ in page.columns]
    return [*found, *([line.unit] if page.unit_head else []), *values]


def _rows(page: AnnexPage, wrap: Callable[[str], str] = escape) -> list[str]:
    return [
        "<tr>" + "".join(f"<td>{wrap(text)}</td>" for text in cells(page, at, line)) + "</tr>"
        for at, line in enumerate(page.lines)
    ]


def _head(page: AnnexPage) -> str:
    return "<tr>" + "".join(f"<th>{escape(text)}</th>" for text in heads(page)) + "</tr>"


def clean(page: AnnexPage) -> str:
    """One table, a cell a line in the source."""
    body = "\n".join([_head(page), *_rows(page)]).replace("><td", ">\n<td")
    return f"<table>\n{body}\n</table>"


def compact(page: AnnexPage) -> str:
    """No white space between tags: text that is glued where a flattener adds nothing."""
    return f"<table>{_head(page)}{''.join(_rows(page))}</table>"


def word(page: AnnexPage) -> str:
    """Word's HTML: a paragraph in each cell, digits in spans, non-breaking blanks."""

    def wrap(text: str) -> str:
        shown = f'<span lang="EN-US">{text}</span>' if text.isdigit() else escape(text)
        return f'<p class="MsoNormal">&nbsp;{shown}&nbsp;</p>'

    rows = "\n".join(_rows(page, wrap))
    return (
        f'<table class="MsoNormalTable" border="1"><tbody>\n{_head(page)}\n{rows}\n</tbody></table>'
    )


def twohead(page: AnnexPage) -> str:
    """统计数 over the value columns, the other heads two rows high."""
    words = heads(page)
    count = len(page.columns)
    top = "".join(f'<th rowspan="2">{escape(text)}</th>' for text in words[:-count])
    low = "".join(f"<th>{escape(text)}</th>" for text in words[-count:])
    head = f'<tr>{top}<th colspan="{count}">统计数</th></tr>\n<tr>{low}</tr>'
    return f"<table>\n{head}\n" + "\n".join(_rows(page)) + "\n</table>"


def grouped(page: AnnexPage) -> str:
    """A column of group names that spans rows, under a label head of two columns."""
    words = heads(page)
    at = words.index(page.label_head)
    head = [f"<th>{escape(text)}</th>" for text in words]
    head[at] = f'<th colspan="2">{escape(page.label_head)}</th>'
    size = 5
    rows = []
    for number, line in enumerate(page.lines):
        shown = [f"<td>{escape(text)}</td>" for text in cells(page, number, line)]
        if number % size == 0:
            down = min(size, len(page.lines) - number)
            shown.insert(
                at, f'<td rowspan="{down}">第{"一二三四五六七"[number // size]}类情况</td>'
            )
        rows.append("<tr>" + "\n".join(shown) + "</tr>")
    return "<table>\n<tr>" + "\n".join(head) + "</tr>\n" + "\n".join(rows) + "\n</table>"


def headed(page: AnnexPage) -> str:
    """Rows that are only headings, a title row, and a footer inside the table."""
    width = len(heads(page))
    rows = [f'<tr><td colspan="{width}">{page.year}年政府信息公开情况统计表</td></tr>', _head(page)]
    for at, row in enumerate(_rows(page)):
        if at % 6 == 0:
            part = "一二三四五六七"[at // 6]
            rows.append(f'<tr><td colspan="{width}">{part}、有关情况</td></tr>')
        rows.append(row)
    rows.append(f'<tr><td colspan="{width}">{AFTER[0]}</td></tr>')
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def noted(page: AnnexPage) -> str:
    """A last column for notes, mostly empty."""
    rows = [_head(page).replace("</tr>", "<th>备注</th></tr>")]
    rows += [row.replace("</tr>", "<td></td></tr>") for row in _rows(page)]
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def several(page: AnnexPage) -> str:
    """The annex cut into two tables, each with its header, and words between."""
    rows, half = _rows(page), len(page.lines) // 2
    first = "\n".join([_head(page), *rows[:half]])
    second = "\n".join([_head(page), *rows[half:]])
    return f"<table>\n{first}\n</table>\n<p>续表</p>\n<table>\n{second}\n</table>"


def nested(page: AnnexPage) -> str:
    """The annex inside a layout table beside a navigation column."""
    menu = "<table><tr><td>信息公开指南</td></tr><tr><td>信息公开目录</td></tr></table>"
    return f"<table><tr><td>{menu}</td><td>\n{clean(page)}\n</td></tr></table>"


def paragraphs(page: AnnexPage) -> str:
    """No table at all: every cell a paragraph."""
    texts = [
        *heads(page),
        *(t for at, line in enumerate(page.lines) for t in cells(page, at, line)),
    ]
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts if text)


def divs(page: AnnexPage) -> str:
    """Rows and cells made of divs."""
    rows = [heads(page), *(cells(page, at, line) for at, line in enumerate(page.lines))]
    shown = ("".join(f"<div>{escape(text)}</div>\n" for text in row) for row in rows)
    return "<div>\n" + "\n".join(f"<div>\n{row}</div>" for row in shown) + "\n</div>"


LAYOUTS: dict[str, Callable[[AnnexPage], str]] = {
    function.__name__: function
    for function in (
        clean,
        compact,
        word,
        twohead,
        grouped,
        headed,
        noted,
        several,
        nested,
        paragraphs,
        divs,
    )
}
#: Layouts without a trace of blank cells, in a page and in its texts: a paragraph that would be
#: empty is left out, an empty div is no field to any flattener.
LOSES_BLANKS = (("paragraphs",), ("paragraphs", "divs"))
