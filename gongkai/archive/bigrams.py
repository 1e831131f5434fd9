"""Chinese text as tokens that SQLite can index, split the same way for text and query.

A run of Chinese becomes its bigrams and its last character: ``信息公开`` →
``信息 息公 公开 开``. Then every substring of two or more characters is a phrase, and
a single character is a prefix. Everything else (Latin, digits) stays whole, lower-cased.
SQLite's own tokenizers cannot do it: unicode61 makes one token of a whole run, and
trigram finds no word of two characters.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(f"[{_HAN}]+|[^{_HAN} ]+")
_IS_HAN = re.compile(f"[{_HAN}]")


class _Folding(dict[int, str]):
    """One character in one width and case; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Text in one width and case, folded character by character."""
    return text.translate(_FOLDING)


def places(text: str) -> list[int]:
    """For each character of ``fold(text)``, where in ``text`` it came from."""
    return [at for at, char in enumerate(text) for _ in _FOLDING[ord(char)]]


def split(text: str) -> str:
    """The tokens to index, separated by spaces. Never raises."""
    # No word holds a space, so their pieces can be found in one go.
    return " ".join(_tokens(" ".join(words(text))))


def words(text: str) -> list[str]:
    """The words of a text or query, folded; anything that is no letter or digit separates."""
    return _WORD.findall(fold(text))


def match(query: str) -> str:
    """The FTS5 expression for what a person typed: all words must occur.

    Empty when the query holds no letter or digit. What was typed reaches FTS5 only as
    quoted tokens, so none of its syntax can take effect.
    """
    return " AND ".join(_phrase(word) for word in dict.fromkeys(words(query)))


def pattern(word: str) -> re.Pattern[str]:
    """Finds in folded text what the phrase of a word from ``words`` finds in the index."""
    before = "" if _IS_HAN.match(word[0]) else rf"(?<![^\W_{_HAN}])"
    after = "" if _IS_HAN.match(word[-1]) else rf"(?![^\W_{_HAN}])"
    return re.compile(before + re.escape(word) + after)


def _tokens(words: str) -> list[str]:
    """The tokens of words that a space separates."""
    tokens: list[str] = []
    for piece in _PIECE.findall(words):
        if _IS_HAN.match(piece):
            tokens += map(add, piece, piece[1:])
            tokens.append(piece[-1])
        else:
            tokens.append(piece)
    return tokens


def _phrase(word: str) -> str:
    tokens = _tokens(word)
    last = tokens[-1]
    if not _IS_HAN.match(last):
        return f'"{" ".join(tokens)}"'
    if len(tokens) > 1 and len(tokens[-2]) == 2 and _IS_HAN.match(tokens[-2]):
        # The run may go on in the text, so its last character alone must not be asked for.
        return f'"{" ".join(tokens[:-1])}"'
    return f'"{" ".join(tokens)}"*'
