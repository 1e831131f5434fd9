"""Whoever must mend a document is told in Chinese what kept it from being read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.browse.problem_words import PROBLEMS, in_chinese

PARSING = Path(__file__).parents[2] / "docs" / "parsing.md"
ROW = re.compile(r"^\| ([a-z0-9_`, ]+) \| ((?:error|warning|info)[a-z, ]*) \|", re.MULTILINE)


def test_every_code_that_is_more_than_a_note_has_words() -> None:
    grave = {
        code
        for codes, severity in ROW.findall(PARSING.read_text(encoding="utf-8"))
        for code in re.findall("`([a-z0-9_]+)`", codes)
        if severity.strip() != "info"
    }
    assert len(grave) > 40
    assert grave - set(PROBLEMS) == set()


@pytest.mark.parametrize(
    ("code", "where", "detail", "told"),
    [
        ("encrypted", None, "the file asks for a password", "文件有密码，打不开；请去掉密码再核对"),
        (
            "table_missing",
            "requests",
            "not found",
            "收到和处理政府信息公开申请情况：没有找到这张表",
        ),
        ("section_missing", "problems", "x", "问题及改进：没有找到这一部分的标题"),
        ("injected_text", "first lines", "“甲”, “乙” (M-LEX)", "开头：混入了无关文字：“甲”、“乙”"),
        (
            "foreign_host",
            None,
            "names a.example (M-REL), 1.5",
            "写有其他网站的地址，或不是政府网站：a.example",
        ),
        ("made_up", "title", "something", "标题：读取时有疑问：something"),
    ],
)
def test_words(code: str, where: str | None, detail: str, told: str) -> None:
    assert in_chinese(code, where, detail) == told
