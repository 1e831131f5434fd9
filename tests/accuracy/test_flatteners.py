"""The libraries that flatten: whichever are installed, and the others named."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import flatten

PAGE = "<html><body><table><tr><td>规章</td><td>1</td><td>20</td></tr></table></body></html>"


@pytest.mark.parametrize("name", flatten.names(browser=False))
def test_every_flattener_keeps_the_words_and_numbers(name: str) -> None:
    filler = "<p>" + "本机关按规定公开信息，接受监督，并按时编制报告。" * 5 + "</p>"
    with flatten.Flatteners() as tools:
        text = tools.flatten(PAGE.replace("<table>", filler + "<table>"), name)
    assert "规章" in text
    assert text.index("规章") < text.index("1") < text.index("20")


def test_separators_stand_between_text_nodes() -> None:
    tools = flatten.Flatteners()
    texts = {name: tools.flatten(PAGE, name) for name in flatten.SEPARATORS}
    assert texts == {
        "bs4_newline": "规章\n1\n20",
        "bs4_space": "规章 1 20",
        "bs4_glued": "规章120",
        "bs4_pipe": "规章|1|20",
    }


def test_a_flattener_is_used_or_named_as_absent() -> None:
    assert not set(flatten.names()) & set(flatten.absent())
    assert set(flatten.names()) | set(flatten.absent()) == set(flatten.presence())
    assert "chromium" not in flatten.names(browser=False)
