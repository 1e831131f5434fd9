"""Where a crawl may go."""

import pytest

from scraper.hosts import HostRules, host_of, normalise, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.muster.gov.cn", "muster.gov.cn"),
        ("czj.muster.gov.cn", "muster.gov.cn"),
        ("muster.gov.cn", "muster.gov.cn"),
        ("www.gov.cn", "www.gov.cn"),
        ("a.b.bj.cn", "b.bj.cn"),
        ("www.muster.cn", "muster.cn"),
        ("www.muster.com", "muster.com"),
        ("www.muster.com.cn", "muster.com.cn"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_registrable_domain(host, domain):
    assert registrable_domain(host) == domain


def test_a_government_listing_opens_its_own_domain_only():
    rules = HostRules.of(["https://www.muster.gov.cn/nb/"])
    assert rules.refusal("http://czj.muster.gov.cn/x.html") is None
    assert rules.refusal("https://www.anders.gov.cn/") == "foreign host www.anders.gov.cn"
    assert rules.refusal("https://muster.gov.cn.evil.com/") is not None
    assert rules.refusal("https://evilmuster.gov.cn/") is not None


def test_another_host_opens_only_itself():
    rules = HostRules.of(["http://www.spiegel-sample.com/nb/"])
    assert rules.refusal("http://www.spiegel-sample.com/a.html") is None
    assert rules.refusal("http://img.spiegel-sample.com/a.html") is not None


@pytest.mark.parametrize(
    "url",
    [
        "ftp://www.muster.gov.cn/a",
        "file:///etc/hosts",
        "javascript:void(0)",
        "http:///a",
        "http://www.muster.gov.cn:port/",
        "http://[half",
        "http://me:secret@www.muster.gov.cn/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    assert HostRules.of(["http://www.muster.gov.cn/"]).refusal(url) is not None


def test_one_spelling():
    assert normalise(" HTTP://WWW.Muster.gov.cn:80/A/?b=1#c ") == "http://www.muster.gov.cn/A/?b=1"
    assert normalise("https://www.muster.gov.cn:8443") == "https://www.muster.gov.cn:8443/"
    assert normalise("http://[::1]:8080/a") == "http://[::1]:8080/a"
    assert normalise("http://[half") == "http://[half"
    assert normalise("http://a.gov.cn?") == "http://a.gov.cn/"


@pytest.mark.parametrize(
    "path",
    [
        "/nb/1.html;jsessionid=A1B2",
        "/(S(x1y2z3))/nb/1.html",
        "/(A(ab)S(x1y2z3))/nb/1.html",
        *(
            f"/nb/1.html?{noise}"
            for noise in (
                "isMobile=true", "spm=a2.b3", "t=1700000000123", "_=1700000000123",
                "rnd=0.8812345", "from=timeline&isappinstalled=0", "wd=&eqid=ab12",
                "utm_source=x&utm_medium=y", "PHPSESSID=ab1", "sessionid=77",
            )
        ),
    ],
)  # fmt: skip
def test_what_changes_from_visit_to_visit_is_no_part_of_an_address(path):
    assert normalise(f"http://a.gov.cn{path}") == "http://a.gov.cn/nb/1.html"
    joint = "&" if "?" in path else "?"
    assert normalise(f"http://a.gov.cn{path}{joint}id=7") == "http://a.gov.cn/nb/1.html?id=7"


@pytest.mark.parametrize(
    "path",
    ["/nb(2023)/1.html", "/nb/(A)/1.html", "/i?t=12", "/i?from=bm&time=20240120", "/i?sid=2003",
     "/i?wd=abc", "/i?rd=2024"]
)  # fmt: skip
def test_what_looks_like_it_stays(path):
    assert normalise(f"http://a.gov.cn{path}") == f"http://a.gov.cn{path}"
    assert host_of("http://[half") == ""
