"""How promising a link is on the way to the annual-report column, by its words and its path.

The words are those of 国办公开办函〔2019〕61号, which gave every body four columns
(政府信息公开指南, 政府信息公开制度, 法定主动公开内容, 政府信息公开年报), and what sites called them
before; the path segments are the pinyin of the same words.
"""

from __future__ import annotations

import re

from parsers.title import recognise
from scraper.listings.column import ANNUAL_FOLDER, OTHER_REPORTS, folders, spells_annual
from scraper.listings.judge import is_article

_REPORTS = r"(?:年报|年度(?:工作)?报告)"
_ANNUAL = re.compile(rf"公开(?:工作)?{_REPORTS}|^(?:历年|往年)?{_REPORTS}(?:专栏|汇编)?$")
# 政府网站工作年度报表 is another annual report that the same rooms publish.
_OTHER = re.compile(rf"网站|{OTHER_REPORTS.pattern}")
_YEAR = re.compile(r"(?:20[0-4]\d)年?(?:度)?(?:年报)?")
_TIER = re.compile(r"本级|部门|单位|县区|区县|县市区|乡镇|镇街|街道")
_BY_WORDS = (
    (re.compile(r"政府信息公开(?:平台|专栏|专题|网|栏目?|主页|首页)?$"), 60),
    (re.compile(r"(?:政府)?信息公开(?:指南|制度|目录)|主动公开(?:内容|目录)?$"), 45),
    (re.compile(r"信息公开"), 50),
    (re.compile(r"政务公开|公开专栏"), 45),
    (re.compile(r"公开"), 30),
    (re.compile(r"(?:网站|站点)(?:地图|导航)|sitemap", re.IGNORECASE), 25),
    (re.compile(r"(?:进入|政府|门户)(?:网站|首页)|^首页$"), 8),
)
_BY_PATH = (
    (ANNUAL_FOLDER, 80),
    (re.compile(r"zfxxgk", re.IGNORECASE), 40),
    (re.compile(r"xxgk", re.IGNORECASE), 32),
    (re.compile(r"zwgk|zhengwugongkai|openness", re.IGNORECASE), 25),
)
_SHORT = 30
_MENU = 12
_YEAR_SCORE = 90.0
_BELOW_SCORE = 75.0
# A report's own page shows the way back to its column.
_REPORT_SCORE = 42.0


def is_annual(words: str) -> bool:
    """Whether words name a column of annual reports on disclosure."""
    bare = words.replace(" ", "")
    return _ANNUAL.search(bare) is not None and not _is_other(bare)


def is_annual_path(url: str) -> bool:
    """Whether the last folders of an address spell such a column."""
    return spells_annual(url)


def score(words: str, url: str, *, below_annual: bool = False) -> float:
    """0 for a link of no interest, up to 100; ``below_annual`` for links of such a column."""
    bare = words.replace(" ", "")
    if _is_other(bare):
        return 0.0
    if is_article(url):
        return _article_score(bare)
    if is_annual(bare) and len(bare) <= _SHORT:
        return 100.0 if recognise(bare).year is None else _YEAR_SCORE
    if below_annual and (_YEAR.fullmatch(bare) or _TIER.search(bare)):
        return _BELOW_SCORE
    by_words = _word_score(bare) if len(bare) <= _SHORT else 0
    return float(max(by_words, _path_score(url)))


def _article_score(bare: str) -> float:
    if "公开" in bare and recognise(bare).is_report:
        return _REPORT_SCORE
    return float(_word_score(bare)) if len(bare) <= _MENU else 0.0


def _is_other(bare: str) -> bool:
    return "报" in bare and _OTHER.search(bare) is not None


def _word_score(bare: str) -> int:
    return next((value for pattern, value in _BY_WORDS if pattern.search(bare)), 0)


def _path_score(url: str) -> int:
    segments = folders(url)
    return max(
        (value for pattern, value in _BY_PATH for segment in segments if pattern.search(segment)),
        default=0,
    )
