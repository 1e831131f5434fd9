"""A generated report inside a real site's page: what stands around a report, and its traps.

Header with today's date, menus, breadcrumbs, side bars with other years' reports,
metadata in the habits of several CMS families, titles split and doubled, publication
lines, 上一篇/下一篇, signatures. Imports nothing from ``parsers``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from benchmarks.accuracy.corpus import generate

HAN = "〇一二三四五六七八九"
KIND = "政府信息公开工作年度报告"
SITES = ("{region}人民政府", "{region}人民政府门户网站", "{region}政务网", "中国·{region}")
MENU = (
    "首页",
    "走进我们",
    "政务动态",
    "政府信息公开",
    "办事服务",
    "互动交流",
    "数据开放",
    "专题专栏",
)
SIDE = (
    "政府信息公开指南",
    "政府信息公开制度",
    "法定主动公开内容",
    "政府信息公开年报",
    "依申请公开",
)
LINES = (
    "发布时间：{iso}",
    "发布时间：{iso} 17:05:33",
    "发布日期：{slash}",
    "发布时间：{dot}",
    "时间：{han}",
    "[{iso}]",
    "发布时间：{words}",
    "发布日期：{wide}",
    "信息时间：{iso}  阅读次数：{n}",
    "日期：{iso}　来源：{source}",
    "{iso} 10:20  来源：{source}  字号：[大 中 小]",
    "来源：{source}　发布时间：{iso}　浏览次数：{n}",
    "公开日期：{iso}",
    "发布时间：{iso}  有效期至：长期  作者：办公室",
    "更新时间：{iso} 09:12",
    "成文日期：{han}",
)
PATTERNS = (
    "{b}{y}年" + KIND,
    "{y}年{b}" + KIND,
    "{b}{y}年度" + KIND,
    "{b}关于{y}年" + KIND,
    "{b}" + KIND + "（{y}年）",
    "{b}政府信息公开{y}年年度报告",
    "{b}{y}年政府信息公开年报",
    "{b}" + KIND,
)
HABITS = ("trs", "hanweb", "ucap", "gkmlpt", "index_table", "plain")


@dataclass(slots=True)
class Page:
    """A page and what a reader would say of it; ``dates`` are its date's printed forms."""

    html: str
    layout: str
    seed: int
    title: str | None
    agency: str
    year: int
    published: str | None
    shown_title: str = ""
    dates: list[str] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)


class Furniture:
    """Draws one page; every choice that can matter is noted in ``traits``."""

    def __init__(self, seed: int, layout: str) -> None:
        self.rng = random.Random(f"furniture:{layout}:{seed}")
        self.report = generate(seed, layout, variety=0)
        self.agency, self.year = self.report.agency, self.report.year
        self.region = self.agency[:3]
        self.site = self.rng.choice(SITES).format(region=self.region)
        self.habit = self.rng.choice(HABITS)
        self.gap = self.rng.choice(("\n", "\n", ""))
        month = self.one(("01", "01", "02", "03"))
        self.day = f"{self.year + 1}-{month}-{self.rng.randint(5, 28):02}"
        self.page = Page("", layout, seed, None, self.agency, self.year, None)
        self.note(self.habit)

    def note(self, trait: str) -> bool:
        self.page.traits.append(trait)
        return True

    def chance(self, share: float, trait: str) -> bool:
        return self.rng.random() < share and self.note(trait)

    def one(self, options: Sequence[str]) -> str:
        return options[self.rng.randrange(len(options))]

    # --- the title -------------------------------------------------------------------

    def titled(self) -> str:
        """The title as printed, in one of the forms of the domain."""
        year = (
            "".join(HAN[int(d)] for d in str(self.year))
            if self.chance(0.1, "han year")
            else str(self.year)
        )
        body, draw = self.agency, self.rng.random()
        if body.endswith("人民政府办公室") and self.chance(0.5, "bracket"):
            body = f"{body[:-3]}({self.region[-1]}人民政府办公室)"
        elif body.endswith("人民政府") and self.chance(0.4, "region only"):
            body = self.page.agency = self.region
        elif draw < 0.08 and not body.endswith(("人民政府", "办公室")):
            body, _ = body[3:], self.note("no place")
        elif draw < 0.16 and not body.endswith("人民政府"):
            body, _ = "", self.note("no agency")
        pattern = self.one(PATTERNS)
        if "{y}" not in pattern:
            self.note("no year")
            pattern = pattern if body else "{y}年度" + KIND
        text = pattern.format(b=body, y=year)
        if self.chance(0.06, "notice") and body and "关于" not in text:
            text = (
                f"关于{self.one(('发布', '印发', '公布'))}《{text}》的{self.one(('公告', '通知'))}"
            )
        return text

    def headline(self, title: str) -> str:
        """The title in the article: in one piece, in several, twice."""
        draw = self.rng.random()
        tag = self.one(("h1", "h1", "h2", "div", "p"))
        if tag in ("div", "p"):
            self.note("title without heading")
        if draw < 0.15 and self.note("split lines"):
            return f"<{tag} class='title'>{'<br>'.join(self.cut(title))}</{tag}>"
        if draw < 0.25 and self.note("split divs"):
            return "".join(f"<div class='t'>{part}</div>" for part in self.cut(title))
        if draw < 0.35 and self.note("split spans"):
            return (
                f"<{tag}>"
                + "".join(f"<span>{part}</span>" for part in self.cut(title))
                + f"</{tag}>"
            )
        if draw < 0.45 and self.note("doubled"):
            return f"<{tag}>{title}</{tag}{self.gap}><p align='center'><b>{title}</b></p>"
        return f"<{tag}>{title}</{tag}>"

    def cut(self, title: str) -> list[str]:
        """Cut where people cut: before the year or the kind, and inside the kind."""
        at = title.find("政府信息公开")
        cuts = [title[:at], title[at:]] if at > 0 else [title[:10], title[10:]]
        if self.rng.random() < 0.4 and len(cuts[1]) > 8:
            cuts[1:] = [cuts[1][:-4], cuts[1][-4:]]
        return cuts

    # --- around it -------------------------------------------------------------------

    def head(self, title: str, dated: bool) -> str:
        window = self.one(
            (
                title,
                f"{title} - 部门动态 - {self.site}",
                f"{title}_{self.site}",
                f"{title}-{self.site}",
                self.site,
            )
        )
        if window == self.site:
            self.note("site name only")
        metas: list[tuple[str, str]] = []
        if self.habit == "trs" and window != self.site:
            metas = [
                ("SiteName", self.site),
                ("ArticleTitle", title),
                ("ContentSource", self.agency),
            ]
            metas += [("PubDate", f"{self.day} 09:30")] if dated else []
        elif self.habit == "ucap" and dated:
            metas = [
                ("firstpublishedtime", f"{self.day} 10:11:12"),
                ("lastmodifiedtime", "2024-05-06 10:11:12"),
            ]
        elif self.habit == "hanweb" and dated:
            metas = [("pubdate", f"{self.day.replace('-', '')}")]
        if any(name.lower() in ("pubdate", "firstpublishedtime") for name, _ in metas):
            self.note("meta date")
        tags = "".join(f'<meta name="{name}" content="{value}">' for name, value in metas)
        head = f'<head><meta charset="utf-8">{tags}<title>{window}</title></head>'
        return f"<!DOCTYPE html><html>{head}<body>"

    def header(self) -> str:
        parts = [f"<div class='logo'>{self.site}</div>"]
        if self.chance(0.4, "today"):
            weekday = self.one("一二三四五")
            parts.append(f"<div>今天是2024年3月{self.rng.randint(1, 28)}日 星期{weekday}</div>")
        items = self.gap.join(f"<li><a href='/x/'>{item}</a></li>" for item in MENU)
        return self.gap.join((*parts, f"<ul class='nav'>{items}</ul>"))

    def breadcrumb(self, title: str) -> str:
        if not self.chance(0.7, "breadcrumb"):
            return ""
        bar = self.one((" &gt; ", "&gt;", " » ", " / "))
        parts = ["首页", "政务公开", "政府信息公开年报"]
        parts += [self.one((title, "正文", f"{self.year}年", "部门年报"))]
        links = bar.join(f"<a href='/y/'>{part}</a>" for part in parts)
        return f"<div class='place'>{self.one(('当前位置：', '您的位置：', ''))}{links}</div>"

    def others(self, count: int) -> list[tuple[str, str]]:
        """Reports of other years, with the dates of those."""
        years = [y for y in range(2016, 2025) if y != self.year]
        drawn = self.rng.sample(years, count)
        return [
            (f"{self.agency}{y}年{KIND}", f"{y + 1}-01-{self.rng.randint(10, 28)}") for y in drawn
        ]

    def sidebar(self) -> str:
        lines = [f"<li><a href='/s/'>{item}</a></li>" for item in SIDE]
        if self.chance(0.35, "side reports"):
            dated = self.rng.random() < 0.6
            lines += [
                f"<li><a href='/r/'>{title}</a>{f'<span>{day}</span>' if dated else ''}</li>"
                for title, day in self.others(3)
            ]
        return f"<div class='side'><ul>{self.gap.join(lines)}</ul></div>"

    def turns(self) -> str:
        if not self.chance(0.5, "turns"):
            return ""
        both = zip(("上一篇：", "下一篇："), self.others(2), strict=True)
        return self.gap.join(
            f"<p>{word}<a href='/p/'>{title}</a> {day}</p>" for word, (title, day) in both
        )

    def related(self) -> str:
        if not self.chance(0.4, "related"):
            return ""
        items = self.gap.join(
            f"<li><a href='/q/'>{title}</a><span>{day}</span></li>" for title, day in self.others(3)
        )
        return f"<div><h3>相关链接</h3><ul>{items}</ul></div>"

    def index_table(self, title: str, dated: bool) -> str:
        """The 索引号 table, as label and value side by side or one above the other."""
        day = self.day if dated else ""
        rows = [
            ("索引号", f"0123456/{self.year + 1}-00045"),
            ("主题分类", "政府信息公开"),
            ("发布机构", self.agency),
            ("发布日期", day),
            ("名称", title),
            ("有效性", "有效"),
        ]
        if self.chance(0.3, "header row"):
            rows = [rows[0], *rows[2:4]]
            cells = ["".join(f"<td>{row[n]}</td>" for row in rows) for n in (0, 1)]
            return f"<table><tr>{cells[0]}</tr><tr>{cells[1]}</tr></table>"
        pairs = [rows[n : n + 2] for n in range(0, 6, 2)]
        lines = ("".join(f"<td>{a}：</td><td>{b}</td>" for a, b in pair) for pair in pairs)
        return f"<table><tr>{'</tr><tr>'.join(lines)}</tr></table>"

    def line(self) -> str:
        y, m, d = self.day.split("-")
        words = f"{''.join(HAN[int(n)] for n in y)}年{number(m)}月{number(d)}日"
        han = f"{y}年{int(m)}月{int(d)}日"
        wide = han.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
        forms = {
            "iso": self.day,
            "slash": f"{y}/{int(m)}/{int(d)}",
            "dot": f"{y}.{m}.{d}",
            "han": han,
            "words": words,
            "wide": wide,
        }
        text = self.one(LINES).format(
            source=self.one((self.agency, "本网")), n=self.rng.randint(3, 999), **forms
        )
        self.page.dates += list(forms.values())
        if "：" in text and self.chance(0.25, "split date"):
            label, _, rest = text.partition("：")
            return f"<div class='info'><span>{label}：</span><span>{rest}</span></div>"
        return f"<div class='info'>{escape(text)}</div>"

    def signature(self, day: str) -> str:
        y, m, d = day.split("-")
        written = f"{y}年{int(m)}月{int(d)}日"
        if day == self.day:
            self.page.dates.append(written)
        return f"<p align='right'>{self.agency}</p>{self.gap}<p align='right'>{written}</p>"

    # --- all together ----------------------------------------------------------------

    def draw(self) -> Page:
        page, title = self.page, self.titled()
        page.title, page.shown_title = title, title
        draw = self.rng.random()
        dated = draw < 0.86
        page.published = self.day if dated else None
        info, sign = self.dates(draw, dated)
        head = self.head(title, dated)
        table = self.index_table(title, dated) if self.habit == "index_table" else ""
        if not info and dated and "meta date" not in page.traits and not table:
            info = self.line()
        page.dates += [self.day, *([page.published] if page.published else [])]
        body = (table, self.headline(title), info, self.body(bool(table), title), sign)
        page.html = self.gap.join(part for part in (head, *self.around(title, body)) if part)
        return page

    def dates(self, draw: float, dated: bool) -> tuple[str, str]:
        """The publication line and the signature; a page may show one, both or a false one."""
        page, info, sign = self.page, "", ""
        if dated and (self.habit not in ("index_table", "ucap") or self.rng.random() < 0.5):
            info = self.line()
        if 0.86 <= draw < 0.92 and self.note("signature only"):
            sign, page.published = self.signature(self.day), self.day
        elif 0.92 <= draw < 0.96 and self.note("template date"):
            info = f"<div>发布时间：{self.year - 3}-05-20</div>"
        elif dated and self.chance(0.2, "signature"):
            sign = self.signature(self.day[:8] + "02")
        elif 0.78 < draw < 0.86 and self.note("posted again"):
            sign, early = self.signature(self.day), self.day
            self.day = f"{self.year + 3}-08-14"
            info, page.published = f"<div>发布时间：{self.day}</div>", early
        return info, sign

    def around(self, title: str, body: tuple[str, ...]) -> tuple[str, ...]:
        """The body between the site's header, side bar, neighbours and footer."""
        first = self.rng.random() < 0.5
        before = (self.sidebar(), self.breadcrumb(title)) if first else (self.breadcrumb(title),)
        after = (self.turns(), self.related(), *(() if first else (self.sidebar(),)))
        footer = f"<div>版权所有 © 2019-2024 {self.site}　网站标识码 0012340056</div></body></html>"
        return (self.header(), *before, *body, *after, footer)

    def body(self, has_field: bool, title: str) -> str:
        """The report's own text; its first sentence does not always name the body."""
        html = self.report.html
        begin = html.rfind("<p", 0, html.find("按照《中华"))
        end = html.find("</div></div>", html.rfind("<table"))
        text = html[begin : end if end > 0 else html.rfind("</body>")]
        nameless = {"no agency", "no place"}.isdisjoint(self.page.traits)
        if nameless and self.chance(0.5, "unnamed opening"):
            text = text.replace(f"{self.agency}编制本报告", "我单位编制本报告")
        return f"<div class='article'>{text}</div>"


def number(text: str) -> str:
    """A day or month in Chinese numerals."""
    tens, ones = divmod(int(text), 10)
    return (HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN[ones] if ones else "")


def furnish(seed: int, layout: str) -> Page:
    """The report of that seed in that layout, inside a page of a site."""
    return Furniture(seed, layout).draw()
