"""Words that mark injected advertising in copied or hacked pages.

Gambling brands and phrases that rewriting proxies put into titles and headings of
copied government pages. The lottery administrations are real agencies, so their
names are no hit.
"""

from __future__ import annotations

import re

_BRANDS = (
    "彩天下|彩天堂|博彩|娱乐城|娱乐场|棋牌|澳门新葡京|新葡京|威廉希尔|必威(?:体育)?|必发|betway|365bet|"
    "bet365|188bet|10bet|澳客|雷速(?:体育)?|买球|买足球|欧洲杯|世界杯下注|足球直播|体育直播|"
    "六合彩|时时彩|赌场|赌博|百家乐|老虎机|开云(?:体育)?|乐鱼(?:体育)?|华体会|亚博|九游|"
    "投注|下注|盘口|成人视频|(?:官方)?(?:app)下载|皇冠体育|金沙|彩票"
)
_SPAM = re.compile(
    rf"(?:{_BRANDS})(?:官方|官网|体育|平台|网站|app|网|首页|直播|入口|登录|下载|[:：])*",
    re.IGNORECASE,
)
_TITLE = re.compile("公开|报告|年报")
_REAL = re.compile(
    r"(?:体育|福利)彩票(?:管理|发行|销售|中心)?(?:管理)?(?:中心|局)?|(?:打击|整治|禁止|查处|涉)赌博"
)


def spam_in(text: str) -> str | None:
    """The first injected phrase in ``text``, or None."""
    found = _SPAM.search(_REAL.sub("", text))
    return found.group(0) if found else None


def without_spam(text: str) -> str:
    """``text`` with injected phrases taken out (for display; raw bytes stay).

    A phrase set off by white space or a bar goes as a whole, brand name and all.
    """
    if not _SPAM.search(text) or _REAL.search(text):
        return text
    parts = re.split(r"(\s+|[|_]|官网[:：]|[:：])", text)
    kept = [part for part in parts if not _SPAM.search(part) or _TITLE.search(part)]
    text = _SPAM.sub("", "".join(kept)).strip(" -_|:：")
    return re.sub(r"^(?:官方网站|官网|网站)[:：]", "", text)
