"""What is done to an official page: copied, hacked, converted, made accessible.

Each trap takes a random source and an official page and gives one page with its truth.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from benchmarks.copies.portal import Page, named, official

BRANDS = ("霓鲤", "泓鹭", "琅鲸", "金鹮", "澜狮", "云豹汇")
TRADES = (
    "娱乐城",
    "体育官网",
    "棋牌",
    "体育app下载",
    "真人直播",
    "彩票官网",
    "国际娱乐",
    "足球投注平台",
)
WORDS = (
    "必威体育",
    "威廉希尔",
    "雷速体育直播",
    "欧洲杯买球网站",
    "澳门新葡京",
    "365体育投注",
    "六合彩资料",
    "买足球的软件app",
)
COPY_HOSTS = (
    "lucky-demo.com",
    "www.{brand}88.net",
    "m.shoes-demo.cn",
    "0{n}vs.com",
    "www_{region}_com.demo{n}.com",
    "a{n}.top",
    "{domain}.demo.net",
    "www.{region}-gov.cn",
    "{region}gov.cn",
    "xn--{region}-gov.com",
)
LOOKALIKES = (
    "http://{host}.evil-demo.com{path}",
    "http://www.gov.cn-{region}.com{path}",
    "https://{region}gov.cn{path}",
    "http://www.{region}-gov.cn{path}",
    "http://{host}@evil-demo.com{path}",
    "http://evil-demo.com/{host}{path}",
    "http://{host}:80@evil-demo.com:8080{path}",
    "http://evil-demo.com\\@{host}{path}",
    "http://xn--{region}-gov.cn{path}",
    "http://gov.cn.{region}.net{path}",
    "http://{region}.gov.cn.com{path}",
    "http://{host}evil.cn{path}",
    "http://{region}.gov.cn。com{path}",
    "http://{region}.g0v.cn{path}",
    "http://{region}.g\u043ev.cn{path}",
    "http://evil-demo.com/?u={host}{path}",
    "//EVIL-demo.com/{host}{path}",
    "http://{host}%2eevil-demo.com{path}",
    "http://evil-demo.com#@{host}{path}",
    "http://{region}.gov.cn.tw{path}",
)
#: Bodies that exist, and where reports like theirs were seen; None: no host may be named, since
#: a city's departments and districts have sites of their own, or nothing is known.
KNOWN: tuple[tuple[str, str | None], ...] = (
    ("六盘水市人民政府办公室", "www.gzlps.gov.cn"),
    ("六盘水市财政局", "czj.gzlps.gov.cn"),
    ("会同县教育局", "www.huitong.gov.cn"),
    ("会同县高椅乡人民政府", "www.huitong.gov.cn"),
    ("楚雄市紫溪镇人民政府", "www.cxs.gov.cn"),
    ("鞍山市铁西区人民政府", "www.astxqzf.gov.cn"),
    ("武汉市人民政府", "www.wuhan.gov.cn"),
    ("安溪县水利局", "www.fjax.gov.cn"),
    ("江西省湖口县审计局", "www.hukou.gov.cn"),
    ("教育部", "www.moe.gov.cn"),
    ("六盘水市水务局", None),
    ("六盘水市钟山区民政局", None),
    ("沈阳市铁西区人民政府", None),
    ("霁川市财政局", None),
    ("澄岭县会同镇人民政府", None),
    ("国家税务总局会同县税务局", None),
)
HIDING = (
    '<div style="display:none">{spam}</div>',
    '<div style="position:absolute;left:-9999px;top:0">{spam}</div>',
    '<div style="width:1px;height:1px;overflow:hidden">{spam}</div>',
    '<span style="font-size:0">{spam}</span>',
    '<font style="color:#ffffff;background-color:#fff">{spam}</font>',
    '<marquee height="1" width="4" scrollamount="3000">{spam}</marquee>',
    '<div style="text-indent:-9999px">{spam}</div>',
    '<div style="visibility:hidden">{spam}</div>',
    '<div class="x9">{spam}</div><style>.x9{{display:none}}</style>',
    '<div style="opacity:0;filter:alpha(opacity=0)">{spam}</div>',
    "<div hidden>{spam}</div>",
    '<div style="margin-top:-5000px">{spam}</div>',
)
OLD = "务开报关办众听条业简继续总结规备资讯处请复议诉讼问题门区网应动财产卫环体发为与时间级设达"
NEW = "務開報關辦眾聽條業簡繼續總結規備資訊處請復議訴訟問題門區網應動財產衛環體發為與時間級設達"
_HAN = re.compile("[\u4e00-\u9fff]")


def _brand(rng: random.Random) -> str:
    return rng.choice(BRANDS) + rng.choice(TRADES) if rng.random() < 0.7 else rng.choice(WORDS)


def _region(page: Page) -> str:
    return page.domain.removesuffix(".gov.cn")


def _route(page: Page) -> str:
    return page.url.removeprefix(f"http://{page.host}")


def lookalike(rng: random.Random, page: Page) -> Page:
    """An untouched copy under an address that is made to look official."""
    url = rng.choice(LOOKALIKES).format(host=page.host, region=_region(page), path=_route(page))
    # A path that carries the original host is the one thing here that is not kept.
    kept = page.host not in url.partition("//")[2].partition("/")[2] and "#" not in url
    return replace(
        page,
        trap="lookalike",
        url=url,
        provenance="copy",
        original=page.url if kept else None,
        traces=1,
    )


def proxied(rng: random.Random, page: Page) -> Page:
    """A rewriting proxy under a betting brand, path kept."""
    form = rng.choice(COPY_HOSTS)
    copy = form.format(
        brand="win", n=rng.randint(10, 999), region=_region(page), domain=f"x{_region(page)}"
    )
    html = _rewritten(rng, page, copy)
    brand = _brand(rng)
    if rng.random() < 0.7:
        html = re.sub("<title>", f"<title>{brand}官网:", html, count=1)
        html = html.replace("<body>", f"<body><h2>{brand}</h2>", 1)
    tricks = rng.sample((_gap, _place, _ruby, _traditional), rng.randint(0, 2))
    for trick in tricks:
        html = trick(rng, html, page)
    # Only what still names this very host can tell it; of a portal its domain tells enough.
    traces = html.count(page.host) + html.count(page.domain) * page.host.startswith("www.")
    return replace(
        page,
        trap="proxied",
        url=f"http://{copy}{_route(page)}",
        html=html,
        provenance="copy",
        original=page.url,
        traces=traces,
    )


def traceless(rng: random.Random, page: Page) -> Page:
    """A copy that names no host but its own: only its path and its body are left."""
    copy = f"m.shoes{rng.randint(10, 999)}.cn"
    body, host = rng.choice(KNOWN)
    html = re.sub(rf"[\w.@-]*{re.escape(page.domain)}", copy, page.html).replace(page.agency, body)
    html = _without_site_code(re.sub(r"[\w./:-]*gov\.cn[\w./]*", "", html))
    route = _route(page)
    original = f"http://{host}{route}" if host else None
    url = f"http://{copy}{route}"
    return replace(page, trap="traceless", url=url, html=html, provenance="copy", original=original)


def proxied_known(rng: random.Random, page: Page) -> Page:
    """A rewriting proxy of a body that exists, on the host where reports of it were seen."""
    known = rng.choice([(body, host) for body, host in KNOWN if host])
    made = official(rng, rng.randrange(10_000), known)
    made = replace(made, html=_without_site_code(made.html))
    return replace(proxied(rng, made), trap="proxied_known")


def _without_site_code(html: str) -> str:
    """The site codes of the pages are invented, and none of a place that exists."""
    return re.sub('<meta name="SiteIDCode"[^>]*>|网站标识码[:：]? ?[0-9]{10}', "", html)


def _rewritten(rng: random.Random, page: Page, copy: str) -> str:
    """The host replaced; what a pattern for web addresses does not see may stay."""
    html = re.sub(rf"(?:https?:)?//{re.escape(page.host)}", f"//{copy}", page.html)
    if rng.random() < 0.5:
        html = html.replace(f'content="{page.host}"', f'content="{copy}"')
    if rng.random() < 0.3:
        html = html.replace(f"@{page.domain}", f"@{copy}")
    if rng.random() < 0.3:
        html = re.sub(rf"//(?:res|www)\.{re.escape(page.domain)}", f"//{copy}", html)
    if rng.random() < 0.2:
        html = re.sub(r"（//[^）]*）", "（）", html)
    return html


def _gap(rng: random.Random, html: str, page: Page) -> str:
    return html.replace("关于", _brand(rng) + rng.choice(("", ":", " ")))


def _place(rng: random.Random, html: str, page: Page) -> str:
    return html.replace(page.agency[:3], _brand(rng))


def _ruby(rng: random.Random, html: str, page: Page) -> str:
    said = {
        "情况": "情況(kuàng)",
        "要求": "要(yao)求",
        "信息": "信(xìn)息",
        "工作": "工(gōng)作",
        "按照": "按(àn)照",
    }
    for old, new in said.items():
        html = (
            html.replace(f"{old}，", f"{new}，")
            .replace(f"{old}。", f"{new}。")
            .replace(f"{old}的", f"{new}的")
        )
    return html.replace("年度报告", "年度报(bào)告", 2)


def _traditional(rng: random.Random, html: str, page: Page) -> str:
    return html.translate(str.maketrans(OLD, NEW))


def hacked(rng: random.Random, page: Page) -> Page:
    """An official page with links to gambling that nobody sees, or with its head defaced."""
    links = "".join(
        f'<a href="http://www.{rng.choice("abc")}{rng.randint(100, 999)}.com/">{_brand(rng)}</a>'
        for _ in range(rng.randint(2, 6))
    )
    spam = rng.choice(HIDING).format(spam=links)
    at = rng.choice(("<body>", "</body>"))
    html = page.html.replace(at, at + spam if at == "<body>" else spam + at, 1)
    if rng.random() < 0.2:
        html = page.html.replace("<title>", f"<title>{_brand(rng)}-", 1)
    return replace(page, trap="hacked", html=html, provenance="official_injected")


def gateway(rng: random.Random, page: Page) -> Page:
    """The government's own conversion to traditional script."""
    route, host = _route(page), page.host
    url = rng.choice(
        (
            f"http://big5.{page.domain}{route}",
            f"http://big5.www.gov.cn/gate/big5/{host}{route}",
            f"http://{host}/gate/big5/{host}{route}",
            f"http://{host}/tw{route}",
            f"https://hant.{page.domain}{route}",
        )
    )
    html = _traditional(rng, page.html, page)
    if "/gate/" in url:
        html = html.replace(f"http://{host}", url.partition("/gate/")[0] + f"/gate/big5/{host}")
    return named(page, "gateway", url=url, html=html)


def accessible(rng: random.Random, page: Page) -> Page:
    """A twin for the blind: links go through the gateway's own host."""
    route, host = _route(page), page.host
    url = rng.choice(
        (
            f"http://wza.{page.domain}{route}",
            f"https://wza.{page.domain}:8443/-/{host}{route}",
            f"http://{host}/wza{route}",
            f"http://{host}{route}?mode=wza",
            f"http://{page.domain.replace('.', '-')}.wza.{page.domain}{route}",
        )
    )
    gate = "/".join(url.split("/")[:3])
    html = page.html.replace(f"http://{host}", gate).replace(
        "<body>", "<body><p>无障碍浏览 大字版 语音朗读</p>", 1
    )
    return named(page, "accessible", url=url, html=html)


def plain(rng: random.Random, page: Page) -> Page:
    """The official page itself, its address written as addresses are."""
    host, route = page.host, _route(page)
    url = rng.choice(
        (
            page.url,
            f"https://{host}{route}",
            f"http://{host.upper()}{route}",
            f"http://{host}:8080{route}",
            f"http://{host}.{route}",
            f"http://{_region(page)}.政务{route}",
            f"http://{_region(page)}.xn--zfr164b{route}",
        )
    )
    return named(page, "plain", url=url)


TRAPS: dict[str, Callable[[random.Random, Page], Page]] = {
    trap.__name__: trap
    for trap in (plain, lookalike, proxied, proxied_known, traceless, hacked, gateway, accessible)
}


def pages(trap: str, count: int) -> list[Page]:
    """That many pages of one trap, the same ones each time."""
    made = []
    for seed in range(count):
        rng = random.Random(f"{trap}:{seed}")
        made.append(TRAPS[trap](rng, official(rng, seed)))
    return made
