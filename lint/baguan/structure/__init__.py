"""Recognise what a text is (公文, speech, prose), its 文种, its elements and its headings.

Only the head and the end of a document are looked at closely; the middle is crossed by a few fixed patterns, so the
time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re

from baguan.document import Document
from baguan.lazy import lazy_pattern
from baguan.outline import Direction, Element, ElementName, Kind, Structure
from baguan.structure.ending import Tail, read_tail
from baguan.structure.genre import direction_of
from baguan.structure.header import Head, read_head
from baguan.structure.headings import read_headings
from baguan.structure.lines import Lines

__all__ = ["recognise"]

_SPEECH_TITLE = lazy_pattern(
    r"(?:讲话|致辞|致词|贺词|发言|演讲|主持词|祝酒词|答谢词|开幕词|闭幕词|献词|寄语|报告会|汇报提纲)(?:稿|提纲|摘要|材料|要点)?(?:[（(].*[）)])?$"
)
_REPORTED_SPEECH = lazy_pattern(r"发表|作[^的在]{0,8}(?:讲话|致辞|致词|发言)|发来|举行")  # news about a speech
_STATUTE = lazy_pattern(r"^[ \t\u3000]*第[一1][章条编](?![款项])", re.MULTILINE)
_TENDER = lazy_pattern(
    r"(?:招标|投标|采购|中标|成交|竞价|磋商|招聘|招考|招生|拍卖|挂牌|出让|流标|比选|遴选|询价|资格预审)[^，。]{0,12}公告$"
)
_FORMULA = lazy_pattern(
    r"(?:特此(?:通知|通报|公告|通告|报告|请示|批复|函[告复达询商]|决定)|妥否|当否|请批示|此复|请予?批复|专此(?:报告|函达))"
)
# The words with which a notice comes to its point; a text with such a title that holds them is no prose.
_LEAD_IN = lazy_pattern(
    r"(?:现|特|兹)(?:就|将|把)?[^。；：\n]{0,60}?(?:通知|通报|通告|公告|批复|函复|函告|请示)如下"
    r"|(?:现|特|兹)(?:将)?[^。；\n]{0,120}?(?:印发|转发|批转)给你们|特?[作做]如下通知"
)
_NEWS = lazy_pattern(r"(?:发布|下发|发出|出台|收到|解读)(?:《|了|关于)|印发了|记者|一图|问答")
_BY_POST = frozenset({"通知", "批复", "通报"})
_CARRYING = lazy_pattern(r"印发|转发|批转|公布|发布|颁布")
_ALONE = frozenset(
    {"决议", "决定", "命令", "公报", "公告", "通告", "意见", "通报", "通知", "批复", "函", "纪要", "议案"}
)
_BY_MEETING = frozenset({"决议", "决定", "公报"})
_OF_ANY_KIND = frozenset({ElementName.TITLE, ElementName.SECRECY})
_NEEDS_ADDRESSEE = frozenset({"报告", "请示"})


def recognise(document: Document) -> Structure:
    """The structure of ``document``; never raises.

    A kind asked for (``document.requested_kind``) is taken as given.  Of a text that is no 公文 only title, body,
    headings and a mark of secrecy are kept: its dates and lists are no 成文日期 and no 附件说明.
    """
    lines = Lines(document)
    head = read_head(lines)
    tail = read_tail(lines, head.body_start, carries=_carries(head))
    kind = _kind(document, head, tail)
    elements = [*head.elements, *tail.elements]
    if kind is not Kind.STATUTORY:
        elements = [element for element in elements if element.name in _OF_ANY_KIND]
        tail.body_end = len(document.text.rstrip())
    if head.body_start < tail.body_end:
        elements.append(Element(ElementName.BODY, head.body_start, tail.body_end))
    elements.sort(key=lambda element: (element.start, element.end))
    headings = read_headings(lines, [element for element in elements if element.name is ElementName.ATTACHMENT_NOTE])
    if kind is not Kind.STATUTORY:
        return Structure(kind, "", Direction.UNKNOWN, tuple(elements), headings)
    closing = document.text[max(head.body_start, tail.body_end - 120) : tail.body_end]
    direction = direction_of(head.genre, head.addressee, closing)
    return Structure(kind, head.genre, direction, tuple(elements), headings, _layout(document, head))


def _carries(head: Head) -> bool:
    """Whether the document publishes or passes on another one."""
    return head.genre == "命令" or (head.genre == "通知" and _CARRYING.search(head.title) is not None)


def _layout(document: Document, head: Head) -> str:
    """The layout the 版头 shows: that of 文件, or one of the three special ones."""
    if head.genre in ("命令", "纪要") and head.formal:
        return {"命令": "命令（令）", "纪要": "纪要"}[head.genre]
    mark = next((element for element in head.elements if element.name is ElementName.ISSUER_MARK), None)
    if mark is None:
        return ""
    text = "".join(document.text[mark.start : mark.end].split())
    return "文件" if text.endswith("文件") else "信函"


def _kind(document: Document, head: Head, tail: Tail) -> Kind:
    if document.requested_kind in {kind.value for kind in Kind}:
        return Kind(document.requested_kind)
    if head.audience or _is_speech(head):
        return Kind.SPEECH
    if _is_statutory(document, head, tail):
        return Kind.STATUTORY
    return Kind.PROSE


def _is_speech(head: Head) -> bool:
    spoken = _SPEECH_TITLE.search(head.title) is not None and not _REPORTED_SPEECH.search(head.title)
    return spoken and not head.addressee and not head.formal


def _is_statutory(document: Document, head: Head, tail: Tail) -> bool:
    addressed = bool(head.addressee)
    if head.formal:
        return bool(head.genre or addressed or tail.signed or tail.imprint)
    body = document.text[head.body_start : tail.body_end]
    if _STATUTE.search(body[:4000]) and not addressed:
        return False
    if not head.genre:
        return addressed and tail.signed and (tail.imprint or head.marked or "关于" in head.title)
    if addressed:
        return "关于" in head.title or tail.signed or bool(_FORMULA.search(body[-200:]))
    if head.genre in _NEEDS_ADDRESSEE or _TENDER.search(head.title):
        return head.marked or tail.imprint
    if head.genre in _ALONE and (tail.signed or _FORMULA.search(body[-200:])):
        return any(element.name is ElementName.SIGNATURE for element in tail.elements) or "关于" in head.title
    headnote = any(element.name is ElementName.HEADNOTE for element in head.elements)
    if (head.marked and tail.signed) or (headnote and head.genre in _BY_MEETING):
        return True
    return _is_notice(head, body, headnote)


def _is_notice(head: Head, body: str, headnote: bool) -> bool:
    """Whether a text without addressee and sign-off is one all the same: by its title and its first words.

    Drafts and copies from the web lack both; a news item about a notice has another title.
    """
    if "关于" not in head.title or _NEWS.search(head.title):
        return False
    if head.genre in _BY_POST:
        return headnote or bool(_LEAD_IN.search(body[:1500]))
    return False
