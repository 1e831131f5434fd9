"""Parts of reports before 2019 under their own headings; those of 2019 and later unchanged."""

import pytest

import parsers

REGULATION = (
    ("overview", "概述"),
    ("proactive", "主动公开政府信息的情况"),
    ("requests", "依申请公开政府信息和不予公开政府信息的情况"),
    (None, "政府信息公开的收费及减免情况"),
    ("review_litigation", "因政府信息公开申请行政复议、提起行政诉讼的情况"),
    ("problems", "存在的主要问题及改进情况"),
    ("other_matters", "其他需要报告的事项"),
)
TEXT = "本部分写明当年的做法和数字"


def document(parts, year=2012, number="{}、", between="\n", contents=False, markup=False):
    lines = [f"墨桥市粮食局{year}年政府信息公开工作年度报告"]
    headings = [
        number.format(n) + heading
        for n, (_, heading) in zip("一二三四五六七八九", parts, strict=False)
    ]
    lines += ["目录", *headings] if contents else []
    body = [line for heading in headings for line in (heading, TEXT + "。" * 1)]
    if markup:
        return "".join(f"<p>{line}</p>" for line in [*lines, *body])
    return "\n".join([*lines, between.join(body)])


def read(text):
    return parsers.parse(text.encode(), source="x")


def shown(report):
    return [(section.key, section.heading) for section in report.sections]


@pytest.mark.parametrize("number", ["{}、", "{}.", "第{}部分 "])
@pytest.mark.parametrize("contents", [False, True])
@pytest.mark.parametrize("markup", [False, True])
def test_the_parts_of_the_2007_regulation(number, contents, markup):
    report = read(document(REGULATION, number=number, contents=contents, markup=markup))
    assert shown(report) == list(REGULATION)
    assert report.form == "v2008"
    assert [section.number for section in report.sections] == list("一二三四五六七")
    assert all(section.text.startswith(TEXT) for section in report.sections)


@pytest.mark.parametrize("between", [" ", "　　"])
def test_the_parts_of_a_page_on_one_line(between):
    assert shown(read(document(REGULATION, between=between))) == list(REGULATION)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("政府信息公开工作总体情况", "overview"),
        ("工作基本情况", "overview"),
        ("政府信息主动公开情况", "proactive"),
        ("政府信息依申请公开办理情况", "requests"),
        ("受理政府信息公开申请情况", "requests"),
        ("推进重点领域信息公开情况", None),
        ("政策解读和回应社会关切情况", None),
        ("咨询处理情况", None),
        ("机构建设和保障经费情况", None),
        ("政府信息公开会议和培训情况", None),
        ("收费及减免情况", None),
        ("复议、诉讼和申诉的情况", "review_litigation"),
        ("存在的不足与下一步打算", "problems"),
        ("今后工作思路", "problems"),
        ("需要说明的事项", "other_matters"),
        ("附表（指标统计表）", None),
        ("乡村振兴与茶园改造", None),
    ],
)
def test_a_heading_gets_the_nearest_key_or_none(heading, key):
    parts = (REGULATION[0], REGULATION[1], (key, heading))
    assert shown(read(document(parts, year=2015)))[-1] == (key, heading)


def test_a_number_that_comes_twice_loses_no_part():
    text = document(REGULATION).replace("六、", "五、")
    assert shown(read(text)) == list(REGULATION)


def test_a_list_inside_a_part_is_no_part():
    inside = "一、抓目录\n二、抓栏目\n"
    text = document(REGULATION).replace(f"{TEXT}。\n二、", f"{TEXT}。\n{inside}二、", 1)
    report = read(text)
    assert shown(report)[0][0] == "overview"
    assert [part for part in shown(report) if part in REGULATION] == list(REGULATION)


def test_the_year_and_the_parts_decide_the_form():
    """Without fees nothing tells the parts of 2007 from an office's own of later years."""
    without = tuple(part for part in REGULATION if "收费" not in part[1])
    assert read(document(without, year=2015)).form == "v2008"
    assert read(document(without, year=2022)).form is None


def test_a_report_since_2019_keeps_its_six_parts():
    six = (
        ("overview", "总体情况"),
        ("proactive", "主动公开政府信息情况"),
        ("requests", "收到和处理政府信息公开申请情况"),
        ("review_litigation", "政府信息公开行政复议、行政诉讼情况"),
        ("problems", "存在的主要问题及改进情况"),
        ("other_matters", "其他需要报告的事项"),
    )
    for year in (2018, 2022):
        report = read(document((*six, (None, "附件"))[:6], year=year))
        assert shown(report) == list(six)
        assert {p.code for p in report.problems} == {"date_missing", "table_missing"}


def test_a_missing_part_or_table_of_the_time_is_told():
    report = read(document(REGULATION[:4], year=2016))
    told = {(problem.code, problem.where) for problem in report.problems}
    assert told == {
        ("date_missing", "published_on"),
        ("section_missing", "review_litigation"),
        ("section_missing", "problems"),
        ("table_missing", "statistics"),
    }
