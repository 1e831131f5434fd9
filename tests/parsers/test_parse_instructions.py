"""Notes on how to write a report, the form filled in as an example: told, whatever the title."""

import re

import pytest

import fixtures
import parsers
from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.layouts import LAYOUTS
from parsers.instructions import cues_in
from parsers.normalise import matchable

TITLES = (
    "2023年政府信息公开工作年度报告",
    "霁川市政府信息公开工作年度报告",
    "2023年度政府信息公开年报有关事项",
)
TEXTS = (
    "各县（区）、各部门：请于2024年1月20日前将年度报告报送市政府办公室，逾期未报的予以通报。",
    "填报说明：本表中没有的项目填“0”，不得留空。收到的申请数应填写本年新收数量。",
    "填表要求。各单位应当如实填报下列表格，由办公室填写后加盖公章。",
    "以上表格为示例，数据仅供参考。请各单位对照填写，联系人及电话一并报送。",
    "某局2023年共收到申请3件，以下表为例。请按照此格式编制本单位的年度报告。",
    "一、编制要求。各镇、街道须在1月10日前报送本单位年报。二、填写说明。没有发生的填0。",
    "请认真对照附表填写，各部门务必于1月15日之前上报市政府办公室。",
    "范例如下（样表），各单位请参照编制，数据口径应与上年一致，需如实填报。",
    "为便于各地各部门规范编制，现将表格样式印发，各单位据实替换表中数字即可，请于1月底前完成。",
    "此件供参考。表内数字为虚构，请勿照抄；有关单位应对照附件逐项填列。",
    "各科室、直属单位：按照上级要求，请你们将本单位数据报至办公室汇总，时限为1月12日。",
    "编制说明：一、本年新收数量须与系统一致；二、结转数须等于上年末数；三、空白处一律填0。",
    "模板如下，红字部分由各单位自行修改后上报。",
    "常见错误提示：总计列不等于各项之和，请各填报人员自查；上年结转未与去年衔接，应予更正后再报。",
    "××局2023年收到申请×件，办结×件。各单位照此格式起草，经主要负责人签字后报送。",
    "示例单位：某镇人民政府。以下数据仅用于演示勾稽关系，不代表真实情况。",
)
CLEAN = (
    "要求各单位于1月20日前报送年度报告，共收到报告52份。",
    "市政府办公室印发编制说明，组织培训2次，指导各部门按时报送年报。",
    "申请人请求公开某局会议纪要，本机关答复不予公开。",
    "请示报告不予公开2件。报送政务信息300条。",
    "表中数据含所属事业单位。未收取信息处理费。",
    "填报单位：霁川市财政局 填报人：略 联系电话：略",
    "对各单位报送的年度报告逐一审核，退回修改9份，全部于1月31日前发布。",
    "如需查阅，请与松岭县司法局办公室联系，电话略；欢迎社会各界监督并提出意见。",
    "印发《年度报告编制要点》，明确填报口径，组织各镇、街道试填一次。",
    "申请人要求公开某镇某村征地材料，依法予以公开；另一申请人申请公开某公司环评文件，告知其向生态环境部门提出。",
    "存在的问题是少数单位填报数据前后不一致，下一步要求各部门按月核对，逾期不报的予以通报。",
    "以部门预算公开为例，各单位应当公开的表格均已上网；空表一律注明原因。",
    "开展业务培训，讲解表格填写要求和常见错误，参训62人次。",
    "本报告中的数据统计期限为2023年1月1日至12月31日，如有疑问请按以下方式联系。",
)


def page(title: str, text: str, seed: int = 5) -> bytes:
    made = generate(seed, list(LAYOUTS)[seed % len(LAYOUTS)], variety=0)
    html = made.html.replace(made.title, title).replace(made.agency, "霁川市财政局")
    return html.replace("<body>", f"<body><h1>{title}</h1><p>{text}</p>", 1).encode()


def told(report: parsers.Report) -> bool:
    codes = {problem.code for problem in report.problems}
    return bool({"not_a_report", "instructions", "derivative_title"} & codes)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("text", TEXTS)
def test_an_example_in_a_notice_is_told(title, text):
    assert told(parsers.parse(page(title, text), source="x"))


@pytest.mark.parametrize(
    "word", ["填报说明", "填表说明", "样表", "（示例）", "范本", "指标解释", "填写要求", "注意事项"]
)
def test_so_is_a_title_that_says_so(word):
    report = parsers.parse(page(f"2023年政府信息公开工作年度报告{word}", "现予说明。"), source="x")
    assert told(report)


@pytest.mark.parametrize("text", CLEAN)
def test_a_report_about_such_notices_is_none(text):
    report = parsers.parse(page("霁川市财政局2023年政府信息公开工作年度报告", text), source="x")
    assert not told(report)
    assert report.is_report


def test_no_report_of_the_sample_web_asks_anybody():
    for path, _ in fixtures.report_files():
        words = re.sub(r"<[^>]*>|\s", "", path.read_bytes().decode("gb18030", "replace"))
        assert cues_in(matchable(words)) == []
