from __future__ import annotations

import pytest

from parsers import parse
from parsers.identifiers import is_credit_code

PAGE = """<html><head>{meta}</head><body><h1>云溪市教育局2023年政府信息公开工作年度报告</h1>
<p>一、总体情况</p><p>本年度公开信息若干条，平台运行平稳。</p>
<p>二、主动公开政府信息情况</p><p>见下表。</p>{foot}</body></html>"""
GOOD = "113325000026455663"


def read(meta: str = "", foot: str = "", url: str | None = None) -> dict[str, str]:
    page = PAGE.format(meta=meta, foot=foot).encode()
    return parse(page, source="a.html", url=url).identifiers


@pytest.mark.parametrize("code", [GOOD, "113708260043292687", "11370883004325769B"])
def test_codes_seen_on_real_sites_pass_their_check(code: str) -> None:
    assert is_credit_code(code)
    for at in range(8, 18):
        other = "7" if code[at] != "7" else "8"
        assert not is_credit_code(code[:at] + other + code[at + 1 :]), at


@pytest.mark.parametrize("code", ["", "1133", GOOD + "1", "I" + GOOD[1:], "913325000026455663"])
def test_what_is_no_code_of_an_organ(code: str) -> None:
    assert not is_credit_code(code)


def test_codes_are_found_where_sites_put_them() -> None:
    assert read(meta='<meta name="SiteIDCode" content="5209000012">') == {"site_code": "5209000012"}
    assert read(foot="<p>网站标识码：bm07000001</p>") == {"site_code": "bm07000001"}
    assert read(foot=f"<p>统一社会信用代码：{GOOD}</p>") == {"credit_code": GOOD}
    url = f"http://www.yunxi.gov.cn/jcms/list?area={GOOD}&id=3"
    assert read(url=url) == {"credit_code": GOOD}


def test_two_codes_or_a_wrong_one_are_none() -> None:
    other = "113708260043292687"
    foot = f"<p>统一社会信用代码：{GOOD}</p><p>统一社会信用代码：{other}</p>"
    assert read(foot=foot) == {}
    assert read(foot="<p>统一社会信用代码：113325000026455664</p>") == {}
    assert read(meta='<meta name="SiteIDCode" content="52090000">') == {}
