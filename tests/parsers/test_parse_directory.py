"""The host of a copy that leaves no trace of it: by its path, its body, the foot of its site."""

import json
from importlib.resources import files

import pytest

import parsers
from parsers.provenance import hosts

SITES = json.loads(files("parsers.provenance").joinpath("sites.json").read_text(encoding="utf-8"))
PATH = "/zwgk/zfxxgk/zfxxgknb/202401/t20240119_123456.html"
BODY = (
    "<p>根据《条例》编制本报告。</p><h3>一、总体情况</h3><p>甲。</p>"
    "<h3>二、主动公开政府信息情况</h3><p>乙。</p>"
)


def read(
    agency: str, path: str = PATH, head: str = "", foot: str = "", host: str = "copy-demo.com"
) -> parsers.Report:
    title = f"{agency}2023年政府信息公开工作年度报告"
    page = f"<html><head>{head}<title>{title}</title></head><body><h1>{title}</h1>{BODY}{foot}"
    return parsers.parse(page.encode(), source="x", url=f"http://{host}{path}")


def host_of(report: parsers.Report) -> str | None:
    return hosts.host_of(report.original_url)


@pytest.mark.parametrize(
    ("agency", "host"),
    [
        ("六盘水市人民政府办公室", "www.gzlps.gov.cn"),
        ("六盘水市财政局", "czj.gzlps.gov.cn"),
        ("六盘水市水务局", None),  # the city's departments have sites of their own
        ("六盘水市钟山区人民政府", None),
        ("会同县教育局", "www.huitong.gov.cn"),
        ("怀化市会同县高椅乡人民政府", "www.huitong.gov.cn"),
        ("国家税务总局会同县税务局", None),
        ("鞍山市铁西区人民政府", "www.astxqzf.gov.cn"),
        ("沈阳市铁西区人民政府", None),
        ("铁西区人民政府", None),  # there are three
        ("霁川市人民政府", None),
    ],
)
def test_the_host_of_a_known_body(agency, host):
    report = read(agency)
    assert host_of(report) == host
    assert report.provenance == "copy_unverified"
    told = [p.detail for p in report.problems if p.code == "original_inferred"]
    assert len(told) == (host is not None)


def test_a_columns_number_is_one_sites_own():
    path = "/zwgk/bmxxgk/szfb/zfxxgknb_5751035/2020n/"
    report = read("霁川市财政局", path)
    assert report.original_url == f"http://www.gzlps.gov.cn{path}"


@pytest.mark.parametrize(
    "path", ["/wiki/nianbao/18.html", "/", "/?gongsi/657.html", "/news/12.htm"]
)
def test_a_path_of_no_governments_system_names_nothing(path):
    assert read("武汉市人民政府", path).original_url is None


def test_the_foot_of_a_site_names_whose_it_is_and_can_contradict():
    foot = "<p>主办单位：会同县人民政府办公室 网站标识码：4312250001</p>"
    assert host_of(read("会同县教育局", foot=foot)) == "www.huitong.gov.cn"
    assert read("会同县教育局", foot="<p>网站标识码：5202000012</p>").original_url is None
    code = '<meta name="SiteIDCode" content="5202000012">'
    assert read("会同县教育局", head=code).original_url is None
    assert read("会同县教育局", foot="<p>主办：六盘水市人民政府</p>").original_url is None


def test_the_body_tells_which_host_of_the_named_domain_it_was():
    mail = "<p>邮箱：xxgk@gzlps.gov.cn</p>"
    report = read("六盘水市财政局", foot=mail)
    assert host_of(report) == "czj.gzlps.gov.cn"
    assert [p.code for p in report.problems].count("original_inferred") == 1
    assert host_of(read("六盘水市财政局", foot="<p>邮箱：a@other-demo.gov.cn</p>")) == (
        "www.other-demo.gov.cn"
    )


@pytest.mark.parametrize(
    ("copy", "path", "host"),
    [
        ("lanzegov.cn", PATH, "www.lanze.gov.cn"),
        ("www.lanze-gov.com", PATH, "www.lanze.gov.cn"),
        ("lanze.gov.cn.demo.net", PATH, "www.lanze.gov.cn"),
        ("lanzegov.cn", "/news/12.htm", None),
        ("lanzegovern.cn", PATH, None),
        ("gov.cn.demo.net", PATH, None),
    ],
)
def test_a_host_that_imitates_a_site_names_it(copy, path, host):
    report = read("霁川市人民政府", path, host=copy)
    assert host_of(report) == host
    told = [p.detail for p in report.problems if p.code == "original_inferred"]
    assert len(told) == (host is not None)
    link = '<a href="https://www.boyun.gov.cn/">省人民政府</a>'
    assert host_of(read("霁川市人民政府", path, foot=link, host=copy)) == host


def test_a_trace_on_the_page_comes_first():
    head = '<meta name="SiteDomain" content="www.other-demo.gov.cn">'
    assert host_of(read("会同县教育局", head=head)) == "www.other-demo.gov.cn"


def test_an_official_page_and_a_file_are_left_alone():
    page = read("会同县教育局")
    assert page.original_url
    title = "会同县教育局2023年政府信息公开工作年度报告"
    html = f"<html><title>{title}</title><h1>{title}</h1>{BODY}".encode()
    for url in (f"http://www.huitong.gov.cn{PATH}", None):
        assert parsers.parse(html, source="x", url=url).original_url is None


def test_the_directory_holds_government_hosts_only():
    listed = [host for _, host in SITES["places"].values()]
    listed += [*SITES["bodies"].values(), *SITES["columns"].values()]
    assert len(listed) > 200
    assert all(hosts.is_official_host(host) for host in listed)
    assert all(len(code) == 6 and code.isdecimal() for code, _ in SITES["places"].values())
