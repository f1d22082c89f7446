"""Page settings of a Word document: paper, margins and page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baguan.document import MarkKind
from baguan.model import Basis, Severity, Strength
from baguan.outline import ElementName
from baguan.rule import Bad, DocumentRule, Good, Rule, document_rule
from baguan_rules.layout.common import STANDARD, STATUTORY, is_old
from baguan_rules.layout.samples import FOOTER, PAGE_FIELD, SECTION, sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baguan.document import Document
    from baguan.model import Finding
    from baguan.wordformat import PageNumber, Section

_DOCX = frozenset({"docx"})
_NUMBER_BASIS = Basis(STANDARD, "7.5", Strength.MUST)
_SIZE_TOLERANCE = 1.0  # millimetres


def _where(section: Section) -> str:
    return f"第{section.index}节页面设置"


def _first_of_each(
    rule: DocumentRule, faults: Sequence[tuple[Section, str]], *, severity: Severity | None = None
) -> Iterator[Finding]:
    """One finding for each different message, at the first section that earns it."""
    messages: dict[str, list[Section]] = {}
    for section, message in faults:
        messages.setdefault(message, []).append(section)
    for message, sections in messages.items():
        more = f"（共{len(sections)}节）" if len(sections) > 1 else ""
        first = sections[0]
        yield rule.at(
            first.start, first.start, message=message + more, severity=severity, part="section", where=_where(first)
        )


def _near(value: float | None, wanted: float, tolerance: float = _SIZE_TOLERANCE) -> bool:
    return value is not None and abs(value - wanted) <= tolerance + 0.02


_WIDE = (
    '<w:sectPr><w:pgSz w:w="{w}" w:h="{h}"{more}/>'
    '<w:pgMar w:top="{top}" w:bottom="1984" w:left="{left}" w:right="{right}"/>{refs}</w:sectPr>'
)


def _section(
    w: int = 11906, h: int = 16838, top: int = 2098, left: int = 1588, right: int = 1474, more: str = ""
) -> str:
    return _WIDE.format(w=w, h=h, top=top, left=left, right=right, more=more, refs=FOOTER)


@document_rule(
    code="TL201",
    name="paper-not-a4",
    severity=Severity.WARNING,
    message="公文用纸采用A4型纸（210毫米×297毫米）",
    basis=Basis(STANDARD, "5.1", Strength.MUST),
    explanation="逐节检查；横排表格的节允许宽高互换。特殊形式的公文用纸根据需要确定，可在配置中关闭。",
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=_section(w=12240, h=15840)), parts=PAGE_FIELD, kind="statutory")],
    good=[
        Good(docx=sample(section=_section()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=_section(w=16838, h=11906, more=' w:orient="landscape"')),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def paper(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """The paper of each section, either way round."""
    faults = []
    for section in document.sections:
        if section.width is None or section.height is None:
            continue
        short, long = sorted((section.width, section.height))
        if not (_near(short, 210) and _near(long, 297)):
            faults.append((section, f"公文用纸采用A4型纸（210毫米×297毫米），现为{short:.0f}毫米×{long:.0f}毫米"))
    yield from _first_of_each(rule, faults)


@document_rule(
    code="TL202",
    name="wrong-margins",
    severity=Severity.WARNING,
    message="天头（上边距）应为37毫米±1毫米，订口（左边距）应为28毫米±1毫米",
    basis=Basis(STANDARD, "5.2.1", Strength.MUST),
    explanation="装订线计入订口；横排的节、信函、命令、纪要等特定格式和本单位另有规定的除外。",
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(docx=sample(section=_section(top=1440)), parts=PAGE_FIELD, kind="statutory"),
        Bad(docx=sample(section=_section(left=1800)), parts=PAGE_FIELD, kind="statutory"),
    ],
    good=[
        Good(docx=sample(section=_section()), parts=PAGE_FIELD, kind="statutory"),
        Good(docx=sample(section=_section(top=2154, left=1531)), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def margins(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """Top and left margin of the upright sections."""
    faults = []
    for section in document.sections:
        if section.landscape or section.top is None or section.left is None:
            continue
        parts = []
        if not _near(abs(section.top), 37):
            parts.append(f"天头（上边距）应为37毫米±1毫米，现为{abs(section.top):.1f}毫米")
        if not _near(section.left + section.gutter, 28):
            parts.append(f"订口（左边距）应为28毫米±1毫米，现为{section.left + section.gutter:.1f}毫米")
        if parts:
            faults.append((section, "；".join(parts)))
    yield from _first_of_each(rule, faults)


@document_rule(
    code="TL203",
    name="wrong-text-area",
    severity=Severity.INFO,
    message="版心应为156毫米×225毫米",
    basis=Basis(STANDARD, "5.2.1", Strength.MUST),
    explanation="由纸张和四边距推算，差2毫米以上才提示：右边距约26毫米，下边距约35毫米（推算值，国标没有直接写）。",
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=_section(right=1800)), parts=PAGE_FIELD, kind="statutory")],
    good=[
        Good(docx=sample(section=_section()), parts=PAGE_FIELD, kind="statutory"),
        # Paper and margins that are wrong in themselves are reported by their own rules.
        Good(docx=sample(section=_section(top=1440, left=1800)), parts=PAGE_FIELD, kind="statutory"),
    ],
)
def text_area(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """What the margins leave of an A4 sheet whose top and left margin are right."""
    faults = []
    for section in document.sections:
        lengths = (section.width, section.height, section.top, section.bottom, section.left, section.right)
        if section.landscape or None in lengths:
            continue
        width, height, top, bottom, left, right = (abs(length or 0.0) for length in lengths)
        left += section.gutter
        if not (_near(width, 210) and _near(height, 297) and _near(top, 37) and _near(left, 28)):
            continue
        area = width - left - right, height - top - bottom
        if not (_near(area[0], 156, 2) and _near(area[1], 225, 2)):
            faults.append((section, f"版心应为156毫米×225毫米，现为{area[0]:.0f}毫米×{area[1]:.0f}毫米"))
    yield from _first_of_each(rule, faults)


def _page_numbers(document: Document) -> list[tuple[Section, PageNumber]]:
    return [(section, number) for section in document.sections for number in section.page_numbers]


_LONG_ENOUGH = 500  # a text that surely runs over one page


@document_rule(
    code="TL204",
    name="page-number-missing",
    severity=Severity.WARNING,
    message="没有页码，公文应当编页码",
    basis=_NUMBER_BASIS,
    explanation="各节页眉页脚都没有自动页码时报；没有版头的材料不到一页（500字以内）不报；只打了数字的另有规则。",
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=SECTION, repeat=20), kind="statutory")],
    good=[
        Good(docx=sample(section=_section(), repeat=20), parts=PAGE_FIELD, kind="statutory"),
        Good(docx="<w:p><w:r><w:t>关于报送材料的说明</w:t></w:r></w:p>" + SECTION, kind="statutory"),
    ],
)
def page_number_missing(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """No header or footer of any section holds a page field or a typed number."""
    import regex

    numbers = _page_numbers(document)
    elements = {element.name for element in document.structure.elements}
    formal = not elements.isdisjoint({ElementName.ISSUER_MARK, ElementName.DOCUMENT_NUMBER})
    if not document.sections or (not formal and document.characters < _LONG_ENOUGH):
        return
    if any(number.has_field or regex.search(r"\d", number.text) for _, number in numbers):
        return
    first = document.sections[0]
    yield rule.at(first.start, first.start, part="section", where="页脚")


def _footer(content: str) -> dict[str, str]:
    return {"footer1.xml": f"<w:p>{content}</w:p>"}


_FIELD = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


@document_rule(
    code="TL205",
    name="page-number-form",
    severity=Severity.WARNING,
    message="页码的数字左右各放一条一字线，写作“— 1 —”",
    basis=_NUMBER_BASIS,
    explanation="“-1-”“第1页 共3页”“1/3”和光数字都不合；一字线用“—”“－”都可以，空格不论。",
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(section=_section()),
            parts=_footer(f"<w:r><w:t>-</w:t></w:r>{_FIELD}<w:r><w:t>-</w:t></w:r>"),
            kind="statutory",
        ),
        Bad(
            docx=sample(section=_section()),
            parts=_footer(f"<w:r><w:t>第</w:t></w:r>{_FIELD}<w:r><w:t>页</w:t></w:r>"),
            kind="statutory",
        ),
        Bad(docx=sample(section=_section()), parts=_footer(_FIELD), kind="statutory"),
    ],
    good=[
        Good(docx=sample(section=_section()), parts=PAGE_FIELD, kind="statutory"),
        Good(
            docx=sample(section=_section()),
            parts=_footer(f"<w:r><w:t>－</w:t></w:r>{_FIELD}<w:r><w:t>－</w:t></w:r>"),
            kind="statutory",
        ),
    ],
)
def page_number_form(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """What stands around the page field; one finding for each form."""
    import regex

    faults = []
    for section, number in _page_numbers(document):
        shown = regex.sub(r"\s", "", number.text)
        if number.has_field and not regex.fullmatch(r"[—–－―]{1,2}PAGE[—–－―]{1,2}", shown):
            form = number.text.replace("PAGE", "1").replace("NUMPAGES", "3").strip()
            faults.append((section, f"页码的数字左右各放一条一字线，写作“— 1 —”，现为“{form}”"))
    yield from _once(rule, faults)


def _once(rule: DocumentRule, faults: Sequence[tuple[Section, str]]) -> Iterator[Finding]:
    """The first fault; a document whose page numbers are wrong once is wrong everywhere."""
    if faults:
        section, message = faults[0]
        yield rule.at(section.start, section.start, message=message, part="section", where="页脚")


@document_rule(
    code="TL206",
    name="page-number-typed",
    severity=Severity.WARNING,
    message="页脚里的页码是打上去的数字，每页都相同，应当用自动页码",
    basis=_NUMBER_BASIS,
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[Bad(docx=sample(section=_section()), parts=_footer("<w:r><w:t>— 1 —</w:t></w:r>"), kind="statutory")],
    good=[
        Good(docx=sample(section=_section()), parts=PAGE_FIELD, kind="statutory"),
        Good(docx=sample(section=_section()), parts=_footer("<w:r><w:t>2024年度资料</w:t></w:r>"), kind="statutory"),
    ],
)
def page_number_typed(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A footer that is nothing but a number."""
    import regex

    form = r"[—–－―\-]{0,2}\s*(?:第\s*)?\d{1,4}\s*(?:页)?(?:[，,/\s]*共?\s*\d{1,4}\s*页?)?\s*[—–－―\-]{0,2}"
    faults = [
        (section, rule.message)
        for section, number in _page_numbers(document)
        if not number.has_field and regex.fullmatch(form, number.text.strip())
    ]
    yield from _once(rule, faults)


@document_rule(
    code="TL207",
    name="page-number-restarted",
    severity=Severity.INFO,
    message="附件与正文一起装订时页码连续编排，这一节的页码重新起编",
    basis=_NUMBER_BASIS,
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx="<w:p><w:pPr>"
            + _section()
            + "</w:pPr><w:r><w:t>首节。</w:t></w:r></w:p>"
            + sample(section=_section().replace("</w:sectPr>", '<w:pgNumType w:start="1"/></w:sectPr>')),
            parts=PAGE_FIELD,
            kind="statutory",
        )
    ],
    good=[
        Good(
            docx="<w:p><w:pPr>"
            + _section()
            + "</w:pPr><w:r><w:t>首节。</w:t></w:r></w:p>"
            + sample(section=_section()),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
        Good(
            docx=sample(section=_section().replace("</w:sectPr>", '<w:pgNumType w:start="1"/></w:sectPr>')),
            parts=PAGE_FIELD,
            kind="statutory",
        ),
    ],
)
def page_number_restarted(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """A later section that starts its page numbers anew."""
    faults = [(section, rule.message) for section in document.sections[1:] if section.page_number_start is not None]
    yield from _first_of_each(rule, faults)


@document_rule(
    code="TL208",
    name="attachment-on-same-page",
    severity=Severity.WARNING,
    message="附件应当另面编排，前面要有分页符",
    basis=Basis(STANDARD, "7.3.7", Strength.MUST),
    explanation="附件标识之前既没有分页符、段前分页，也没有分节时报；用空行顶到下一页的也会报，改用分页符即可。",
    formats=_DOCX,
    kinds=STATUTORY,
    bad=[
        Bad(
            docx=sample(
                section=_section(),
                after="<w:p><w:r><w:t>⟦附件⟧</w:t></w:r></w:p><w:p><w:r><w:t>检查表</w:t></w:r></w:p>",
            ),
            parts=PAGE_FIELD,
        )
    ],
    good=[
        Good(
            docx=sample(
                section=_section(),
                after='<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:t>附件</w:t></w:r></w:p>'
                "<w:p><w:r><w:t>检查表</w:t></w:r></w:p>",
            ),
            parts=PAGE_FIELD,
        ),
        Good(
            docx=sample(
                section=_section(),
                after="<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>附件</w:t></w:r></w:p>"
                "<w:p><w:r><w:t>检查表</w:t></w:r></w:p>",
            ),
            parts=PAGE_FIELD,
        ),
    ],
)
def attachment_same_page(document: Document, rule: DocumentRule) -> Iterator[Finding]:
    """No break between what stands before an attachment and its label."""
    import regex

    if is_old(document):
        return
    places = [mark.start for mark in document.marks_of(MarkKind.PAGE_BREAK)]
    places += [section.start for section in document.sections[1:]]
    found = []
    for element in document.structure.all(ElementName.ATTACHMENT):
        block = document.block_at(element.start)
        before = len(document.text[: block.start].rstrip())
        own = block.format is not None and block.format.page_break_before
        if not own and not any(before <= place <= element.start for place in places):
            label = regex.compile(_LABEL).match(document.text, element.start)
            found.append((element.start, label.end() if label else element.start + 2))
    if found:
        more = f"（全文共{len(found)}处）" if len(found) > 1 else ""
        yield rule.at(*found[0], message=rule.message + more)


_LABEL = r"附[ \u3000]?件[ \u3000]?[\d一二三四五六七八九十]{0,3}[：:]?"


RULES: list[Rule] = [
    paper,
    margins,
    text_area,
    page_number_missing,
    page_number_form,
    page_number_typed,
    page_number_restarted,
    attachment_same_page,
]
