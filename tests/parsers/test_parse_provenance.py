"""Official page, hacked page, copy, or nothing to go by."""

import csv
import json
import re
from pathlib import Path

import pytest

import fixtures
import parsers
from benchmarks import copies
from benchmarks.accuracy.corpus import generate
from benchmarks.copies.score import DOUBTED_CEILING, NAMED_FLOOR
from benchmarks.copies.traps import TRAPS
from parsers.lexicon import spam_in, without_phrases, without_spam
from parsers.provenance import provenance_of_address

DATA = Path(__file__).parent / "data"
HOSTS = json.loads((DATA / "hosts.json").read_text(encoding="utf-8"))
ORIGINALS = json.loads((DATA / "originals.json").read_text(encoding="utf-8"))
WORDS = json.loads((DATA / "advertising.json").read_text(encoding="utf-8"))

PAGES = {expected["url"]: (page, expected) for page, expected in fixtures.report_files()}
OFFICIAL, EXPECTED = next(
    (page, expected)
    for page, expected in PAGES.values()
    if "www.jichuan" in expected["url"] and expected["year"] == 2023
)


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


@pytest.mark.parametrize("case", HOSTS, ids=[case["url"] for case in HOSTS])
def test_an_address_is_judged_by_the_host_that_a_browser_would_ask(case):
    assert provenance_of_address(case["url"]) == case["provenance"]


@pytest.mark.parametrize("words", WORDS["spam"])
def test_advertising_is_known(words):
    assert spam_in(f"霁川市人民政府 {words}")


@pytest.mark.parametrize("words", WORDS["clean"])
def test_the_governments_own_words_are_no_advertising(words):
    text = f"霁川市{words}2021年政府信息公开工作年度报告"
    assert spam_in(words) is None
    assert without_spam(text) == text


def test_addresses_that_were_seen(shared):
    with shared("sources/reports_seen.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["official"], provenance_of_address(row["url"])) for row in csv.DictReader(file)
        ]
    official = [said for truth, said in rows if truth == "true"]
    assert len(rows) > 400
    assert ("false", "official") not in rows
    assert sum(said != "official" for said in official) <= DOUBTED_CEILING * len(official)


@pytest.fixture(scope="module")
def result():
    return copies.run(40)


@pytest.mark.parametrize("trap", TRAPS)
def test_generated_pages_are_told_apart(result, trap):
    tally = result.tallies[trap]
    failures = "\n".join(tally.failures)
    assert tally.pages == 40
    assert tally.taken_for_official == 0, failures
    assert tally.doubted <= DOUBTED_CEILING * tally.pages, failures
    if trap == "hacked":
        assert tally.right == tally.pages, failures


@pytest.mark.parametrize("trap", ["lookalike", "proxied"])
def test_the_original_of_a_copy_is_named_where_its_host_left_a_trace(result, trap):
    tally = result.tallies[trap]
    assert tally.traced > 15
    assert tally.named >= NAMED_FLOOR * tally.traced, "\n".join(tally.failures)
    assert tally.untold == 0, "\n".join(tally.failures)


def test_the_original_of_a_known_body_is_named_also_without_a_trace(result):
    tally = result.tallies["proxied_known"]
    assert tally.traced < tally.kept == tally.pages
    assert tally.named >= NAMED_FLOOR * tally.kept, "\n".join(tally.failures)


def test_a_copy_without_any_trace_is_traced_by_its_body_or_not_at_all(result):
    tally = result.tallies["traceless"]
    assert 15 < tally.kept < tally.pages
    assert tally.named >= NAMED_FLOOR * tally.kept, "\n".join(tally.failures)
    assert tally.misnamed == 0


def test_the_scores_count_what_is_wrong(monkeypatch):
    def said(data, *, source, url):
        wrong = "http://www.wrong-demo.gov.cn/"
        return parsers.Report(source, provenance="official", original_url=wrong)

    monkeypatch.setattr("benchmarks.copies.score.parsers.parse", said)
    tallies = copies.run(3).tallies
    assert (tallies["proxied"].taken_for_official, tallies["proxied"].named) == (3, 0)
    assert tallies["proxied"].untold == 3
    assert tallies["hacked"].right == 0
    assert tallies["plain"].doubted == 0


def with_text(extra: str, head: str = "") -> bytes:
    page = OFFICIAL.read_text(encoding="utf-8")
    return (
        page.replace("<head>", f"<head>{head}", 1).replace("</body>", f"{extra}</body>", 1).encode()
    )


PATH = "/zwgk/nb/202201/t20220120_123456.html"


@pytest.mark.parametrize("case", ORIGINALS)
def test_the_original_address_of_a_copy(case):
    html = generate(4, "trs", variety=0).html
    html = html.replace("<head>", f"<head>{case['head']}").replace(
        "</body>", f"{case['body']}</body>"
    )
    report = parsers.parse(html.encode(), source="x", url=f"http://copy-demo.com{PATH}")
    assert (report.original_url, report.provenance) == (case["original"], case["provenance"])
    assert report.to_dict()["original_url"] == case["original"]


@pytest.mark.parametrize(
    ("url", "original"),
    [
        (f"http://www-lanze-gov-cn.vpn-demo.net{PATH}", f"http://www.lanze.gov.cn{PATH}"),
        (
            f"http://demo.org/web/2021/http://www.lanze.gov.cn{PATH}",
            f"http://www.lanze.gov.cn{PATH}",
        ),
        (f"http://demo.org/gate/big5/www.lanze.gov.cn{PATH}", f"http://www.lanze.gov.cn{PATH}"),
    ],
)
def test_a_copys_address_can_hold_the_original(url, original):
    report = parsers.parse(OFFICIAL.read_bytes(), source="x", url=url)
    assert (report.original_url, report.provenance) == (original, "copy_linked")


@pytest.mark.parametrize(
    "notice",
    [
        "《省政府办公厅转发省发展改革委等部门进一步规范复议工作意见的通知》",
        "《市委办公室、市政府办公室印发工作要点的通知》",
        "《国务院办公厅秘书局印发工作要点的通知》",
        "《市政府办公室推广“泽办通”APP做好便民服务的通知》",
        "《县人民政府关于禁止赌博进一步规范娱乐场所的通知》",
    ],
)
def test_notices_without_a_gap_are_none(notice):
    page = with_text(f"<p>根据{notice}编制。</p>")
    assert provenance(page, EXPECTED["url"]) == "official"
    assert provenance(page, None) == "unknown"


def test_a_phrase_in_a_quoted_notice_is_told_and_shown_as_printed():
    notice = "《市政府办公室雷速体育直播做好年报编制工作的通知》"
    said = f"根据{notice}编制。欢迎登录威廉希尔中国官网查询。"
    page = OFFICIAL.read_text(encoding="utf-8").replace("无其他需要报告的事项。", said)
    report = parsers.parse(page.encode(), source="x", url="http://copy-demo.com/a1.html")
    assert "M-GAP" in " ".join(p.detail for p in report.problems)
    shown = report.sections[-1].text
    assert notice in shown
    assert "威廉希尔" not in shown
    assert {p.where for p in report.problems if "left out" in p.detail} == {"other_matters"}


def test_pinyin_noise_is_told_and_labels_are_read_through_it():
    page = OFFICIAL.read_text(encoding="utf-8")
    noisy = page.replace("本年新收", "本(běn)年新收").replace("总计", "总(zong)计")
    noisy = noisy.replace("情况", "情(qíng)况(kuàng)")
    report = parsers.parse(noisy.encode(), source="x", url="http://copy-demo.com/a1.html")
    assert "M-RUBY" in " ".join(p.detail for p in report.problems)
    assert report.tables == parsers.parse(page.encode(), source="x").tables
    assert "(qíng)" not in "".join(s.heading + s.text for s in report.sections)


def test_lists_and_formulas_are_no_pinyin():
    page = with_text("<p>指标甲(a)、乙(b)、丙(c)，代码(app)、代码(id)、数据(http)。</p>")
    assert provenance(page, None) == "unknown"


def test_traditional_script_alone_makes_no_copy():
    page = OFFICIAL.read_text(encoding="utf-8")
    for old, new in zip("务开报关办", "務開報關辦", strict=True):
        page = page.replace(old, new)
    for url, said in ((EXPECTED["url"], "official"), (None, "unknown")):
        report = parsers.parse(page.encode(), source="x", url=url)
        assert report.provenance == said
        assert "traditional_script" in {p.code for p in report.problems}


def test_tables_are_left_alone_when_a_text_is_cleaned():
    text, taken = without_phrases("登录霓鲤娱乐城查询《彩天下通知》，共3件")
    assert (text, taken) == ("登录霓鲤查询《彩天下通知》，共3件", ["娱乐城"])
    report = parsers.parse(
        with_text("<p>登录霓鲤娱乐城</p>"), source="x", url="http://copy-demo.com/a1.html"
    )
    for section in report.sections:
        for start, end in section.table_spans:
            assert section.text[start:end].count("\t") > 10


def test_an_address_that_is_none_breaks_nothing():
    report = parsers.parse(OFFICIAL.read_bytes(), source="x", url="http://[::1")
    assert (report.is_report, report.provenance) == (True, "unknown")


@pytest.mark.parametrize(
    "line",
    [
        "全年查处赌博、网络彩票案件12起，公开处罚决定9件。",
        "破获赌博案件5起，网络博彩案件2起，抓获犯罪嫌疑人30名。",
        "严查私彩、六合彩、网络投注等违法活动。",
    ],
)
def test_prosecuted_gambling_makes_no_page_hacked(line):
    page = re.sub(
        "(<body[^>]*>)", rf"\1<p>{line}</p>", OFFICIAL.read_text(encoding="utf-8"), count=1
    )
    assert provenance(page.encode(), EXPECTED["url"]) == "official"
    spam = page.replace(line, f"彩天下娱乐城官网{line}")
    assert provenance(spam.encode(), EXPECTED["url"]) == "official_injected"
