"""What Datasette's own pages lack for a screen reader: a language, names, landmarks, levels.

WCAG 2.2: 3.1.1 (language), 4.1.2 (names of controls), 1.3.1 (headings and landmarks), 2.1.1
(a table that scrolls can be reached by keyboard). Contrast and focus are in ``tables.css``.
The meaning of up to eighty columns is folded away, which stood before the first row.
"""

from __future__ import annotations

_ROWS = 'class="table-wrapper" tabindex="0" role="group" aria-label="数据 Rows"'
_COLUMNS = "<details><summary>各列的含义 What the columns mean</summary>"
_LEVEL = ("<h3>", '<h3 role="heading" aria-level="2">')

#: By template: the words that stand there once or more, and those that take their place.
AMENDMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "base.html": (
        ("<html>", '<html lang="zh-CN">'),
        ('<section class="content">', '<section class="content" role="main">'),
    ),
    "table.html": (
        ('<select name="_filter_column', '<select aria-label="列 Column" name="_filter_column'),
        ('<select name="_filter_op', '<select aria-label="条件 Condition" name="_filter_op'),
        (
            '<input type="text" name="_filter_value',
            '<input type="text" aria-label="值 Value" name="_filter_value',
        ),
        ('<select name="_sort"', '<select aria-label="排序 Sort by" name="_sort"'),
        _LEVEL,
        ('<dl class="column-descriptions">', f'{_COLUMNS}<dl class="column-descriptions">'),
        ("</dl>", "</dl></details>"),
    ),
    "_table.html": (('class="table-wrapper"', _ROWS),),
    "_facet_results.html": (
        ('class="cross">', 'class="cross" aria-label="取消 Remove {{ facet_info.name }}">'),
    ),
    "query.html": (('class="table-wrapper"', _ROWS), _LEVEL),
    "database.html": (
        (
            '<form class="sql" action="{{ urls.database(database) }}" method="get">\n        <h3>',
            '<form class="sql" action="{{ urls.database(database) }}" method="get">\n'
            '        <h3 role="heading" aria-level="2">',
        ),
    ),
    "_codemirror_foot.html": (
        (
            "cmResize(editor,",
            'editor.getInputField().setAttribute("aria-label", "SQL");\n        cmResize(editor,',
        ),
    ),
}


def made_accessible(name: str, source: str) -> str:
    """The source of Datasette's template of that name, with what it lacks."""
    for words, better in AMENDMENTS.get(name, ()):
        source = source.replace(words, better)
    return source
