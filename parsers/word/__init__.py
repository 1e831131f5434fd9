"""Word documents (.docx) to the same blocks that pages become."""

from parsers.word.package import is_word
from parsers.word.reading import read_word

__all__ = ["is_word", "read_word"]
