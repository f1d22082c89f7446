"""Page numbers of a Word document (页码装错): missing, restarting, set by hand, on some pages only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.lazy import compile_pattern
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan.wordmeasure import (
    has_number,
    imprint_only,
    numbered,
    own_count,
    page_numbers,
    two_sided,
)
from baguan_rules.layout.common import STANDARD, STATUTORY
from baguan_rules.layout.page import first_of_each, section_of
from baguan_rules.layout.samples import (
    BOTH_FOOTERS,
    EVEN_LEFT,
    FOOTER,
    ODD_RIGHT,
    PAGE_FIELD,
    SECTION,
    TWO_SIDED,
    sample,
    sections,
)
from baguan_rules.layout.word import DOCX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baguan.document import Document
    from baguan.model import Finding

_BASIS = Basis(STANDARD, "7.5", Strength.MUST)
_LONG_ENOUGH = 500  # a text that surely runs over one page
_START = '<w:pgNumType w:start="{}"/></w:sectPr>'


def _mark(document: Document) -> str:
    """The 发文机关标志, its blanks taken out."""
    mark = document.structure.first(ElementName.ISSUER_MARK)
    return "" if mark is None else "".join(document.text[mark.start : mark.end].split())


def is_letter(document: Document) -> bool:
    """Whether the document has the letter format (信函格式): a mark without 文件 and the 文种 of a letter."""
    mark = _mark(document)
    return bool(mark) and not mark.endswith("文件") and document.structure.genre in ("函", "批复")


@document_rule(
    code="TL204",
    name="page-number-missing",
    severity=Severity.WARNING,
    message="没有页码，公文应当编页码",
    basis=_BASIS,
    explanation="各节页眉页脚都没有自动页码时报；没有版头的材料不到一页（500字以内）不报；只打了数字的另有规则。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=SECTION, repeat=20), kind="statutory")],
    good=[
        Good(docx=sample(section=section_of(), repeat=20), parts=PAGE_FIELD, kind="statutory"),
        Good(docx="<w:p><w:r><w:t>关于报送材料的说明</w:t></w:r></w:p>" + SECTION, kind="statutory"),
    ],
)
def page_number_missing(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """No header or footer of any section holds a page field or a typed number."""

    elements = {element.name for element in document.structure.elements}
    formal = not elements.isdisjoint({ElementName.ISSUER_MARK, ElementName.DOCUMENT_NUMBER})
    if not document.sections or (not formal and document.characters < _LONG_ENOUGH):
        return
    if any(number.has_field or compile_pattern(r"\d").search(number.text) for _, number in page_numbers(document)):
        return
    first = document.sections[0]
    yield rule.at(first.start, first.start, part="section", where="页脚")


@document_rule(
    code="TL207",
    name="page-number-restarted",
    severity=Severity.WARNING,
    message="附件与正文一起装订时页码连续编排，这一节的页码重新起编",
    basis=_BASIS,
    explanation="前面是封面、目录，或者前一节没有页码、用另一种数字的，正文重新起编是对的，不报。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sections(section_of(), section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sections(section_of(), section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
        Good(
            docx=sections(section_of().replace(FOOTER, ""), section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
        Good(
            docx="<w:p><w:r><w:t>目　录</w:t></w:r></w:p>"
            + sections(section_of(), section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def page_number_restarted(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A later section that starts its page numbers at one again, and is no body after cover and contents."""
    yield from first_of_each(
        rule,
        [
            (section, rule.message)
            for section in document.sections[1:]
            if section.page_number_start in (0, 1) and numbered(section) and not own_count(document, section)
        ],
    )


@document_rule(
    code="TL209",
    name="page-number-set-by-hand",
    severity=Severity.WARNING,
    message="这一节的页码是人工指定的，前文增删后会跳号或者重号，应当设为“续前节”",
    basis=_BASIS,
    explanation="后面的节指定了“起始页码”且不是1时报。全文从第几页起编（一本汇编的一部分）只提示。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sections(section_of(), section_of().replace("</w:sectPr>", _START.format(7))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
        Bad(
            docx=sample(section=section_of().replace("</w:sectPr>", _START.format(3))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
    good=[
        Good(docx=sections(section_of(), section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=section_of().replace("</w:sectPr>", _START.format(1))),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def page_number_set(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A starting number above one."""
    for section in document.sections:
        start = section.page_number_start
        if start is None or start <= 1 or not numbered(section):
            continue
        if section.index == 1:
            message, severity = f"全文的页码从第{start}页起编，请核对", Severity.INFO
        else:
            message, severity = f"这一节的页码指定从第{start}页起，前文增删后会跳号或者重号，应设为“续前节”", None
        yield from first_of_each(rule, [(section, message)], severity=severity)


@document_rule(
    code="TL210",
    name="page-number-missing-in-section",
    severity=Severity.WARNING,
    message="前面的节有页码，这一节没有",
    basis=_BASIS,
    explanation="首个有页码的节以前的（封面、目录）不查；只有版记的末节可以不编页码。",
    formats=DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sections(
                section_of(),
                section_of().replace(FOOTER, FOOTER.replace("footer1", "footer2")),
            ),
            parts={**PAGE_FIELD, "footer2.xml": "<w:p/>"},
            kind="statutory",
        )
    ],
    good=[
        Good(docx=sections(section_of(), section_of().replace(FOOTER, "")), parts=PAGE_FIELD, kind="statutory"),
        Good(docx=sections(section_of().replace(FOOTER, ""), section_of()), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def section_without_number(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Sections without a page number after one that has it."""
    import itertools

    later = itertools.dropwhile(lambda section: not numbered(section), document.sections)
    faults = [
        (section, rule.message)
        for section in later
        if not numbered(section) and not (section.index == len(document.sections) and imprint_only(document, section))
    ]
    yield from first_of_each(rule, faults)


_TITLE_PAGE = section_of().replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
_HEADER = '<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>某市财政局文件</w:t></w:r></w:p>'


@document_rule(
    code="TL221",
    name="page-number-missing-on-some-pages",
    severity=Severity.WARNING,
    message="有的页没有页码",
    basis=_BASIS,
    explanation=(
        "设了“奇偶页不同”却只在一种页上放页码，或者设了“首页不同”而首页没有页码。"
        "信函格式首页不显示页码；第一节的首页没有页码时，只有带“文件”字样版头的公文才报警告，其他可能是封面，只提示。"
    ),
    formats=DOCX,
    kinds=STATUTORY,
    options={"page-number-on-first-page": True},
    bad=[
        Bad(docx=sample(section=section_of()), parts={**PAGE_FIELD, **TWO_SIDED}, kind="statutory"),
        Bad(docx=_HEADER + sample(section=_TITLE_PAGE), parts=PAGE_FIELD, kind="statutory"),
    ],
    good=[
        Good(
            docx=sample(section=section_of().replace(FOOTER, BOTH_FOOTERS)),
            parts={"footer1.xml": ODD_RIGHT, "footer2.xml": EVEN_LEFT, **TWO_SIDED},
            kind="statutory",
        ),
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=_TITLE_PAGE),
            parts=PAGE_FIELD,
            kind="statutory",
            options={"page-number-on-first-page": False},
        ),
    ],
)
def number_missing_on_pages(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Odd, even and first pages that show no number while others of the section do."""
    faults = []
    for section in document.sections:
        if not numbered(section):
            continue
        if two_sided(document) and has_number(section, "default") != has_number(section, "even"):
            side = "双数页" if has_number(section, "default") else "单数页"
            faults.append((section, f"设了“奇偶页不同”，{side}没有页码"))
        if not section.title_page or has_number(section, "first"):
            continue
        if section.index > 1:
            faults.append((section, "设了“首页不同”，这一节的首页没有页码"))
        elif rule.options["page-number-on-first-page"] and not is_letter(document):
            formal = _mark(document).endswith("文件")
            yield from first_of_each(
                rule,
                [(section, "设了“首页不同”，首页没有页码")],
                severity=None if formal else Severity.INFO,
            )
    yield from first_of_each(rule, faults)


_LETTER = (
    '<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>某市财政局</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>某财函〔2024〕3号</w:t></w:r></w:p>"
)


@document_rule(
    code="TL225",
    name="letter-first-page-numbered",
    severity=Severity.WARNING,
    message="信函格式的公文首页不显示页码",
    basis=Basis(STANDARD, "10.1", Strength.MUST),
    explanation="用了“信函”版式方案时报警告；没有用方案、只是从标志和文种看像信函格式的只提示。",
    formats=DOCX,
    kinds=STATUTORY,
    options={"page-number-on-first-page": True},
    bad=[
        Bad(
            docx=sample(section=section_of()),
            parts=PAGE_FIELD,
            kind="statutory",
            options={"page-number-on-first-page": False},
        ),
        Bad(
            docx=_LETTER + sample(section=section_of()).replace("通知", "函"),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
    good=[
        Good(docx=sample(section=section_of()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=_TITLE_PAGE),
            parts=PAGE_FIELD,
            kind="statutory",
            options={"page-number-on-first-page": False},
        ),
        Good(docx=_LETTER + sample(section=_TITLE_PAGE).replace("通知", "函"), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def letter_first_page(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A letter whose first page shows its number."""
    asked = not rule.options["page-number-on-first-page"]
    if not document.sections or not (asked or is_letter(document)):
        return
    section = document.sections[0]
    if numbered(section) and (not section.title_page or has_number(section, "first")):
        yield from first_of_each(rule, [(section, rule.message)], severity=None if asked else Severity.INFO)


RULES: list[Rule] = [
    page_number_missing,
    page_number_restarted,
    page_number_set,
    section_without_number,
    number_missing_on_pages,
    letter_first_page,
]
