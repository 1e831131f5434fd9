"""Signs that something else came than the page that was asked for.

Chinese government hosts stand behind shields that answer with a script instead of the
page (加速乐: 521; 瑞数: 412, 202 or 400), with a refusal, or with status 200 and a page that
says there is none. Such answers are named, never solved.

A real page must never be taken for one of these: what bears a report's own title, or
more than a few lines of text, is left alone but for its title saying that it is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from parsers.title import recognise
from scraper.decoded import text_of
from scraper.moved import HOME, script_target
from scraper.protocols import Fetched, LinkKind

# What such pages weigh at most; a larger body is the page.
_LARGEST = 200_000
_SHORT = 600
_EMPTY = 60
_LOGIN = 1500
_MOST_HEADS = 8

_CHALLENGE_STATUS = (412, 521)
_SHIELD_STATUS = (405, 406, 418, 444, 491, 493)
_FORBIDDEN_STATUS = (403, 451)
_LOGIN_STATUS = (401, 407)
_CODE = re.compile(
    r"__jsl_clearance|\$_ts\b|acw_sc__v\d|wzws[-_]?(?:cid|confirm|sessionid|waf)|cf[-_]chl|"
    r"challenge-platform|/_guard/|yunsuo_session|safedog|slidercaptcha|geetest|"
    r"__tst_status|anti_?spider",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"(?:浏览器|访问|人机|安全)(?:安全)?(?:验证|检查|检测|识别)|滑动(?:滑块|验证)|拖动滑块|输入.{0,6}验证码|"
    r"正在(?:进行)?(?:安全)?(?:验证|检测|检查)|请(?:开启|启用).{0,8}(?:javascript|cookie)|"
    r"just a moment|checking your browser|verify you are",
    re.IGNORECASE,
)
_SHIELD = re.compile(
    r"请求.{0,10}(?:拦截|阻断|威胁|攻击)|访问.{0,6}(?:被拦截|被阻断|被拒绝|过于频繁|受限)|网站防火墙|应用防火墙|"
    r"云防护|安全狗|创宇盾|(?:ip|地址).{0,12}(?:封禁|黑名单|限制访问)|access denied|"
    r"request blocked|web application firewall|请求存在.{0,6}(?:风险|威胁)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^<>]{0,300}?type\s*=\s*[\"']?password", re.IGNORECASE)
_SIGN_IN = re.compile(
    "请先?登[录陆]|登[录陆]后(?:方可|才能|可|查看|访问)|统一身份认证|用户登[录陆]|单点登[录陆]"
)
_NO_PAGE = re.compile(
    r"^\W*(?:错误|error|http)?\W{0,3}(?:404|410)\b|"
    r"(?:页面|网页|页)(?:不存在|没有找到|未找到|找不到|已(?:被)?删除|走丢)|"
    r"(?:访问|查找|请求|浏览|要找|打开)的?"
    r"(?:页面|内容|信息|文章|网页|文件|地址|链接)(?:不存在|未找到|找不到|没有找到|已)|"
    r"(?:该|此|本)(?:信息|文章|内容|栏目|文件|链接|页面)"
    r"(?:不存在|已(?:被)?(?:删除|下线|撤销|失效))|not found",
    re.IGNORECASE,
)
#: A server that is out of order and says so with status 200.
_UNWELL = re.compile(
    r"(?:系统|网站|平台|服务器?|站点)(?:正在)?(?:进行|处于)?(?:升级|维护|检修|改版)(?:升级|维护|改造)?(?:中(?!心)|期间)|"
    r"(?:正在|停机)(?:进行)?(?:系统|网站)?(?:升级)?(?:维护|检修)|http status 5\d\d|"
    r"服务器(?:内部)?(?:错误|异常|繁忙)|数据库(?:连接)?(?:失败|错误|异常)|系统(?:繁忙|异常|出错)|"
    r"internal server error|service (?:temporarily )?unavailable",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_TITLE = re.compile(r"<title[^<>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEADLINE = re.compile(r"<h[1-3]\b[^<>]*>(.*?)</h[1-3]", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(
    r"<meta\b[^<>]*?name\s*=\s*[\"']?articletitle[\"']?[^<>]*?content\s*=\s*[\"']([^\"'<>]{1,200})",
    re.IGNORECASE,
)
# What may be all that a page has to show: a scan, a PDF in a frame, an attachment.
_CONTENT = re.compile(
    r"<(?:iframe|embed|object|img|video)\b|http-equiv\s*=\s*[\"']?refresh|href\s*=\s*[\"']?[^\"'<>\s]+\.(?:pdf|docx?|xlsx?|wps|zip|rar)\b",
    re.IGNORECASE,
)
#: What a report may be besides text and pictures: a notice under a menu has none of it.
_DOCUMENT = re.compile(
    r"<(?:iframe|embed|object)\b|href\s*=\s*[\"']?[^\"'<>\s]+\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)\b",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"<a\b[^<>]*>.*?(?:</a\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SOURCE = re.compile(r"<script\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^<>]*\bhref", re.IGNORECASE)
# A page with so many links is a page of the site, whatever words its forms use.
_MANY_LINKS = 6


class _Page:
    """A body as markup; the text that it shows is only taken out when a rule asks for it."""

    def __init__(self, markup: str, status: int, kind: LinkKind) -> None:
        self.markup = markup
        self.status = status
        self.kind = kind
        title = _TITLE.search(markup)
        self.title = _text(title.group(1)) if title else ""

    @cached_property
    def shown(self) -> str:
        return _text(_HIDDEN.sub(" ", _TITLE.sub(" ", self.markup)))

    @cached_property
    def words(self) -> str:
        """What a visitor reads when it is little enough to be a notice, else the title."""
        if len(self.shown) >= _SHORT or len(_LINK.findall(self.markup)) >= _MANY_LINKS:
            return self.title
        return f"{self.title} {self.shown}"

    @cached_property
    def notice(self) -> str:
        """What a page under a site's menu says outside its links; "" where it may hold more."""
        if len(self.shown) >= _LOGIN * 2 or _DOCUMENT.search(self.markup):
            return ""
        text = _text(_ANCHOR.sub(" ", _HIDDEN.sub(" ", _TITLE.sub(" ", self.markup))))
        return text if len(text) < _SHORT else ""


def named(fetched: Fetched, kind: LinkKind) -> Fetched:
    """The answer with ``blocked`` set where something else came than the page."""
    if fetched.error is not None or fetched.not_modified or kind == "robots":
        return fetched
    found = _of_page(fetched, kind) or _of_status(fetched) or _sent_home(fetched, kind)
    return fetched if found is None else replace(fetched, blocked=found)


def scripted(fetched: Fetched) -> str | None:
    """Of a listing that is an empty shell: the script that would fill it; None of any other."""
    if not fetched.ok or not fetched.body or len(fetched.body) > _LARGEST:
        return None
    page = _Page(text_of(fetched), fetched.status or 0, "listing") if _is_markup(fetched) else None
    if page is None or _empty_shell(page) is None:
        return None
    sources = _SOURCE.findall(page.markup)
    return unescape(sources[-1])[:200] if sources else "a script in the page"


def _sent_home(fetched: Fetched, kind: LinkKind) -> str | None:
    """A report's address that leads to the front page holds no report any more."""
    if kind == "listing" or not fetched.ok or fetched.final_url == fetched.url:
        return None
    asked, came = urlsplit(fetched.url), urlsplit(fetched.final_url)
    if came.query or HOME.fullmatch(asked.path) or not HOME.fullmatch(came.path or "/"):
        return None
    bears = _is_markup(fetched) and _bears_a_report(_Page(text_of(fetched), 200, kind), most=1)
    return None if bears else f"soft_404: leads to the front page {fetched.final_url}"


def _of_status(fetched: Fetched) -> str | None:
    status = fetched.status or 0
    for kind, statuses in (
        ("challenge", _CHALLENGE_STATUS),
        ("shield", _SHIELD_STATUS),
        ("forbidden", _FORBIDDEN_STATUS),
        ("login", _LOGIN_STATUS),
    ):
        if status in statuses:
            return f"{kind}: status {status}"
    # 网站卫士 answers 404 without a word to those whom it does not like.
    if status == 404 and not fetched.body.strip() and fetched.header("wzws-ray"):
        return "shield: an empty 404 with wzws-ray"
    return None


def _of_page(fetched: Fetched, kind: LinkKind) -> str | None:
    if not fetched.body or len(fetched.body) > _LARGEST or not _is_markup(fetched):
        return None
    page = _Page(text_of(fetched), fetched.status or 0, kind)
    if 200 <= page.status < 300 and _bears_a_report(page):
        return None
    rules: list[Callable[[_Page], str | None]] = [_challenge, _shield]
    if 200 <= page.status < 300:
        rules += [_soft_404, _login, _server_error]
        # A listing may have its items in scripts, and its adapter knows how to read them.
        rules += [_empty_shell] if kind == "report" else []
    for rule in rules:
        if found := rule(page):
            return f"{rule.__name__.lstrip('_')}: {found}"
    return None


def _is_markup(fetched: Fetched) -> bool:
    media_type = (fetched.header("content-type") or "").lower()
    return "html" in media_type or fetched.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _text(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _bears_a_report(page: _Page, most: int | None = None) -> bool:
    for head in islice(_heads(page), most):
        found = recognise(head[:200]) if "公" in head else None
        if found is not None and found.is_report and found.year is not None:
            return True
    return False


def _heads(page: _Page) -> Iterator[str]:
    """What may be its title, the likeliest first: most pages are known by the first."""
    yield page.title
    yield from (_text(head[1]) for head in islice(_HEADLINE.finditer(page.markup), _MOST_HEADS))
    if meta := _NAMED.search(page.markup):
        yield meta[1]


def _challenge(page: _Page) -> str | None:
    found = _CHALLENGE.search(page.words)
    if found is None and len(page.shown) < _SHORT:
        found = _CODE.search(page.markup)
    return _seen(found, page)


def _shield(page: _Page) -> str | None:
    return _seen(_SHIELD.search(page.words), page)


def _soft_404(page: _Page) -> str | None:
    found = _NO_PAGE.search(page.title) or _NO_PAGE.search(page.words)
    if found is None and page.kind == "report":
        # A listing's own page may say so of one of its parts.
        found = _NO_PAGE.search(page.notice)
    return _seen(found, page)


def _login(page: _Page) -> str | None:
    asks = len(page.shown) < _LOGIN and _PASSWORD.search(page.markup)
    return _seen(_SIGN_IN.search(f"{page.title} {page.shown}" if asks else page.words), page)


def _server_error(page: _Page) -> str | None:
    return None if _DOCUMENT.search(page.markup) else _seen(_UNWELL.search(page.words), page)


def _seen(found: re.Match[str] | None, page: _Page) -> str | None:
    return None if found is None else f"“{found.group()[:40]}”, status {page.status}"


def _empty_shell(page: _Page) -> str | None:
    if len(page.shown) >= _EMPTY or not _SCRIPT.search(page.markup):
        return None
    leads_on = _CONTENT.search(page.markup) or script_target(page.markup)
    return None if leads_on else "scripts and no text"
