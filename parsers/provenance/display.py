"""What is shown of a copied or hacked page: its words without those that were injected.

The raw bytes stay as they came; only what a reader of the report sees is cleaned.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.document import Document, Stream
from parsers.lexicon import without_phrases
from parsers.provenance.signs import rubies
from parsers.report import Problem, Section

_BLANK_LINES = re.compile(r"\n{2,}")


def without_rubies(document: Document, stream: Stream) -> Stream:
    """The stream of a document whose pinyin noise is taken out of blocks and title.

    Noise stands in the labels of tables too, which could not be found with it.
    """
    noise = {stream.text[start:end] for start, end in rubies(stream.text)}
    inside = "|".join(re.escape(word[1:-1]) for word in noise)
    pattern = re.compile(rf"(?<=[\u4e00-\u9fff])[(（](?:{inside})[)）]")
    for block in document.blocks:
        block.text = pattern.sub("", block.text)
    if document.title:
        document.title = pattern.sub("", document.title)
    document.meta = {name: pattern.sub("", text) for name, text in document.meta.items()}
    return Stream(document)


def cleaned(sections: list[Section]) -> tuple[list[Section], list[Problem]]:
    """Sections without injected phrases in heading and narrative; tables are left alone."""
    shown: list[Section] = []
    problems: list[Problem] = []
    for section in sections:
        clean, taken = _clean(section)
        shown.append(clean)
        if taken:
            words = "、".join(f"“{word}”" for word in dict.fromkeys(taken))
            detail = f"{words} left out of the text shown (M-LEX)"
            problems.append(Problem("injected_text", "warning", section.key, detail[:400]))
    return shown, problems


def _clean(section: Section) -> tuple[Section, list[str]]:
    text, spans, taken, at = "", [], [], 0
    for start, end in (*section.table_spans, (len(section.text), len(section.text))):
        narrative, words = without_phrases(section.text[at:start])
        taken += words
        text += _BLANK_LINES.sub("\n", narrative) if words else narrative
        if end > start:
            spans.append((len(text), len(text) + end - start))
        text += section.text[start:end]
        at = end
    if not taken:
        return section, taken
    return replace(section, text=text, table_spans=tuple(spans)), taken
