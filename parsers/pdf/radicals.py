"""Radicals that a PDF names instead of the characters which look like them.

A font has one shape for both, and what makes the PDF keeps one of the two names. Unicode
maps most of them (NFKC); the simplified radicals below it leaves alone.
"""

from __future__ import annotations

import unicodedata

_RADICALS = "⺠⺟⻁⻄⻅⻆⻉⻋⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻫⻬⻮⻰⻳"
_PLAIN = "民母虎西见角贝车镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄斉齐齿龙龟"
_SIMPLIFIED = dict(zip(_RADICALS, _PLAIN, strict=True))


def plain(sign: str) -> str:
    """The character that a sign stands for; any other sign as it is."""
    if not "\u2e80" <= sign <= "\u2fdf" and not "\uf900" <= sign <= "\ufaff":
        return sign
    same = unicodedata.normalize("NFKC", sign)
    return _SIMPLIFIED.get(sign, same if len(same) == 1 else sign)
