"""Which title is the page's own, where menus and breadcrumbs name columns of reports."""

import itertools

import pytest

import parsers
from parsers.title import recognise

BODY = "\n".join(
    (
        "一、总体情况\n我局全年公开信息749条，解读政策56件。",
        "二、主动公开政府信息情况\n本年新公开规范性文件3件。",
        "三、收到和处理政府信息公开申请情况\n全年收到申请3件，均已答复。",
        "四、政府信息公开行政复议、行政诉讼情况\n没有发生。",
        "五、存在的主要问题及改进情况\n更新不够及时，将加强培训。",
        "六、其他需要报告的事项\n没有。",
    )
)
OPENINGS = (
    "按照《中华人民共和国政府信息公开条例》的要求，我单位编制本报告，统计期限为2020年1月1日至2020年12月31日。",
    "柳塘区民政局根据《中华人民共和国政府信息公开条例》编制本报告，数据自2020年1月1日起至2020年12月31日止。",
    "本报告由六个部分组成。",
)
MENUS = (
    "您的位置：首页>政务公开>政府信息公开年报>2020年",
    "当前位置：首页 > 信息公开 > 政府信息公开年报",
    "首页|政务公开|政府信息公开年报|2020年|",
    "首页\n政务公开\n政府信息公开年报\n2020年",
    "* 首页\n* 政府信息公开年报\n* 政府信息公开指南",
    "首页 » 民政局 » 政府信息公开年报 » 2020",
    "首页-柳塘区民政局-政府信息公开年报-2020年",
    "政府信息公开年报 2020年 2019年 2018年",
    "2020年\n政府信息公开年报",
    "柳塘区民政局 > 政府信息公开年报",
    "首页_政府信息公开年报_2019年",
    "首页>柳塘区民政局>政府信息公开年报>2020年>正文",
)
TITLES = (
    "柳塘区民政局政府信息公开工作年度报告",
    "柳塘区民政局2020年政府信息公开工作年度报告",
    "2020年柳塘区民政局\n政府信息公开工作年度报告",
)


def read(menu, title, opening):
    text = f"柳塘政务网\n{menu}\n{title}\n{opening}\n{BODY}"
    return parsers.parse(text.encode(), source="page.txt", media_type="text/plain")


def told(report):
    return {problem.where for problem in report.problems if problem.severity == "warning"}


@pytest.mark.parametrize("menu", MENUS)
def test_a_title_that_names_its_body_goes_before_a_menus_words(menu):
    for title, opening in itertools.product(TITLES, OPENINGS):
        report = read(menu, title, opening)
        assert report.title == title.replace("\n", ""), (title, opening)
        assert report.agency in ("柳塘区民政局", None) or "agency" in told(report)


@pytest.mark.parametrize("menu", MENUS)
def test_what_only_a_menu_says_is_told(menu):
    for opening in OPENINGS:
        report = read(menu, "", opening)
        assert report.title is None or "title" in told(report)
        assert report.agency in ("柳塘区民政局", None) or "agency" in told(report)
        assert report.year in (2020, None) or "year" in told(report)


@pytest.mark.parametrize(
    ("text", "borrowed"),
    [
        ("首页>政府信息公开年报>2020年", True),
        ("柳塘区民政局-政府信息公开年报", True),
        ("政府信息公开年报 2020年", True),
        ("政府信息公开工作年度报告（2020年）", False),
        ("2020年政府信息公开工作年度报告", False),
        ("柳塘区民政局-2020年政府信息公开工作年度报告", False),
        ("柳塘区民政局政府信息公开工作年度报告2020年", False),
    ],
)
def test_what_stands_beside_a_columns_name_is_borrowed(text, borrowed):
    assert recognise(text).borrowed == borrowed


def test_a_quoted_title_stands_without_its_breadcrumb():
    title = "关于公布《柳塘区民政局政府信息公开2020年年度报告》的通知"
    assert recognise(f"您的位置：首页/政务公开/政府信息公开年报/{title}").cleaned == title


def test_a_heading_that_names_a_column_is_the_title_all_the_same():
    page = f"<h1>政府信息公开年报-2020年</h1><p>{OPENINGS[0]}</p>" + "".join(
        f"<p>{line}</p>" for line in BODY.splitlines()
    )
    report = parsers.parse(page.encode(), source="page.html", media_type="text/html")
    assert (report.title, report.year) == ("政府信息公开年报-2020年", 2020)
    assert "title" not in told(report)


def test_the_head_of_a_page_is_in_no_bodys_name():
    text = "今天天气晴朗安远县林业局2023年政府信息公开工作年度报告\n一、总体情况\n无。\n"
    text += "二、主动公开政府信息情况"
    report = parsers.parse(text.encode(), source="text")
    assert report.agency is None
    assert {"agency_missing", "date_missing"} <= {problem.code for problem in report.problems}
