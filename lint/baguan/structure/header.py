"""The top of a 公文: 版头, 题注 and 主送机关 (the title has its own module)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from baguan.lazy import compile_pattern
from baguan.outline import Element, ElementName
from baguan.structure.genre import genre_of
from baguan.structure.lines import Line, Lines, look
from baguan.structure.patterns import (
    AUDIENCE,
    BODY_TAIL,
    COPY_NUMBER,
    DATE_ONLY,
    HEADNOTE,
    ISSUE,
    ISSUE_NUMBER,
    ISSUED_BY,
    NOISE,
    NUMBER,
    ORDER_NUMBER,
    ORDINAL,
    SECRECY,
    SENTENCE,
    SHORT,
    SIGNATORY,
    URGENCY,
    is_unit,
)
from baguan.structure.title import join, read_title

HEAD_LINES = 40  # no 版头 and title together take more paragraphs than this


@dataclass
class Head:
    """What the top of a document holds; ``body_start`` is where the text proper begins."""

    elements: list[Element] = field(default_factory=list)
    title: str = ""
    genre: str = ""
    body_start: int = -1
    formal: bool = False  # a 发文机关标志, 发文字号 or 签发人 stands above or right below the title
    marked: bool = False  # 份号, 密级 or 紧急程度
    audience: bool = False  # the text greets an audience
    addressee: str = ""


def read_head(lines: Lines) -> Head:
    """Recognise what stands above the body."""
    window = [line for line in islice(lines.forward(boxes=True), HEAD_LINES) if not NOISE.search(line.text)]
    head = Head()
    after = _header_block(window, lines, head)
    after = read_title(window, after, lines, head)
    after = _below_title(window, after, head)
    head.body_start = window[after].start if after < len(window) else len(lines.text)
    return head


def _add(head: Head, name: ElementName, start: int, end: int) -> None:
    head.elements.append(Element(name, start, end))


def _header_block(window: list[Line], lines: Lines, head: Head) -> int:
    """Take the 版头; return the index of the first line after it."""
    number = _number_line(window)
    if (
        number is not None
        and genre_of("".join(line.compact for line in window[:number]))
        and any("关于" in line.text for line in window[:number])
    ):
        number = None  # a web copy: the number stands below the title
    pending: list[Line] = []
    position = 0
    limit = len(window) if number is None else number + 1
    while position < limit:
        line = window[position]
        if not _take_header_line(line, head):
            if not _may_be_mark(line, lines, number is not None):
                break
            pending.append(line)
            if line.compact.endswith("文件"):
                _mark(pending, head)
        elif pending and head.elements[-1].name in {ElementName.DOCUMENT_NUMBER, ElementName.SIGNATORY}:
            _mark(pending, head)
        position += 1
        if number is not None and position > number:
            while position < len(window) and _goes_on(window[position].text):
                if not ISSUED_BY.fullmatch(window[position].text):
                    _take_header_line(window[position], head)
                position += 1
            break
    return position - len(pending)


def _goes_on(text: str) -> bool:
    """Whether a line below the 发文字号 still belongs to the 版头: a 签发人, another number, the editor of a 纪要."""
    return any(pattern.fullmatch(text) for pattern in (SIGNATORY, NUMBER, ISSUED_BY))


def _mark(pending: list[Line], head: Head) -> None:
    _add(head, ElementName.ISSUER_MARK, pending[0].start, pending[-1].end)
    head.formal = True
    pending.clear()


def _number_line(window: list[Line]) -> int | None:
    for index, line in enumerate(window[:20]):
        if "。" in line.text or len(line.text) > 120:
            return None
        match = NUMBER.fullmatch(line.text)
        if match and (not match["rest"] or SIGNATORY.match(match["rest"]) or len(match["rest"]) <= 8):
            return index
        if index and _is_serial(line.text) and window[index - 1].compact.endswith(("令", "公告", "纪要")):
            return index
        if index and ISSUE.fullmatch(line.text) and window[index - 1].compact.endswith(("纪要", "简报")):
            return index
    return None


def _is_serial(text: str) -> bool:
    """Whether a line is the number of a 令, an 公告 or an issue of a 纪要."""
    return ORDER_NUMBER.fullmatch(text) is not None or ISSUE_NUMBER.fullmatch(text) is not None


def _may_be_mark(line: Line, lines: Lines, numbered: bool) -> bool:
    text = line.compact
    if len(text) > 40 or SENTENCE.search(text) or text.endswith(("：", ":", "，")) or ORDINAL.match(text):
        return False
    if text.endswith("文件") and not text.startswith(("关于", "附件", "《")) and "关于" not in text:
        return True
    if "关于" in text:
        return False
    if numbered:
        return is_unit(text) or bool(genre_of(text))
    appearance = look(lines.document, line)
    return appearance.red and (is_unit(text) or bool(genre_of(text)) or line.text[-1:] == "函")


def _take_header_line(line: Line, head: Head) -> bool:
    """Take a line that holds header elements and nothing else."""
    text = line.text
    match = NUMBER.fullmatch(text)
    if match and len(text) <= 80:
        rest = match["rest"] or ""
        if not rest or SIGNATORY.match(rest) or len(rest) <= 8:
            _add(head, ElementName.DOCUMENT_NUMBER, line.start, line.start + match.end("number"))
            head.formal = True
            if SIGNATORY.match(rest):
                _add(head, ElementName.SIGNATORY, line.start + match.start("rest"), line.end)
            return True
    if SIGNATORY.fullmatch(text):
        _add(head, ElementName.SIGNATORY, line.start, line.end)
        head.formal = True
        return True
    if _is_serial(text) or ISSUE.fullmatch(text):
        _add(head, ElementName.DOCUMENT_NUMBER, line.start, line.end)
        head.formal = True
        return True
    return _take_tokens(line, head)


def _take_tokens(line: Line, head: Head) -> bool:
    found: list[Element] = []
    for token in compile_pattern(r"[^\s\u3000]+(?: ?★ ?[^\s\u3000]+)?").finditer(line.text):
        name = _token_name(token.group().replace(" ", ""))
        if name is None:
            return False
        found.append(Element(name, line.start + token.start(), line.start + token.end()))
    head.elements.extend(found)
    head.marked = head.marked or bool(found)
    return bool(found)


def _token_name(token: str) -> ElementName | None:
    if COPY_NUMBER.fullmatch(token):
        return ElementName.COPY_NUMBER
    if SECRECY.fullmatch(token):
        return ElementName.SECRECY
    return ElementName.URGENCY if URGENCY.fullmatch(token) else None


def _below_title(window: list[Line], after: int, head: Head) -> int:
    """Take number, headnote and addressee below the title; return the index of the first line of the body."""
    while after < len(window):
        line = window[after]
        if head.title and _number_below(line, head):
            after += 1
        elif HEADNOTE.fullmatch(line.text) and head.title:
            _add(head, ElementName.HEADNOTE, line.start, line.end)
            after += 1
        else:
            break
    # A notice may well begin with 各位同事; a speech or a report to an assembly has no 文种 that goes by post.
    if head.genre in {"", "报告"} and any(_greets(line.text) for line in window[after : after + 6]):
        head.audience = True
        return after
    return _addressee(window, after, head)


def _greets(text: str) -> bool:
    return len(text) <= SHORT and text.endswith(("：", ":", "！")) and AUDIENCE.match(text) is not None


def _number_below(line: Line, head: Head) -> bool:
    text = line.text
    start = line.start
    if text[:1] in "（(" and text[-1:] in "）)":
        text, start = text[1:-1], start + 1
    match = NUMBER.fullmatch(text)
    if match is None or match["rest"]:
        return False
    _add(head, ElementName.DOCUMENT_NUMBER, start, start + len(text))
    head.formal = True
    return True


def _addressee(window: list[Line], after: int, head: Head) -> int:
    for stop in range(after, min(len(window), after + 4)):
        text = window[stop].text
        if SENTENCE.search(text) or len(text) > 600 or ORDINAL.match(text):
            break
        if text.endswith(("：", ":")):
            if not _is_addressee(window[after : stop + 1]):
                break
            return _take_addressee(window, after, stop + 1, head)
        if not text.endswith(("，", "、", ",", "；")):
            break
    if after + 1 < len(window) and head.genre and _is_bare_addressee(window[after].compact, window[after + 1].text):
        return _take_addressee(window, after, after + 1, head)
    return after


def _is_addressee(part: list[Line]) -> bool:
    text = join(part)
    return not BODY_TAIL.search(text) and not compile_pattern(r"《|“|根据|按照|为了|现将").search(text)


def _is_bare_addressee(text: str, following: str) -> bool:
    """An addressee whose colon was forgotten: names of units, and a sentence in the next paragraph."""
    return len(text) <= 100 and is_unit(text) and not DATE_ONLY.search(text) and "。" in following


def _take_addressee(window: list[Line], start: int, stop: int, head: Head) -> int:
    _add(head, ElementName.ADDRESSEE, window[start].start, window[stop - 1].end)
    head.addressee = join(window[start:stop]).rstrip("：:，、")
    return stop
