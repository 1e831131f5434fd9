"""The official page that everything starts from: a generated report in a portal's frame.

Every host, office and brand is invented. The frame holds what makes readers doubt: other
offices' hosts, campaigns against gambling, the names of apps, hidden menus.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from benchmarks.accuracy.corpus import generate
from benchmarks.accuracy.layouts import LAYOUTS

SYLLABLES = (
    "lan",
    "ze",
    "cheng",
    "ling",
    "he",
    "xi",
    "bo",
    "yun",
    "feng",
    "du",
    "ji",
    "hu",
    "mo",
    "qiao",
)
#: Most copies seen are of main portals.
OFFICES = (*["www"] * 6, "czj", "jyj", "tyj", "xxgk")
PATHS = (
    "/zwgk/zfxxgk/zfxxgknb/{y}{m}/t{y}{m}{d}_{n}.html",
    "/art/{y}/{mm}/{dd}/art_{n}_{k}.html",
    "/{region}szf/c{k}/{y}{m}/{hex}.shtml",
    "/gkmlpt/content/3/{k}/post_{n}.html",
    "/public/{k}/{n}.html",
    "/info/{k}/{n}.htm",
    "/zwgk/gknb/bmnb/{n}{n}{k}.html",
)
NOTICES = (
    "《省人民政府办公厅关于做好{year}年度政府信息公开工作年度报告编制和发布工作的通知》",
    "《市政务公开领导小组办公室关于印发年报格式的通知》",
    "《省人民政府办公厅转发省发展改革委等部门进一步规范行政复议工作意见的通知》",
    "《市委办公室、市政府办公室印发政务公开工作要点的通知》",
    "《国务院办公厅秘书局印发政府信息公开工作要点的通知》",
)
ASIDES = (
    "开展打击治理跨境赌博宣传{n}次，整治棋牌室{n}家。",
    "依托“泽办通”APP和“i{region}”小程序公开信息{n}条，微信公众号（ID：{region}fb）推送{n}期。",
    "完成政务公开云平台迁移，公开金沙江流域治理信息{n}条。",
    "公开体育彩票公益金使用情况{n}次，发布歌舞娱乐场所检查结果{n}条。",
    "购买球场器材等政府采购信息全部公开，共{n}条。",
    "在省政府网站（https://www.{province}.gov.cn/）同步公开{n}条。",
    "政务新媒体见腾讯网（https://mp.weixin.qq.com/s/{region}）。",
)
MENUS = (
    '<a href="/ztzl/djdb/">打击赌博违法犯罪专项行动</a>',
    '<a href="/app/">手机APP下载</a>',
    '<div style="display:none"><a href="/sy/">首页</a><a href="/zx/">新闻中心</a></div>',
    '<a href="https://www.{province}.gov.cn/">省政府网站</a>',
    '<div style="position:absolute;left:-9999px"><a href="#main">跳到正文</a></div>',
    '<span style="display:none">网站支持IPv6</span>',
)
BODIES = ("体育彩票管理中心", "福利彩票管理中心", "体育局")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, its address, and what is true of it.

    ``provenance`` is ``official``, ``official_injected`` or ``copy``; ``original`` the
    address that it was copied from, where the copy keeps its path.
    """

    trap: str
    url: str
    html: str
    provenance: str
    original: str | None = None
    traces: int = 0
    host: str = ""
    domain: str = ""
    title: str = ""
    agency: str = ""


def official(rng: random.Random, seed: int, known: tuple[str, str] | None = None) -> Page:
    """An official report page with the traps of its kind; ``known``: a body and its host."""
    printed = generate(seed, rng.choice(list(LAYOUTS)), variety=rng.choice((0, 1, 2)))
    region = "".join(rng.sample(SYLLABLES, 2))
    province = "".join(rng.sample(SYLLABLES, 2))
    host, domain = f"{rng.choice(OFFICES)}.{region}.gov.cn", f"{region}.gov.cn"
    agency, title, html = printed.agency, printed.title, printed.html
    if rng.random() < 0.2:
        new = agency[:3] + rng.choice(BODIES)
        title, html, agency = title.replace(agency, new), html.replace(agency, new), new
    if known is not None:
        title, html = (text.replace(agency, known[0]) for text in (title, html))
        agency, host = known
        domain = ".".join(host.split(".")[-3:])
    path = _path(rng, region)
    address = f"http://{host}{path}"
    words = {"region": region, "province": province, "year": printed.year, "n": rng.randint(2, 90)}
    html = html.replace("<body>", f"<body>{_menu(rng, host).format(**words)}", 1)
    html = html.replace(
        "按照《中华", _said(rng, host, domain, agency).format(**words) + "按照《中华", 1
    )
    html = html.replace("</body>", _foot(rng, host, domain, address).format(**words) + "</body>", 1)
    html = html.replace("<head>", "<head>" + _marks(rng, host, address), 1)
    return Page(
        "plain", address, html, "official", host=host, domain=domain, title=title, agency=agency
    )


def named(page: Page, trap: str, **changes: str) -> Page:
    """The page as another trap's official page."""
    return replace(page, trap=trap, **changes)  # type: ignore[arg-type]


def _path(rng: random.Random, region: str) -> str:
    year, month, day = rng.randint(2020, 2024), rng.randint(1, 3), rng.randint(1, 28)
    return rng.choice(PATHS).format(
        y=year,
        m=f"{month:02}",
        d=f"{day:02}",
        mm=month,
        dd=day,
        n=rng.randint(100000, 9999999),
        k=rng.randint(1000, 99999),
        hex=f"{rng.getrandbits(128):032x}",
        region=region,
    )


def _menu(rng: random.Random, host: str) -> str:
    items = rng.sample(MENUS, rng.randint(1, 4))
    return f'<div class="top">{"".join(items)}<a href="http://{host}/zwgk/">政务公开</a></div>'


def _said(rng: random.Random, host: str, domain: str, agency: str) -> str:
    site = f"电子版可在{agency}门户网站（http://{host}/）下载。" if rng.random() < 0.6 else ""
    mail = rng.choice((f"xxgk@{domain}", f"bgs@{domain}", "lanzebgs@163.com", ""))
    contact = f"联系邮箱：{mail}。" if mail else ""
    notice = f"根据{rng.choice(NOTICES)}要求编制。"
    return notice + site + contact + "".join(rng.sample(ASIDES, rng.randint(0, 3)))


def _foot(rng: random.Random, host: str, domain: str, address: str) -> str:
    files = rng.choice((host, f"res.{domain}", f"www.{domain}"))
    parts = [
        '<a href="https://www.gov.cn/">中国政府网</a><a href="https://beian.miit.gov.cn/">ICP备案</a>',
        '<a href="https://www.{province}.gov.cn/">省人民政府</a>' if rng.random() < 0.7 else "",
        f'<script src="http://{files}/js/jquery.js"></script>',
        f'<img src="http://{host}/images/wz.png" width="60">',
        f"<p>本文链接：{address}</p>" if rng.random() < 0.15 else "",
        '<a href="http://www.tongji-demo.com/stat">站长统计</a>',
        f"<p>网址：{host}</p>" if rng.random() < 0.4 else "",
        f'<script>var site = "{host}", column = 12;</script>' if rng.random() < 0.4 else "",
    ]
    return f'<div class="foot">{"".join(parts)}</div>'


def _marks(rng: random.Random, host: str, address: str) -> str:
    marks = ""
    if rng.random() < 0.6:
        marks += f'<meta name="SiteDomain" content="{host}">'
        marks += '<meta name="SiteIDCode" content="5212000012">'
    if rng.random() < 0.1:
        marks += f'<link rel="canonical" href="{address}">'
    return marks
