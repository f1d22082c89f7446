"""What ``structure.py`` recognises: the kind of a text, its 文种, its elements and its heading tree.

Only the record lives here, so that rules can read it without importing the recogniser.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import NamedTuple


class Kind(enum.Enum):
    """What sort of text a document is; decides which rules apply."""

    STATUTORY = "statutory"  # 法定公文
    SPEECH = "speech"  # 讲话、致辞
    PROSE = "prose"  # 其他

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {"statutory": "法定公文", "speech": "讲话稿", "prose": "一般文稿"}[self.value]


class ElementName(enum.Enum):
    """The elements of a 公文 (GB/T 9704—2012, clause 7)."""

    COPY_NUMBER = "份号"
    SECRECY = "密级和保密期限"
    URGENCY = "紧急程度"
    ISSUER_MARK = "发文机关标志"
    DOCUMENT_NUMBER = "发文字号"
    SIGNATORY = "签发人"
    TITLE = "标题"
    HEADNOTE = "题注"
    ADDRESSEE = "主送机关"
    BODY = "正文"
    ATTACHMENT_NOTE = "附件说明"
    SIGNATURE = "发文机关署名"
    DATE = "成文日期"
    SEAL = "印章"  # a remark that stands for it, （盖章）
    NOTE = "附注"
    ATTACHMENT = "附件"
    CARRIED = "被印发、转发的文件"
    COPY_TO = "抄送"
    PRINTER = "印发机关和印发日期"


class Direction(enum.Enum):
    """The direction of a document (行文方向)."""

    UP = "上行文"
    LEVEL = "平行文"
    DOWN = "下行文"
    PUBLIC = "公布"
    UNKNOWN = ""


#: The fifteen 文种 of the 《党政机关公文处理工作条例》, clause 8, with their usual direction; 命令（令） is ``命令``.
GENRES: Mapping[str, Direction] = {
    "决议": Direction.DOWN,
    "决定": Direction.DOWN,
    "命令": Direction.DOWN,
    "公报": Direction.PUBLIC,
    "公告": Direction.PUBLIC,
    "通告": Direction.PUBLIC,
    "意见": Direction.UNKNOWN,
    "通知": Direction.DOWN,
    "通报": Direction.DOWN,
    "报告": Direction.UP,
    "请示": Direction.UP,
    "批复": Direction.DOWN,
    "议案": Direction.UNKNOWN,
    "函": Direction.LEVEL,
    "纪要": Direction.UNKNOWN,
}


class Element(NamedTuple):
    """A recognised element, ``text[start:end]``; one that spans several paragraphs is given once."""

    name: ElementName
    start: int
    end: int


class Heading(NamedTuple):
    """A paragraph that starts with an ordinal (层次序数).

    ``style`` names the form: ``一、`` ``（一）`` ``1.`` ``（1）`` ``①`` ``第一章`` ``第一条`` ``一是`` ``第一，``.
    ``level`` is the level of that form in GB/T 9704—2012, 7.3.3 (0 when it has none); ``ordinal`` its number;
    ``start:end`` the label, ``stop`` the end of the paragraph.
    """

    style: str
    level: int
    ordinal: int
    start: int
    end: int
    stop: int


class Structure(NamedTuple):
    """The recognised structure of a document."""

    kind: Kind
    genre: str = ""  # 文种, "" when it is not recognised
    direction: Direction = Direction.UNKNOWN
    elements: tuple[Element, ...] = ()
    headings: tuple[Heading, ...] = ()
    layout: str = ""  # 文件, 信函, 命令（令） or 纪要 (GB/T 9704—2012, clauses 7 and 10); "" without a 版头

    def all(self, name: ElementName) -> tuple[Element, ...]:
        """Every element of that name, in order."""
        return tuple(element for element in self.elements if element.name is name)

    def first(self, name: ElementName) -> Element | None:
        """The first element of that name, or ``None``."""
        return next((element for element in self.elements if element.name is name), None)
