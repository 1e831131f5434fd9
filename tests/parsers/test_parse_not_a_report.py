"""What is no report says what it is; what is one is never taken for anything else."""

import json
import re
from pathlib import Path

import pytest

import fixtures
import parsers
from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.layouts import LAYOUTS

CASES = json.loads(
    (Path(__file__).parent / "data" / "not_a_report.json").read_text(encoding="utf-8")
)
OTHER = {case["code"] for case in CASES}
#: Written later, labelled before they were read; several codes may be true of one page.
SECOND = json.loads(
    (Path(__file__).parent / "data" / "not_a_report_second.json").read_text(encoding="utf-8")
)
PAGE = next(
    page.read_text(encoding="utf-8")
    for page, expected in fixtures.report_files()
    if "www.jichuan" in expected["url"] and expected["year"] == 2023
)
TITLE = "霁川市财政局2021年政府信息公开工作年度报告"
LINKS = "".join(
    f'<li><a href="/nb/{year}.html">霁川市财政局{year}年政府信息公开工作年度报告</a></li>'
    for year in range(2010, 2021)
)


def read(html, url=None):
    return parsers.parse(html.encode(), source="x", url=url)


def codes(report):
    return {problem.code for problem in report.problems}


def details(report, code):
    return [(p.where, p.detail) for p in report.problems if p.code == code]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_says_what_the_page_is_instead(case):
    report = read(case["html"], case.get("url"))
    assert {case["code"], "not_a_report"} <= codes(report)
    assert codes(report) & OTHER == {case["code"]}
    assert report.tables == {}
    if "detail" in case:
        assert case["detail"] in details(report, case["code"])[0][1]


def test_the_cases_are_many_and_of_every_kind():
    assert len(CASES) >= 60
    assert len(OTHER) >= 10


@pytest.mark.parametrize("case", SECOND, ids=[case["name"] for case in SECOND])
def test_so_does_a_page_of_a_second_hand(case):
    report = read(case["html"])
    assert "not_a_report" in codes(report)
    assert codes(report) & set(case["codes"])
    assert report.tables == {}


@pytest.mark.parametrize("span", ["上半年", "第三季度", "1-10月"])
def test_a_part_of_the_year_is_told_though_it_fills_the_form(span):
    report = read(PAGE.replace("2023年政府信息公开", f"2023年{span}政府信息公开"))
    assert report.is_report
    assert "derivative_title" in codes(report)


@pytest.mark.parametrize("word", ["征求意见稿", "草案", "送审稿", "样稿"])
@pytest.mark.parametrize("where", ["heading", "window"])
def test_a_draft_is_read_and_told_by_its_title(word, where):
    name = "年度报告(?=[^<]*</title>)" if where == "window" else "(?<=公开工作)年度报告(?=<)"
    report = read(re.sub(name, f"年度报告（{word}）", PAGE))
    assert report.is_report
    assert [word in detail for _, detail in details(report, "draft_title")] == [True]


def test_a_report_that_mentions_a_draft_is_none():
    talk = "<p>全年就《政府信息公开办法（草案）》公开征求意见稿三次，另发样稿。</p>"
    assert "draft_title" not in codes(read(in_body(talk, at_end=True)))
    assert "draft_title" not in codes(read(PAGE))


def in_body(extra, *, at_end=False):
    return (
        PAGE.replace("</body>", extra + "</body>")
        if at_end
        else re.sub("(<body[^>]*>)", lambda found: found.group(1) + extra, PAGE, count=1)
    )


@pytest.mark.parametrize(
    "html",
    [
        in_body(f"<ul>{LINKS}</ul>"),
        in_body(f"<div>相关链接</div><ul>{LINKS}</ul>", at_end=True),
        in_body('<a href="/jd/1.html">一图读懂</a><a href="/jd/2.html">政策解读</a>'),
        in_body('<form><input type="password" name="p">用户登录</form>'),
        in_body("<p>{{item.name}}</p><p>{{item.url}}</p><p>{{ user }}</p><p>${count}</p>"),
        in_body("<p>正在加载中...</p>"),
        in_body("<p>抱歉，您要查找的页面不存在</p>"),
        in_body('<p>请输入验证码</p><script>var __jsl_clearance="";</script>'),
        in_body('<p>附件：<a href="nb.docx">年度报告.docx</a></p>', at_end=True),
        in_body('<img src="/photo/hall.jpg"><img src="/photo/b.jpg">', at_end=True),
        PAGE.replace("年度报告", "年度报告（图片版）"),
        PAGE.replace("<title>", "<title>404 "),
    ],
    ids=[
        "list before",
        "list behind",
        "interpretation linked",
        "login form",
        "menu not filled in",
        "loading",
        "soft 404 in a corner",
        "challenge code",
        "attachment too",
        "photographs",
        "picture version with text",
        "404 in the title",
    ],
)
def test_a_real_report_stays_one(html):
    report, plain = read(html), read(PAGE)
    assert report.is_report
    assert codes(report) & OTHER == set()
    assert report.tables == plain.tables
    assert codes(report) & {"table_as_image", "table_as_attachment"} == set()


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div style="font-size:0"><div style="font-size:14px">{}</div></div>',
        '<div style="margin-left:-120.5pt;text-indent:-21pt">{}</div>',
        '<div style="opacity:0">{}</div>',
        '<div style="position:relative;left:-150px">{}</div>',
        '<div style="line-height:0">{}</div>',
        '<div style="color:#fff;background:white">{}</div>',
        '<div style="width:1px">{}</div>',
        "<marquee>{}</marquee>",
        '<font style="font-size:0px"><span style="font-size:10.5pt">{}</span></font>',
    ],
)
def test_styles_of_pasted_tables_hide_no_number(wrapper):
    html = re.sub(
        "<table.*</table>", lambda found: wrapper.format(found.group()), PAGE, flags=re.DOTALL
    )
    assert html != PAGE
    assert read(html).tables == read(PAGE).tables


PARTS = (
    "一、总体情况",
    "全年主动公开信息三百余条，收到申请两件，均按期答复。",
    "二、主动公开政府信息情况",
    "{disclosure}",
    "三、收到和处理政府信息公开申请情况",
    "{requests}",
    "四、政府信息公开行政复议、行政诉讼情况",
    "{review}",
    "五、存在的主要问题及改进情况",
    "公开内容的深度还不够，下一步将加强培训。",
    "六、其他需要报告的事项",
    "本年度没有收取信息处理费。{end}",
)


def narrative(**parts):
    given = {"disclosure": "", "requests": "", "review": "", "end": "", **parts}
    body = "".join(f"<p>{line}</p>" for line in PARTS).format(**given)
    logo = '<img src="/images/logo.png"><img src="/images/a.gif" width="20">'
    return f"<title>{TITLE}</title><body>{logo}<h1>{TITLE}</h1>{body}</body>"


def test_tables_that_are_images_are_named_with_their_place():
    images = {
        "disclosure": '<img src="./t2.png">',
        "requests": '<img src="t3a.jpg"><img src="t3b.jpg">',
        "review": '<img src="/pic/t4.png" alt="表">',
    }
    report = read(narrative(**images), "http://czj.jichuan-sample.gov.cn/nb/t1.html")
    base = "http://czj.jichuan-sample.gov.cn"
    assert report.is_report
    assert details(report, "table_as_image") == [
        ("disclosure", f"{base}/nb/t2.png"),
        ("requests", f"{base}/nb/t3a.jpg"),
        ("requests", f"{base}/nb/t3b.jpg"),
        ("review_litigation", f"{base}/pic/t4.png"),
    ]
    assert len(report.sections) == 6
    assert "三百余条" in report.sections[0].text


def test_tables_in_an_attachment_are_named_with_their_address():
    end = '附件：<a href="fb.xlsx">依申请公开情况统计表</a> <a href="nb.pdf">2021年年度报告</a>'
    report = read(narrative(end=end))
    assert report.is_report
    assert details(report, "table_as_attachment") == [("requests", "fb.xlsx"), (None, "nb.pdf")]


def test_photographs_of_an_old_report_are_no_tables():
    html = narrative(disclosure='<img src="hall.jpg">').replace("2021", "2012")
    assert details(read(html), "table_as_image") == []


def test_a_form_to_fill_in_is_no_report():
    one = generate(3, "trs", variety=0)
    blank = re.sub(r"(<td[^>]*>)-?[\d.]+(</td>)", r"\1\2", one.html)
    notice = blank.replace(one.title, "关于做好2021年政府信息公开工作年度报告编制工作的通知")
    assert {"derivative", "not_a_report"} <= codes(read(notice))
    assert read(blank).is_report
    holes = re.sub(r"(<td[^>]*>)-?[\d.]+(</td>)", r"\1{{ row.n }}\2", one.html)
    assert {"template", "not_a_report"} <= codes(read(holes))


def body_of(html):
    return re.search("<body>(.*)</body>", html, re.DOTALL).group(1)


def compilation(*reports):
    contents = "".join(f'<p><a href="#r">{one.title}</a></p>' for one in reports)
    head = "<h1>岚泽市各部门政府信息公开工作年度报告汇编</h1><div>发布时间：2024-02-03</div>"
    bodies = "".join(body_of(one.html) for one in reports)
    return f"<html><title>年报汇编</title><body>{head}{contents}{bodies}</body></html>"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_report_of_a_compilation_has_its_own_tables(layout):
    made = [generate(seed, layout, variety=0) for seed in (1, 2, 3)]
    alone = [read(one.html) for one in made]
    report = parsers.parse(compilation(*made).encode(), source="all.html")
    found = [report, *report.others]
    assert [(one.agency, one.year) for one in found] == [(one.agency, one.year) for one in made]
    assert [one.tables for one in found] == [one.tables for one in alone]
    assert [one.source for one in found] == ["all.html", "all.html#2", "all.html#3"]
    assert [one.origins for one in found[1:]] != [one.origins for one in alone[1:]]
    [(_, detail)] = details(report, "several_reports")
    assert all(one.title in detail for one in made)
    assert [one["title"] for one in report.to_dict()["others"]] == [o.title for o in made[1:]]


def test_two_years_of_one_body_are_two_reports():
    one = generate(5, "trs", variety=0)
    other = body_of(one.html).replace(str(one.year), str(one.year + 1))
    report = read(one.html.replace("</body>", f"{other}</body>"))
    assert [report.year, *(r.year for r in report.others)] == [one.year, one.year + 1]


def test_last_years_table_is_no_second_report():
    one = generate(5, "trs", variety=0)
    report = read(one.html.replace("</body>", f"<p>上年数据</p>{''.join(tables(one.html))}</body>"))
    assert report.others == []
    assert "others" not in report.to_dict()
    severities = {p.severity for p in report.problems if p.code == "several_reports"}
    assert severities == {"warning"}


def tables(html):
    return re.findall("<table.*?</table>", html, re.DOTALL)


def cut(one, share):
    """The page cut between two rows, both halves in the site's frame."""
    head, body = one.html.split("<body>", 1)
    rows = [found.end() for found in re.finditer("</tr>", body)]
    at = rows[int(len(rows) * share)]
    frame = (
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul>'
    )
    line = f"<h1>{one.title}</h1><span>发布时间：{one.published}</span>"
    paging = '<p>上一页 1 2 下一页</p><div class="footer"><p>网站标识码 0012340056</p></div></body>'
    second = body[at:].replace('<div class="footer"><p>网站标识码 0012340056</p></div></body>', "")
    return [
        f"{head}<body>{body[:at]}</table></div>{paging}".encode(),
        f"{head}<body>{frame}{line}<table>{second}{paging}".encode(),
    ]


@pytest.mark.parametrize("layout", ["trs", "word", "blanks", "nested", "several_tables"])
@pytest.mark.parametrize("share", [0.35, 0.5, 0.7])
def test_a_report_over_two_pages_is_read_as_one(layout, share):
    one = generate(7, layout, variety=0)
    whole = read(one.html)
    first, second = cut(one, share)
    joined = parsers.parse_pages([first, second], source="p")
    assert joined.tables == whole.tables
    assert [s.key for s in joined.sections] == [s.key for s in whole.sections]
    assert (joined.title, joined.published_on) == (whole.title, whole.published_on)
    assert "下一页" not in "".join(s.text for s in joined.sections)
    assert parsers.parse(first, source="p").tables != whole.tables


def test_lines_of_a_flattened_report_are_joined_without_losing_a_number():
    text = (fixtures.documents_folder() / "seed_twin.txt").read_text(encoding="utf-8")
    whole = read(text)
    lines = text.splitlines()
    title = next(line for line in lines if "年度报告" in line)
    for at in range(60, len(lines), 97):
        pages = ["\n".join([*lines[:at], "第1页 共2页"]), "\n".join([title, "", *lines[at:]])]
        joined = parsers.parse_pages([page.encode() for page in pages], source="p")
        assert joined.tables == whole.tables, at


def test_a_page_that_cannot_be_read_is_named():
    one = generate(7, "trs", variety=0)
    report = parsers.parse_pages([one.html.encode(), b"%PDF-1.4"], source="p")
    assert report.is_report
    assert [(p.code, p.where) for p in report.problems if p.where == "page 2"] == [
        ("truncated", "page 2")
    ]
    assert not parsers.parse_pages([b"", b""], source="p").is_report
    assert not parsers.parse_pages([], source="p").is_report
