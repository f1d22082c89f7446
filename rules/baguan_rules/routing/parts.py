"""What the routing rules ask of a recognised document, in one place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern, lazy_pattern
from baguan.outline import ElementName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Match

    from baguan.document import Document
    from baguan.outline import Element

UNIT_WORD = (
    r"(?:人民政府|政府|委员会|党委|党组|[省市县区州旗]委|办公厅|办公室|局|厅|部|委|院|署|会|工会|妇联|残联|站|所|中心|公司|集团|大学|学院|学校|中学|小学|"
    r"医院|银行|处|科|股|队|法院|检察院|管委会|指挥部|领导小组|办事处|[乡镇]|组|馆|纪委|监委|单位|部门|机构)"
)
_UNIT = lazy_pattern(rf"[\u4e00-\u9fff×（）()]{{1,30}}{UNIT_WORD}(?:[（(][^（）()]{{1,12}}[）)])?")


@dataclass(frozen=True, slots=True)
class Flat:
    """A stretch of the document without blanks and line breaks, and where each character stands."""

    text: str
    offsets: tuple[int, ...]

    def span(self, match: Match[str], group: int | str = 0) -> tuple[int, int]:
        """The offsets in the document of a match in ``text``."""
        start, end = match.span(group)
        return self.offsets[start], self.offsets[end - 1] + 1


def flat(document: Document, element: Element | None) -> Flat:
    """The text of an element on one line; empty when there is none."""
    if element is None:
        return Flat("", ())
    places = [place for place in range(element.start, element.end) if not document.text[place].isspace()]
    return Flat("".join(document.text[place] for place in places), tuple(places))


def part(document: Document, name: ElementName) -> Flat:
    """The first element of that name on one line."""
    return flat(document, document.structure.first(name))


def title(document: Document) -> Flat:
    """The title on one line; for a 纪要 or 令 that has none it is empty."""
    return part(document, ElementName.TITLE)


def text_of(document: Document, name: ElementName) -> str:
    """The first element of that name, without blanks."""
    return part(document, name).text


def has_header(document: Document) -> bool:
    """Whether the document has a 版头: a 发文机关标志 or a 发文字号."""
    structure = document.structure
    return bool(structure.first(ElementName.ISSUER_MARK) or structure.first(ElementName.DOCUMENT_NUMBER))


def body_paragraphs(document: Document) -> list[tuple[int, str]]:
    """The paragraphs of the body as (offset, text), blank ones left out."""
    body = document.structure.first(ElementName.BODY)
    if body is None:
        return []
    found, position = [], body.start
    for line in document.text[body.start : body.end].split("\n"):
        if line.strip():
            found.append((position, line))
        position += len(line) + 1
    return found


def closing_paragraphs(document: Document, count: int = 2) -> list[tuple[int, str]]:
    """The last paragraphs of the body."""
    return body_paragraphs(document)[-count:]


def units(addressee: str) -> list[str]:
    """The organisations an addressee line names; empty when a part of it is no name of an organisation."""
    bare = compile_pattern(r"[：:]$").sub("", addressee)
    parts = [
        one
        for one in compile_pattern(r"[，、；,]|(?<=[局委府厅部院会])(?:和|并|及)(?=[省市县区州中])").split(bare)
        if one
    ]
    return parts if all(_UNIT.fullmatch(one) for one in parts) else []


def issuer(document: Document) -> str:
    """The organisation that issues the document: from the 发文机关标志, else the signature, else the title."""
    mark = text_of(document, ElementName.ISSUER_MARK).removesuffix("文件")
    if mark and not mark.endswith(("令", "纪要", "公告", "公报")):
        return mark
    signature = text_of(document, ElementName.SIGNATURE)
    return signature or title_issuer(title(document).text)


def title_issuer(text: str) -> str:
    """The organisation a title begins with, ``""`` when it begins with 关于 or with no organisation."""
    name = re.split(r"关于|转发|批转|印发", text, maxsplit=1)[0]
    return name if name != text and _UNIT.fullmatch(name) else ""


def sentences(paragraphs: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The sentences of paragraphs as (offset, text), each with its end mark."""
    for start, paragraph in paragraphs:
        for match in compile_pattern(r"[^。；！？\v]+[。；！？]?").finditer(paragraph):
            yield start + match.start(), match.group()


def quoted(document: Document, start: int, end: int) -> bool:
    """Whether a span stands in quotation or title marks: the words of another text."""
    return document.in_quotes(start, end) or document.in_title_marks(start, end)
