"""What each identity that is no plain sum of cells asks for, in Chinese and in English."""

from __future__ import annotations

MEANINGS: dict[str, tuple[str, str]] = {
    "S-CHAN": (
        "各渠道中最大数 ≤ 公开总数 ≤ 各渠道之和",
        "largest channel ≤ total ≤ sum of channels",
    ),
    "S-CLOSE-REPLY": ("办结数应不大于答复数（左 ≤ 右）", "closed ≤ answered"),
    "S-LEADER": ("其中数应不大于总数（左 ≤ 右）", "a part is not above the whole (left ≤ right)"),
    "S-NORM": ("主动公开规范性文件数应不大于总数（左 ≤ 右）", "normative documents ≤ total"),
    "S-TRAIN": ("没有培训班，接受培训人员应为零", "no courses, nobody trained"),
    "L-REPLY": ("答复总数应等于各类答复之和", "replies = granted + partly granted + denied"),
    "L-REQ": ("申请总数应等于各渠道申请之和", "requests = the sum of the channels"),
    "D-NAME": ("导言所称机关应与标题一致", "the introduction names the title's agency"),
    "D-PERIOD": ("统计期间应为全年", "the period is the whole year"),
    "D-PUB": ("公布应不晚于期限", "published by the deadline"),
    "D-YEAR": ("各处年度应一致", "title, period and text name one year"),
    "N-CARRYIN": ("正文所述上年结转应与表三一致", "carried over in the text as in table 3"),
    "N-CARRYOUT": ("正文所述结转下年应与表三一致", "carried forward in the text as in table 3"),
    "N-DONE": ("正文所述办结数应与表三一致", "requests closed in the text as in table 3"),
    "N-FEE": ("第六部分应说明信息处理费", "part six states the information fee"),
    "N-LIT": ("正文所述行政诉讼应与表四一致", "lawsuits in the text as in table 4"),
    "N-NEW": ("正文所述收到申请数应与表三一致", "requests received in the text as in table 3"),
    "N-NONE": ("正文称没有，表中应为零", "the text says none, so the table shows 0"),
    "N-OUT": ("正文所述办理结果应与表三一致", "outcomes in the text as in table 3"),
    "N-REVIEW": ("正文所述行政复议应与表四一致", "reviews in the text as in table 4"),
    "T2-DEC": ("件数应为整数，金额不为负且至多六位小数", "counts are whole, amounts not negative"),
    "T2-ITEM0": ("有处理决定，项目数应大于零（左 ≤ 右）", "decisions imply items (left ≤ right)"),
    "T2-MADE": ("制发数应不大于现行有效与废止之和", "issued ≤ in force + repealed"),
    "T2-PUB": ("新公开数应不大于新制作数", "newly disclosed ≤ newly made"),
    "T2-RULECAP": ("该机关无权制定规章，应为零", "this body cannot make rules"),
    "T2-TOTPUB": ("新公开数应不大于对外公开总数", "newly disclosed ≤ total disclosed"),
    "T2-UNIT2": ("收费金额过大，疑单位有误（左 ≤ 右）", "the amount is too large: unit in doubt"),
    "T3-BLANKTOT": ("总计空白，而其余各格不为零", "the total is blank, other cells are not zero"),
    "T3-DOM": ("应为不小于零的整数", "a whole number of 0 or more"),
    "T3-GRP": ("小计应等于各项之和", "the subtotal equals its rows"),
    "T3-SHAPE": ("该行未能读出七格", "the row does not give seven cells"),
    "T4-DOM": ("应为不小于零的整数", "a whole number of 0 or more"),
    "P-YOY": ("比上年报告（左）大二十倍以上，请核实", "over 20 times last year's (left)"),
    "T2-UNIT": (
        "与上年报告（左）相差约一万倍，疑“元”与“万元”相混",
        "10,000 times last year's or less: 元 or 万元?",
    ),
    "T4-AFTER": (
        "复议后起诉（左）不应多于两年的行政复议（右）",
        "suits after review ≤ reviews of both years",
    ),
    "T4-PEND": (
        "上年尚未审结（左）不应多于本年总计（右）",
        "pending last year ≤ this year's total",
    ),
    "X-CARRY": (
        "上年报告“结转下年度”（左）应等于本年“上年结转”（右）",
        "carried forward last year = carried over",
    ),
    "X-CARRY-COL": (
        "上年报告“结转下年度”（左）应等于本年“上年结转”（右）",
        "carried forward last year = carried over",
    ),
    "X-ITEMS": (
        "上年报告的项目数与增减之和（左）应为本年的上一年项目数（右）",
        "last year's items and change = items_last_year",
    ),
    "X-NORM": (
        "上年现行有效加制发减废止（左）应为现行有效（右）",
        "in force last year + made - repealed = in force",
    ),
    "X-ITEMS-NEG": ("上一年项目数与增减之和不应为负（左 ≤ 右）", "items cannot be negative"),
}
