"""The sentences around the tables, with the traps that real ones hold."""

from __future__ import annotations

import random
from dataclasses import dataclass

TOWNS = ("岚泽市", "澄岭县", "禾溪区", "泊云市", "枫渡区", "霁湖县", "墨桥市", "杉屿县")
BODIES = ("人民政府", "人民政府办公室", "财政局", "自然资源局", "教育局", "卫生健康局")
TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}关于{year}年政府信息公开工作年度报告",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The few facts that sentences repeat."""

    agency: str
    year: int
    received: int
    granted: int
    partly: int
    done: int


def intro(rng: random.Random, facts: Facts) -> list[str]:
    """The sentence that names all six titles, and often a telephone number."""
    words = (
        f"按照《中华人民共和国政府信息公开条例》的要求，{facts.agency}编制本报告。全文由总体情况、"
        "主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项六个部分组成，"
        f"统计期限为{facts.year}年1月1日至{facts.year}年12月31日。"
    )
    phone = f"{rng.randint(300, 999):04}-{rng.randint(2, 8)}{rng.randint(0, 999999):06}"
    contact = f"对报告有疑问的，可致电{phone}，邮编{rng.randint(100000, 799999)}。"
    return [words + contact] if rng.random() < 0.5 else [words, contact]


def contents(headings: list[str]) -> list[str]:
    return ["目录", *headings]


def overview(rng: random.Random, facts: Facts) -> list[str]:
    said = [
        f"（一）主动公开。全年通过门户网站发布信息{rng.randint(50, 9000)}条，"
        f"解读政策{rng.randint(1, 60)}件，较{facts.year - 1}年增加{rng.randint(1, 40)}%。",
        f"（二）依申请公开。共收到政府信息公开申请{facts.received}件，办结{facts.done}件，"
        f"其中予以公开{facts.granted}件、部分公开{facts.partly}件，总计{facts.done}件。",
        f"（三）信息管理。修订制度{rng.randint(1, 9)}项，清理规范性文件{rng.randint(1, 90)}件，"
        "规章数量没有变化。",
        f"（四）平台建设。栏目调整{rng.randint(2, 30)}个，公众号推送{rng.randint(20, 800)}期。",
        "（五）监督保障。未发生因不予公开、无法提供而引起的责任追究。",
    ]
    return said[: rng.randint(2, 5)]


def problems(rng: random.Random, facts: Facts) -> list[str]:
    return [
        "一是公开内容的深度还不够；二是答复文书的说理有待加强，重复申请的沟通不足。",
        f"下一步将在{facts.year + 1}年组织{rng.randint(2, 6)}次培训，把予以公开的范围讲清楚。",
    ]


def other_matters(rng: random.Random, facts: Facts) -> list[str]:
    fee = rng.choice(("没有收取信息处理费。", f"收取信息处理费{rng.randint(1, 90) * 100}元。"))
    return [f"本机关在{facts.year}年{fee}", "附件下载"][: rng.randint(1, 2)]


def lead_in(rng: random.Random) -> list[str]:
    """Sometimes a sentence between a heading and its table."""
    return rng.choice(([], [], ["有关数字见下表，其中总计一栏由系统生成。"]))
