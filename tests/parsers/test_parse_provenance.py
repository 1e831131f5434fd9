"""Official page, hacked page, copy, or nothing to go by."""

import pytest

import fixtures
import parsers

PAGES = {expected["url"]: (page, expected) for page, expected in fixtures.report_files()}
OFFICIAL, EXPECTED = next((p, e) for p, e in PAGES.values() if e["provenance"] == "official")


def provenance(data: bytes, url: str | None) -> str:
    return parsers.parse(data, source="x", url=url).provenance


def test_the_address_makes_it_official_and_only_the_address():
    data = OFFICIAL.read_bytes()
    assert provenance(data, EXPECTED["url"]) == "official"
    assert provenance(data, None) == "unknown"


@pytest.mark.parametrize(
    "host",
    ["example.com", "gov.cn.example.com", "www.jichuan-gov.cn", "fakegov.cn", "xn--gov-cn.com"],
)
def test_a_foreign_host_is_a_copy(host):
    report = parsers.parse(OFFICIAL.read_bytes(), source="x", url=f"http://{host}/a.html")
    assert report.provenance == "copy_unverified"
    assert "foreign_host" in {p.code for p in report.problems}


def test_spam_that_nobody_sees_on_an_official_page():
    html = OFFICIAL.read_bytes().replace(
        b"<body", "<div style='display:none'>棋牌娱乐城</div><body".encode(), 1
    )
    assert provenance(html, EXPECTED["url"]) == "official_injected"


def test_a_file_that_names_a_foreign_host_as_the_governments_is_a_copy():
    text = (
        "2021年霁川市政府信息公开工作年度报告\n一、总体情况\n详见网站(//lucky-demo.com/)\n"
        "六、其他需要报告的事项\n无"
    )
    assert provenance(text.encode(), None) == "copy_unverified"
    clean = text.replace("//lucky-demo.com/", "//www.jichuan-sample.gov.cn/")
    assert provenance(clean.encode(), None) == "unknown"


def test_the_lottery_office_is_no_spam():
    text = (
        "霁川市体育彩票管理中心2021年政府信息公开工作年度报告\n一、总体情况\n正常\n"
        "六、其他需要报告的事项\n无"
    )
    report = parsers.parse(text.encode(), source="x", url="http://tc.jichuan-sample.gov.cn/a.html")
    assert report.provenance == "official"
