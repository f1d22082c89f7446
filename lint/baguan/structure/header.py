"""The top of a 公文: 版头, 标题, 题注 and 主送机关."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from baguan.document import BlockKind
from baguan.outline import Element, ElementName
from baguan.structure.genre import genre_of
from baguan.structure.lines import Line, Lines, look

HEAD_LINES = 40  # no 版头 and title together take more paragraphs than this
TITLE_LINES = 6

_SPACE = r"[ \t\u3000\u00a0]"
_COPY_NUMBER = re.compile(r"\d{6}")
_SECRECY = re.compile(r"(?:密级[：:])?(?:绝密|机密|秘密)(?:[★☆\*].{0,16})?")
_URGENCY = re.compile(
    r"(?:紧急程度[：:])?(?:特急|加急|特提|平急|急件|特急件|加急件|紧急|紧急件|火急|十万火急|万急|急|平件|普通件)"
)
_NUMBER = re.compile(
    r"(?P<number>(?:[\u4e00-\u9fff]|[A-Za-z×○]){1,20}" + _SPACE + r"{0,2}"
    r"(?:[〔\[［【（(〈<﹝]"
    + _SPACE
    + r"?(?:19|20)?(?:\d{2}|[×X]{2,4})"
    + _SPACE
    + r"?年?[〕\]］】）)〉>﹞]|(?:19|20)\d{2}年?[-－—]?)"
    + _SPACE
    + r"{0,2}第?"
    + _SPACE
    + r"{0,2}(?:[\d×X_＿]{1,5}"
    + _SPACE
    + r"?号?|"
    + _SPACE
    + r"{0,4}号))"
    r"(?:" + _SPACE + r"+(?P<rest>.*))?"
)
_ORDER_NUMBER = re.compile(r"第" + _SPACE + r"?[\d〇一二三四五六七八九十百×]{1,6}" + _SPACE + r"?[号期次]")
_ISSUE_NUMBER = re.compile(
    r"[（(]?(?:[〔\[]?(?:19|20)\d{2}年?[〕\]]?)?S?(?:总?第)?S?\d{1,4}S?[号期次][）)]?".replace("S", _SPACE)
)
_SIGNATORY = re.compile(r"签发人" + _SPACE + r"{0,4}(?:[：:]|" + _SPACE + r").{0,60}|签发人")
_NOISE = re.compile(r"https?://|法宝引证码|^(?:来源|发布时间|发布日期|索引号|浏览次数|字体|信息来源|主题分类)[：:]")
_SENTENCE = re.compile(r"[。；;！？!?]")
_HEADNOTE = re.compile(r"[（(].*(?:通过|批准|公布|发布|修订|修正|施行|印发|\d日)[^（）()]{0,12}[）)]")
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十百\d]+[章条编节])"
)
_SHORT = 60
_LONGEST_TITLE = 150
_DATE_ONLY = re.compile(
    r"(?:19|20)\d{2}"
    + _SPACE
    + r"?年"
    + _SPACE
    + r"?\d{1,2}"
    + _SPACE
    + r"?月"
    + _SPACE
    + r"?\d{1,2}"
    + _SPACE
    + r"?[日号]"
)
_AUDIENCE = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|同志们|各位(?!副)|女士们|先生们|朋友们|同学们|老师们|代表们|委员们|乡亲们|家长|主席先生)"
)
_BODY_TAIL = re.compile(r"(?:如下|以下|下列|包括|为|是|要求|指出|强调|说|问|答|认为|通知|报告)[：:]$")
_UNIT = (
    r"(?:人民政府|政府|委员会|党委|党组|[省市县区州旗]委|办公厅|办公室|局|厅|部|委|院|署|总会|学会|协会|商会|联合会|公会|工会|妇联|残联|文联|社科联|供销社|"
    r"站|所|中心|公司|集团|大学|学院|学校|中学|小学|医院|银行|处|科|股|队|支队|大队|法院|检察院|管委会|指挥部|领导小组|办事处|[乡镇]|组|馆|台|团委|"
    r"工委|纪委|监委|常委会|代表大会|支部|总支|场|库|厂|单位|部门|机构|团体|企业|社区|街道|[×XＸ]{2,})"
)
_UNIT_END = re.compile(_UNIT + r"(?:[（(][^（）()]{1,20}[）)])?$")


def is_unit(text: str) -> bool:
    """Whether a short text ends like the name of an organisation."""
    return len(text) <= _SHORT and _UNIT_END.search(text) is not None and not _SENTENCE.search(text)


@dataclass
class Head:
    """What the top of a document holds; ``body`` is where the text proper begins."""

    elements: list[Element] = field(default_factory=list)
    title: str = ""
    genre: str = ""
    body: int = 0
    body_start: int = -1
    formal: bool = False  # a 发文机关标志, 发文字号 or 签发人 stands above or right below the title
    marked: bool = False  # 份号, 密级 or 紧急程度
    audience: bool = False  # the text greets an audience
    addressee: str = ""


def read_head(lines: Lines) -> Head:
    """Recognise what stands above the body."""
    window = [line for line in islice(lines.forward(boxes=True), HEAD_LINES) if not _NOISE.search(line.text)]
    head = Head()
    after = _header_block(window, lines, head)
    after = _title(window, after, lines, head)
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
            while position < len(window) and _SIGNATORY.fullmatch(window[position].text):
                _take_header_line(window[position], head)
                position += 1
            break
    return position - len(pending)


def _mark(pending: list[Line], head: Head) -> None:
    _add(head, ElementName.ISSUER_MARK, pending[0].start, pending[-1].end)
    head.formal = True
    pending.clear()


def _number_line(window: list[Line]) -> int | None:
    for index, line in enumerate(window[:20]):
        if "。" in line.text or len(line.text) > 120:
            return None
        match = _NUMBER.fullmatch(line.text)
        if match and (not match["rest"] or _SIGNATORY.match(match["rest"]) or len(match["rest"]) <= 8):
            return index
        if index and _is_serial(line.text) and window[index - 1].compact.endswith(("令", "公告", "纪要")):
            return index
    return None


def _is_serial(text: str) -> bool:
    """Whether a line is the number of a 令, an 公告 or an issue of a 纪要."""
    return _ORDER_NUMBER.fullmatch(text) is not None or _ISSUE_NUMBER.fullmatch(text) is not None


def _may_be_mark(line: Line, lines: Lines, numbered: bool) -> bool:
    text = line.compact
    if len(text) > 40 or _SENTENCE.search(text) or text.endswith(("：", ":", "，")) or _ORDINAL.match(text):
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
    match = _NUMBER.fullmatch(text)
    if match and len(text) <= 80:
        rest = match["rest"] or ""
        if not rest or _SIGNATORY.match(rest) or len(rest) <= 8:
            _add(head, ElementName.DOCUMENT_NUMBER, line.start, line.start + match.end("number"))
            head.formal = True
            if _SIGNATORY.match(rest):
                _add(head, ElementName.SIGNATORY, line.start + match.start("rest"), line.end)
            return True
    if _SIGNATORY.fullmatch(text):
        _add(head, ElementName.SIGNATORY, line.start, line.end)
        head.formal = True
        return True
    if _is_serial(text):
        _add(head, ElementName.DOCUMENT_NUMBER, line.start, line.end)
        head.formal = True
        return True
    return _take_tokens(line, head)


def _take_tokens(line: Line, head: Head) -> bool:
    found: list[Element] = []
    for token in re.finditer(r"[^\s\u3000]+(?: ?★ ?[^\s\u3000]+)?", line.text):
        name = _token_name(token.group().replace(" ", ""))
        if name is None:
            return False
        found.append(Element(name, line.start + token.start(), line.start + token.end()))
    head.elements.extend(found)
    head.marked = head.marked or bool(found)
    return bool(found)


def _token_name(token: str) -> ElementName | None:
    if _COPY_NUMBER.fullmatch(token):
        return ElementName.COPY_NUMBER
    if _SECRECY.fullmatch(token):
        return ElementName.SECRECY
    return ElementName.URGENCY if _URGENCY.fullmatch(token) else None


def _is_title_line(line: Line) -> bool:
    text = line.text
    if len(text) > _LONGEST_TITLE:
        return False
    if text.endswith(("。", "；")) and "关于" in text and genre_of(text):
        text = text[:-1]  # a fault the layout rules report; it is a title all the same
    return (
        len(text) <= (_LONGEST_TITLE if genre_of(text) else _SHORT)
        and not _SENTENCE.search(text)
        and not text.endswith(("：", ":", "，", ","))
        and not _HEADNOTE.fullmatch(text)
        and not _ORDINAL.match(text)
        and not _DATE_ONLY.fullmatch(text)
        and not _NUMBER.fullmatch(text)
        and line.block.kind is not BlockKind.CELL
    )


def _join(part: list[Line]) -> str:
    return "".join(line.compact for line in part)


def _title(window: list[Line], first: int, lines: Lines, head: Head) -> int:
    """Take the title; return the index of the line after it."""
    styled = _styled_title(window, first, lines)
    found = styled or _genre_title(window, first) or _plain_title(window, first, head)
    if found is None:
        _order_title(head, lines)
        return first
    start, stop = found
    _add(head, ElementName.TITLE, window[start].start, window[stop - 1].end)
    head.title = _join(window[start:stop])
    head.genre = genre_of(head.title)
    return stop


def _order_title(head: Head, lines: Lines) -> None:
    """A 令 or 纪要 has no title of its own: the 发文机关标志 says what it is."""
    for element in head.elements:
        if element.name is ElementName.ISSUER_MARK:
            mark = "".join(lines.text[element.start : element.end].split())
            head.genre = genre_of(mark.removesuffix("文件"))
            if head.genre and head.genre != "命令":
                head.title = mark


def _styled_title(window: list[Line], first: int, lines: Lines) -> tuple[int, int] | None:
    """A title by its style: Word's Title, the first ``#`` of Markdown, or large centred lines."""
    start = None
    for index in range(first, min(len(window), first + 8)):
        line = window[index]
        appearance = look(lines.document, line)
        wanted = line.block.kind is BlockKind.TITLE or (
            appearance.centred and appearance.size >= 18 and not appearance.red and _is_title_line(line)
        )
        if wanted and len(line.text) <= _LONGEST_TITLE:
            start = index if start is None else start
            if line.block.kind is BlockKind.TITLE and lines.document.format == "md":
                return start, index + 1
        elif start is not None:
            return start, index
    return None


def _genre_title(window: list[Line], first: int) -> tuple[int, int] | None:
    for start in range(first, min(len(window), first + 6)):
        if not _is_title_line(window[start]):
            if "。" in window[start].text:
                return None
            continue
        stop = _title_stop(window, start)
        if stop is not None:
            return _repeated(window, start, stop)
    return None


def _title_stop(window: list[Line], start: int) -> int | None:
    """Where a title that begins at ``start`` ends: at the last line that closes it with a 文种."""
    best = None
    for stop in range(start + 1, min(len(window), start + TITLE_LINES) + 1):
        line = window[stop - 1]
        if not _is_title_line(line) or (
            stop - 1 > start
            and line.compact.startswith(("关于", "主题词"))
            and genre_of(_join(window[start : stop - 1]))
        ):
            break
        joined = _join(window[start:stop])
        if genre_of(joined) and ("关于" in joined or len(joined) <= 40):
            if (
                best is not None
                and not line.compact.startswith(("的", "（", "("))
                and genre_of(line.compact) != line.compact
            ):
                break
            best = stop
    return best


def _repeated(window: list[Line], start: int, stop: int) -> tuple[int, int]:
    """A web copy may give the title twice; the second one is the document's."""
    size = stop - start
    again = window[stop : stop + size]
    if len(again) == size and _join(again) == _join(window[start:stop]):
        return stop, stop + size
    return start, stop


def _plain_title(window: list[Line], first: int, head: Head) -> tuple[int, int] | None:
    """A title without a 文种: the short lines right at the top, up to the addressee or the first sentence."""
    if head.formal and any(genre_of(_compact_mark(head, window)) == genre for genre in ("命令", "纪要")):
        return None
    stop = first
    while stop < min(len(window), first + 3) and _is_title_line(window[stop]):
        stop += 1
        if not head.formal and not window[stop - 1].compact.startswith("关于"):
            break
    return (first, stop) if stop > first else None


def _compact_mark(head: Head, window: list[Line]) -> str:
    marks = [element for element in head.elements if element.name is ElementName.ISSUER_MARK]
    return "".join(line.compact for line in window if marks and marks[0].start <= line.start < marks[0].end)


def _below_title(window: list[Line], after: int, head: Head) -> int:
    """Take number, headnote and addressee below the title; return the index of the first line of the body."""
    while after < len(window):
        line = window[after]
        if head.title and _number_below(line, head):
            after += 1
        elif _HEADNOTE.fullmatch(line.text) and head.title:
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
    return len(text) <= _SHORT and text.endswith(("：", ":", "！")) and _AUDIENCE.match(text) is not None


def _number_below(line: Line, head: Head) -> bool:
    text = line.text
    start = line.start
    if text[:1] in "（(" and text[-1:] in "）)":
        text, start = text[1:-1], start + 1
    match = _NUMBER.fullmatch(text)
    if match is None or match["rest"]:
        return False
    _add(head, ElementName.DOCUMENT_NUMBER, start, start + len(text))
    head.formal = True
    return True


def _addressee(window: list[Line], after: int, head: Head) -> int:
    for stop in range(after, min(len(window), after + 4)):
        text = window[stop].text
        if _SENTENCE.search(text) or len(text) > 600 or _ORDINAL.match(text):
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
    text = _join(part)
    return not _BODY_TAIL.search(text) and not re.search(r"《|“|根据|按照|为了|现将", text)


def _is_bare_addressee(text: str, following: str) -> bool:
    """An addressee whose colon was forgotten: names of units, and a sentence in the next paragraph."""
    return len(text) <= 100 and is_unit(text) and not _DATE_ONLY.search(text) and "。" in following


def _take_addressee(window: list[Line], start: int, stop: int, head: Head) -> int:
    _add(head, ElementName.ADDRESSEE, window[start].start, window[stop - 1].end)
    head.addressee = _join(window[start:stop]).rstrip("：:，、")
    return stop
