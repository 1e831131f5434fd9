"""Who compiled a report, by its first sentences."""

import pytest

import parsers

BODY = (
    "一、总体情况\n全年公开信息若干条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n无。\n"
)


@pytest.mark.parametrize(
    "opening",
    [
        "根据《中华人民共和国政府信息公开条例》、《澜原省人民政府办公厅关于编制公布2021年政府信息公开工作年度报告"
        "有关事项的通知》等文件要求，我区编制完成了本报告。",
        "按照《鹭荻市人民政府办公室关于做好2021年度政府信息公开工作年度报告编制和发布工作的通知》要求，特编制本报告。",
        "依据《澜原省教育厅关于制作公开年报的函》，现公布如下。",
    ],
)
def test_who_issued_a_quoted_notice_is_not_taken_for_the_reporter(opening):
    title = "霁川综合实验区2021年度政府信息公开工作年度报告"
    report = parsers.parse(f"{title}\n{opening}\n{BODY}".encode(), source="t")
    assert report.agency == "霁川综合实验区"
    assert not [p for p in report.problems if p.code.startswith("agency")]


def test_another_body_in_the_first_sentences_is_told():
    title = "霁川县水利局2021年度政府信息公开工作年度报告"
    opening = "根据《中华人民共和国政府信息公开条例》，霁川县农业农村局编制本报告。"
    report = parsers.parse(f"{title}\n{opening}\n{BODY}".encode(), source="t")
    told = {p.code for p in report.problems} | {c.id for c in report.checks if c.outcome == "fail"}
    assert told & {"agency_conflict", "D-NAME"}


@pytest.mark.parametrize("who", ["本局", "我局", "我县", "XX局", "××镇"])
def test_a_pronoun_or_a_placeholder_is_no_body(who):
    report = parsers.parse(f"{who}2021年政府信息公开工作年度报告\n{BODY}".encode(), source="t")
    assert report.agency is None
    assert "agency_missing" in {p.code for p in report.problems}


def test_a_heading_keeps_its_year_when_the_text_was_not_changed():
    page = (
        "<html><body><div>今天是2026年11月23日</div><a href='/nb'>政府信息公开年报</a>"
        "<h1>霁川县教育局2023年政府信息公开工作年度报告</h1><p>统计期限自2022年1月1日至2022年12月31日。</p>"
        + "".join(f"<p>{line}</p>" for line in BODY.splitlines())
    )
    report = parsers.parse(page.encode(), source="t")
    assert (report.agency, report.year) == ("霁川县教育局", 2023)
    assert "year_conflict" in {p.code for p in report.problems}


def test_no_brand_and_no_site_is_the_reporter():
    title = "大发官方网站 2024年政府信息公开工作年度报告"
    text = f"大发博彩官方网站 2024年政府信息公开工作年度报告\n现公布{title}。\n"
    report = parsers.parse((text + "一、总体情况\n全年公开信息12条。\n").encode(), source="t.txt")
    assert report.agency is None


def test_a_field_of_subjects_is_no_title():
    text = (
        "索 引 号 | 014416330/2018-04736 | 分 类 | 政府信息公开年报 综合政务,文秘工作 其他 |\n"
        "发布机构 | 市政府办 | 发文日期 | 2018-02-28 |\n"
        "现公布岫原市人民政府2017年政府信息公开工作年度报告。"
        "报告所列数据的统计期限自2017年1月1日起至12月31日止。\n一、概述\n全年公开信息12条，涉及财政、民政和环境保护，均在形成后二十个工作日内发布，并在档案馆备有纸本。\n"
        "二、主动公开政府信息情况\n通过网站公开信息12条，其中文件3条；公报刊登的文件与网站同步发布，查阅点的资料按月更新一次。\n"
        "三、依申请公开政府信息情况\n全年没有收到申请，受理窗口照常开放，咨询电话由专人接听，办理流程在网站和窗口同时公布。\n四、存在的问题\n对基层工作人员的培训仍然不足，部分栏目更新不够及时，下一步将逐月检查并通报结果。\n"
    )
    report = parsers.parse(text.encode(), source="t.txt")
    assert report.title is None
    assert report.agency == "岫原市人民政府"
