"""Corrected editions: what a body published anew because the first one was wrong.

The words are those that titles use: 更正, 勘误, 订正, 修订, 修正 (the regulation,
国务院令第711号 art. 6, obliges bodies to be accurate and to correct, 予以更正).
"""

from __future__ import annotations

import re

_CORRECTED = re.compile(
    r"[（(〔【\[]\s*(?:已|经)?(?:更正|勘误|订正|修订|修正)(?:[版本稿件后]|公告|说明|文本)?\s*[）)〕】\]]"
    r"|(?:更正|勘误|订正|修订|修正)(?:后的?|版|稿|文本)"
    r"|^(?:更正|勘误|订正|修订|修正)[：:]|^关于(?:更正|勘误|订正|修订)"
)


def edition_of(title: str | None) -> str | None:
    """``corrected`` when the title says so, else None."""
    return "corrected" if title and _CORRECTED.search(title) else None
