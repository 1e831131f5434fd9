"""What a document is when it is no report: a list, an error, a shell, an attachment …

Only asked when no report could be read, so that the menus, related links and icons of a
real report page are never held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.document import Block, Document
from parsers.references import Reference, References, absolute, references
from parsers.title import Title, recognise

Finding = tuple[str, str]

_ERROR = re.compile(
    r"^\W*(?:错误|error|http)?\W{0,3}(?:40[0-9]|41[0-9]|50[0-9])\b(?=$|\W{0,3}[a-z页错访找对抱服您无未])"
    r"|(?:页面|网页)(?:不存在|没有找到|未找到|找不到|已(?:被)?删除|丢失|无法(?:访问|显示)|出错|走丢)"
    r"|(?:访问|查找|请求|浏览|要找|打开)的?(?:页面|内容|信息|文章|资源|网页|文件|地址|链接)"
    r"(?:不存在|已|未找到|找不到|没有找到|可能|暂时|出错|被|无法)"
    r"|(?:该|此|本)(?:信息|文章|内容|栏目|文件|链接|页面)"
    r"(?:不存在|已(?:被)?(?:发布者|作者|管理员)?(?:删除|下线|撤销|失效|过期)|未发布|无法访问|仅限(?:内网|内部))"
    r"|(?:抱歉|对不起).{0,20}(?:页面|网页|访问|不存在|找不到|出错|没有|无法)"
    r"|系统(?:错误|异常|繁忙)|服务器(?:错误|繁忙|异常|内部|开小差)"
    r"|(?:网站|系统|站点|平台)(?:正在|已|暂停|临时)?(?:维护|升级|关闭|改版|停用|迁移)"
    r"|not found|could not be found|page does(?: not|n't) exist|bad gateway|service unavailable"
    r"|internal server error|server error in|forbidden|http status|whitelabel error"
    r"|gateway time-?out|access denied|无权(?:限)?访问|没有权限",
    re.IGNORECASE,
)
_CHALLENGE_CODE = re.compile(
    r"__jsl_clearance|\$_ts\b|acw_sc__v|wzws[-_]|yunsuo|cf[-_]chl|challenge-platform|_guard/|"
    r"safedog|geetest|slidercaptcha|ddos|anti_?spider|probe\.js",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"安全(?:验证|检查|检测)|人机(?:验证|识别)|滑(?:动|块)|验证码|正在(?:验证|检测|跳转)|"
    r"请(?:开启|启用).{0,8}(?:javascript|cookie)|访问(?:验证|过于频繁|被拦截|受限)|"
    r"请求(?:被|已被|存在).{0,6}(?:拦截|阻断|威胁)|网站防火墙|云防护|"
    r"just a moment|checking your browser|verify you are",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    "用户登[录陆]|统一身份认证|请先?登[录陆]|登[录陆]后(?:方可|才能|可|查看|访问)|会员登[录陆]|扫码登[录陆]|单点登[录陆]"
)
#: What a title calls a paper that is not the final one.
_DRAFT = re.compile("征求意见稿?|草案|草稿|初稿|样稿|模板|(?:送审|报审|讨论|审议|审核|送核)稿")
_PASSWORD = re.compile(r"<input\b[^<>]{0,300}?type\s*=\s*[\"']?password", re.IGNORECASE)
_LOADING = re.compile(r"^\W*(?:数据)?(?:正在)?(?:加载|载入|loading|请稍[候后])", re.IGNORECASE)
_APP = re.compile(
    r"<script\b|<[a-z-]{1,30}\s[^<>]{0,200}?id\s*=\s*[\"']?(?:app|root|__nuxt|__next)\b", re.I
)
PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|\{\$[\w.\[\]'\"]{1,60}\}|<%=?[^%\n]{1,80}%>|"
    r"\[!--[\w.]{1,40}--\]|\{#[\w.]{1,40}#?\}|\[field:[\w.]{1,40}[^\]\n]{0,40}\]"
)
_ABOUT = re.compile("公[开開].{0,12}(?:[报報]告|年[报報]|总结)")
_SENTENCE = 40
_SHORT = 60
_FEW_CHARACTERS = 600
_SHELL_CHARACTERS = 60
_LOGIN_CHARACTERS = 1500
_MOST_LINKS = 2000
_FEWEST_LISTED = 2
#: A page that bears a report's own title has links to the reports before and after it.
_FEWEST_BESIDE_TITLE = 4
#: Versions of the report itself, not something about it.
_VERSIONS = ("图片版", "超链版")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader knows of a document before its nature is asked for.

    ``markup`` is the decoded source; ``derivative`` the word that makes its title another
    kind of text; ``parts`` the number of a report's parts that were found.
    """

    document: Document
    markup: str
    url: str | None
    title: str | None
    names_report: bool
    derivative: str | None
    parts: int


def why_no_report(seen: Seen) -> Finding | None:
    """Problem code and detail; None when it is a report without tables."""
    if seen.names_report and seen.parts >= 2:
        return None
    texts = [" ".join(b.text.split()) for b in seen.document.blocks if b.text.strip()]
    for rule in (_machine_page, _template, _pointer, _derivative):
        if found := rule(seen, texts):
            return found
    if not seen.names_report:
        return "no_title", "neither the title of an annual report nor any of its tables"
    return "no_content", "the title of a report, but none of its parts"


def draft_in(document: Document, title: str | None) -> str | None:
    """The word that calls the report a draft, in its title or in what the page's head says."""
    heads = [document.meta.get(name) for name in ("articletitle", "og:title")]
    names = [text for text in (*heads, document.title) if text and _ABOUT.search(text[:200])]
    found = (_DRAFT.search(text[:200]) for text in (title or "", *names))
    return next((one.group() for one in found if one), None)


def is_template(document: Document) -> bool:
    """Whether the page is full of a template's placeholders instead of figures."""
    return sum(bool(PLACEHOLDER.search(b.text)) for b in document.blocks if "{" in b.text) > 2


def _machine_page(seen: Seen, texts: list[str]) -> Finding | None:
    """Pages that a server sends instead of the one that was asked for."""
    length = sum(map(len, texts))
    title = seen.document.title or ""
    short = [title, *(text for text in texts if len(text) <= _SHORT)]
    if length < _FEW_CHARACTERS and (
        _CHALLENGE_CODE.search(seen.markup[:200_000]) or any(map(_CHALLENGE.search, short))
    ):
        return "challenge_page", "a check of the visitor's browser, not the page"
    if not texts or (length < _SHELL_CHARACTERS and any(map(_LOADING.match, texts))):
        if _APP.search(seen.markup):
            return "empty_shell", "no text: its content is put in by scripts"
        return ("empty_document", "the page shows no text") if not texts else None
    if length < _LOGIN_CHARACTERS and (
        _PASSWORD.search(seen.markup) or any(map(_LOGIN.search, short))
    ):
        return "login_page", "a form to log in, not the page"
    if _prose(texts) <= 1:
        for text in short:
            if _ERROR.search(text):
                return "error_page", f"“{text[:_SHORT]}”"
    return None


def _template(seen: Seen, texts: list[str]) -> Finding | None:
    title = PLACEHOLDER.search(seen.document.title or "") or PLACEHOLDER.search(seen.title or "")
    found = [match for text in texts if (match := PLACEHOLDER.search(text))]
    if (title or len(found) > 1) and not (seen.names_report and not title and _prose(texts) > 1):
        shown = (title or found[0]).group()
        return "template", f"“{shown}” was never filled in"
    return None


def _pointer(seen: Seen, texts: list[str]) -> Finding | None:
    """Pages that only lead to reports: lists, attachments, scanned pages."""
    if _prose(texts) > 2:
        return None
    found = references(seen.document)
    listed = list(_listed(seen.document, found))
    own = any(t.is_report and (t.agency or t.year) for t in _own_titles(seen.document))
    enough = _FEWEST_BESIDE_TITLE if own or (seen.names_report and found.files) else _FEWEST_LISTED
    if len(listed) >= enough and (not seen.derivative or _prose(texts) == 0):
        return "listing_page", f"a list that names {len(listed)} reports: {listed[0]} …"
    if seen.derivative and seen.derivative not in _VERSIONS:
        return None
    names = seen.names_report or seen.derivative in _VERSIONS
    if names and found.files:
        return "attachment_only", _address(_best_file(found.files), seen.url)
    if names and found.images:
        return "image_only", f"the report is an image: {_address(found.images[0], seen.url)}"
    return None


def _own_titles(document: Document) -> Iterator[Title]:
    """What the head of the page says that the page itself is."""
    for name in ("articletitle", "og:title"):
        if text := document.meta.get(name):
            yield recognise(text[:200])
    if document.title:
        yield recognise(document.title[:200])


def _listed(document: Document, found: References) -> Iterator[str]:
    """The reports that links name; of a text without links, those that its lines name."""
    names = [link.text for link in found.links[:_MOST_LINKS]]
    if document.tree is None:
        names = [block.text for block in document.blocks[:_MOST_LINKS]]
    said: set[tuple[str | None, int | None]] = set()
    for name in names:
        if len(name) > 120 or not _ABOUT.search(name):
            continue
        title = recognise(name)
        if title.is_report and (title.agency, title.year) not in said:
            said.add((title.agency, title.year))
            yield title.cleaned


def _best_file(files: list[Reference]) -> Reference:
    return next((one for one in files if _ABOUT.search(one.text)), files[0])


def _address(one: Reference, base: str | None) -> str:
    return absolute(one.url, base)


def _derivative(seen: Seen, texts: list[str]) -> Finding | None:
    if not seen.derivative:
        return None
    return "derivative", f"“{seen.title}” is a {seen.derivative}, not the report"


def _prose(texts: list[str]) -> int:
    """How many paragraphs of running text stand on the page."""
    return sum(len(text) > _SENTENCE and "。" in text for text in texts)


def is_title_line(block: Block) -> bool:
    """Whether a block can be a report's title: short, about disclosure, no sentence."""
    text = block.text
    return len(text) <= 90 and "公" in text and "。" not in text and bool(_ABOUT.search(text))
