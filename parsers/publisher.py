"""Whose report it is when the title does not say: fields, the opening, the signature."""

from __future__ import annotations

import re
from itertools import islice

from parsers.agency import kind_of
from parsers.document import Stream
from parsers.lexicon import spam_in, without_spam
from parsers.title import KIND, YEAR_MARK

_FIELD = re.compile(
    r"(?:发布机构|发布单位|公开机构|公开单位|公开主体|公开责任部门|责任部门|发文机关|发文单位|发文机构|编制单位|编制机构|"
    r"制作单位|信息提供单位|提供单位|信息生成单位|所属机构|单位名称|机构名称):?"
)
_SOURCE = re.compile(r"(?:信息来源|文章来源|稿件来源|来源):")
_BODY = re.compile(
    r"[一-龥()]{2,30}?(?:人民政府(?:办公室|办公厅)?|委员会(?:办公室)?|办公室|办公厅|局|厅|镇|乡|街道(?:办事处)?|管委会|中心|部|委)"
    r"(?![一-龥]{0,2}(?:局|厅|委员会|办公室|政府))"
)
_COMPILES = re.compile("编制|编写|撰写|制作")
_COMPILER = re.compile(r"(?:^|[,。;:》、])([^,。;:《》、]{2,40}?)(?:组织|牵头|负责)?$")
#: 某局依据《条例》编制本报告; the name may stand before the words that open the text.
_ACTS = re.compile("(?:按照|根据|依据|依照|遵照|结合)(?=《|国|中华|有关|相关)")
_ACTOR = re.compile(r"(?:^|[,。;:]|本(?:年度)?报告(?:是)?)(?:由)?([一-龥()]{3,30}?)(?:严格|认真)?$")
_VERBS = re.compile(
    r"^(?:现|特|予以|将|向|社会|公众|公布|公开|发布|编制|形成|撰写|制作|报告|完成|了|本|由|的|经|我单位|结合.{0,8}实际|为|"
    r"全面|总结|依据|根据|要求|和|及|年度|关于|如下)+"
)
_OWN = re.compile(r"^(?:我|本|该|各)|我[局委办镇乡县市区省厅]|本[局委办镇乡县市区省厅机]")
_WITHIN = re.compile(
    "(?:本|县|市|区|省|州|局|秘书|综合|党政)?(?:办公室|政府办|办|科|股|处|室|站|中心)$|本"
)
#: A brand's or an office's site is no body; copies put one in the place of the name.
_SITE = re.compile(r"(?:网站|官网|平台|客户端|app)$", re.IGNORECASE)
_LONGEST = 40
_REACH = 700


def is_body(name: str) -> bool:
    """Whether a name is that of a body, and not of an office within one."""
    if not 3 <= len(name) <= 30 or _SITE.search(name) or kind_of(name) is None:
        return False
    return not _WITHIN.match(name) and spam_in(name) is None


def in_opening(stream: Stream, opening: int) -> str | None:
    """The body that the first sentences name as the report's or as its compiler."""
    text = stream.text[opening : opening + _REACH]
    for kind in islice(KIND.finditer(text), 8):
        if _is_quoted(text, kind.start()):
            continue
        before = re.split(r"[,。;:》、]", text[max(0, kind.start() - _LONGEST) : kind.start()])[-1]
        if name := _name(before):
            return name
    line = stream.block_start(stream.block_at(opening))
    begin = max(line, opening - _LONGEST)
    # Cut off within a line, the first words are not the beginning of a name.
    ahead = ("" if begin == line else "-") + stream.text[begin : opening + _REACH]
    for cue, actor, words in ((_ACTS, _ACTOR, ahead), (_COMPILES, _COMPILER, text)):
        for verb in islice(cue.finditer(words), 8):
            if _is_quoted(words, verb.start()):
                continue
            found = actor.search(words[max(0, verb.start() - _LONGEST) : verb.start()])
            if found and (name := _name(found.group(1))):
                return name
    return None


def _is_quoted(text: str, position: int) -> bool:
    """Whether a place is inside 《》: who issued the notice that is quoted is not the reporter."""
    return text.count("《", 0, position) > text.count("》", 0, position)


def _name(text: str) -> str | None:
    text = YEAR_MARK.sub("", text)
    text = _VERBS.sub("", text)
    text = re.sub(r"(?:现|特|关于|的|向社会|公布|组织)+$", "", text)
    return text if is_body(text) and not _OWN.search(text) else None


def in_fields(stream: Stream, opening: int) -> str | None:
    """What 发布机构 and its like say before the text."""
    return _labelled(stream, _FIELD, opening)


def in_source(stream: Stream, opening: int) -> str | None:
    """What 来源 says; it may name a site or the paper that a text was copied from."""
    name = _labelled(stream, _SOURCE, opening)
    if name is None and (meta := stream.document.meta.get("contentsource")):
        name = _clean(without_spam(meta))
    return name


def _labelled(stream: Stream, label: re.Pattern[str], opening: int) -> str | None:
    for found in islice(label.finditer(stream.text, 0, opening + 1), 20):
        word = stream.word_at(found.end())
        if word < 0 or found.end() >= len(stream.text):
            continue
        stop = stream.starts[word + 1] if word + 1 < len(stream.starts) else len(stream.text)
        value = stream.text[found.end() : min(stop, found.end() + 2 * _LONGEST)]
        if name := _clean(value):
            return name
        body = _BODY.match(value)
        if body and (name := _clean(body.group())):
            return name
    return None


def _clean(value: str) -> str | None:
    name = re.split(r"[,。;|\[【]|时间|日期|浏览|作者|字号|字体|点击", value, maxsplit=1)[0]
    name = re.sub(r"(?:门户网站|网站|网)$", "", name).strip("():")
    return name if is_body(name) else None
