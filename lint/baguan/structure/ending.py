"""The end of a 公文: 附件说明, 署名, 成文日期, 附注, 附件 and 版记."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.outline import Element, ElementName
from baguan.structure.lines import Line, Lines
from baguan.structure.patterns import is_unit

if TYPE_CHECKING:
    from regex import Match

_SPACE = r"[ \t\u3000\u00a0]"
_BLANK_PART = r"[×xXＸ_＿]{1,2}"
_DATE = (
    (
        r"(?:(?:(?:19|20)?\d{2}|(?:19|20)?[×xXＸ_＿]{2,4})S?年S{0,4}(?:\d{1,2}|B)?S{0,4}月S{0,4}(?:(?:\d{1,2}|B)?S{0,4}[日号])?"
        r"|[一二三四五六七八九〇○零ＯO０]{4}年[一二三四五六七八九十元正]{1,3}月(?:[一二三四五六七八九十廿]{1,3}[日号])?"
        r"|(?:19|20)\d{2}[.．/\-－]\d{1,2}[.．/\-－]\d{1,2}日?)"
    )
    .replace("S", _SPACE)
    .replace("B", _BLANK_PART)
)
_DATE_LINE = lazy_pattern(
    r"\n"
    + _SPACE
    + r"*(?:(?P<unit>[^\n。，；：！？\d]{2,40}?)"
    + _SPACE
    + r"+)?(?P<date>"
    + _DATE
    + r")"
    + _SPACE
    + r"*(?:[（(](?:印章|盖章|公章|章)[）)])?"
    + _SPACE
    + r"*(?=\n|$)"
)
_ATTACHMENT = lazy_pattern(
    r"\n"
    + _SPACE
    + r"*(?P<label>附"
    + _SPACE
    + r"?件"
    + _SPACE
    + r"?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[：:]?)"
    + _SPACE
    + r"*(?=\n|$)"
)
_ATTACHMENT_NOTE = lazy_pattern(
    r"附" + _SPACE + r"?件" + _SPACE + r"?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?" + _SPACE + r"?[：:]"
)
_COPY_TO = lazy_pattern(
    r"\n" + _SPACE + r"*(?P<label>(?:抄" + _SPACE + r"?[送报发]|主" + _SPACE + r"?送)" + _SPACE + r"{0,2}[：:])"
)
_PRINTER = lazy_pattern(r"(?:.{2,60}?[ \t\u3000\u00a0\v]*)?" + _DATE + _SPACE + r"*印" + _SPACE + r"?[发制]")
_NOTE = lazy_pattern(r"[（(](?![一二三四五六七八九十\d]{1,3}[）)]).{2,200}[）)]")
_ENUMERATED = lazy_pattern(r"(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、.．])")
_SENTENCE_PART = lazy_pattern(r"[。；：！？，]")
_PERSON = lazy_pattern(
    r"(?:.{0,20}(?:主席|总理|省长|市长|县长|区长|州长|乡长|镇长|部长|厅长|局长|主任|书记|院长|检察长|行长|署长|总队长|司令员|政治委员)"
    r")[ \t\u3000]*[\u4e00-\u9fff×]{1,4}(?:[ \t\u3000]?[\u4e00-\u9fff×]{1,2})?"
)
_CLOSING = lazy_pattern(r"^(?:特此|专此|此复|以上|妥否|当否|此致|敬礼|盼复|请)")
_SEAL = lazy_pattern(r"[（(](?:印章|盖章|公章|章|印)[）)]")
_CARRIED_LENGTH = 80  # what is shorter below a sign-off is a remark
_SIGNATURE_LINES = 8
_NOTE_LINES = 4
_TAIL_LINES = 14
_NOTE_LENGTH = 600  # an 附件说明 is a list of names


@dataclass
class Tail:
    """What stands below the body."""

    elements: list[Element] = field(default_factory=list)
    body_end: int = 0
    signed: bool = False  # a 发文机关署名 with a date
    imprint: bool = False  # 抄送 or 印发机关


def read_tail(lines: Lines, body_start: int, *, carries: bool = False) -> Tail:
    """Recognise what stands below the body, which begins at ``body_start``.

    A document that ``carries`` another one (印发, 转发, a 令) has it below the sign-off, unless that is an attachment.
    """
    tail = Tail(body_end=len(lines.text.rstrip()))
    if body_start >= len(lines.text):
        return tail
    end = _sign_off(lines, body_start, tail)
    _imprint(lines, max(end, body_start), tail)
    imprint_start = min(
        (element.start for element in tail.elements if element.name in _IMPRINT), default=len(lines.text)
    )
    _attachments(lines, end if tail.signed else body_start, imprint_start, tail)
    if carries and tail.signed:
        _carried(lines, end, imprint_start, tail)
    if not tail.signed:
        _unsigned(lines, body_start, _first(tail), tail)
        _attachment_note(lines, body_start, _first(tail), tail)
    first = _first(tail)
    tail.body_end = _trimmed_end(lines, body_start, len(lines.text) if first is None else first)
    return tail


def _first(tail: Tail) -> int | None:
    return min((element.start for element in tail.elements), default=None)


_IMPRINT = frozenset({ElementName.COPY_TO, ElementName.PRINTER})


def _trimmed_end(lines: Lines, start: int, stop: int) -> int:
    while stop > start and lines.text[stop - 1].isspace():
        stop -= 1
    return stop


def _sign_off(lines: Lines, body_start: int, tail: Tail) -> int:
    """Take the first line of the text that is a date and stands like a sign-off; return where it ends."""
    for match in _DATE_LINE.finditer(lines.text, max(body_start - 1, 0)):
        start = match.start("date")
        if start < body_start or not lines.is_body(start):
            continue
        line = lines.at(start)
        signature = _signature(lines, body_start, match, line)
        if signature is None and not _bare_date(lines, body_start, line):
            continue
        tail.signed = True
        first = line.start
        if signature is not None:
            tail.elements.append(Element(ElementName.SIGNATURE, *signature))
            first = signature[0]
        tail.elements.append(Element(ElementName.DATE, start, match.end("date")))
        seal = _SEAL.search(lines.text, first, line.stop)
        if seal is not None:
            tail.elements.append(Element(ElementName.SEAL, *seal.span()))
        _attachment_note(lines, body_start, first, tail)
        return _notes(lines, line.stop, tail)
    return body_start


def _signature(lines: Lines, body_start: int, match: Match[str], line: Line) -> tuple[int, int] | None:
    if match["unit"] is not None:
        unit = match["unit"].strip()
        if is_unit(unit) or _PERSON.fullmatch(unit):
            start = match.start("unit")
            return start, start + len(match["unit"].rstrip())
    if match["unit"] is not None:
        return None
    above: list[Line] = []
    for candidate in islice(lines.backward(line.start, body_start), _SIGNATURE_LINES):
        text = candidate.text
        if len(text) > 40 or _SENTENCE_PART.search(text) or _ENUMERATED.match(text) or _CLOSING.match(text):
            break
        if text.startswith(("附", "抄", "（", "(", "《")) or (candidate.start <= body_start and not is_unit(text)):
            break
        if not (is_unit(candidate.compact) or _PERSON.fullmatch(text)) and (
            above or not _follows_prose(lines, candidate, body_start)
        ):
            break
        above.append(candidate)
    return (above[-1].start, above[0].end) if above else None


def _follows_prose(lines: Lines, line: Line, body_start: int) -> bool:
    """Whether a short line without the suffix of a unit may be a signature: it stands right below a sentence."""
    if not compile_pattern(r"[\u4e00-\u9fff×·（）()、 \u3000]{2,30}").fullmatch(line.text):
        return False
    before = next(lines.backward(line.start, body_start), None)
    return before is not None and (before.text.endswith(("。", "！")) or _CLOSING.match(before.text) is not None)


def _bare_date(lines: Lines, body_start: int, line: Line) -> bool:
    """Whether a date alone closes a text: a sentence above it, no sentence right below it."""
    above = next(lines.backward(line.start, body_start), None)
    if above is None or not above.text.endswith(("。", "！", "”", "）")):
        return False
    below = next(lines.forward(min(line.stop + 1, len(lines.text))), None) if line.stop < len(lines.text) else None
    return (
        below is None or not _SENTENCE_PART.search(below.text) or below.text.startswith(("（", "(", "抄", "附", "主"))
    )


def _unsigned(lines: Lines, body_start: int, stop: int | None, tail: Tail) -> None:
    """A signature without a date: the name of a unit right below the last sentence of the body."""
    last = next(lines.backward(stop, body_start), None)
    if last is None or last.start <= body_start:
        return
    text = last.compact
    if (
        is_unit(text)
        and len(text) <= 30
        and not _SENTENCE_PART.search(text)
        and not _ENUMERATED.match(text)
        and not _CLOSING.match(text)
    ):
        before = next(lines.backward(last.start, body_start), None)
        if before is not None and before.text.endswith(("。", "！")):
            tail.elements.append(Element(ElementName.SIGNATURE, last.start, last.end))


def _attachment_note(lines: Lines, body_start: int, stop: int | None, tail: Tail) -> None:
    """Take the 附件说明 that stands right above ``stop``."""
    last: Line | None = None
    for line in islice(lines.backward(stop, body_start), 40):
        last = last or line
        if _ATTACHMENT_NOTE.match(line.text):
            tail.elements.append(Element(ElementName.ATTACHMENT_NOTE, line.start, last.end))
            return
        if len(line.text) > 80 or (line.text.endswith("。") and not _ENUMERATED.match(line.text)):
            return


def _notes(lines: Lines, end: int, tail: Tail) -> int:
    """Take the 附注 below the date, and a 附件说明 that stands there by mistake; return where they end."""
    for line in islice(lines.forward(min(end + 1, len(lines.text))), _NOTE_LINES):
        if line.start < end:
            continue
        if _NOTE.fullmatch(line.text):
            tail.elements.append(Element(ElementName.NOTE, line.start, line.end))
        elif _ATTACHMENT_NOTE.match(line.text) and not any(
            element.name is ElementName.ATTACHMENT_NOTE for element in tail.elements
        ):
            tail.elements.append(Element(ElementName.ATTACHMENT_NOTE, line.start, line.end))
        else:
            break
        end = line.stop
    return end


def _imprint(lines: Lines, start: int, tail: Tail) -> None:
    """Take 抄送 and 印发机关和印发日期, wherever they stand below the sign-off."""
    end = start
    for match in _COPY_TO.finditer(lines.text, max(start - 1, 0)):
        place = match.start("label")
        if place < end or not lines.is_body(place):
            continue
        name = ElementName.ADDRESSEE if match["label"].startswith("主") else ElementName.COPY_TO
        end = _copy_end(lines, place)
        tail.elements.append(Element(name, place, end))
        tail.imprint = True
    _printer(lines, start, tail)


def _copy_end(lines: Lines, start: int) -> int:
    end = start
    for line in islice(lines.forward(start), 6):
        if line.start > start and (
            _PRINTER.fullmatch(line.text) or compile_pattern(r"[抄主].{0,2}[送报发]|（|附").match(line.text)
        ):
            break
        end = line.end
        if line.text.endswith("。"):
            break
    return end


def _printer(lines: Lines, start: int, tail: Tail) -> None:
    for line in islice(lines.backward(None, start), _TAIL_LINES):
        if _PRINTER.fullmatch(line.text):
            first = line.start
            above = next(lines.backward(line.start, start), None)
            if above is not None and compile_pattern(_DATE).match(line.text) and is_unit(above.compact):
                first = above.start
            tail.elements.append(Element(ElementName.PRINTER, first, line.end))
            tail.imprint = True
            return


def _attachments(lines: Lines, start: int, imprint: int, tail: Tail) -> None:
    """Take the attachments: from each line that is nothing but 附件 and a number to the next, or to the imprint.

    A text may well have them below the imprint, though the standard puts the imprint last.
    """
    places = [
        match.start("label")
        for match in _ATTACHMENT.finditer(lines.text, max(start - 1, 0))
        if lines.is_body(match.start("label")) and match.start("label") >= start
    ]
    for place, following in zip(places, [*places[1:], len(lines.text)], strict=False):
        stop = imprint if place < imprint < following else following
        heads_note = place != places[-1] and lines.at(place).text.endswith(("：", ":")) and stop - place < _NOTE_LENGTH
        name = ElementName.ATTACHMENT_NOTE if heads_note else ElementName.ATTACHMENT
        tail.elements.append(Element(name, place, _trimmed_end(lines, place, stop)))


def _carried(lines: Lines, start: int, stop: int, tail: Tail) -> None:
    """Take the document below the sign-off: from its title to its own attachments or the imprint."""
    first = next(lines.forward(min(start + 1, len(lines.text))), None)
    if first is None or first.start < start or first.start >= stop:
        return
    attached = [element.start for element in tail.elements if element.name is ElementName.ATTACHMENT]
    end = _trimmed_end(lines, first.start, min([stop, *attached]))
    if end - first.start >= _CARRIED_LENGTH and not _ATTACHMENT_NOTE.match(first.text):
        tail.elements.append(Element(ElementName.CARRIED, first.start, end))
