"""What titles tell: corrected editions, and interpretations that repeat a report's tables.

A corrected edition is what a body published anew because the first one was wrong. Its words
are those that titles use: 更正, 勘误, 订正, 修订, 修正 (the regulation, 国务院令第711号 art. 6,
obliges bodies to be accurate and to correct, 予以更正).
"""

from __future__ import annotations

import re

from parsers.report import Report

_CORRECTED = re.compile(
    r"[（(〔【\[]\s*(?:已|经)?(?:更正|勘误|订正|修订|修正)(?:[版本稿件后]|公告|说明|文本)?\s*[）)〕】\]]"
    r"|(?:更正|勘误|订正|修订|修正)(?:后的?|版|稿|文本)"
    r"|^(?:更正|勘误|订正|修订|修正)[：:]|^关于(?:更正|勘误|订正|修订)"
)

#: 《…》解读, 一图读懂: about a report, and none of its own.
_INTERPRETS = re.compile(
    r"(?<![附含及])(?:解读|图解|图说|视频)|一张?图(?:读懂|看懂|了解)|新闻发布会"
)


def edition_of(title: str | None) -> str | None:
    """``corrected`` when the title says so, else None."""
    return "corrected" if title and _CORRECTED.search(title) else None


def provenance_of(report: Report) -> str:
    """Where a report stands; what only interprets one is kept apart as a copy of it.

    An official page all the same, but its figures are the report's: counted too, they would
    count twice.
    """
    told = {problem.code for problem in report.problems}
    if "derivative_title" in told and _INTERPRETS.search(report.title or ""):
        return "copy_linked" if report.provenance == "copy_linked" else "copy_unverified"
    return report.provenance
