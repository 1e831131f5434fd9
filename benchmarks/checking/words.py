"""The sentences of a report, in the words of several offices, with the figures of its tables."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.accuracy.figures import Figures
from benchmarks.accuracy.model import Place
from benchmarks.checking.model import Said

#: What part one says of the outcomes, by the rows of table 3 that make them up.
OUTCOMES = {
    "granted": "予以公开",
    "partly_granted": "部分公开",
    "denied": "不予公开",
    "unavailable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
}
_RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
_NO_REMEDIES = (
    "未发生因政府信息公开引起的行政复议、行政诉讼。",
    "没有发生涉及政府信息公开的行政复议和行政诉讼案件。",
)


def group(figures: Figures, name: str) -> int:
    """A row of table 3 or the sum of its rows in a group, in the last column."""
    return sum(
        int(value)
        for place, value in figures.items()
        if place.table == "requests"
        and place.column == "total"
        and (place.row == name or place.row.startswith(f"{name}_"))
    )


def overview(rng: random.Random, figures: Figures, year: int) -> list[Said]:
    """Part one: some offices say everything, some next to nothing."""
    said = [
        Said(
            f"（一）主动公开。全年通过门户网站发布信息{rng.randint(50, 9000)}条，"
            f"解读政策{rng.randint(1, 60)}件，较{year - 1}年增加{rng.randint(1, 40)}%。"
        ),
        _dated(rng, rng.choice((_terse, _usual, _usual, _full))(rng, figures)),
        Said(
            f"（三）信息管理。修订制度{rng.randint(1, 9)}项，清理规范性文件{rng.randint(1, 90)}件。"
        ),
        Said(f"（四）平台建设。栏目调整{rng.randint(2, 30)}个，推送{rng.randint(20, 800)}期。"),
        Said(f"（五）监督保障。组织培训{rng.randint(1, 9)}次，未发生责任追究的情形。"),
    ]
    return said[: rng.randint(2, 5)]


def _dated(rng: random.Random, said: Said) -> Said:
    """Some open the sentence with the year, for which ``{year}`` stands."""
    if rng.random() < 0.6:
        return said
    return replace(said, text=said.text.replace("公开。", "公开。{year}年，", 1))


def _amounts(figures: Figures) -> tuple[int, int, int, int]:
    def total(row: str) -> int:
        return int(figures[Place("requests", row, "total")])

    return (
        total("received"),
        total("carried_over"),
        total("total_processed"),
        total("carried_forward"),
    )


def _terse(rng: random.Random, figures: Figures) -> Said:
    received, *_ = _amounts(figures)
    if not received:
        return Said("（二）依申请公开。全年未收到政府信息公开申请。", (("received", 0),))
    text = rng.choice(
        ("共收到政府信息公开申请{}件。", "全年收到政府信息公开申请{}件，均已依法办理。")
    )
    return Said("（二）依申请公开。" + text.format(received), (("received", received),))


def _usual(rng: random.Random, figures: Figures) -> Said:
    received, over, done, left = _amounts(figures)
    if not (received or over):
        return _terse(rng, figures)
    text = f"（二）依申请公开。新收政府信息公开申请{received}件，上年结转{over}件，办结{done}件"
    claims = [("received", received), ("carried_in", over), ("closed", done)]
    if rng.random() < 0.6:
        text += f"，结转下年度继续办理{left}件"
        claims.append(("carried_out", left))
    return Said(text + "。", tuple(claims))


def _full(rng: random.Random, figures: Figures) -> Said:
    start = _usual(rng, figures)
    amounts = {name: group(figures, name) for name in OUTCOMES}
    told = {name: number for name, number in amounts.items() if number}
    if not told:
        return start
    listed = "、".join(f"{OUTCOMES[name]}{number}件" for name, number in told.items())
    lead = rng.choice(("办理结果为：", "在办结的申请中，", "从办理结果看，"))
    return Said(f"{start.text}{lead}{listed}。", (*start.claims, *told.items()))


def remedies(rng: random.Random, figures: Figures) -> list[Said]:
    """Before or behind table 4; many offices leave it to the table."""
    totals = {
        name: int(figures[Place("review_litigation", name, "total")])
        for name in ("review", "litigation_direct", "litigation_after_review")
    }
    suits = totals["litigation_direct"] + totals["litigation_after_review"]
    if rng.random() < 0.4:
        return []
    if not (totals["review"] or suits):
        return [Said(rng.choice(_NO_REMEDIES), (("review", 0), ("litigation", 0)))]
    claims = [("review", totals["review"]), ("litigation", suits)]
    text = f"因政府信息公开被申请行政复议{totals['review']}件"
    if totals["review"] and rng.random() < 0.5:
        results = {
            name: int(figures[Place("review_litigation", "review", name)]) for name in _RESULTS
        }
        listed = [f"{_RESULTS[name]}{number}件" for name, number in results.items() if number]
        text += "，其中" + "、".join(listed)
        claims += [(f"review_{name}", number) for name, number in results.items() if number]
    return [Said(f"{text}；被提起行政诉讼{suits}件。", tuple(claims))]
