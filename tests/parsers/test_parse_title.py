"""Titles taken apart: kind, agency with the bracket rule, year, derivatives, spam."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.title import recognise

REPORTS = [
    (
        "霁川市人民政府(市人民政府办公室)2020年政府信息公开工作年度报告",
        "霁川市人民政府办公室",
        2020,
    ),
    (
        "霁川市人民政府（市人民政府办公室）2020年政府信息公开工作年度报告",
        "霁川市人民政府办公室",
        2020,
    ),
    ("2022年霁川市政府信息公开工作年度报告", "霁川市", 2022),
    ("关于发布《堃阳县教育局2019年度政府信息公开工作年度报告》的公告", "堃阳县教育局", 2019),
    ("霁川综合实验区2021年度政府信息公开工作年度报告", "霁川综合实验区", 2021),
    ("鹭荻镇政府信息公开年报", "鹭荻镇", None),
    ("堃阳县审计局 2023 年 政府信息公开工作 年度报告", "堃阳县审计局", 2023),
    ("二〇二〇年鹭荻镇人民政府政府信息公开工作年度报告", "鹭荻镇人民政府", 2020),
    ("教务部办公厅关于2016年教务部政府信息公开工作年度报告的公告", "教务部", 2016),
    ("霁川市政务公开工作年度报告（2021年）", "霁川市", 2021),
    ("堃阳县政府信息公开2018年年度报告", "堃阳县", 2018),
    ("霁川市体育彩票管理中心2021年政府信息公开工作年度报告", "霁川市体育彩票管理中心", 2021),
    ("２０２０年霁川市财政局政府信息公开工作年度报告", "霁川市财政局", 2020),
    ("霁川市财政局2020年政府信息公开年度报告 | 霁川市人民政府", "霁川市财政局", 2020),
]


OWN = "堃阳县林业局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "printed",
    [
        f"title: {OWN}",
        f'title: "{OWN}"',
        f'"title": "{OWN}",',
        f"text='{OWN}'",
        f',"{OWN}",',
        f"今天是2024年1月26日 星期五{OWN}",
        f"今天是：2024-01-26 周五 10:05 {OWN}",
        f"2024年1月5日 星期五，您好，欢迎访问堃阳县人民政府网站！{OWN}",
        f"星期三{OWN}",
        f"今天是 2024年01月26日 星期五 农历腊月十六{OWN}",
        f"2024年1月26日（周五）{OWN}",
        f"【年报】{OWN}",
        f"[信息公开]{OWN}",
    ],
)
def test_what_a_flattener_glues_to_a_title_is_no_part_of_it(printed):
    found = recognise(printed)
    assert (found.cleaned, found.agency, found.year) == (OWN, "堃阳县林业局", 2023)


def test_weather_is_no_part_of_the_date():
    """晴隆县 is a place."""
    found = recognise("2024年1月26日 晴隆县财政局2023年政府信息公开工作年度报告")
    assert found.agency == "晴隆县财政局"


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ("周口市财政局2023年政府信息公开工作年度报告", "周口市财政局"),
        ("“数字堃阳”建设中心2023年政府信息公开工作年度报告", "数字堃阳建设中心"),
        ("（堃阳县）林业局2023年政府信息公开工作年度报告", "林业局"),
    ],
)
def test_what_only_looks_like_it_stays(printed, agency):
    found = recognise(printed)
    assert (found.cleaned, found.agency) == (printed, agency)


@pytest.mark.parametrize(("title", "agency", "year"), REPORTS)
def test_reports_are_recognised(title, agency, year):
    found = recognise(title)
    assert (found.is_report, found.agency, found.year, found.derivative) == (
        True,
        agency,
        year,
        None,
    )


@pytest.mark.parametrize(
    "title",
    [
        "一图读懂2023年堃阳县政府信息公开工作年度报告",
        "关于做好2020年政府信息公开工作年度报告编制工作的通知",
        "霁川市2020年政府信息公开工作年度报告解读",
        "霁川市2020年政府信息公开工作年度报告（图片版）",
        "霁川市各部门2020年政府信息公开工作年度报告汇总表",
    ],
)
def test_derivatives_are_told_apart(title):
    found = recognise(title)
    assert not found.is_report
    assert found.derivative


@pytest.mark.parametrize(
    "title", ["堃阳县政府工作报告", "政府信息公开指南", "首页", "", "政府信息公开年报专栏"]
)
def test_other_pages_are_no_reports(title):
    assert not recognise(title).is_report


def test_the_title_stays_as_printed_but_for_spam():
    assert (
        recognise("霓鲤娱乐城官网:霁川市财政局（本级）2021年政府信息公开年度报告").cleaned
        == "霁川市财政局（本级）2021年政府信息公开年度报告"
    )
    assert recognise("霓鲤棋牌 霁川市财政局2021年政府信息公开年度报告").agency == "霁川市财政局"


@given(st.text(max_size=80))
def test_no_text_makes_it_raise(text):
    recognise(text)
